"""What a search reads: one narrow row for each way in which a service can be found.

A service that is of two kinds and at one place has a row for each kind, for each kind above them and one for any kind;
each of these as often as there are places to find it at and areas that it serves. They are made from the records in the
transaction that changes these, and from nothing else: `manage.py rebuild_spots` finds nothing to do.
"""

from collections import defaultdict
from itertools import product

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .areas import public_point, rank
from .categories import Category
from .changing import together
from .choices import Wheelchair
from .details import SpokenLanguage
from .distance import band
from .locations import Address, Location
from .services import Service, ServiceArea, ServiceAtLocation, ServiceCancer, ServiceCategory

ANY = ""
CHUNK = 500


# All that a search asks of a spot stands in its indexes, so that the table is not read.
ASKED = (
    *("in_person", "by_phone", "online", "has_wheelchair_access"),
    *("minimum_age", "maximum_age", "languages", "cancers"),
)


class Spot(models.Model):
    """A service as searches find it: near a point, or by the area that it serves or lies in."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="spots", db_index=False)
    location = models.ForeignKey(Location, models.CASCADE, null=True, related_name="+", db_index=False)
    # The code of a kind of help; empty in the row for searches of any kind.
    kind = models.CharField(max_length=60)
    # Near a point: the band of 0.05 degrees of latitude that it lies in. What is confidential has its town's point.
    band = models.SmallIntegerField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    # By area: "canada", "province:ON", "place:ottawa-on", "postal:K0A", or "in:ON" for where it lies.
    area = models.CharField(max_length=80, blank=True)
    # How wide the area is: the closest comes first.
    rank = models.SmallIntegerField(default=0)

    in_person = models.BooleanField()
    by_phone = models.BooleanField()
    online = models.BooleanField()
    has_wheelchair_access = models.BooleanField()
    minimum_age = models.FloatField()
    maximum_age = models.FloatField()
    # ",en,fr," and ",12,15,"; the latter "," for any cancer.
    languages = models.CharField(max_length=400)
    cancers = models.CharField(max_length=400)
    # Days since the year 1; 0 for never.
    verified_day = models.IntegerField()

    class Meta:
        verbose_name = _("spot")
        indexes = [
            models.Index(
                fields=["kind", "band", "longitude", "latitude", "service", *ASKED], name="spots_near_a_point"
            ),
            models.Index(fields=["kind", "area", "rank", "-verified_day", "service", *ASKED], name="spots_by_area"),
            models.Index(fields=["service"], name="spots_of_a_service"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_spot_is_a_point_or_an_area",
                condition=Q(band__isnull=False, latitude__isnull=False, longitude__isnull=False, area="")
                | (Q(band__isnull=True, latitude__isnull=True, longitude__isnull=True) & ~Q(area="")),
            )
        ]

    def __str__(self):
        return f"{self.service_id} {self.area or self.band}"


# What tells whether a stored spot is the one that the records make.
COLUMNS = [field.attname for field in Spot._meta.concrete_fields if field.attname != "id"]


def refresh(ids):
    """Make the spots of services, given by their ids, anew. Returns how many rows were written or taken away."""
    ids = sorted(ids)
    changed = 0
    for start in range(0, len(ids), CHUNK):
        changed += _refresh_some(ids[start : start + CHUNK])
    return changed


def _refresh_some(ids):
    wanted = {tuple(getattr(spot, name) for name in COLUMNS): spot for spot in _spots_of(ids)}
    stale = []
    for spot in Spot.objects.filter(service__in=ids):
        if wanted.pop(tuple(getattr(spot, name) for name in COLUMNS), None) is None:
            stale.append(spot.pk)
    Spot.objects.filter(pk__in=stale).delete()
    Spot.objects.bulk_create(wanted.values(), batch_size=CHUNK)
    return len(stale) + len(wanted)


def refresh_all():
    """Compare every spot with the records. Returns how many rows were written or taken away: 0 when all was right."""
    changed = 0
    ids = list(Service.objects.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        with together():
            changed += _refresh_some(ids[start : start + CHUNK])
    return changed


def _spots_of(ids):
    services = Service.objects.filter(pk__in=ids).public()
    kinds = _grouped(ServiceCategory.objects.filter(service__in=ids).values_list("service", "category__code"))
    cancers = _grouped(ServiceCancer.objects.filter(service__in=ids).values_list("service", "cancer"))
    areas = _grouped(ServiceArea.objects.filter(service__in=ids).exclude(key="").values_list("service", "key"))
    places = _grouped(ServiceAtLocation.objects.filter(service__in=ids).values_list("service", "location"))
    locations = Location.objects.in_bulk({pk for group in places.values() for pk in group})
    towns = _towns(locations)
    languages = _languages(ids, places, locations)
    above = _kinds_above()
    for service in services:
        found_by = {ANY, *(kind for code in kinds[service.pk] for kind in above[code])}
        ways = [
            *_ways_by_area(areas[service.pk]),
            *(way for pk in places[service.pk] for way in _ways_by_place(locations[pk], towns.get(pk))),
        ]
        shared = _shared(service, cancers[service.pk])
        for kind, way in product(sorted(found_by), ways):
            spoken = languages[service.pk, way.get("location_id")]
            yield Spot(service_id=service.pk, kind=kind, **shared, **way, languages=spoken)


def _grouped(pairs):
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _towns(locations):
    """{location: (town, province, postal code)} from the address that people go to."""
    addresses = Address.objects.filter(location__in=locations).order_by("kind", "pk")
    towns = {}
    # "physical" sorts before "postal" and "virtual".
    for pk, city, province, postal_code in addresses.values_list("location", "city", "province", "postal_code"):
        towns.setdefault(pk, (city, province, postal_code))
    return towns


def _languages(ids, places, locations):
    """{(service, location or None): ",en,fr,"}"""
    of_services = _grouped(SpokenLanguage.objects.filter(service__in=ids).values_list("service", "code"))
    of_locations = _grouped(SpokenLanguage.objects.filter(location__in=locations).values_list("location", "code"))
    found = defaultdict(lambda: ",")
    for service in ids:
        for location in (None, *places[service]):
            codes = {*of_services[service], *of_locations[location]} - {""}
            found[service, location] = ",".join(["", *sorted(codes), ""]) if codes else ","
    return found


def _kinds_above():
    """{code: the code itself and those of all kinds that it belongs to}"""
    rows = {pk: (code, parent) for pk, code, parent in Category.objects.values_list("pk", "code", "parent")}
    return {code: _line(pk, rows) for pk, (code, _parent) in rows.items()}


def _line(pk, rows):
    line = []
    while pk is not None and rows[pk][0] not in line:
        code, pk = rows[pk]
        line.append(code)
    return line


def _shared(service, cancers):
    return {
        "in_person": service.in_person,
        "by_phone": service.by_phone,
        "online": service.online,
        "minimum_age": float(service.minimum_age or 0),
        "maximum_age": 1000.0 if service.maximum_age is None else float(service.maximum_age),
        "cancers": ",".join(["", *map(str, sorted(cancers)), ""]) if cancers else ",",
        "verified_day": service.verified_on.toordinal() if service.verified_on else 0,
    }


def _ways_by_area(keys):
    for key in keys:
        yield {"area": key, "rank": rank(key), "has_wheelchair_access": False}


def _ways_by_place(location, town):
    about = {"location_id": location.pk, "has_wheelchair_access": location.wheelchair == Wheelchair.YES}
    if town:
        yield about | {"area": f"in:{town[1]}", "rank": rank("in:")}
    point = public_point(location, town)
    if point:
        yield about | {"band": band(point.latitude), "latitude": point.latitude, "longitude": point.longitude}
