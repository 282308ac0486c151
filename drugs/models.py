from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cancers.models import Cancer, CancerVersion
from publishing.fields import RichTextField
from publishing.models import Page, Source, Version, VersionPart
from publishing.versions import VersionQuerySet


class Drug(Page):
    """A drug, or a family of drugs, that has a page."""

    class Meta:
        verbose_name = _("drug")
        verbose_name_plural = _("drugs")


class DrugVersionQuerySet(VersionQuerySet):
    def for_cancer(self, cancer):
        return self.filter(pk__in=DrugUse.objects.filter(cancer=cancer).values("version"))

    def with_parts(self, *, language, at=None):
        """Every row that the page shows, in a number of queries that does not depend on how many there are."""
        cancers = CancerVersion.objects.in_language(language).live(at=at)
        return self.prefetch_related(
            "types",
            "names",
            "givings",
            "side_effects",
            "sources",
            models.Prefetch("uses", DrugUse.objects.select_related("cancer")),
            models.Prefetch("uses__cancer__versions", cancers, to_attr="live_versions"),
        )


class DrugVersion(Version):
    """One text about a drug in one language. The order of its parts is in anatomy.py."""

    page = models.ForeignKey(Drug, models.PROTECT, related_name="versions", editable=False)
    pronunciation = models.CharField(
        _("pronunciation"),
        max_length=200,
        blank=True,
        help_text=_("Written so that a reader can say it: in-ter-FEER-on."),
    )
    what_it_is = RichTextField(
        _("what it is"), blank=True, help_text=_("Two or three short paragraphs, for who has never heard its name.")
    )
    how_it_works = RichTextField(
        _("how it works"), blank=True, help_text=_("What it does in the body, and what that means for the reader.")
    )
    use_text = RichTextField(
        _("use in cancer treatment"), blank=True, help_text=_("Shown after the cancers: alone or with other drugs?")
    )
    given_text = RichTextField(_("how it is given"), blank=True, help_text=_("Shown after the rows."))
    before_treatment = RichTextField(
        _("before treatment, talk to your team"),
        blank=True,
        help_text=_("What the team must know before the first dose, and what the reader can ask."),
    )

    objects = DrugVersionQuerySet.as_manager()

    parts = ("types", "names", "uses", "givings", "side_effects", "sources")

    class Meta(Version.Meta):
        verbose_name = _("drug")
        verbose_name_plural = _("drugs")

    def get_absolute_url(self):
        with override(self.language):
            return reverse("drugs:detail", args=[self.slug])

    def types_with_names(self):
        """Return [(type, names of that type)]."""
        names = self.names.all()
        return [(kind, [name for name in names if name.type_id == kind.pk]) for kind in self.types.all()]

    def general_names(self):
        """The names that belong to no type in particular, the page's own title left out."""
        return [name for name in self.names.all() if name.type_id is None and name.name != self.title]


class DrugType(VersionPart):
    """A type of a drug: interferon alfa."""

    version = models.ForeignKey(DrugVersion, models.CASCADE, related_name="types")
    name = models.CharField(_("name"), max_length=200, help_text=_("Such as: interferon alfa."))
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("Such as: the most widely used in cancer treatment.")
    )

    explained = ("note",)

    class Meta(VersionPart.Meta):
        verbose_name = _("type")
        verbose_name_plural = _("types")

    def __str__(self):
        return self.name


class DrugName(VersionPart):
    """A name under which people may look for the drug."""

    class Kind(models.TextChoices):
        GENERIC = "generic", _("Generic name")
        BRAND = "brand", _("Brand name")
        ABBREVIATION = "abbreviation", _("Abbreviation")
        OTHER = "other", _("Other name")

    version = models.ForeignKey(DrugVersion, models.CASCADE, related_name="names")
    kind = models.CharField(
        _("kind"), max_length=15, choices=Kind, default=Kind.BRAND, help_text=_("Names are shown in groups of a kind.")
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("As it is written on the box or on a prescription."))
    no_longer_sold = models.BooleanField(
        _("no longer sold in Canada"),
        default=False,
        help_text=_("For brand names alone. Look it up in the Drug Product Database of Health Canada."),
    )
    type = models.ForeignKey(
        DrugType,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("of the type"),
        help_text=_("Save a new type first; it can then be chosen here."),
        related_name="names",
    )

    class Meta(VersionPart.Meta):
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints = [
            *VersionPart.Meta.constraints,
            models.CheckConstraint(
                condition=Q(no_longer_sold=False) | Q(kind="brand"),
                name="only_brands_are_sold",
                violation_error_message=_("Only a brand name can be “no longer sold”."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.type and self.type.version_id != self.version_id:
            raise ValidationError({"type": _("Choose a type of this version.")})


class DrugUse(VersionPart):
    """A cancer that the drug is used for."""

    version = models.ForeignKey(DrugVersion, models.CASCADE, related_name="uses")
    cancer = models.ForeignKey(
        Cancer,
        models.PROTECT,
        verbose_name=_("cancer"),
        related_name="uses",
        help_text=_("The page that the name leads to, once that page is live."),
    )
    qualifier = models.CharField(
        _("before the name"), max_length=100, blank=True, help_text=_("Such as: some types of.")
    )
    name = models.CharField(
        _("name in the list"), max_length=200, help_text=_("As it reads in a sentence: kidney cancer.")
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("Such as: also called mycosis fungoides.")
    )

    explained = ("note",)

    class Meta(VersionPart.Meta):
        verbose_name = _("cancer it is used for")
        verbose_name_plural = _("cancers it is used for")

    def __str__(self):
        return self.name

    def live_cancer(self):
        """The cancer's page, if readers can open it. Needs DrugVersionQuerySet.with_parts()."""
        return next(iter(self.cancer.live_versions), None)


class Giving(VersionPart):
    """A way in which the drug is given."""

    version = models.ForeignKey(DrugVersion, models.CASCADE, related_name="givings")
    route = models.CharField(
        _("how"), max_length=200, help_text=_("Such as: an injection under the skin (subcutaneous).")
    )
    for_types = models.CharField(
        _("for which types"), max_length=200, blank=True, help_text=_("Left empty when it holds for all of them.")
    )
    schedule = models.CharField(
        _("how often"),
        max_length=300,
        blank=True,
        help_text=_("The usual rhythm: once every 3 weeks. No doses."),
    )

    explained = ("route", "for_types", "schedule")

    class Meta(VersionPart.Meta):
        verbose_name = _("way of giving")
        verbose_name_plural = _("ways of giving")

    def __str__(self):
        return self.route


class SideEffect(VersionPart):
    """Something that the drug may do to a person, and what to do about it."""

    version = models.ForeignKey(DrugVersion, models.CASCADE, related_name="side_effects")
    effect = models.CharField(_("effect"), max_length=200, help_text=_("In everyday words, then the medical one."))
    how_often = models.CharField(
        _("how often"), max_length=100, blank=True, help_text=_("Such as: very common; common; less common; rare.")
    )
    what_to_do = models.TextField(
        _("what to do"), max_length=600, blank=True, help_text=_("What the reader can do, and when to call.")
    )
    call_now = models.BooleanField(
        _("call now"), default=False, help_text=_("The reader should call their team at once.")
    )

    explained = ("effect", "what_to_do")

    class Meta(VersionPart.Meta):
        verbose_name = _("side effect")
        verbose_name_plural = _("side effects")

    def __str__(self):
        return self.effect


class DrugSource(Source):
    """Where the facts about a drug come from."""

    version = models.ForeignKey(DrugVersion, models.CASCADE, related_name="sources")
