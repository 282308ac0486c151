"""Looking words up by a part of their name, as a dictionary does. Pure: names in, names out.

Names are compared whole, spaces and punctuation included, without regard to capitals and accents.
"""

import re
import unicodedata

MOST_SUGGESTIONS = 10
FEWEST_CHARACTERS = 3

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "\u00a0": " ", "\u202f": " "})


def folded(name: str) -> str:
    """Return a name in small letters without accents: what is compared."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold().strip()


def matches(name: str, query: str, *, how: str) -> bool:
    """Say whether a name begins with a query, is the query, or contains it: "begins", "exact", "contains"."""
    name, query = folded(name), folded(query)
    if not query:
        return False
    return {"begins": name.startswith(query), "exact": name == query, "contains": query in name}[how]


def suggests(name: str, typed: str, *, how: str) -> bool:
    """Say whether a name is suggested for what was typed. "contains": a word in it begins so, the name itself does not.

    Nothing is suggested for fewer than three characters.
    """
    name, typed = folded(name), folded(typed)
    if len(typed) < FEWEST_CHARACTERS:
        return False
    if how == "begins" or name.startswith(typed):
        return how == "begins" and name.startswith(typed)
    return re.search(rf"(?<!\w){re.escape(typed)}", name) is not None
