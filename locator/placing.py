"""Where a location lies when nobody typed its coordinates: in the middle of its postal code, or else of its town."""

from django.utils.translation import gettext as _

from . import places, postal
from .areas import town_point
from .choices import PointFrom, Province
from .distance import Box, Point, kilometres
from .locations import Address, Location

# What typed coordinates and the postal code may differ by before somebody looks again.
FAR_IN_KILOMETRES = 100
GUESSED = (PointFrom.POSTAL_CODE, PointFrom.TOWN)
CHUNK = 500

# How far each province or territory reaches with its islands, in degrees, rounded outwards: south, north, west, east.
EXTENTS = {
    Province.ALBERTA: Box(48.9, 60.1, -120.1, -109.9),
    Province.BRITISH_COLUMBIA: Box(48.2, 60.1, -139.2, -114.0),
    Province.MANITOBA: Box(48.9, 60.1, -102.1, -88.8),
    Province.NEW_BRUNSWICK: Box(44.5, 48.2, -69.2, -63.6),
    Province.NEWFOUNDLAND_AND_LABRADOR: Box(46.5, 60.5, -67.9, -52.5),
    Province.NOVA_SCOTIA: Box(43.3, 47.3, -66.5, -59.6),
    Province.NORTHWEST_TERRITORIES: Box(59.9, 78.9, -136.6, -101.9),
    Province.NUNAVUT: Box(51.6, 83.2, -120.8, -60.9),
    Province.ONTARIO: Box(41.6, 56.9, -95.3, -74.2),
    Province.PRINCE_EDWARD_ISLAND: Box(45.8, 47.2, -64.6, -61.8),
    Province.QUEBEC: Box(44.9, 62.7, -79.9, -57.0),
    Province.SASKATCHEWAN: Box(48.9, 60.1, -110.1, -101.2),
    Province.YUKON: Box(59.9, 69.8, -141.1, -123.7),
}


def place(location):
    """Give a stored location without coordinates of its own those of its postal code or town. Says whether it moved."""
    return bool(place_all([location]))


def place_all(locations):
    """The same for many stored locations; returns those that moved. Coordinates typed or imported stay as they are."""
    waiting = [location for location in locations if not has_its_own_point(location)]
    addresses = main_addresses(waiting)
    moved = [location for location in waiting if _moved(location, addresses.get(location.pk))]
    Location.objects.bulk_update(moved, ["latitude", "longitude", "point_from"])
    return moved


def has_its_own_point(location):
    return location.latitude is not None and location.point_from not in GUESSED


def main_addresses(locations):
    """{location id: the address that people go to}"""
    found = {}
    ids = [location.pk for location in locations]
    for start in range(0, len(ids), CHUNK):
        # "physical" sorts before "postal" and "virtual".
        for address in Address.objects.filter(location__in=ids[start : start + CHUNK]).order_by("kind", "pk"):
            found.setdefault(address.location_id, address)
    return found


def guess(address):
    """Return (Point, PointFrom) for an address; (None, "") when neither its postal code nor its town is known."""
    point = _point_of_the_postal_code(address)
    if point:
        return point, PointFrom.POSTAL_CODE
    point = town_point(address.city, address.province)
    return (point, PointFrom.TOWN) if point else (None, "")


def doubts(location, address):
    """Return sentences about coordinates that do not fit the address. They name neither."""
    if location.latitude is None or address is None:
        return []
    sentences = []
    point = Point(location.latitude, location.longitude)
    if address.province in EXTENTS and point not in EXTENTS[address.province]:
        sentences.append(_("The coordinates lie outside the province of the address."))
    expected = _point_of_the_postal_code(address) or town_point(address.city, address.province)
    if expected and (far := kilometres(point, expected)) > FAR_IN_KILOMETRES:
        sentences.append(_("The coordinates lie %(number)s km from the postal code.") % {"number": round(far)})
    return sentences


def _moved(location, address):
    point, source = guess(address) if address else (None, "")
    before = (location.latitude, location.longitude, location.point_from)
    location.latitude, location.longitude = point or (None, None)
    location.point_from = source
    return before != (location.latitude, location.longitude, location.point_from)


def _point_of_the_postal_code(address):
    """The middle of the postal code, unless that lies in another province than the address says."""
    if not isinstance(postal.read(address.postal_code), postal.PostalCode):
        return None
    found = places.find(address.postal_code)
    if not isinstance(found, places.Found) or found.place.province != address.province:
        return None
    return found.place.point
