"""Counts the words of a story as a person would."""

import re
import unicodedata

# A thousands group behind a no-break space belongs to its number: 10 000 is one word.
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))")
_BETWEEN_WORDS = re.compile(r"[\s—…]+")


def count_words(text: str) -> int:
    """Return the number of words.

    A word stands between spaces (or dashes "—", or points of suspension) and holds at least one letter or digit. So
    "l'hôpital", "rendez-vous", "flu-like", "3,5" and "24/7" are one word each; punctuation and emoji are none.
    """
    return sum(map(_is_word, _BETWEEN_WORDS.split(_GROUPED.sub("", text))))


def _is_word(piece):
    return any(unicodedata.category(character)[0] in "LN" for character in piece)
