"""What the page of a list needs for its map. Pure: no model, no request."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from locator.places import Place


@dataclass(frozen=True)
class Map:
    """The map beside a list: what is searched around, how many of the list it cannot show, whose tiles it uses."""

    here: Place | None
    here_name: str
    not_on_map: int
    tiles: str
    credit: str


def map_of(points, *, place, language, tiles="", credit=""):
    """Answer the map of a list, or None where it would be empty.

    `points` has a point, or None, for each service of the list as it is shown. `place` is what was searched for, or
    None; a province has no point and is not marked.
    """
    not_on_map = sum(point is None for point in points)
    if not_on_map == len(points):
        return None
    here = place if place and place.point else None
    return Map(here, here.name(language) if here else "", not_on_map, tiles, credit)


def tiles_origin(address):
    """Answer the origin that a template of tile addresses leads to, as a Content-Security-Policy names it.

    "https://tiles.example.org/{z}/{x}/{y}.png" → "https://tiles.example.org". A part that changes from tile to tile,
    {s}, becomes the policy's own "*". No address → "". A ValueError when the address is not https with {z}, {x}, {y},
    or when it could mean more to a policy than one server or its siblings.
    """
    if not address:
        return ""
    parts = urlsplit(address)
    host = parts.netloc.removeprefix("{s}.")
    has_all = all(mark in address for mark in ("{z}", "{x}", "{y}"))
    if parts.scheme != "https" or not has_all or not _is_host(host):
        raise ValueError("MAP_TILES is an address like https://tiles.example.org/{z}/{x}/{y}.png")
    return f"https://{'*.' if host != parts.netloc else ''}{host}"


def policy(address):
    """Answer what a page with this map adds to the site's Content-Security-Policy, for `csp_update`."""
    origin = tiles_origin(address)
    return {"img-src": [origin]} if origin else {}


def _is_host(text):
    name, _, port = text.partition(":")
    labels = name.split(".")
    return len(labels) > 1 and all(map(_is_label, labels)) and (not port or port.isdecimal())


def _is_label(text):
    return bool(text) and text.isascii() and text.replace("-", "").isalnum()
