"""Distances, and the boxes and bands that a search looks through first."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.distance import Point, band, bands, box, kilometres

# Geodesics on WGS84, in kilometres, by geographiclib 2.1 from PyPI (C. F. F. Karney, “Algorithms for geodesics”, 2013).
GEODESICS = [
    ("Ottawa", (45.3949, -75.6903), "Gatineau", (45.4701, -75.7213), 8.703),
    ("Toronto", (43.666, -79.394), "Hamilton", (43.2385, -79.8529), 60.295),
    ("Montréal", (45.5358, -73.5852), "Laval", (45.577, -73.7447), 13.269),
    ("Québec", (46.8354, -71.2661), "Lévis", (46.7465, -71.201), 11.062),
    ("Halifax", (44.6493, -63.6107), "Dartmouth", (44.678, -63.5452), 6.096),
    ("Calgary", (51.0467, -114.0762), "Edmonton", (53.5366, -113.5002), 279.829),
    ("Vancouver", (49.2544, -123.1062), "Victoria", (48.4458, -123.3666), 91.930),
    ("Vancouver", (49.2544, -123.1062), "St. John’s", (47.5644, -52.7256), 5019.450),
    ("Windsor", (42.3024, -83.008), "Iqaluit", (63.7477, -68.5217), 2562.591),
    ("Whitehorse", (60.7217, -135.0688), "Yellowknife", (62.4502, -114.3751), 1110.732),
    ("Winnipeg", (49.8879, -97.1429), "Brandon", (49.8423, -99.9534), 202.116),
    ("Regina", (50.4551, -104.6188), "Saskatoon", (52.1279, -106.6499), 233.880),
    ("Eureka", (79.9889, -85.9398), "Windsor", (42.3024, -83.008), 4200.436),
    ("Grise Fiord", (76.4186, -82.8981), "Resolute", (74.6981, -94.8403), 383.067),
    ("Charlottetown", (46.2531, -63.1314), "Summerside", (46.4021, -63.7878), 53.190),
    ("Fredericton", (45.9615, -66.6459), "Moncton", (46.1024, -64.7989), 143.844),
    ("Thunder Bay", (48.4205, -89.2497), "Sudbury", (46.4924, -80.9868), 658.511),
    ("Kuujjuaq", (58.0908, -68.4443), "Montréal", (45.5358, -73.5852), 1440.148),
    ("Beaver Creek", (62.3863, -140.8743), "St. John’s", (47.5644, -52.7256), 5397.406),
    ("Inuvik", (68.3673, -133.7351), "Tuktoyaktuk", (69.4453, -133.0362), 123.482),
    ("Prince Rupert", (54.3133, -130.3163), "Halifax", (44.6493, -63.6107), 4761.772),
]

points_in_canada = st.builds(Point, st.floats(41.6, 83.2), st.floats(-141.1, -52.5))
points_anywhere = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("start", "end", "geodesic"),
    [pytest.param(Point(*a), Point(*b), length, id=f"{start} to {end}") for start, a, end, b, length in GEODESICS],
)
def test_a_distance_is_that_of_the_geodesic(start, end, geodesic):
    distance = kilometres(start, end)

    # The promise is 0.5 %; the formula is far better, so a slip in it is seen at once.
    assert distance == pytest.approx(geodesic, rel=0.0001, abs=0.001)


def test_a_place_is_nowhere_from_itself():
    here = Point(45.42, -75.7)

    assert kilometres(here, here) == 0


def test_the_other_side_of_the_globe_is_half_way_round():
    distance = kilometres(Point(0, 0), Point(0, 180))

    assert distance == pytest.approx(20003.9, rel=0.005)


@given(points_anywhere, points_anywhere)
def test_there_and_back_are_equally_far(start, end):
    distance = kilometres(start, end)

    assert distance == pytest.approx(kilometres(end, start), abs=1e-6)
    assert 0 <= distance < 20100


@given(points_in_canada, points_in_canada, st.floats(0.1, 400))
def test_a_box_holds_every_place_within_the_distance(middle, other, distance):
    near = kilometres(middle, other) <= distance

    inside = other in box(middle, distance)

    assert inside or not near


@given(points_in_canada, st.floats(0.1, 400), st.floats(0, 2 * math.pi))
def test_a_box_holds_the_edge_of_its_circle(middle, distance, direction):
    edge = _in_direction(middle, distance, direction)

    # A point on the edge of a sphere’s circle may be a little beyond the ellipsoid’s.
    if kilometres(middle, edge) <= distance:
        assert edge in box(middle, distance)


def test_a_box_is_not_much_larger_than_its_circle():
    around = box(Point(45, -75), 100)

    assert kilometres(Point(around.south, -75), Point(around.north, -75)) == pytest.approx(200, rel=0.02)
    assert kilometres(Point(45, around.west), Point(45, around.east)) == pytest.approx(200, rel=0.02)


@pytest.mark.parametrize(
    ("middle", "distance"),
    [
        pytest.param(Point(89.9, -75), 100, id="over the pole"),
        pytest.param(Point(60, 179.9), 50, id="across 180°"),
        pytest.param(Point(60, -179.9), 50, id="across 180° from the other side"),
        pytest.param(Point(45, -75), 30000, id="further than the globe goes"),
    ],
)
def test_a_box_at_the_ends_of_the_map_goes_all_the_way_round(middle, distance):
    around = box(middle, distance)

    assert (around.west, around.east) == (-180, 180)
    assert -90 <= around.south < around.north <= 90


def test_a_band_is_a_twentieth_of_a_degree():
    found = [band(45.0), band(45.049), band(45.05), band(-0.01)]

    assert found == [900, 900, 901, -1]


@given(points_in_canada, st.floats(0.1, 400))
def test_the_bands_of_a_box_hold_every_latitude_in_it(middle, distance):
    around = box(middle, distance)

    touched = bands(around)

    assert band(around.south) == touched[0]
    assert band(around.north) == touched[-1]
    assert band(middle.latitude) in touched


def _in_direction(start, distance, direction):
    """The point so far away on a sphere, for trying out edges."""
    angle = distance / 6371
    latitude = math.radians(start.latitude)
    end = math.asin(math.sin(latitude) * math.cos(angle) + math.cos(latitude) * math.sin(angle) * math.cos(direction))
    turn = math.atan2(
        math.sin(direction) * math.sin(angle) * math.cos(latitude),
        math.cos(angle) - math.sin(latitude) * math.sin(end),
    )
    return Point(math.degrees(end), start.longitude + math.degrees(turn))
