"""Which of the site's languages a browser asks for. Pure: the words of a header in, a language out."""

import re

from .languages import Language

# Browsers name a handful. More than this is nobody's wish, and costs no more time than this.
LONGEST = 500
# RFC 9110, 12.4.2: from 0 to 1, with three decimals at most.
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_REFUSED, _NOT_NAMED = -1, 0


def preferred(header):
    """Return the Language that an Accept-Language header likes best; English when it prefers neither.

    The weights of RFC 9110 (12.5.4) count, "*" stands for what is not named, a weight of 0 refuses, and of two that
    are liked as much the first one wins. "fr-CA" and "fr-FR" are French. What cannot be read is passed over.
    """
    wishes = list(_wishes(header[:LONGEST]))
    # max() keeps the first of equals, so English stands first.
    return max(Language, key=lambda language: _liking(language, wishes))


def _wishes(header):
    """Yield (language or "*", weight, place) for each part of a header that can be read."""
    for place, part in enumerate(header.split(",")):
        tag, _, parameter = part.partition(";")
        weight = _WEIGHT.fullmatch(parameter) if parameter.strip() else None
        if parameter.strip() and not weight:
            continue
        yield tag.strip().partition("-")[0].casefold(), float(weight[1]) if weight else 1.0, place


def _liking(language, wishes):
    named = [wish for wish in wishes if wish[0] == language] or [wish for wish in wishes if wish[0] == "*"]
    return max(((weight or _REFUSED, -place) for _, weight, place in named), default=(_NOT_NAMED, 0))
