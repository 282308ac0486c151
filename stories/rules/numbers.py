"""Telephone numbers, and the numbers that health plans, governments and banks give to people. The shapes of health
numbers are those of the provinces' cards: Ontario ten digits and a version of two letters, Québec four letters
and eight digits (birth month plus 50 for women), British Columbia ten digits that begin with 9, Alberta nine as
12345-6789, Nova Scotia ten, Newfoundland and Labrador twelve, Prince Edward Island eight, the other provinces
nine, the Northwest Territories a letter and seven. A social insurance number has nine with a Luhn check digit."""

import re

from .finding import Hit

_GAP = r"[ .\-]{0,3}"
_PHONE = re.compile(
    rf"(?<![\w$.,/-])(?:\(\+?1\)|\+?1)?{_GAP}\(?(?P<area>[2-9]\d\d)\)?[ .\-/]{{0,3}}(?P<exchange>[2-9]\d\d){_GAP}"
    r"(?P<line>\d{2}[ .\-]?\d{2})(?![\w-])(?!,\d)(?:,? ?(?:ext|extension|poste|x|#)\.? ?\d{1,6})?"
)
_PHONE_START = re.compile(r"[\d(+]")
_ABROAD = re.compile(r"(?<!\w)\+(?!1\b)\d{1,3}(?:[ .\-]?\(?\d{1,4}\)?){2,6}(?!\d)")
_LETTERED = re.compile(
    r"(?<![\w-])(?:1[ .\-]?)?8(?:00|33|44|55|66|77|88)[ .\-](?=[0-9 -]{0,8}[A-Za-z])"
    r"[0-9A-Za-z]{2,10}(?:-[0-9A-Za-z]{2,10})?(?!\w)"
)
_LOCAL = re.compile(r"(?<![\w.,/-])[2-9]\d\d[ .\-]\d{4}(?![\w-])")
_ASKS_TO_CALL = re.compile(
    r"\b(?:call|text|phone|telephone|tel|cell|mobile|fax|number is|reach (?:me|us|him|her)|ring|appel\w*|texte\w*|"
    r"telephon\w*|cellulaire|numero|rejoi\w+|joindre|sms)\b[^\n]{0,30}\Z"
)
_NOT_A_PHONE = re.compile(
    r"(?:\b(?:specimen|sample|lab|lot|batch|order|accession|trial|nct|invoice|reference|ref|echantillon|essai|din|"
    r"commande|facture|analyse|lot no)\b[^\n.]{0,25})\Z"
)

# Area codes in use in Canada, and those of the neighbours that people most often write.
_AREAS = frozenset(
    """204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 460 468 474 506 514
    519 537 548 568 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905
    942 600 800 833 844 855 866 877 888 212 315 518 607 716 718 917 802 603 207 313 206 360 509 406 701 218""".split()
)
# Help lines that anybody may call.
_PUBLIC_LINES = frozenset("8334564566 8662773553 8006686868 8889393333 8003639010 8552423310 8002632266".split())

_DIGIT_WORDS = frozenset(
    """zero oh one two three four five six seven eight nine un une deux trois quatre cinq sept huit neuf""".split()
)
# "one two three four" is counting to four; nobody counts to seven digits.
_SPELLED_LENGTH = 7

_QUEBEC = re.compile(r"(?<![\w-])[a-z]{4}[ \-]?(?P<day>\d{4}[ \-]?\d{2})[ \-]?\d{2}(?![\w-])")
_ONTARIO = re.compile(
    r"(?<![\w-])\d{4}[ \-]\d{3}[ \-]\d{3}(?:[ \-]?[a-z]{2}(?!\w))?(?![\w-])|(?<!\w)\d{10}[ "
    r"\-]?[a-z]{2}(?!\w)"
)
_ALBERTA = re.compile(r"(?<![\w-])\d{5}-\d{4}(?![\w-])")
_TEN = re.compile(r"(?<![\w-])9\d{3}[ \-]?\d{3}[ \-]?\d{3}(?![\w-])")
_BC_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3)
_CARD = re.compile(
    r"\b(?:health ?-?(?:card|number|insurance)|ohip|ramq|msp|mcp|phn|phin|uli|hsn|hcn|care ?card|"
    r"medicare|nam|ahc(?:ip)?|"
    r"mrn|chart|hospital (?:number|card|file)|patient (?:number|id)|file (?:number|no)|carte (?:soleil|sante|d'hopital|"
    r"d'assurance[ -]maladie)|assurance[ -]maladie|numero de (?:dossier|patient|carte)|dossier (?:no|numero|medical)|"
    r"mon dossier)\b"
)
_AFTER_CARD = re.compile(
    r"[^\d\n]{0,40}?(?P<number>(?<!\w)(?:[a-z]{1,4}-?)?\d[\d \-]{4,16}\d(?:[ \-]?[a-z]{2}\b)?)(?!\w)"
)

_NINE = re.compile(r"(?<![\w.,$-])\d{3}([ .\-]?)\d{3}\1\d{3}(?![\w-])(?![.,]\d)")
_INSURANCE = re.compile(
    r"\b(?:s\.?i\.?n\.?|n\.?a\.?s\.?|social insurance(?: number)?|assurance sociale)\b[^\d\n]{0,30}\Z"
)
_QUANTITY = re.compile(
    r" ?(?:ui\b|iu\b|\$|%|units?\b|unites?\b|dollars?\b|cells?\b|cellules?\b|euros?\b|people\b|"
    r"personnes\b|mg\b|/)"
)
_BANK_CARD = re.compile(r"(?<![\w-])\d{4}([ \-]?)\d{4}\1\d{4}\1\d{4}(?![\w-])")
_BESIDE = 60


def phones(story):
    """Find telephone numbers in digits, in letters ("1-800-…") or spelled out; public help lines pass."""
    done = 0
    for start in _PHONE_START.finditer(story.text):
        found = start.start() >= done and _PHONE.match(story.lower, start.start())
        if found and _is_a_phone(story, found):
            done = found.end()
            yield Hit(_without_gap(story, found.start()), found.end())
    for found in _ABROAD.finditer(story.lower):
        if 8 <= len(_digits(found[0])) <= 15:
            yield Hit(found.start(), found.end())
    for found in _LETTERED.finditer(story.text):
        if "APPELLE" not in found[0].upper().replace("-", ""):
            yield Hit(found.start(), found.end())
    yield from _local_phones(story)
    yield from _spelled_phones(story)


def _without_gap(story, start):
    gap = story.lower[start : start + 4]
    return start + len(gap) - len(gap.lstrip(" .-"))


def _is_a_phone(story, found):
    digits = found["area"] + found["exchange"] + _digits(found["line"])
    if digits in _PUBLIC_LINES:
        return False
    before = story.lower[max(0, found.start() - _BESIDE) : found.start()]
    if _NOT_A_PHONE.search(before) or _QUANTITY.match(story.lower, found.end()):
        return False
    written_together = digits in found[0]
    return not written_together or found["area"] in _AREAS or bool(_ASKS_TO_CALL.search(before))


def _local_phones(story):
    for found in _LOCAL.finditer(story.lower):
        if _ASKS_TO_CALL.search(story.lower, max(0, found.start() - _BESIDE), found.start()):
            yield Hit(found.start(), found.end())


def _spelled_phones(story):
    run = []
    for word in story.words:
        near = not run or word.start - run[-1].end <= 3
        if word.text in _DIGIT_WORDS and near:
            run.append(word)
            continue
        if len(run) >= _SPELLED_LENGTH:
            yield Hit(run[0].start, run[-1].end)
        run = [word] if word.text in _DIGIT_WORDS else []
    if len(run) >= _SPELLED_LENGTH:
        yield Hit(run[0].start, run[-1].end)


def health_numbers(story):
    """Find numbers of health cards, by shape where it is unmistakable, behind a word such as OHIP otherwise."""
    for found in _QUEBEC.finditer(story.lower):
        if _is_a_birth_day(_digits(found["day"])[2:]):
            yield Hit(found.start(), found.end())
    for pattern in (_ONTARIO, _ALBERTA):
        for found in pattern.finditer(story.lower):
            yield Hit(found.start(), found.end())
    for found in _TEN.finditer(story.lower):
        if _is_from_british_columbia(_digits(found[0])):
            yield Hit(found.start(), found.end())
    for card in _CARD.finditer(story.lower):
        if found := _AFTER_CARD.match(story.lower, card.end()):
            if len(_digits(found["number"])) >= 6:
                yield Hit(found.end("number") - len(found["number"].lstrip(" -")), found.end("number"))


def _is_a_birth_day(digits):
    month, day = int(digits[:2]), int(digits[2:])
    return (1 <= month <= 12 or 51 <= month <= 62) and 1 <= day <= 31


def _is_from_british_columbia(digits):
    total = sum(weight * int(digit) % 11 for weight, digit in zip(_BC_WEIGHTS, digits[1:9], strict=True))
    return (11 - total % 11) == int(digits[9])


def official_numbers(story):
    """Find social insurance numbers and bank cards, by their check digit."""
    for found in _NINE.finditer(story.lower):
        before = story.lower[max(0, found.start() - _BESIDE) : found.start()]
        told = _INSURANCE.search(before)
        apart = bool(found[1])
        if told or (apart and _passes_luhn(_digits(found[0])) and not _QUANTITY.match(story.lower, found.end())):
            yield Hit(found.start(), found.end())
    for found in _BANK_CARD.finditer(story.lower):
        if _passes_luhn(_digits(found[0])):
            yield Hit(found.start(), found.end())


def _passes_luhn(digits):
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return any(doubled) and sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _digits(text):
    return "".join(filter(str.isdecimal, text))
