"""Reading what people type as a postal code, and saying kindly what is wrong with it."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

# Canada Post uses none of these letters, because they look like others or like numbers.
NEVER_USED = frozenset("DFIOQU")
NEVER_FIRST = NEVER_USED | frozenset("WZ")
LONGEST = 12

_BETWEEN = re.compile(r"[\s\-‐‑‒–—.·_]+")
_LETTERS_AND_DIGITS = re.compile(r"[A-Z0-9]+")
_US_ZIP = re.compile(r"\d{5}(\d{4})?")
_LIKE_A_CODE = re.compile(r"[A-Z][0-9][A-Z]([0-9][A-Z][0-9])?")
_INSIDE_A_TEXT = re.compile(r"(?<![A-Z0-9])([A-Z]\d[A-Z])(?:[\s\-–]?(\d[A-Z]\d))?(?![A-Z0-9])", re.IGNORECASE)
# What is typed for a number where a number belongs, and for a letter where a letter belongs.
_AS_A_DIGIT = str.maketrans("OILSB", "01158")
_AS_A_LETTER = str.maketrans("0158", "OISB")


@dataclass(frozen=True)
class PostalCode:
    """A code of the right form: whole holds all six characters, or nothing when only the first three were typed."""

    fsa: str
    whole: str = ""

    @property
    def is_rural(self):
        return self.fsa[1] == "0"


@dataclass(frozen=True)
class Wrong:
    """Something meant as a postal code that cannot be one, with the sentence for the person who typed it."""

    sentence: str


def read(text: str) -> PostalCode | Wrong | None:
    """The postal code that a person typed, or what is wrong with it; None if the text is no code, so perhaps a town.

    Lower case, odd spaces, hyphens, full-width digits and the letter O for a zero are read as what was meant.
    """
    if len(text) > 4 * LONGEST:
        return None
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not _LETTERS_AND_DIGITS.fullmatch(bare):
        return None
    if _US_ZIP.fullmatch(bare):
        return Wrong(_("This looks like a US ZIP code. Enter a Canadian postal code, a town or a region."))
    mended = _mended(bare)
    if not _LIKE_A_CODE.fullmatch(mended):
        return _wrong_length(text, bare)
    code = _checked(mended)
    if isinstance(code, Wrong) and mended != bare:
        return Wrong(
            _("We cannot find the postal code “%(code)s”. Check it and try again, or enter a town or a region.")
            % {"code": _short(text)}
        )
    return code


def read_inside(text: str) -> tuple[PostalCode | None, str]:
    """The postal code that stands among other words, and the text without it: “Ottawa ON K1A 0B1”, “Almonte K0A”."""
    text = unicodedata.normalize("NFKC", text)
    found = _INSIDE_A_TEXT.search(text)
    code = found and _checked((found[1] + (found[2] or "")).upper())
    if not isinstance(code, PostalCode):
        return None, text
    return code, f"{text[: found.start()]} {text[found.end() :]}".strip(" ,")


def cannot_find(text: str) -> str:
    """The sentence for a text that no postal code, town or region fits."""
    return _("We cannot find “%(text)s”. Check the spelling, or enter a postal code, a town or a region.") % {
        "text": _short(text)
    }


def _mended(bare):
    """The text with numbers where numbers belong, when everything else about it says that it is a code."""
    if len(bare) not in (3, 6) or sum(character.isdigit() for character in bare) * 3 < len(bare):
        return bare
    return "".join(
        character.translate(_AS_A_DIGIT if place % 2 else _AS_A_LETTER) for place, character in enumerate(bare)
    )


def _checked(code):
    never = sorted(({code[0]} & NEVER_FIRST) | (set(code[2::2]) & NEVER_USED))
    if code[0] in NEVER_FIRST:
        return Wrong(
            _("We cannot find the postal code “%(code)s”. No postal code in Canada starts with %(letter)s.")
            % {"code": _spaced(code), "letter": code[0]}
        )
    if never:
        return Wrong(
            _("We cannot find the postal code “%(code)s”. No postal code in Canada has the letter %(letter)s.")
            % {"code": _spaced(code), "letter": never[0]}
        )
    return PostalCode(code[:3], code if len(code) == 6 else "")


def _wrong_length(text, bare):
    """A code with characters too few or too many; None for what does not look like a code at all."""
    if not re.fullmatch(r"[A-Z]\d([A-Z](\d[A-Z]?|\d[A-Z]\d\w{1,3})?)?", bare) or len(bare) > LONGEST:
        return None
    if len(bare) < 6:
        return Wrong(
            _("The postal code “%(code)s” is too short. Enter all six characters, like K1A 0B1, or the first three.")
            % {"code": _short(text)}
        )
    return Wrong(
        _("The postal code “%(code)s” is too long. A postal code has six characters, like K1A 0B1.")
        % {"code": _short(text)}
    )


def _spaced(code):
    return f"{code[:3]} {code[3:]}".strip()


def _short(text):
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:39] + "…"
