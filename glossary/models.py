from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from publishing.fields import RichTextField
from publishing.models import OtherName, Page, Version


class Term(Page):
    """A word that the glossary explains."""

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")


class Policy(models.TextChoices):
    """Whether a word is linked where it stands in other pages."""

    AUTOMATIC = "automatic", _("Automatic: explained wherever it is used")
    ASK = "ask", _("Ask: explained only where an editor says so")
    NEVER = "never", _("Never: only in the glossary")


class TermVersion(Version):
    """One definition of a word in one language. Its title is the word itself."""

    page = models.ForeignKey(Term, models.PROTECT, related_name="versions", editable=False)
    pronunciation = models.CharField(
        _("pronunciation"),
        max_length=200,
        blank=True,
        help_text=_("Written so that a reader can say it: SY-toh-kine."),
    )
    definition = RichTextField(
        _("definition"), help_text=_("At most 40 words. It must make sense by itself: it is shown in a pop-up.")
    )
    match_case = models.BooleanField(
        _("only in exactly this spelling"),
        default=False,
        help_text=_("Capital and small letters must be the same: “ALL” is then never found in “all”."),
    )
    policy = models.CharField(
        _("explain it in other pages"),
        max_length=10,
        choices=Policy,
        default=Policy.AUTOMATIC,
        help_text=_("A word that also has an everyday meaning is better asked about than explained everywhere."),
    )

    parts = ("names",)
    not_copied = (*Version.not_copied, "uses")

    class Meta(Version.Meta):
        verbose_name = pgettext_lazy("glossary", "word")
        verbose_name_plural = pgettext_lazy("glossary", "words")

    def get_absolute_url(self):
        with override(self.language):
            return reverse("glossary:detail", args=[self.slug])

    def clean(self):
        """A definition is read in a pop-up too, where a heading would have no page above it."""
        super().clean()
        if "<h3>" in self.definition or "<h4>" in self.definition:
            raise ValidationError({"definition": _("A definition has no headings. Write it as one or two paragraphs.")})


class TermName(OtherName):
    """Another name of a word, found in texts as well."""

    version = models.ForeignKey(TermVersion, models.CASCADE, related_name="names")
    match_case = models.BooleanField(
        _("only in exactly this spelling"),
        default=False,
        help_text=_("For abbreviations that are also words: “ALL” is then never found in “all”."),
    )


class WordUseQuerySet(models.QuerySet):
    def of_word(self, version, *, at):
        """The uses of a word as it is live in the language of a version of it."""
        live = TermVersion.objects.live(at=at).in_language(version.language).filter(page=version.page_id)
        # There is one at most. Said so, it is looked up once, whatever the database believes of the sizes of tables.
        return self.filter(term=models.Subquery(live.order_by().values("pk")[:1]))

    def texts(self, kind):
        """The ids of the texts of one kind, for a query that asks which of them are live."""
        return self.filter(kind=kind).values("text_id")


class WordUse(models.Model):
    """A text that uses a word. It follows from the two texts alone; whether both are live is asked at reading."""

    term = models.ForeignKey(TermVersion, models.CASCADE, related_name="uses")
    # A version of a page of this kind, or whatever else has texts for readers.
    kind = models.CharField(max_length=60)
    text_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()

    objects = WordUseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "kind", "text_id"], name="a_text_uses_a_word_once"),
            models.CheckConstraint(condition=models.Q(number__gt=0), name="a_word_that_is_used_stands_somewhere"),
        ]
        indexes = [models.Index(fields=["kind", "text_id"], name="words_of_a_text")]

    def __str__(self):
        return f"{self.term_id}: {self.kind} {self.text_id} ({self.number})"
