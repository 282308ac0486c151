"""One spelling for all the ways in which a place’s name is written: for looking up, for addresses, for reading."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "ø": "o", "þ": "c"})
_APOSTROPHES = "'’‘`´ʼ"
_ENGLISH_POSSESSIVE = re.compile(rf"(?<=\w)[{_APOSTROPHES}](?=s\b)", re.IGNORECASE)
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_SHORT_FORMS = {"saint": "st", "sainte": "ste", "mount": "mt", "ft": "fort"}
# Small words of French names, which the data write with a capital letter.
_SMALL_WORDS = re.compile(r"(?<=[- ])(De|Du|Des|La|Le|Les|Sur|Sous|Et|Aux|Au|En)(?=[- ])")
_SMALL_ELIDED = re.compile(r"(?<=[- ])([DL])['’](?=\w)")


def words(text):
    """The words of a text in lower case without accents: “Ste-Anne, N.-B.” gives ste, anne, n, b."""
    plain = unicodedata.normalize("NFKD", _ENGLISH_POSSESSIVE.sub("", text).translate(_LIGATURES)).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return [word for word in _NOT_ASCII_WORD.split(plain) if word]


def compact(text):
    """The form in which two spellings of one name are equal: “Val d’Or” and “Val-D'Or” give valdor."""
    return joined(words(text))


def joined(folded_words):
    """The compact form of words that are folded already."""
    return "".join(_SHORT_FORMS.get(word, word) for word in folded_words)


def slug(name, province):
    """The key of a town: “St. John's” in NL is st-johns-nl, “Val-D'Or” in QC is val-d-or-qc."""
    return "-".join([*words(name), province.lower()])


def readable(name, accented):
    """A name of the data as people write it; `accented` holds the accented form of plain French words."""
    name = re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), name)
    name = re.sub(r"'S\b", "'s", name)
    if accented:
        name = _SMALL_ELIDED.sub(lambda found: found[1].lower() + "'", _SMALL_WORDS.sub(_lower, name))
        name = re.sub(r"(?<=[- ])A(?=[- ])", "à", name)
        name = re.sub(r"[A-Za-z]+", lambda found: accented.get(found[0], found[0]), name)
    return name.replace("'", "’")


def _lower(found):
    return found[0].lower()
