"""The place data, read once when the first person asks. locator/geo/README.md says where they come from."""

import csv
import math
from collections import Counter, defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from locator.distance import Point, kilometres
from locator.places.folding import compact, readable, slug
from locator.places.records import PROVINCES, Kind, Place

DATA = Path(__file__).resolve().parent.parent / "geo"
FRENCH_NAMED = {"QC", "NB"}


class Area(NamedTuple):
    """A forward sortation area: all postal codes with the same first three characters."""

    point: Point
    province: str
    name: str


class Town(NamedTuple):
    """A town, village or district; codes is how many postal codes it has, the only measure of size in the data."""

    name_en: str
    name_fr: str
    province: str
    point: Point
    codes: int


class Region(NamedTuple):
    name_en: str
    name_fr: str
    province: str
    anchor: str
    kilometres: float
    prefixes: tuple[str, ...]


class Atlas(NamedTuple):
    areas: dict[str, Area]
    towns: dict[str, Town]
    regions: dict[str, Region]
    rural: dict[str, str]  # a whole rural code → the town it belongs to
    towns_of: dict[str, tuple[str, ...]]  # a rural area → its towns, the largest first
    area_of: dict[str, str]  # a rural town → its area
    municipalities: tuple[tuple[str, tuple[str, ...]], ...]
    keys_by_name: dict[str, tuple[str, ...]]  # a compact name → towns, the largest first, then regions
    cells: dict[tuple[int, int], tuple[str, ...]]  # a square of one degree → the urban areas in it


@cache
def atlas() -> Atlas:
    """All places, as compact as a lookup allows."""
    towns = _towns()
    rural, towns_of, area_of = _rural_codes(towns)
    regions = _regions()
    areas = _areas()
    return Atlas(
        areas=areas,
        towns=towns,
        regions=regions,
        rural=rural,
        towns_of=towns_of,
        area_of=area_of,
        municipalities=tuple((row["place"], tuple(row["prefixes"].split())) for row in rows("municipalities")),
        keys_by_name=_keys_by_name(towns, regions),
        cells=_cells(areas),
    )


def size(key):
    """How large a town is, or the town a region stands at."""
    region = atlas().regions.get(key)
    town = atlas().towns.get(region.anchor if region else key)
    return town.codes if town else 0


def postal_place(fsa):
    """The place of the first three characters of a postal code, or None if the data do not know them."""
    area = atlas().areas.get(fsa)
    return area and Place(fsa, Kind.POSTAL, fsa, fsa, area.province, area.point, fsa)


@lru_cache(maxsize=4096)
def town_place(key):
    """The place of a town’s key, or None."""
    town = atlas().towns.get(key)
    return town and Place(key, Kind.TOWN, town.name_en, town.name_fr, town.province, town.point, _area_of_town(key))


def region_place(key):
    """The place of a region’s key, or None. A region stands at its anchor: the data know no borders of regions."""
    region = atlas().regions.get(key)
    if not region:
        return None
    anchor = town_place(region.anchor)
    return Place(key, Kind.REGION, region.name_en, region.name_fr, region.province, anchor.point, anchor.fsa)


def province_place(code):
    """The place of a province or territory, which has no point: "ON"."""
    english, french = PROVINCES[code]
    return Place(code.lower(), Kind.PROVINCE, english, french, code, None, "")


def place_of(key):
    """The town or region of a key, or None."""
    return town_place(key) or region_place(key)


def nearest_area(point):
    """The urban area whose middle is nearest to a point."""
    cells = atlas().cells
    for reach in (1, 3, 12):
        near = [fsa for cell in _cells_around(point, reach) for fsa in cells.get(cell, ())]
        if near:
            return min(near, key=lambda fsa: kilometres(point, atlas().areas[fsa].point))
    return min(atlas().areas, key=lambda fsa: kilometres(point, atlas().areas[fsa].point))


def _area_of_town(key):
    return atlas().area_of.get(key) or nearest_area(atlas().towns[key].point)


def rows(name):
    """The rows of one of the lists in locator/geo, as dictionaries."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _corrections():
    return {(row["kind"], row["name"], row["province"]): _point(row) for row in rows("corrections")}


def _point(row):
    return Point(float(row["lat"]), float(row["lon"]))


def _areas():
    corrections = _corrections()
    return {
        row["fsa"]: Area(
            corrections.get(("fsa", row["fsa"], row["province"])) or _point(row), row["province"], row["name"]
        )
        for row in rows("fsa")
    }


def _towns():
    accented = {row["word"]: row["accented"] for row in rows("accent_words")}
    names = {(row["place"], row["province"]): (row["name_en"], row["name_fr"]) for row in rows("accents")}
    towns = {}
    for row in rows("places"):
        name, province, codes = row["place"], row["province"], int(row["codes"])
        key = slug(name, province)
        if key in towns and towns[key].codes >= codes:
            continue
        shown = readable(name, accented if province in FRENCH_NAMED else None)
        english, french = names.get((name, province), (shown, shown))
        point = _corrections().get(("place", name, province)) or _point(row)
        towns[key] = Town(english, french, province, point, codes)
    return towns


def _rural_codes(towns):
    rural, counts, homes = {}, defaultdict(Counter), defaultdict(Counter)
    keys = {key: key for key in towns}
    for row in rows("rural_codes"):
        # The key of the dictionary itself, so that thousands of equal strings are kept once.
        key = keys[slug(row["place"], row["province"])]
        rural[row["code"]] = key
        counts[row["code"][:3]][key] += 1
        homes[key][row["code"][:3]] += 1
    towns_of = {
        fsa: tuple(sorted(count, key=lambda key: (-count[key], -towns[key].codes, key)))
        for fsa, count in counts.items()
    }
    area_of = {key: areas.most_common(1)[0][0] for key, areas in homes.items() if areas.total() * 2 >= towns[key].codes}
    return rural, towns_of, area_of


def _regions():
    return {
        row["key"]: Region(
            row["name_en"],
            row["name_fr"],
            row["province"],
            row["anchor"],
            float(row["kilometres"]),
            tuple(row["prefixes"].split()),
        )
        for row in rows("regions")
    }


def _keys_by_name(towns, regions):
    keys = defaultdict(set)
    for key, town in towns.items():
        for name in {town.name_en, town.name_fr}:
            keys[compact(name)].add(key)
    for key, region in regions.items():
        for name in {region.name_en, region.name_fr}:
            keys[compact(name)].add(key)
    for row in rows("other_names"):
        keys[compact(row["name"])].add(row["place"])
    return {name: tuple(sorted(found, key=lambda key: _towns_first(key, towns))) for name, found in keys.items()}


def _towns_first(key, towns):
    return (-towns[key].codes if key in towns else 1, key)


def _cells(areas):
    cells = defaultdict(list)
    for fsa, area in areas.items():
        if fsa[1] != "0":
            cells[_cell(area.point)].append(fsa)
    return {cell: tuple(found) for cell, found in cells.items()}


def _cell(point):
    return math.floor(point.latitude), math.floor(point.longitude)


def _cells_around(point, reach):
    row, column = _cell(point)
    return [
        (row + north, column + east)
        for north in range(-reach, reach + 1)
        # Towards the pole the degrees of longitude draw together.
        for east in range(-2 * reach, 2 * reach + 1)
    ]
