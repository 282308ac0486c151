"""A lookup for names, `name__folded="eglise"`: it finds “Église” too, in any case, on both databases.

The database compares every name with a pattern in which any character may stand for a letter that takes accents; this
is quick. What is left is compared exactly.
"""

import re
import unicodedata

from django.db.models import CharField, Lookup

ACCENTED = {"a": "àâäáãå", "c": "ç", "e": "éèêë", "i": "îïíì", "n": "ñ", "o": "ôöóò", "u": "ùûüúù", "y": "ÿý"}
LIGATURES = {"œ": "oe", "æ": "ae"}
APOSTROPHES = "'’"


@CharField.register_lookup
class Folded(Lookup):
    lookup_name = "folded"
    prepare_rhs = False

    def as_sql(self, compiler, connection, like="LIKE", matches="REGEXP"):
        column, params = self.process_lhs(compiler, connection)
        sql = f"({column} {like} %s ESCAPE '!' AND {column} {matches} %s)"
        return sql, [*params, f"%{loose(self.rhs)}%", *params, exact(self.rhs)]

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, "ILIKE", "~")


def folded(text):
    """A text in lower case, without accents and ligatures."""
    text = text.lower()
    for ligature, letters in LIGATURES.items():
        text = text.replace(ligature, letters)
    plain = unicodedata.normalize("NFKD", text)
    return "".join(character for character in plain if not unicodedata.combining(character))


def exact(text):
    """A regular expression, for Python and both databases, that a text is found with in any case and any accents."""
    pattern = "".join(_either(character) for character in folded(text))
    for ligature, letters in LIGATURES.items():
        both = "".join(_either(letter) for letter in letters)
        pattern = pattern.replace(both, f"({both}|[{ligature}{ligature.upper()}])")
    return pattern


def loose(text):
    """A pattern for LIKE that lets through all that `exact` finds, and some more."""
    parts = re.split("oe|ae", folded(text))
    return "%".join("".join(_any_of_its_kind(character) for character in part) for part in parts)


def _either(character):
    if character in APOSTROPHES:
        return f"[{APOSTROPHES}]"
    if not character.isalpha():
        return re.escape(character)
    letters = character + ACCENTED.get(character, "")
    return f"[{letters}{letters.upper()}]"


def _any_of_its_kind(character):
    if character in ACCENTED or character in APOSTROPHES or not character.isascii():
        return "_"
    return f"!{character}" if character in "%_!" else character
