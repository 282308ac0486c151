from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from publishing.fact_records import FactRecord
from publishing.fields import RichTextField
from publishing.models import Language, Page, Source, Version


class SitePage(Page):
    """A page about the site itself: who makes it, how, and under which terms."""

    class Meta:
        verbose_name = _("site page")
        verbose_name_plural = _("site pages")


class SitePageVersion(Version):
    """One text of a site page in one language. Its headings make the list of its contents."""

    page = models.ForeignKey(SitePage, models.PROTECT, related_name="versions", editable=False)
    body = RichTextField(
        _("text"), blank=True, help_text=_("Start each section with a heading: the headings become “On this page”.")
    )

    parts = ("sources",)

    class Meta(Version.Meta):
        verbose_name = _("site page")
        verbose_name_plural = _("site pages")

    def get_absolute_url(self):
        with override(self.language):
            return reverse("pages:detail", args=[self.slug])

    def clean(self):
        """Site pages stand beside the sections of the site, whose addresses are taken."""
        super().clean()
        if self.slug and any(_is_taken(self.slug, language) for language in Language):
            raise ValidationError({"slug": _("This address belongs to a section of the site. Choose another one.")})


class SitePageSource(Source):
    """Where the facts of a site page come from."""

    version = models.ForeignKey(SitePageVersion, models.CASCADE, related_name="sources")


def _is_taken(slug, language):
    with override(language):
        return resolve(reverse("pages:detail", args=[slug])).view_name != "pages:detail"


@dataclass(frozen=True)
class Link:
    """A line of a menu, in the reader’s language."""

    url: str
    label: str


class MenuEntryQuerySet(models.QuerySet):
    def links(self, *, language, at=None):
        """Return {menu: [Link]} in the order of each menu. A page that readers cannot open leaves no trace."""
        live = SitePageVersion.objects.filter(page=OuterRef("page")).in_language(language).live(at=at)
        menus = {menu: [] for menu in MenuEntry.Menu.values}
        for entry in self.annotate(live_title=Subquery(live.values("title")), live_slug=Subquery(live.values("slug"))):
            link = entry.link(language)
            if link:
                menus[entry.menu].append(link)
        return menus


is_internal_or_https = RegexValidator(
    # Browsers read a backslash as a slash: "/\example.org" is an address of another site.
    r"^(https://[^\s\\]+|/(?!/)[^\s\\]*)\Z",
    _("Write an address of this site that starts with /, or one with https://."),
)


class MenuEntry(FactRecord):
    """A line of one of the site’s menus: a site page, or an address with a label in both languages."""

    class Menu(models.TextChoices):
        MAIN = "main", _("At the top of every page")
        FOOTER = "footer", _("At the foot of every page")

    menu = models.CharField(
        _("menu"),
        max_length=10,
        choices=Menu,
        default=Menu.FOOTER,
        help_text=_("The top is for what most readers need; keep it short."),
    )
    position = models.PositiveIntegerField(_("order"), default=0, help_text=_("Entries with small numbers come first."))
    page = models.ForeignKey(
        SitePage,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("site page"),
        related_name="menu_entries",
        help_text=_("The entry appears in each language in which the page is live."),
    )
    label_en = models.CharField(
        _("label in English"), max_length=60, blank=True, help_text=_("For a site page: only if its title is too long.")
    )
    label_fr = models.CharField(_("label in French"), max_length=60, blank=True, help_text=_("The same, in French."))
    url_en = models.CharField(
        _("address in English"),
        max_length=300,
        blank=True,
        validators=[is_internal_or_https],
        help_text=_("Instead of a site page: /en/drugs/, or https:// and so on."),
    )
    url_fr = models.CharField(
        _("address in French"),
        max_length=300,
        blank=True,
        validators=[is_internal_or_https],
        help_text=_("The same place, in French: /fr/medicaments/, or https:// and so on."),
    )

    objects = MenuEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        ordering = ["menu", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_menu_entry_leads_to_one_place",
                condition=Q(page__isnull=False, url_en="", url_fr="")
                | (Q(page__isnull=True) & ~Q(url_en="") & ~Q(url_fr="")),
                violation_error_message=_("Choose a site page, or write an address in both languages."),
            ),
            models.CheckConstraint(
                name="a_menu_entry_can_be_read",
                condition=Q(page__isnull=False) | (~Q(label_en="") & ~Q(label_fr="")),
                violation_error_message=_("An address needs a label in both languages."),
            ),
        ]

    def __str__(self):
        return self.label_en or self.url_en or str(self.page)

    def link(self, language):
        """This entry as a Link. Needs MenuEntryQuerySet.links()."""
        label = self.in_language("label", language)
        if self.page_id is None:
            return Link(self.in_language("url", language), label)
        if self.live_slug is None:
            return None
        return Link(reverse("pages:detail", args=[self.live_slug]), label or self.live_title)


class NoticeQuerySet(models.QuerySet):
    def showing(self, *, language, at=None):
        at = at or timezone.now()
        live = SitePageVersion.objects.filter(page=OuterRef("page")).in_language(language).live(at=at)
        showing = self.filter(shows_from__lte=at).exclude(shows_until__lte=at)
        return showing.annotate(live_slug=Subquery(live.values("slug")))


class Notice(FactRecord):
    """Something that everybody on the site must know, shown at the top of every page from one time to another."""

    class Kind(models.TextChoices):
        INFO = "info", _("Good to know")
        WARNING = "warning", _("Important")
        URGENT = "urgent", _("Urgent: a danger to health")

    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        default=Kind.INFO,
        help_text=_("Keep “urgent” for what may harm somebody today, or nobody will read it."),
    )
    title_en = models.CharField(
        _("title in English"), max_length=120, help_text=_("What readers must know, in one line.")
    )
    title_fr = models.CharField(_("title in French"), max_length=120, help_text=_("The same, in French."))
    text_en = models.TextField(
        _("text in English"), max_length=400, blank=True, help_text=_("Whom it concerns, and what to do.")
    )
    text_fr = models.TextField(_("text in French"), max_length=400, blank=True, help_text=_("The same, in French."))
    page = models.ForeignKey(
        SitePage,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("page with more about it"),
        related_name="notices",
        help_text=_("The notice leads there in each language in which the page is live."),
    )
    shows_from = models.DateTimeField(
        _("shows from"), default=timezone.now, help_text=_("A time to come, if readers should not see it yet.")
    )
    shows_until = models.DateTimeField(
        _("shows until"), null=True, blank=True, help_text=_("Left empty, it shows until somebody sets a time here.")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("site-wide notice")
        verbose_name_plural = _("site-wide notices")
        ordering = ["-shows_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_notice_ends_after_it_starts",
                condition=Q(shows_until__isnull=True) | Q(shows_until__gt=F("shows_from")),
                violation_error_message=_("The notice must end after it starts."),
            ),
            models.CheckConstraint(
                name="a_notice_speaks_both_languages",
                condition=~Q(title_en="")
                & ~Q(title_fr="")
                & (Q(text_en="", text_fr="") | (~Q(text_en="") & ~Q(text_fr=""))),
                violation_error_message=_("Write the notice in both languages."),
            ),
        ]

    def __str__(self):
        return self.in_language("title")

    @property
    def title(self):
        return self.in_language("title")

    @property
    def text(self):
        return self.in_language("text")

    @property
    def url(self):
        """Where more about it can be read, if anywhere. Needs NoticeQuerySet.showing()."""
        return reverse("pages:detail", args=[self.live_slug]) if self.live_slug else ""
