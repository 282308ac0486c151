"""The time zone of a place, from its province and, where a province has two or more, from where it lies.

Approximate: borders between zones are drawn here as straight lines that leave every town on its own side, after the
comments of the tz database (zone.tab) and the provinces’ time acts. Known to be left out: places that keep their
neighbours’ time by habit alone, such as Listuguj (Quebec), Upsala (Ontario) or the east shore of Kootenay Lake.
Without a point the first characters of the postal code decide, which is right for a town and rough for a rural area.
"""

from typing import NamedTuple

from locator.distance import Box, Point

USUAL = {
    "AB": "America/Edmonton",
    "BC": "America/Vancouver",
    "MB": "America/Winnipeg",
    "NB": "America/Moncton",
    "NL": "America/St_Johns",
    "NS": "America/Halifax",
    "NT": "America/Edmonton",
    "NU": "America/Rankin_Inlet",
    "ON": "America/Toronto",
    "PE": "America/Halifax",
    "QC": "America/Toronto",
    "SK": "America/Regina",
    "YT": "America/Whitehorse",
}

NORTH, EAST = 90.0, -50.0


class Part(NamedTuple):
    """A part of a province with a zone of its own: a box, and the postal codes that lie in it wholly or mostly."""

    zone: str
    box: Box
    prefixes: tuple[str, ...] = ()


# The first that fits counts.
EXCEPTIONS = {
    "BC": (
        # The Creston valley has its own rules; the rest of the East Kootenay goes with Alberta.
        Part("America/Creston", Box(48.9, 49.35, -116.85, -116.2)),
        Part("America/Edmonton", Box(48.9, 50.5, -116.4, -114.0), ("V1A", "V1C", "V0A", "V0B")),
        Part("America/Edmonton", Box(50.5, 52.1, -117.4, -114.0)),
        Part("America/Fort_Nelson", Box(57.6, 60.1, -127.0, -120.0)),
        Part("America/Dawson_Creek", Box(54.8, 57.6, -122.6, -120.0), ("V1G", "V1J", "V0C")),
    ),
    "SK": (
        Part("America/Edmonton", Box(53.2, 53.35, -110.1, -109.85), ("S9V",)),
        # Creighton and Denare Beach keep the time of Flin Flon.
        Part("America/Winnipeg", Box(54.5, 55.0, -102.3, -101.8), ("S0P",)),
    ),
    "ON": (
        Part("America/Atikokan", Box(48.5, 49.0, -92.2, -91.2)),
        Part("America/Atikokan", Box(51.0, 51.7, -90.6, -89.9)),
        Part("America/Winnipeg", Box(48.0, 57.0, -95.3, -90.0), ("P0V", "P0W", "P0X", "P0Y", "P8N", "P8T", "P9")),
    ),
    "QC": (
        Part("America/Halifax", Box(46.9, 48.3, -62.6, -60.9), ("G4T",)),
        # East of the Natashquan river: Atlantic standard time all year.
        Part("America/Blanc-Sablon", Box(49.9, 52.1, -61.75, -57.0)),
    ),
    "NU": (
        Part("America/Coral_Harbour", Box(63.5, 65.0, -84.5, -82.0)),
        Part("America/Resolute", Box(74.0, 75.5, -98.0, -90.0)),
        Part("America/Cambridge_Bay", Box(66.5, 73.0, -121.0, -88.5), ("X0B",)),
        Part("America/Iqaluit", Box(51.0, NORTH, -85.5, EAST), ("X0A",)),
        Part("America/Iqaluit", Box(75.5, NORTH, -95.0, EAST)),
    ),
}

LABRADOR_POSTAL = ("A0P", "A0R", "A2V")
# A line through the Strait of Belle Isle: Labrador lies north of it, the island of Newfoundland south.
STRAIT_WEST, STRAIT_EAST = Point(51.35, -57.0), Point(51.75, -55.6)
# From L’Anse-au-Clair to Norman Bay the coast of Labrador keeps the island’s time.
COAST_ON_ISLAND_TIME = Box(51.0, 53.0, -57.4, -55.0)


def zone_of(province: str, *, point: Point | None = None, postal: str = "") -> str:
    """The IANA name of the time zone of a place: "America/Halifax" for the Îles-de-la-Madeleine in "QC".

    The point decides where one is given, else the postal code or its first characters, else the province’s usual zone.
    Raises KeyError for anything but the two letters of a province or territory.
    """
    usual = USUAL[province]
    if province == "NL":
        return "America/Goose_Bay" if _keeps_labrador_time(point, postal) else usual
    for part in EXCEPTIONS.get(province, ()):
        if point in part.box if point else postal.upper().startswith(part.prefixes or "none"):
            return part.zone
    return usual


def _keeps_labrador_time(point, postal):
    if not point:
        return postal.upper().startswith(LABRADOR_POSTAL)
    return _is_in_labrador(point) and point not in COAST_ON_ISLAND_TIME


def _is_in_labrador(point):
    slope = (STRAIT_EAST.latitude - STRAIT_WEST.latitude) / (STRAIT_EAST.longitude - STRAIT_WEST.longitude)
    strait = STRAIT_WEST.latitude + slope * (point.longitude - STRAIT_WEST.longitude)
    # West of the strait the line would run down through the island, whose west coast ends at 59.5° W.
    return point.latitude > max(strait, 51.4) if point.longitude < STRAIT_WEST.longitude else point.latitude > strait
