"""What a search asks of the spots: who is near, who is in the province, who serves the people of a place.

Each question is one query, which reads only the rows of one kind of help in a box or an area, and answers with Hits.
"""

import math
from dataclasses import dataclass

from django.db.models import ExpressionWrapper, F, FloatField, Max, Min, Q

from . import places
from .choices import Mode
from .distance import Point, bands, box, kilometres
from .spots import Spot

# Where people live close together, enough is found in a circle of so few kilometres.
SMALL_CIRCLE = 8
# Where nothing lies within the distance asked for, it is looked for within the first of these that is wider.
WIDER = (100, 500)
FROM_AFAR = (Mode.BY_PHONE, Mode.ONLINE)


@dataclass(frozen=True)
class Hit:
    """A service that a search found, with how far away it is or how wide the area is that it was found by."""

    service: object
    kilometres: float | None = None
    rank: int | None = None


def near(search, *, wanted):
    """Return (the nearest Hits, the kilometres they lie in): from a small circle to larger ones, until it is enough.

    In a province there is no circle. Three queries at most.
    """
    if not search.has_point:
        return in_the_province(search, wanted=wanted), None
    hits = []
    for circle in _circles(search):
        hits = within(search, circle, wanted=wanted)
        if len(hits) == wanted:
            break
    if hits:
        return hits, search.within
    wider = next(circle for circle in WIDER if circle > search.within)
    return within(search, wider, wanted=wanted), wider


def _circles(search):
    # The name of a cancer takes a query, and twelve are the most that a page may need.
    if search.within > SMALL_CIRCLE and search.cancer is None:
        return SMALL_CIRCLE, search.within
    return (search.within,)


def within(search, circle, *, wanted):
    """The nearest services within so many kilometres. One that is given at several places counts at its nearest."""
    point = search.place.point
    around = box(point, circle)
    spots = Spot.objects.filter(
        _asked(search),
        kind=search.kind,
        band__in=list(bands(around)),
        longitude__range=(around.west, around.east),
    )
    square = square_kilometres(point)
    services = spots.annotate(square=square).filter(square__lte=circle**2).values("service")
    nearest = services.annotate(nearest=Min("square")).order_by("nearest", "service")
    return [Hit(pk, kilometres=math.sqrt(square)) for pk, square in nearest.values_list("service", "nearest")[:wanted]]


def square_kilometres(point):
    """The square of the distance from a point, for the database: as on a map drawn anew for each latitude.

    Half-way to a place, meridians are cos(latitude + half the difference) apart: the first terms of its series stand
    here. docs/locator.md says how exact that is; what readers are told is measured by `kilometres`.
    """
    north, east = F("latitude") - point.latitude, F("longitude") - point.longitude
    half = math.radians(1) / 2
    narrowing = 1 - north * (math.tan(math.radians(point.latitude)) * half) - north * north * (half * half / 2)
    up = north * _kilometres_per_degree(point, latitude=0.05)
    aside = east * narrowing * _kilometres_per_degree(point, longitude=0.05)
    return ExpressionWrapper(up * up + aside * aside, output_field=FloatField())


def _kilometres_per_degree(point, *, latitude=0.0, longitude=0.0):
    one = Point(point.latitude - latitude, point.longitude - longitude)
    other = Point(point.latitude + latitude, point.longitude + longitude)
    return kilometres(one, other) / (2 * (latitude or longitude))


def in_the_province(search, *, wanted):
    """Services at a place in the province, those verified last first."""
    spots = Spot.objects.filter(_asked(search), kind=search.kind, area=f"in:{search.place.province}")
    return _by_rank(spots, wanted)


def serving(search, *, wanted):
    """Services whose area covers the place, wherever they are: the closest areas first."""
    # Who helps on the phone needs no ramp.
    asked = _asked(search, is_at_a_place=False)
    return _by_rank(Spot.objects.filter(asked, kind=search.kind, area__in=places.reach(search.place)), wanted)


def _by_rank(spots, wanted):
    services = spots.values("service").annotate(closest=Min("rank"), verified=Max("verified_day"))
    ordered = services.order_by("closest", "-verified", "service").values_list("service", "closest")
    return [Hit(pk, rank=closest) for pk, closest in ordered[:wanted]]


def is_met(search):
    """Whether anything is near enough, whatever the hour; by phone or online, from wherever. Two queries at most."""
    here = within(search, search.within, wanted=1) if search.has_point else in_the_province(search, wanted=1)
    is_from_afar = search.mode in FROM_AFAR or not search.has_point
    return bool(here) or (is_from_afar and bool(serving(search, wanted=1)))


def _asked(search, *, is_at_a_place=True):
    """What is asked of a service itself, as a condition on its spots."""
    asked = Q()
    if search.mode:
        asked &= Q(**{search.mode: True})
    if search.language:
        asked &= Q(languages__contains=f",{search.language},")
    if search.age is not None:
        asked &= Q(minimum_age__lte=float(search.age), maximum_age__gte=float(search.age))
    if search.cancer:
        # A service for no cancer in particular is for all.
        asked &= Q(cancers=",") | Q(cancers__contains=f",{search.cancer.id},")
    if search.has_wheelchair_access:
        asked &= Q(has_wheelchair_access=True) if is_at_a_place else Q(by_phone=True) | Q(online=True)
    return asked
