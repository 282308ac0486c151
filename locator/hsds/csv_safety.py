"""Cells of CSV that a spreadsheet would run as a formula, made harmless, and back again.

A spreadsheet takes a cell for a formula when it begins with = + - @ or their full-width forms, also after spaces, tabs,
line ends or quotes; an apostrophe in front makes it text. What looks like a number or a phone number can start nothing.
"""

import re

_STARTS_A_FORMULA = re.compile(r"""^[\s"\x00-\x1f\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]""")
_APOSTROPHES = re.compile(r"^'+")
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?\Z")
_NUMBER_OR_PHONE = re.compile(r"""^[ "]*[+-]?[\d ().\-/"]*\d[\d ().\-/"]*\Z""", re.ASCII)


def _is_formula(text):
    return bool(_STARTS_A_FORMULA.match(text))


def defused(text):
    """A text for a package of CSV: with an apostrophe in front if it would start a formula. `restored` undoes it.

    Phone numbers and numbers are left as they are, so that another site reads them unchanged.
    """
    if _is_formula(_APOSTROPHES.sub("", text)) and not _NUMBER_OR_PHONE.match(text):
        return f"'{text}"
    return text


def restored(text):
    """The text that `defused` was given."""
    if text.startswith("'") and _is_formula(_APOSTROPHES.sub("", text)):
        return text[1:]
    return text


def for_spreadsheet(text):
    """A text for a table that people open in a spreadsheet: phone numbers too are kept from being calculated."""
    return f"'{text}" if _is_formula(text) and not _NUMBER.match(text) else text
