"""Who a story is by, in words that fit everybody. Pure: no model, no request."""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .choices import Relationship

TOLD_BY = {
    Relationship.SPOUSE: gettext_lazy("Told by their spouse or partner"),
    Relationship.PARENT: gettext_lazy("Told by their mother or father"),
    Relationship.CHILD: gettext_lazy("Told by their daughter or son"),
    Relationship.SIBLING: gettext_lazy("Told by their sister or brother"),
    Relationship.FRIEND: gettext_lazy("Told by a friend"),
    Relationship.GUARDIAN: gettext_lazy("Told by their guardian"),
    Relationship.OTHER: gettext_lazy("Told by someone close to them"),
}

# First names whose h is not heard in French: “d’Hélène”, but “de Hassan”.
_MUTE_H = re.compile(
    r"h(adrien|armoni|e(ctor|lene|loise|nri|rmine|rve)|ilaire|ippolyte|onor|ortense|ubert|ugo|ugue|yacinthe)"
)
_Y_BEFORE_A_CONSONANT = re.compile(r"y[^aeiouy\W]")


def byline(name: str, province: str, *, is_told_by_another: bool) -> str:
    """Return whose story it is: “By Audrey, Ontario”. A story that another person tells is not by its person."""
    if not name:
        who = pgettext("whose story it is", "Anonymous")
    else:
        who = name if is_told_by_another else _("By %(name)s") % {"name": name}
    return f"{who}, {province}" if province else who


def invitation(name: str) -> str:
    """Return the words of a link to the story of somebody; to a story without a name when there is none."""
    if not name:
        return _("Read this story")
    if is_elided_before(name):
        return pgettext("before a name that begins with a vowel", "Read %(name)s’s story") % {"name": name}
    return _("Read %(name)s’s story") % {"name": name}


def is_elided_before(name: str) -> bool:
    """Say whether French writes “d’” before a name, and not “de”: before a vowel, and an h that is not heard."""
    folded = _folded(name)
    return folded[:1] in tuple("aeiou") or bool(_MUTE_H.match(folded) or _Y_BEFORE_A_CONSONANT.match(folded))


def _folded(name):
    decomposed = unicodedata.normalize("NFD", name.strip().casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))
