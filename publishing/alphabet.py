"""Alphabetical order as a reader expects it in either language: É files under E, œ under oe, digits under #."""

import unicodedata
from itertools import groupby

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})


def sort_key(text):
    """Return a key that sorts texts without regard to accents and case; both break ties, so the order is stable."""
    return _folded(text), text.casefold(), text


def letter_of(text):
    """Return the capital letter A to Z under which a text is listed, or "#"."""
    first = _folded(text)[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def by_letter(rows, *, key):
    """Sort rows by the text that `key` gives of each; return [(letter, rows)], "#" last."""
    ordered = sorted(rows, key=lambda row: (letter_of(key(row)) == "#", sort_key(key(row))))
    return [(letter, list(group)) for letter, group in groupby(ordered, key=lambda row: letter_of(key(row)))]


def _folded(text):
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    letters = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return letters.casefold().lstrip(" '’\"«»“”-([")
