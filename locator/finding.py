"""What a search finds, ready to be shown. docs/locator.md tells the whole way.

Only the services of one page are fetched, unless the search is for what is open now: that must be reckoned for each.
"""

from dataclasses import dataclass, field

from django.utils.translation import get_language

from . import asking, opening, places
from .areas import rank, town_point
from .distance import kilometres
from .searches import MOST_RECKONED, ON_A_PAGE, Search
from .services import ServiceArea
from .showing import ShownPlace, ShownService, shown

# Of those that serve the people of a place, beside those that are near.
BESIDE = 10
# Of how many of these it is reckoned whether they are open.
MOST_RECKONED_BESIDE = 100


@dataclass
class Result:
    """A service in a list of results."""

    shown: ShownService
    kilometres: float | None = None
    # Where it is given at that distance.
    place: ShownPlace | None = None
    # Whom it serves, in words, where that is not the people of the place.
    serves: list = field(default_factory=list)
    number: int = 0

    @property
    def main_place(self):
        return self.place or self.shown.main_place

    @property
    def phone(self):
        phones = [*self.main_place.phones, *self.shown.phones]
        return phones[0] if phones else None

    @property
    def point(self):
        """Where the map shows it: nowhere when that is confidential or not known."""
        return self.place.point if self.place else None

    @property
    def is_open(self):
        return not self.shown.is_closed_for_now and self.main_place.state.kind in opening.IS_OPEN

    @property
    def helps_from_afar(self):
        return self.shown.service.by_phone or self.shown.service.online


@dataclass
class Part:
    """A page of a list of results."""

    results: list = field(default_factory=list)
    has_more: bool = False
    # How many on the way were left out because they are not open now.
    not_open: int = 0


@dataclass
class Found:
    """What a search found: those near its place (or in its province), and those that serve its people."""

    search: Search
    near: Part = field(default_factory=Part)
    serving: Part = field(default_factory=Part)
    # In how many kilometres the near ones lie: more than asked for when nothing lay within that. None in a province.
    circle: int | None = None
    # So many were near that not all could be asked whether they are open.
    is_cut: bool = False
    serves_all_the_province: bool = False

    @property
    def results(self):
        return [*self.near.results, *self.serving.results]

    @property
    def is_wider(self):
        return self.circle is not None and self.circle > self.search.within

    @property
    def is_beyond_the_end(self):
        return self.search.page > 1 and not self.results

    @property
    def has_next(self):
        return self.serving.has_more if self.search.is_serving else self.near.has_more


def find(search, *, now):
    """Return what is Found for a Search with a place, at a moment. Ten queries at most."""
    near, circle = ([], None) if search.is_serving else asking.near(search, wanted=_wanted(search))
    serving = _serving(search, without={hit.service for hit in near})
    # Those of earlier pages are not fetched, unless it must be reckoned which of them are open.
    passed = 0 if search.is_open else _start(search)
    near = near[passed:]
    services = shown([hit.service for hit in (*near, *serving)], now=now)
    found = Found(search, circle=circle)
    found.near = _part(search, _results(near, services, search), _start(search) - passed, ON_A_PAGE)
    first, most = (_start(search) - passed, ON_A_PAGE) if search.is_serving else (0, BESIDE)
    found.serving = _part(search, _results(serving, services, search), first, most)
    found.is_cut = search.is_open and len(near) > MOST_RECKONED and not found.near.has_more
    found.serves_all_the_province = all(hit.rank >= rank("province:") for hit in serving)
    _say_whom_they_serve(found)
    for number, result in enumerate(found.results, _start(search) + 1):
        result.number = number
    return found


def _start(search):
    return (search.page - 1) * ON_A_PAGE


def _wanted(search):
    """How many are asked for: one more than can be shown tells that there are more."""
    return (MOST_RECKONED if search.is_open else _start(search) + ON_A_PAGE) + 1


def _serving(search, *, without):
    """Those that serve the place: a list of its own, or beside the first page of those that are near."""
    if search.is_serving:
        hits = asking.serving(search, wanted=_wanted(search))
        return hits if search.is_open else hits[_start(search) :]
    if search.page > 1:
        return []
    most = MOST_RECKONED_BESIDE if search.is_open else BESIDE + 1
    hits = asking.serving(search, wanted=most + len(without))
    return [hit for hit in hits if hit.service not in without][:most]


def _part(search, results, first, most):
    """A page of results. No more of them are looked at than it needs, because each takes its time."""
    chosen, not_open = [], 0
    for result in results:
        if len(chosen) > first + most:
            break
        if search.is_open and not result.is_open:
            not_open += 1
        else:
            chosen.append(result)
    return Part(chosen[first : first + most], len(chosen) > first + most, not_open)


def _results(hits, services, search):
    return [_result(services[hit.service], hit, search) for hit in hits if hit.service in services]


def _result(service, hit, search):
    if hit.kilometres is None:
        return Result(service, place=_place_in(service, search) if hit.rank == rank("in:") else None)
    measured = [
        (kilometres(search.place.point, point), place) for place in service.places if (point := _point_of(place))
    ]
    # The place that the search meant: of two, the nearer one may be without a ramp.
    distance, place = min(measured, key=lambda one: abs(one[0] - hit.kilometres), default=(None, None))
    return Result(service, kilometres=distance, place=place)


def _place_in(service, search):
    return next((place for place in service.places if place.address.province == search.place.province), None)


def _point_of(place):
    """Where a place is reckoned to be: what is confidential, in the middle of its town, as in its spot."""
    return town_point(place.address.city, place.address.province) if place.is_confidential else place.point


def _say_whom_they_serve(found):
    """Beside each that is near and serves other people than those of the place: whom it does serve. One query."""
    if found.is_wider or not found.search.has_point or not found.near.results:
        # Twelve queries are the most for a page, and the wider circle took one.
        return
    by_service = {result.shown.service.pk: result for result in found.near.results}
    covering = set(places.reach(found.search.place))
    keys = {pk: [] for pk in by_service}
    for pk, key in ServiceArea.objects.filter(service__in=by_service).exclude(key="").values_list("service", "key"):
        keys[pk].append(key)
    for pk, served in keys.items():
        if not covering.intersection(served):
            by_service[pk].serves = [places.area_label(key, get_language()) for key in served]
