"""Places in Canada, offline: what a person typed, what stands in an address, and which areas cover it."""

from locator.distance import Point
from locator.places.areas import area_label, by_key, is_area_key, reach
from locator.places.finding import find, suggest
from locator.places.records import PROVINCES, Choice, Found, Kind, Place, Refused, province_name

__all__ = [
    "PROVINCES",
    "Choice",
    "Found",
    "Kind",
    "Place",
    "Point",
    "Refused",
    "area_label",
    "by_key",
    "find",
    "is_area_key",
    "province_name",
    "reach",
    "suggest",
]
