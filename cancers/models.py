from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from publishing.fields import RichTextField
from publishing.models import OtherName, Page, Source, Version


class Cancer(Page):
    """A type of cancer: the hub that drugs, stories and services point to."""

    class Meta:
        verbose_name = _("cancer")
        verbose_name_plural = _("cancers")


class CancerVersion(Version):
    """One text about a cancer in one language."""

    page = models.ForeignKey(Cancer, models.PROTECT, related_name="versions", editable=False)
    body = RichTextField(
        _("text"),
        blank=True,
        help_text=_("What it is, how it is treated, what to ask the team. Start each of them with a heading."),
    )

    parts = ("names", "sources")

    class Meta(Version.Meta):
        verbose_name = _("cancer")
        verbose_name_plural = _("cancers")

    def get_absolute_url(self):
        with override(self.language):
            return reverse("cancers:detail", args=[self.slug])


class CancerName(OtherName):
    """Another name of a cancer: “mycosis fungoides”."""

    version = models.ForeignKey(CancerVersion, models.CASCADE, related_name="names")


class CancerSource(Source):
    """Where the facts about a cancer come from."""

    version = models.ForeignKey(CancerVersion, models.CASCADE, related_name="sources")
