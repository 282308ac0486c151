from django.db import models
from django.utils.translation import gettext_lazy as _

from .records import Record, in_one_language_at_least, label


class Organization(Record):
    """Who offers services."""

    name_en = models.CharField(
        _("name in English"), max_length=200, blank=True, help_text=_("As the organization writes it.")
    )
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True, help_text=_("The same, in French."))
    other_name_en = models.CharField(
        _("other name in English"),
        max_length=200,
        blank=True,
        help_text=_("An older name, or a short form that people say."),
    )
    other_name_fr = models.CharField(
        _("other name in French"), max_length=200, blank=True, help_text=_("The same, in French.")
    )
    description_en = models.TextField(
        _("what it is, in English"), max_length=4000, blank=True, help_text=_("Two or three plain sentences.")
    )
    description_fr = models.TextField(
        _("what it is, in French"), max_length=4000, blank=True, help_text=_("The same, in French.")
    )
    website = models.URLField(
        _("website"), max_length=500, blank=True, help_text=_("The whole address, with https://.")
    )
    email = models.EmailField(
        _("e-mail address"), max_length=254, blank=True, help_text=_("An address that somebody reads. Readers see it.")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
        help_text=_("The larger organization, if there is one."),
    )

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name_en", "name_fr", "pk"]
        constraints = [in_one_language_at_least("name", of="organization")]
        indexes = [models.Index(fields=["name_en", "name_fr", "id"], name="organizations_by_name")]

    def __str__(self):
        return label(self)

    def services_touched(self):
        return set(self.services.values_list("pk", flat=True))
