"""Exact dates: a day with its month, in words or in figures. A month or a year alone passes."""

import re

from .finding import Hit
from .phrases import Phrases

_ENGLISH = "january february march april may june july august september october november december"
_ENGLISH_SHORT = "jan feb mar apr jun jul aug sept sep oct nov dec"
_FRENCH = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
_FRENCH_SHORT = r"janv|fevr|fev|avr|juil|sept|oct|nov|dec"
_MONTH = (
    "|".join((_ENGLISH + " " + _FRENCH).split())
    + r"|(?:"
    + "|".join(_ENGLISH_SHORT.split())
    + "|"
    + _FRENCH_SHORT
    + r")\b\.?"
)
_YEAR = r"(?:,? ?(?:of |de |en )?(?:1[89]|20)\d\d(?!\d))"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ORDINAL_WORDS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    "sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-(?:first|second|third|fourth|fifth|sixth|seventh|"
    "eighth|ninth)|thirtieth|thirty-first"
)
_FRENCH_NUMBERS = (
    "premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:-(?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|"
    "seize|vingt(?:[ -]et[ -]un|-(?:deux|trois|quatre|cinq|six|sept|huit|neuf))?|trente(?:[ -]et[ -]un)?"
)

# "March 3rd, 2019"; "March the third". Group 1: whether more than a bare number follows.
_MONTH_FIRST = Phrases(
    {
        f"{_ENGLISH} {_ENGLISH_SHORT}": (
            rf"\.? (?:(?:the )?{_DAY}(?P<ordinal>st|nd|rd|th)?(?![\w/-])(?![.,]\d)(?! ?(?:%|mg|ml|km|kg|"
            rf"percent|years|people|of (?:us|them)))(?P<year>{_YEAR})?|"
            rf"(?:the )?(?P<words>{_ORDINAL_WORDS})(?!\w)(?:{_YEAR})?)"
        )
    }
)
_DAY_FIRST = re.compile(
    rf"(?<![\w/.,-])(?:{_DAY})(?P<ordinal>st|nd|rd|th| ?er|e)?(?: day)?(?: of| de)?[ "
    rf"-](?P<month>{_MONTH})(?!\w)(?P<year>[ -]?{_YEAR})?"
)
_WORDS_FIRST = Phrases(
    {
        "le au du": rf" (?P<day>{_FRENCH_NUMBERS}) (?:{'|'.join(_FRENCH.split())})(?!\w)(?:{_YEAR})?",
        "the": rf" (?P<day>{_ORDINAL_WORDS})(?: day)? of (?:{'|'.join(_ENGLISH.split())})(?!\w)(?:{_YEAR})?",
    }
)
_FIGURES = re.compile(
    r"(?<![\w/.-])(?:(?P<y1>(?:1[89]|20)\d\d)(?P<s1>[/.\-])(?P<a1>\d{1,2})(?P=s1)(?P<b1>\d{1,2})"
    r"|(?P<a2>\d{1,2})(?P<s2>[/.\-] ?)(?P<b2>\d{1,2})(?P=s2)(?P<y2>(?:(?:1[89]|20)\d\d)|\d\d))(?![\w/-])(?!\.\d)"
)
_COUNTED = re.compile(
    r"\b(?:stage|stade|grade|phase|cycle|day|jour|room|chambre|chapter|type|level|round|week|semaine|"
    r"number|no) ?\Z"
)
_SMALL_MONTHS = frozenset({"may", "march", "mar", "sept"})

_BIRTH_BEFORE = re.compile(
    r"\b(?:born|birth ?-?da(?:y|te)|birthdate|date of birth|d\.?o\.?b\b\.?|nee?|naissance|ddn|"
    r"d\.d\.n\.|anniversaire|fete|naquis|"
    r"turned \d\d|came into (?:the|this) world|vu le jour|venue? au monde)\b[^.!?\n]{0,40}\Z"
)
_BIRTH_AFTER = re.compile(
    r"[^.!?\n]{0,12}\b(?:is|was|c'est|est|etait),? (?:my |mon |his |her |son )?(?:birth ?day|birth "
    r"date|anniversaire|fete)\b"
)
_WEDDING = re.compile(r"\b(?:wedding|mariage|de noces|work|travail|de la fin|fete des)\b[^.!?\n]{0,30}\Z")
_MONTH_AND_YEAR = re.compile(rf"(?<!\w)(?:{_MONTH})(?!\w)(?: de| of|,)? ?(?:1[89]|20)\d\d(?!\d)")
_BESIDE = 60


def dates(story):
    """Return the place of every exact date, whatever it is the date of."""
    return story.once(_dates)


def _dates(story):
    return list(_dates_in(story))


def _dates_in(story):
    yield from _month_first(story)
    for found in _DAY_FIRST.finditer(story.lower):
        if _is_day_first(story, found):
            yield Hit(found.start(), found.end())
    for phrase in _WORDS_FIRST.find(story):
        yield Hit(phrase.rest.start("day"), phrase.end)
    for found in _FIGURES.finditer(story.lower):
        if _is_a_calendar_day(found):
            yield Hit(found.start(), found.end())


def _month_first(story):
    for phrase in _MONTH_FIRST.find(story):
        small = story.text[phrase.start].islower()
        word = story.lower[phrase.start : phrase.rest.start()]
        sure = phrase.rest["ordinal"] or phrase.rest["year"] or phrase.rest["words"]
        if sure or not (small and word in _SMALL_MONTHS):
            yield Hit(phrase.start, phrase.end)


def _is_day_first(story, found):
    month = found["month"].rstrip(".")
    before = story.lower[max(0, found.start() - 12) : found.start()]
    if _COUNTED.search(before):
        return False
    sure = found["ordinal"] or found["year"]
    if month == "sept" and not found["month"].endswith(".") and not found["year"]:
        return False
    if month in ("may", "march", "mar") and not sure:
        return story.text[found.start("month")].isupper() and story.language == "en"
    return True


def _is_a_calendar_day(found):
    pair = (found["a1"], found["b1"]) if found["y1"] else (found["a2"], found["b2"])
    if found["y2"] and len(found["y2"]) == 2 and (found["s2"][0] == "." or len(pair[0]) != 2 or len(pair[1]) != 2):
        return False
    low, high = sorted(int(number) for number in pair)
    return 1 <= low <= 12 and 1 <= high <= 31


def is_a_birth_date(story, hit):
    """Whether the words beside a date say that it is when somebody was born."""
    before = story.lower[max(0, hit.start - _BESIDE) : hit.start]
    if _WEDDING.search(before):
        return False
    return bool(_BIRTH_BEFORE.search(before) or _BIRTH_AFTER.match(story.lower, hit.end))


def exact_dates(story):
    """Find dates that are no birth dates."""
    return [hit for hit in dates(story) if not is_a_birth_date(story, hit)]


def birth_dates(story):
    """Find dates of birth."""
    return [hit for hit in dates(story) if is_a_birth_date(story, hit)]


def months_with_year(story):
    """Yield the place of every month that stands with its year."""
    for found in _MONTH_AND_YEAR.finditer(story.lower):
        yield Hit(found.start(), found.end())
