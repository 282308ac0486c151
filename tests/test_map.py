"""The map of services: what a page needs for it, and the files that it is drawn from."""

import json

import pytest

from locator.distance import Point
from locator.map import map_of, policy, tiles_origin
from locator.places import by_key
from locator.places.atlas import atlas
from tools.map_ground import GROUND, ground, steps
from tools.map_towns import TOWNS, towns

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
SOMEWHERE = Point(45.2, -76.2)


def test_a_map_says_how_many_services_it_cannot_show():
    shown = map_of([SOMEWHERE, None, SOMEWHERE, None], place=None, language="en")

    assert shown.not_on_map == 2


@pytest.mark.parametrize("points", [[], [None], [None, None]], ids=["no services", "one", "two"])
def test_without_a_point_there_is_no_map(points):
    assert map_of(points, place=by_key("ottawa-on"), language="en") is None


@pytest.mark.parametrize(("language", "name"), [("en", "Quebec City"), ("fr", "Québec")])
def test_what_was_searched_around_is_named_in_the_readers_language(language, name):
    shown = map_of([SOMEWHERE], place=by_key("quebec-qc"), language=language)

    assert shown.here_name == name


def test_a_province_has_no_point_to_mark():
    shown = map_of([SOMEWHERE], place=by_key("on"), language="en")

    assert shown.here is None


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("", ""),
        (TILES, "https://tiles.example.org"),
        ("https://tiles.example.org:8443/{z}/{x}/{y}@2x.png?key=1", "https://tiles.example.org:8443"),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "https://*.tiles.example.org"),
    ],
)
def test_a_page_with_tiles_may_fetch_pictures_from_their_server_alone(address, origin):
    assert tiles_origin(address) == origin
    assert policy(address) == ({"img-src": [origin]} if origin else {})


@pytest.mark.parametrize(
    "address",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/",
        "https://*/{z}/{x}/{y}.png",
        "https://{s}/{z}/{x}/{y}.png",
        "https://{z}.example.org/{x}/{y}.png",
        "https://someone@tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org; script-src *; /{z}/{x}/{y}.png",
        "https://tiles.example.org:*/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
    ],
)
def test_an_address_of_tiles_that_could_open_more_is_refused(address):
    with pytest.raises(ValueError, match="MAP_TILES"):
        tiles_origin(address)


def test_a_line_is_written_as_steps_in_thousandths_of_a_degree():
    assert steps([[-76.5, 45.25], [-76.499, 45.251], [-77, 45]]) == [-76500, 45250, 1, 1, -501, -251]


def test_land_is_made_of_every_line_of_its_source_but_the_outline_of_canada(tmp_path):
    for name in ("countries", "provinces", "lakes", "rivers"):
        write_shapes(tmp_path / f"{name}.geojson", canada=name == "countries")

    land = ground(tmp_path)

    two_islands_and_a_river = [[1000, 2000, 1000, 1000], [5000, 5000, 1000, 0], [0, 0, 3000, 3000]]
    assert land == dict.fromkeys(("neighbours", "provinces", "lakes", "rivers"), two_islands_and_a_river)


def write_shapes(path, *, canada):
    islands = {"type": "MultiPolygon", "coordinates": [[[[1, 2], [2, 3]]], [[[5, 5], [6, 5]]]]}
    river = {"type": "LineString", "coordinates": [[0, 0], [3, 3]]}
    outline = {"properties": {"ct": [-102.37, 57.93]}, "geometry": islands}
    shapes = [{"properties": {}, "geometry": islands}, {"properties": {}, "geometry": river}]
    path.write_text(json.dumps({"features": [*shapes, outline] if canada else shapes}))


def test_the_land_on_the_map_lies_where_canada_does():
    land = json.loads(GROUND.read_text())

    corners = [corner(line) for line in land["provinces"]]
    assert -142_000 < min(longitude for longitude, _ in corners)
    assert max(longitude for longitude, _ in corners) < -52_000
    assert all(41_000 < latitude < 84_000 for _, latitude in corners)


def corner(line):
    return line[0], line[1]


def test_the_names_on_the_map_are_those_of_the_search():
    assert json.loads(TOWNS.read_text()) == towns(atlas().towns), "Run python -m tools.map_towns"


def test_capitals_are_named_first_and_every_province_has_names():
    rows = json.loads(TOWNS.read_text())

    assert {"Ottawa", "Whitehorse", "Yellowknife", "Iqaluit", "Charlottetown"} <= {row[2] for row in rows[:14]}
    assert [46.835, -71.266, "Quebec City", "Québec"] in rows[:14]
    assert sum(latitude > 60 for latitude, *_ in rows) > 60
