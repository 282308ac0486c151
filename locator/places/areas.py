"""Areas served: which areas cover a place, and the keys in which editors and addresses write them."""

import re
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from locator.distance import kilometres
from locator.places import atlas
from locator.places.folding import slug
from locator.places.records import PROVINCES, Kind, Place, province_name

CANADA = "canada"

# A district whose name stands in an area’s name is trusted up to so far away: some names in the data are wrong.
TRUSTED_KILOMETRES = 60
LARGE_TOWN_CODES = 50

_FSA = re.compile(r"[A-Za-z]\d[A-Za-z]")
_POSTAL_PREFIX = re.compile(r"[ABCEGHJ-NPRSTVXY](\d[ABCEGHJ-NPRSTV-Z]?)?")


def by_key(key: str) -> Place | None:
    """The place of a key as it stands in an address: K1A, windsor-on, estrie-qc, on; None for any other text."""
    if _FSA.fullmatch(key):
        return atlas.postal_place(key.upper())
    if key.upper() in PROVINCES:
        return atlas.province_place(key.upper())
    return atlas.place_of(key)


def reach(place: Place) -> tuple[str, ...]:
    """The keys of the areas that cover a place, the smallest first.

    Almonte gives postal:K0A, postal:K0, postal:K, place:almonte-on, its regions, province:ON and canada. A service
    whose area is one of them serves people there. A town that is now part of a larger one gives both: Scarborough is in
    place:scarborough-on and in place:toronto-on.
    """
    wide = (f"province:{place.province}", CANADA)
    if place.kind is Kind.PROVINCE:
        return wide
    if place.kind is Kind.REGION:
        region = atlas.atlas().regions[place.key]
        return (f"region:{place.key}", f"place:{region.anchor}", *wide)
    postal = tuple(f"postal:{place.fsa[:length]}" for length in (3, 2, 1))
    towns = tuple(f"place:{key}" for key in _towns_around(place))
    regions = tuple(f"region:{key}" for key in _regions_around(place))
    return (*postal, *towns, *regions, *wide)


def is_area_key(key: str) -> bool:
    """Whether a text is the key of an area that exists: for what editors type and what files bring."""
    kind, _colon, rest = key.partition(":")
    if kind == "postal":
        return bool(_POSTAL_PREFIX.fullmatch(rest))
    if kind == "province":
        return rest in PROVINCES
    if kind == "place":
        return rest in atlas.atlas().towns
    if kind == "region":
        return rest in atlas.atlas().regions
    return key == CANADA


def area_label(key: str, language: str) -> str:
    """The name of an area for readers; a key that does not exist is given back as it is."""
    if not is_area_key(key):
        return key
    kind, _colon, rest = key.partition(":")
    if kind == "province":
        return province_name(rest, language)
    if kind in ("place", "region"):
        return atlas.place_of(rest).label(language)
    with override(language):
        if kind == "postal" and len(rest) == 3:
            return _("Postal code %(fsa)s") % {"fsa": rest}
        if kind == "postal":
            return _("Postal codes that start with %(letters)s") % {"letters": rest}
        return _("All of Canada")


def _towns_around(place):
    own = place.key if place.kind is Kind.TOWN else _named_town(place.fsa)
    larger = [key for key, prefixes in atlas.atlas().municipalities if place.fsa.startswith(prefixes)]
    return dict.fromkeys([own, *larger] if own else larger or [_largest_or_nearest_town(place.fsa)])


def _regions_around(place):
    return [
        key
        for key, region in atlas.atlas().regions.items()
        if region.province == place.province and _is_in(region, place)
    ]


def _is_in(region, place):
    """Where a region has both postal prefixes and a distance from its anchor, both must hold."""
    if region.prefixes and not place.fsa.startswith(region.prefixes):
        return False
    return not region.kilometres or kilometres(place.point, _town(region.anchor).point) <= region.kilometres


@lru_cache(maxsize=2048)
def _named_town(fsa):
    """The town an area is named for: “Nepean (Barrhaven)” is Nepean; a rural area names its main place in brackets."""
    area = atlas.atlas().areas[fsa]
    is_rural = fsa[1] == "0"
    names = [*re.findall(r"\(([^)]*)", area.name), area.name] if is_rural else [area.name.partition("(")[0]]
    for key in (key for name in names for key in _keys_at_the_start(name, area.province)):
        if is_rural or kilometres(_town(key).point, area.point) <= TRUSTED_KILOMETRES:
            return key
    return None


def _keys_at_the_start(name, province):
    """The towns whose names begin a text, the longest first."""
    parts = name.split()
    keys = (slug(" ".join(parts[:length]), province) for length in range(len(parts), 0, -1))
    return [key for key in keys if key in atlas.atlas().towns]


@lru_cache(maxsize=2048)
def _largest_or_nearest_town(fsa):
    """The largest town of a rural area; the nearest town with many codes of an urban one."""
    if fsa in atlas.atlas().towns_of:
        return atlas.atlas().towns_of[fsa][0]
    area = atlas.atlas().areas[fsa]
    large = [
        key
        for key, town in atlas.atlas().towns.items()
        if town.province == area.province and town.codes >= LARGE_TOWN_CODES
    ]
    return min(large, key=lambda key: kilometres(area.point, _town(key).point))


def _town(key):
    return atlas.atlas().towns[key]
