"""Where a location may be said to be, and how wide the areas are that services serve."""

from functools import cache

from . import places
from .distance import Point

# The closest area comes first where several cover somebody's place.
RANKS = {"postal": 0, "place": 1, "region": 2, "in": 3, "province": 4, "canada": 5}


def rank(key: str) -> int:
    """How wide the area of a key such as "place:ottawa-on" is: 0 is the closest."""
    return RANKS[key.partition(":")[0]]


def public_point(location, town):
    """Return the Point at which readers may find a location, or None.

    `town` is (town, province, postal code) of its address. What is confidential lies in the middle of its town: from
    its distances to a few places, anybody could work out where it really is.
    """
    if not location.is_confidential:
        return Point(location.latitude, location.longitude) if location.latitude is not None else None
    return town_point(*town[:2]) if town else None


@cache
def town_point(city: str, province: str):
    """Return the Point of a town of a province, or None."""
    found = places.find(f"{city}, {province}")
    return found.place.point if isinstance(found, places.Found) else None
