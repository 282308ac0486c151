"""How words change in English and in French: what counts as the same word when a glossary is looked up.

Pure: words in, words out. A language gives the key that a word of a text is looked up by, the forms under which
the words of a name are kept, and what beside a match makes it part of a longer word.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

# No name has a longer word. What is longer stays as typed: normalising a run of combining marks is quadratic.
LONGEST_WORD = 80

# Python's \w leaves out the combining marks, and a letter typed as NFD has one behind it.
LETTER = r"[\w\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"


def compose(word):
    """Return a word in Unicode NFC with its ligatures written out, upper and lower case kept."""
    if word.isascii() or len(word) > LONGEST_WORD:
        return word
    word = unicodedata.normalize("NFC", word)
    return word.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE").replace("Æ", "AE")


def fold(word):
    """Return a word without differences of case; accents stay, because in French they tell words apart."""
    if word.isascii():
        return word.lower()
    return compose(compose(word).casefold())


# English: the last word of a name also stands for its other number.

IRREGULAR_PLURALS = {
    "appendix": "appendices",
    "axis": "axes",
    "bacillus": "bacilli",
    "bacterium": "bacteria",
    "bronchus": "bronchi",
    "calculus": "calculi",
    "cervix": "cervices",
    "child": "children",
    "cilium": "cilia",
    "coccus": "cocci",
    "cortex": "cortices",
    "criterion": "criteria",
    "diverticulum": "diverticula",
    "embolus": "emboli",
    "foot": "feet",
    "fungus": "fungi",
    "ganglion": "ganglia",
    "index": "indices",
    "locus": "loci",
    "man": "men",
    "matrix": "matrices",
    "mitochondrion": "mitochondria",
    "naevus": "naevi",
    "nevus": "nevi",
    "nucleus": "nuclei",
    "ovum": "ova",
    "petechia": "petechiae",
    "phalanx": "phalanges",
    "testis": "testes",
    "thrombus": "thrombi",
    "tooth": "teeth",
    "vertebra": "vertebrae",
    "villus": "villi",
    "woman": "women",
}
OTHER_NUMBER = IRREGULAR_PLURALS | {plural: singular for singular, plural in IRREGULAR_PLURALS.items()}

# "genetics" is no plural of "genetic".
SCIENCES = ("dynamics", "ethics", "genetics", "iatrics", "kinetics", "obstetrics", "omics", "physics")


def _english_forms(word):
    folded = fold(word)
    forms = [folded, *_english_plurals(folded)]
    if folded in OTHER_NUMBER:
        forms.append(OTHER_NUMBER[folded])
    # A capital S belongs to the word: "AIDS" is no plural of "aid".
    if word[-1] == "s":
        forms += _english_singulars(folded)
    return forms


def _english_plurals(word):
    if word.endswith("sis"):
        return [word[:-2] + "es"]
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return [word[:-1] + "ies"]
    if word.endswith("ch"):
        return [word + "es", word + "s"]
    return [word + "es"] if word.endswith(("s", "x", "z", "sh")) else [word + "s"]


def _english_singulars(word):
    """What `word` may be the plural of. A form that is no English word does no harm: no text has it."""
    if len(word) < 4 or word.endswith(("ss", "us", "is", *SCIENCES)):
        return []
    singulars = [word[:-1]]
    if word.endswith("ies"):
        singulars.append(word[:-3] + "y")
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        singulars.append(word[:-2])
    if word.endswith("ses"):
        singulars.append(word[:-2] + "is")
    return singulars


# French: every word of a name also stands for its other number, so each is looked up by one form for both.

# Without its last letter, which marks no plural, each is another word: "tau" is a protein and "taux" a rate.
FRENCH_INVARIABLE = frozenset(
    """corps cours dans deux doux faux fils fois mieux mois plus poids pois puis sens sous taux tous toux
    vers""".split()
)


def _french_key(word):
    folded = fold(word)
    # Shorter words have too little left to be told apart: "pus" and "pu", "os" and "o".
    if len(folded) > 3 and folded[-1] in "sx" and folded not in FRENCH_INVARIABLE:
        folded = folded[:-1]
    # "canal" and "canaux", by way of "canau"; a word in -eau is there already.
    return folded[:-1] + "u" if len(folded) > 2 and folded.endswith("al") else folded


class _Grammar(NamedTuple):
    """How a language inflects the words of a name, and what beside a match makes it part of a longer word."""

    key: Callable[[str], str]
    forms: Callable[[str], list[str]]
    joined_before: re.Pattern
    joined_after: re.Pattern


def _grammar(*, key, forms, apostrophe_before, apostrophe_after):
    # With a space or another hyphen on its far side, a hyphen is a dash. A point or comma may be in a number.
    return _Grammar(
        key=key,
        forms=forms,
        joined_before=re.compile(rf"(?:{LETTER}|[^\s-]-|[0-9][.,]|{apostrophe_before})\Z", re.IGNORECASE),
        joined_after=re.compile(rf"{LETTER}|-[^\s-]|[.,][0-9]|{apostrophe_after}", re.IGNORECASE),
    )


GRAMMARS = {
    # Only the possessive may follow: "Crohn" is in "Crohn's", neither "don" nor "t" in "don't".
    "en": _grammar(
        key=fold,
        forms=_english_forms,
        apostrophe_before=rf"{LETTER}'",
        apostrophe_after=rf"'(?!s(?!{LETTER})){LETTER}",
    ),
    # Only an elision may stand in front: "interféron" is in "l'interféron", "hui" not in "aujourd'hui".
    "fr": _grammar(
        key=_french_key,
        forms=lambda word: [_french_key(word)],
        apostrophe_before=rf"(?<!{LETTER})(?!(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'){LETTER}+'",
        apostrophe_after=rf"'{LETTER}",
    ),
}
