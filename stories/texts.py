"""The texts of a story. Public pages read these and the photo, and nothing else of what a person sent."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.guards import Frozen

from .choices import Province, Purpose, Relationship
from .consents import Consent
from .marking import findings_in
from .rules import Verdict
from .workflow import OPEN_STAGES, Stage

MOST_WORDS = 1000
LONGEST_QUOTE = 240


class TextQuerySet(models.QuerySet):
    def live(self, *, at=None):
        at = at or timezone.now()
        return self.filter(live_from__lte=at).exclude(live_until__lte=at)

    def public(self, *, at=None):
        """What readers may see: live, not withdrawn, and the author still agrees. The photo and quotes ask further."""
        return self.live(at=at).filter(story__withdrawn_at=None, story__erased_at=None).allowing(Purpose.PUBLISH)

    def allowing(self, purpose):
        return self.filter(Exists(_agreements(purpose)))

    def quotable(self, *, at=None):
        """Public texts whose quote may stand on other pages."""
        return self.public(at=at).allowing(Purpose.QUOTE).exclude(quote="")

    def with_permissions(self):
        """Annotate what the author lets the site show beside the text."""
        return self.annotate(
            may_quote=Exists(_agreements(Purpose.QUOTE)), may_show_photo=Exists(_agreements(Purpose.PHOTO))
        )

    def in_language(self, language):
        return self.filter(story__language=language)

    def about(self, cancers):
        return self.filter(story__cancer__in=cancers)

    def open(self):
        return self.filter(stage__in=OPEN_STAGES)


def _agreements(purpose):
    """The consent of a text's story to a purpose, when the last that the author said is yes."""
    said = Consent.objects.filter(story=OuterRef("story"), purpose=purpose)
    last = Consent.objects.filter(story=OuterRef("story"), purpose=purpose).order_by("-pk").values("pk")[:1]
    return said.filter(is_given=True, pk=Subquery(last))


def _digest_of(words):
    return hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Text(models.Model):
    """One wording of a story. Number 1 is as sent; what moderators propose and authors change comes after it."""

    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="texts", editable=False)
    number = models.PositiveIntegerField(editable=False)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)
    # Whose wording it is: the author's, when nobody is named.
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now, editable=False)
    edit_counter = models.PositiveIntegerField(default=0, editable=False)
    agreed_digest = models.CharField(max_length=64, blank=True, editable=False)

    title = models.CharField(_("title"), max_length=120, blank=True)
    body = models.TextField(_("story"), blank=True, help_text=_("Plain text. An empty line starts a new paragraph."))
    shown_name = models.CharField(
        _("name that is shown"), max_length=60, blank=True, help_text=_("Empty: the story is shown without a name.")
    )
    told_by = models.CharField(
        _("told by"),
        max_length=10,
        choices=Relationship,
        blank=True,
        help_text=_("What the teller is to the person. Empty: it is the person’s own story."),
    )
    province = models.CharField(_("province or territory"), max_length=2, choices=Province, blank=True)
    photo_description = models.CharField(
        _("what the photo shows"), max_length=250, blank=True, help_text=_("For people who cannot see it.")
    )
    quote = models.CharField(
        _("quote"),
        max_length=LONGEST_QUOTE,
        blank=True,
        help_text=_("A sentence of the story, word for word, for the box that leads to it from other pages."),
    )
    # Values of ContentNote: the text then stands behind a label that says what it holds.
    notes = models.JSONField(_("content notes"), default=list, blank=True)
    # Values of Red: while there is one, the text cannot appear.
    red = models.JSONField(_("must not appear"), default=list, blank=True)

    live_from = models.DateTimeField(null=True, editable=False)
    live_until = models.DateTimeField(null=True, editable=False)

    objects = TextQuerySet.as_manager()

    # What an author agrees to, word for word. The quote is a part of it, and the notes are the site's own.
    AGREED = ("title", "body", "shown_name", "told_by", "province", "photo_description")
    WORDS = (*AGREED, "quote", "notes")

    class Meta:
        verbose_name = _("text of a story")
        verbose_name_plural = _("texts of stories")
        ordering = ["story", "number"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="a_text_number_is_unique"),
            models.UniqueConstraint(
                fields=["story"], condition=Q(stage__in=OPEN_STAGES), name="a_story_has_one_open_text"
            ),
            models.UniqueConstraint(
                fields=["story"],
                condition=Q(live_from__isnull=False, live_until=None),
                name="a_story_has_one_live_text",
            ),
            models.CheckConstraint(
                name="a_text_ends_after_it_starts",
                condition=Q(live_until=None) | Q(live_until__gt=F("live_from")),
            ),
            models.CheckConstraint(
                name="only_an_approved_text_is_live", condition=Q(live_from=None) | Q(stage=Stage.APPROVED)
            ),
            models.CheckConstraint(name="an_approved_text_is_not_red", condition=~Q(stage=Stage.APPROVED) | Q(red=[])),
            models.CheckConstraint(
                name="an_approved_text_is_agreed", condition=~Q(stage=Stage.APPROVED) | ~Q(agreed_digest="")
            ),
        ]
        indexes = [models.Index(fields=["stage", "since"], name="the_queue_of_stories")]

    def __str__(self):
        return _("Story %(number)s, text %(text)s") % {"number": self.story_id, "text": self.number}

    def delete(self, *args, **options):
        raise Frozen("A text of a story is erased with its story, never alone.")

    def get_absolute_url(self):
        return self.story.get_absolute_url()

    @property
    def digest(self):
        """SHA-256 (hexadecimal) of what an author agrees to."""
        return _digest_of({name: getattr(self, name) for name in self.AGREED})

    @property
    def public_digest(self):
        """SHA-256 (hexadecimal) of everything that readers would see: also the quote and the content notes."""
        return _digest_of(self.words())

    @property
    def is_agreed(self):
        """Whether the author wrote or agreed to exactly these words."""
        return bool(self.agreed_digest) and self.agreed_digest == self.digest

    @property
    def is_by_author(self):
        return self.edited_by_id is None

    @property
    def quote_is_a_part(self):
        return self.quote in self.body

    def is_live(self, *, at=None):
        at = at or timezone.now()
        return bool(self.live_from) and self.live_from <= at and (self.live_until is None or at < self.live_until)

    def words(self):
        """{field: value} of everything that is a word of the story."""
        return {name: getattr(self, name) for name in self.WORDS}

    def refused_words(self):
        """Words anywhere in the text that the rules would not let appear."""
        found = findings_in(self.words(), self.story.language)
        return [one.found for findings in found.values() for one in findings if one.verdict == Verdict.REFUSE]

    def paragraphs(self):
        """The body as a list of paragraphs, each a list of its lines."""
        blocks = self.body.replace("\r\n", "\n").split("\n\n")
        return [block.strip().split("\n") for block in blocks if block.strip()]
