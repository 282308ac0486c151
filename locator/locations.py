from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .choices import LocationKind, PointFrom, Province, Wheelchair
from .organizations import Organization
from .records import Part, Record


class Location(Record):
    """Where services are given. A confidential one shows readers its town and nothing else: see showing.py."""

    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="locations",
        verbose_name=_("organization"),
        help_text=_("Who runs the place."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=LocationKind,
        default=LocationKind.PHYSICAL,
        help_text=_("Most are places that people can go to."),
    )
    is_confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_("A shelter, for example. Readers see the town; the street, the name and the map stay here."),
    )
    name_en = models.CharField(
        _("name in English"), max_length=200, blank=True, help_text=_("What stands at the door. May be left empty.")
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
        _("finding the door, in English"), max_length=2000, blank=True, help_text=_("Which entrance, which floor.")
    )
    description_fr = models.TextField(
        _("finding the door, in French"), max_length=2000, blank=True, help_text=_("The same, in French.")
    )
    transport_en = models.TextField(
        _("getting there, in English"),
        max_length=2000,
        blank=True,
        help_text=_("Buses, parking, where to be dropped off."),
    )
    transport_fr = models.TextField(
        _("getting there, in French"), max_length=2000, blank=True, help_text=_("The same, in French.")
    )
    wheelchair = models.CharField(
        _("with a wheelchair"),
        max_length=10,
        choices=Wheelchair,
        default=Wheelchair.UNKNOWN,
        help_text=_("From the street to where the service is given."),
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees. Leave it empty, and the postal code or the town gives it."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, with a minus sign in Canada."),
    )
    point_from = models.CharField(_("coordinates"), max_length=12, choices=PointFrom, blank=True, editable=False)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["name_en", "name_fr", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_point_has_two_coordinates",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message=_("Write both coordinates, or none."),
            ),
        ]
        indexes = [models.Index(fields=["name_en", "name_fr", "id"], name="locations_by_name")]

    def __str__(self):
        return ", ".join(filter(None, (self.name_en or self.name_fr, str(self.main_address or "")))) or str(self.pk)

    @property
    def main_address(self):
        """Where people go; with many locations, after prefetch_related("addresses")."""
        addresses = sorted(
            self.addresses.all(), key=lambda address: (address.kind != LocationKind.PHYSICAL, address.pk)
        )
        return addresses[0] if addresses else None

    def services_touched(self):
        return set(_services_at_locations().filter(location=self.pk).values_list("service", flat=True))


def _services_at_locations():
    return Location._meta.apps.get_model("locator", "ServiceAtLocation").objects


class Address(Part):
    """An address of a location."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="addresses")
    kind = models.CharField(_("kind"), max_length=10, choices=LocationKind, default=LocationKind.PHYSICAL)
    attention = models.CharField(_("for the attention of"), max_length=200, blank=True)
    street = models.CharField(_("street"), max_length=250, blank=True)
    street_2 = models.CharField(_("unit, floor or building"), max_length=250, blank=True)
    city = models.CharField(_("town or city"), max_length=120)
    region = models.CharField(_("region"), max_length=120, blank=True)
    # More than the provinces of Canada fit: partners write what they write.
    province = models.CharField(_("province or territory"), max_length=40, choices=Province)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True, help_text=_("For example K1A 0B1."))
    country = models.CharField(_("country"), max_length=2, default="CA", editable=False)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["kind", "pk"]

    def __str__(self):
        return ", ".join(part for part in (self.street, self.city, self.province) if part)

    def services_touched(self):
        return self.location.services_touched()


class AccessFeature(Part):
    """What helps or hinders somebody at a location."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="access_features")
    text_en = models.CharField(_("in English"), max_length=500, blank=True)
    text_fr = models.CharField(_("in French"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("accessibility")
        verbose_name_plural = _("accessibility")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="an_access_feature_says_something",
                condition=~Q(text_en="") | ~Q(text_fr=""),
                violation_error_message=_("Write it in one language at least."),
            )
        ]

    def __str__(self):
        return self.text_en or self.text_fr
