"""Which services somebody asks for: from the parameters to the ids of public services, in their order."""

import re

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from locator import asking, languages_spoken, places, postal
from locator.areas import rank
from locator.distance import Point
from locator.models import Category, Service
from locator.search_choices import cancer_named
from locator.searches import Search
from publishing.alphabet import sort_key

from .problems import Problem, of_parameters

# More than there are services near any place.
MOST = 20_000
NAMES = ("name_en", "name_fr")
# A box around Canada: outside of it nothing can be found, and near a pole distances mean nothing.
LATITUDES, LONGITUDES = (41.0, 84.0), (-142.0, -52.0)

_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*")
_FIRST_THREE = re.compile(r"\s*[A-Za-z]\d[A-Za-z]\s*")


def hits(asked, *, at):
    """Return [asking.Hit] of what is asked for. Raises Problem."""
    given = [name for name in ("near", "town", "area") if getattr(asked, name).strip()]
    if len(given) > 1:
        raise of_parameters([(name, _("Give one of these alone: near, town, area.")) for name in given])
    search = _search(asked, at=at)
    if not given:
        return _anywhere(search, asked)
    if given == ["area"]:
        return asking.serving(search.at(_place_in(asked.area.strip())), wanted=MOST)
    place = _near(asked.near) if given == ["near"] else _town(asked.town)
    if place.point is None:
        return asking.in_the_province(search.at(place), wanted=MOST)
    return asking.within(search.at(place), asked.within, wanted=MOST)


def _search(asked, *, at):
    if asked.spoken and asked.spoken not in languages_spoken.NAMES:
        raise of_parameters([("spoken", _("Services are given in none of these languages. Give an ISO 639 code."))])
    if asked.kind and not Category.objects.filter(code=asked.kind).exists():
        raise of_parameters([("kind", _("No kind of help has this code: /taxonomy_terms lists them."))])
    cancer = cancer_named(asked.cancer, at=at)
    if asked.cancer and cancer is None:
        raise of_parameters([("cancer", _("No cancer has this slug."))])
    return Search(
        kind=asked.kind,
        within=asked.within,
        mode=asked.mode,
        language=asked.spoken,
        age=asked.age,
        has_wheelchair_access=asked.wheelchair,
        cancer=cancer,
    )


def _anywhere(search, asked):
    """All public services that are asked for, by their names."""
    if search.has_wheelchair_access:
        raise of_parameters([("wheelchair", _("Give a place with it: near, town or area."))])
    services = Service.objects.public().filter(_wanted(search))
    if search.kind:
        services = services.filter(categories__in=_with_all_below(search.kind))
    own = f"name_{get_language()}"
    rows = {(pk, first or english or french) for pk, first, english, french in services.values_list("pk", own, *NAMES)}
    return [asking.Hit(pk) for pk, name in sorted(rows, key=lambda row: (*sort_key(row[1]), row[0]))[:MOST]]


def _wanted(search):
    wanted = Q()
    if search.mode:
        wanted &= Q(**{search.mode: True})
    if search.age is not None:
        wanted &= Q(minimum_age=None) | Q(minimum_age__lte=search.age)
        wanted &= Q(maximum_age=None) | Q(maximum_age__gte=search.age)
    if search.language:
        at_a_place = Q(places__location__spokenlanguages__code=search.language, places__location__is_confidential=False)
        wanted &= Q(spokenlanguages__code=search.language) | at_a_place
    if search.cancer:
        wanted &= Q(cancers=None) | Q(cancers=search.cancer.id)
    return wanted


def _with_all_below(code):
    rows = list(Category.objects.values_list("pk", "code", "parent"))
    found = {pk for pk, its_code, _parent in rows if its_code == code}
    while below := {pk for pk, _code, parent in rows if parent in found} - found:
        found |= below
    return found


def _near(text):
    point = _POINT.fullmatch(text)
    if point:
        return _at(Point(float(point[1]), float(point[2])))
    if _FIRST_THREE.fullmatch(text):
        place = places.by_key(text.strip().upper())
        if place:
            return place
        raise of_parameters([("near", _("We do not know these three characters of a postal code."))])
    _refuse_postal_code("near", text)
    sentence = _("Give a latitude and a longitude, as in 45.42,-75.70, or the first three characters of a postal code.")
    raise of_parameters([("near", sentence)])


def _at(point):
    is_inside = LATITUDES[0] <= point.latitude <= LATITUDES[1] and LONGITUDES[0] <= point.longitude <= LONGITUDES[1]
    if not is_inside:
        raise of_parameters([("near", _("This point is not in Canada. The latitude comes first: 45.42,-75.70."))])
    return places.Place(key="", kind=places.Kind.TOWN, name_en="", name_fr="", province="", point=point, fsa="")


def _town(text):
    _refuse_postal_code("town", text)
    known = places.by_key(text.strip())
    answer = places.Found(known) if known else places.find(text)
    if isinstance(answer, places.Found):
        return answer.place
    if isinstance(answer, places.Choice):
        raise _which(answer)
    raise of_parameters([("town", answer.sentence)])


def _which(choice):
    sentence = _("Several places may be meant. Ask again with the key of one of them.")
    chosen = [{"key": place.key, "label": place.label(get_language())} for place in choice.places]
    return Problem(400, sentence, parameters=[{"parameter": "town", "detail": sentence}], places=chosen)


def _refuse_postal_code(name, text):
    """A whole postal code is a few houses, and what stands in an address is written into logs on the way."""
    code = postal.read(text)
    if code is None and name == "town":
        code = next(iter(postal.read_inside(text)))
    if isinstance(code, postal.PostalCode) and (code.whole or name == "town"):
        sentence = _(
            "Do not send whole postal codes: they would stand in logs. The first three characters are enough: "
            "near=%(fsa)s."
        )
        raise of_parameters([(name, sentence % {"fsa": code.fsa})])
    if isinstance(code, postal.Wrong):
        raise of_parameters([(name, _("Send the first three characters of a Canadian postal code, as in near=K1A."))])


def _place_in(key):
    """The place whose people an area is for."""
    kind, _colon, rest = key.partition(":")
    if key == "canada":
        # A place in no province: of the areas that cover it, the country alone is left.
        return places.Place(key="", kind=places.Kind.PROVINCE, name_en="", name_fr="", province="", point=None, fsa="")
    place = places.by_key(rest) if rest and kind in ("province", "place", "region", "postal") else None
    if place is None or rank(key) > rank("canada"):
        sentence = _("No area has this key. Keys look like canada, province:ON, place:ottawa-on or postal:K0A.")
        raise of_parameters([("area", sentence)])
    return place
