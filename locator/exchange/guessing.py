"""What a partner’s file does not say in so many words."""

from locator.choices import LocationKind
from locator.models import Address, Location
from locator.placing import doubts, guess

MODES = ("in_person", "by_phone", "online")


def guess_language(rows):
    """The language of the texts: a file of ours has the columns of the other language beside them."""
    for of_table in rows.values():
        for row in of_table:
            if any(column.endswith("_fr") for column in row):
                return "en"
            if any(column.endswith("_en") for column in row):
                return "fr"
    return "en"


def guess_modes(ready):
    """How a new service is given, where the file does not say it: in person where it has a place, else by phone."""
    located = {one.fields["service_id"] for one in ready if one.mapped.table == "service_at_location" and _is_real(one)}
    for one in ready:
        if one.mapped.table == "service" and not any(mode in one.fields for mode in MODES):
            one.first = {"in_person": one.id in located, "by_phone": one.id not in located}


def _is_real(place):
    return place.fields.get("location_id") is not None


def guess_points(ready, report):
    """Where new locations lie that come without coordinates, from their address; and doubts about those with."""
    addresses = {}
    for one in ready:
        if one.mapped.table == "address":
            known = addresses.setdefault(one.fields["location_id"], one)
            if one.fields.get("kind") == LocationKind.PHYSICAL != known.fields.get("kind"):
                addresses[one.fields["location_id"]] = one
    for one in ready:
        if one.mapped.table == "location" and one.id in addresses:
            _guess_point(one, Address(**addresses[one.id].fields), report)


def _guess_point(one, address, report):
    if one.fields.get("latitude") is None:
        point, point_from = guess(address)
        if point:
            one.first = {"latitude": point.latitude, "longitude": point.longitude, "point_from": point_from}
        return
    location = Location(latitude=one.fields["latitude"], longitude=one.fields["longitude"])
    for sentence in doubts(location, address):
        report.note("location", one.row, "latitude", sentence)
