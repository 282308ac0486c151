"""How far apart two places are, and the boxes and bands that a search looks through before it measures."""

import math
from typing import NamedTuple

# WGS84, the ellipsoid that latitudes and longitudes in Canada are given on.
EQUATOR_KILOMETRES = 6378.137
FLATTENING = 1 / 298.257223563

BANDS_PER_DEGREE = 20
# A degree of latitude is shortest at the equator: 110.574 km. A little less is taken, so that a box is never too small.
KILOMETRES_PER_DEGREE = 110.5


class Point(NamedTuple):
    """A place on the globe, in decimal degrees: north and east are positive."""

    latitude: float
    longitude: float


class Box(NamedTuple):
    """The sides of an area, in decimal degrees. West is never greater than east."""

    south: float
    north: float
    west: float
    east: float

    def __contains__(self, point):
        return self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east


def kilometres(a: Point, b: Point) -> float:
    """The distance between two points along the ground, in kilometres.

    Lambert’s formula for long lines: W. D. Lambert, “The distance between two widely separated points on the surface
    of the earth”, Journal of the Washington Academy of Sciences 32 (5), 1942. It differs from the geodesic by some
    ten metres in thousands of kilometres; only points on opposite sides of the globe are beyond it.
    """
    latitude_a, latitude_b = _reduced(a.latitude), _reduced(b.latitude)
    angle = _angle(latitude_a, latitude_b, math.radians(b.longitude - a.longitude))
    if angle < 1e-12:
        return 0.0
    if math.pi - angle < 1e-6:
        return EQUATOR_KILOMETRES * angle
    middle, half = (latitude_a + latitude_b) / 2, (latitude_b - latitude_a) / 2
    x = (angle - math.sin(angle)) * (math.sin(middle) * math.cos(half) / math.cos(angle / 2)) ** 2
    y = (angle + math.sin(angle)) * (math.cos(middle) * math.sin(half) / math.sin(angle / 2)) ** 2
    return EQUATOR_KILOMETRES * (angle - FLATTENING / 2 * (x + y))


def box(point: Point, kilometres: float) -> Box:
    """A box that surely holds everything within so many kilometres of a point.

    Where the circle reaches a pole or crosses the line of 180°, the box goes all the way round the globe: too wide a
    box is only slower, and nothing in Canada lies there.
    """
    # One thousandth more covers the difference between the sphere reckoned with here and the ellipsoid measured on.
    degrees = kilometres * 1.001 / KILOMETRES_PER_DEGREE
    south, north = point.latitude - degrees, point.latitude + degrees
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)
    # The circle is widest where its edge runs north, which is nearer to the pole than its middle.
    ratio = math.sin(math.radians(degrees)) / math.cos(math.radians(point.latitude))
    aside = math.degrees(math.asin(_up_to_one(ratio)))
    west, east = point.longitude - aside, point.longitude + aside
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    return Box(south, north, west, east)


def band(latitude: float) -> int:
    """The number of the band of a twentieth of a degree, about 5.5 km, in which a latitude lies."""
    return math.floor(latitude * BANDS_PER_DEGREE)


def bands(box: Box) -> range:
    """The bands that a box touches, from south to north."""
    return range(band(box.south), band(box.north) + 1)


def _reduced(latitude):
    return math.atan((1 - FLATTENING) * math.tan(math.radians(latitude)))


def _angle(latitude_a, latitude_b, turn):
    """The angle between two points seen from the middle of a sphere, by the haversine, exact for short lines."""
    half = (
        math.sin((latitude_b - latitude_a) / 2) ** 2
        + math.cos(latitude_a) * math.cos(latitude_b) * math.sin(turn / 2) ** 2
    )
    return 2 * math.asin(_up_to_one(math.sqrt(half)))


def _up_to_one(number):
    return min(number, 1.0)
