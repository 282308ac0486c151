"""Street addresses, postal codes, and hospitals that stand beside a date."""

import re
from bisect import bisect_left

from .dates import dates, months_with_year
from .finding import Hit
from .phrases import Phrases

_CODE = re.compile(
    r"(?<![\w-])(?P<first>[abceghj-nprstvxy][0-9o][abceghj-nprstv-z])(?P<gap>[ "
    r"\-.]{0,3})(?P<last>[0-9o][abceghj-nprstv-z][0-9o])(?![\w-])"
)
# T2N1M0 is a stage of a tumour. T2N 1M0 is in Calgary.
_STAGE = re.compile(r"t[0-4]n[0-3]m[01o]\Z")
_POSTAL_WORD = re.compile(r"\b(?:postal|poste|address|adresse|alberta|calgary|ab)\b[^\n]{0,30}\Z")
_FIRST_HALF = re.compile(
    r"\b(?:postal code|code postal)(?: is| est|:|,| starts with| commence par)? "
    r"?(?P<code>[abceghj-nprstvxy]\d[abceghj-nprstv-z])(?!\w)"
)
_ZIP = re.compile(
    r"(?<!\w)[A-Z][a-z]{1,20},? (?P<zip>(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|"
    r"N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|"
    r"T[NX]|UT|V[AT]|W[AIVY]) \d{5}(?:-\d{4})?)(?!\w)"
)
_ZIP_BEHIND_STATE = re.compile(
    r"\b(?:New York|Michigan|Vermont|Maine|Washington|Florida|California|Ohio|Minnesota|Texas|Arizona|"
    r"Massachusetts),? (?P<zip>\d{5}(?:-\d{4})?)(?![\w,.-]\d|\w)"
)

_STREET = (
    "street|st|avenue|ave|road|rd|drive|dr|boulevard|blvd|lane|ln|court|crt|crescent|cres|way|place|"
    "pl|terrace|highway|hwy|"
    "trail|circle|square|parkway|pkwy|close|gate|grove|row|line|sideroad|heights|hill|mews|manor|bay|concession"
)
_SURE_STREET = "street|st|avenue|ave|road|rd|crescent|cres|boulevard|blvd|drive"
_SIDE = r"(?:north|south|east|west|n|s|e|w|ne|nw|se|sw)"
_UNIT = r"(?:,? ?(?:apt|apartment|unit|suite|ste|app|appt|appartement|bureau|#)\.? ?(?:no\.? ?|# ?)?\w{1,6})"
_NAME = r"(?:[A-Z][\w'-]{0,24}|[A-Z][a-z]{0,2}\.|\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH))"
_ENGLISH_ADDRESS = re.compile(
    rf" (?:(?i:{_SIDE})\.? )?(?:{_NAME} ){{1,4}}(?i:{_STREET})\b\.?(?: (?i:{_SIDE})\b\.?)?(?i:{_UNIT})?"
)
_SMALL_ADDRESS = re.compile(rf" (?P<name>[a-z][a-z'-]{{2,20}}) (?:{_SURE_STREET})\b\.?(?: {_SIDE}\b\.?)?{_UNIT}?")
_NUMBERED_STREET = re.compile(rf" \d{{1,3}}(?:a|st|nd|rd|th)? (?:st|street|ave|avenue)\b\.?(?: {_SIDE}\b\.?)?{_UNIT}?")
_NO_STREET_NAME = frozenset(
    """a an the main this that way hour hours minute minutes min day days week weeks month months year years km
    kilometre kilometres mile miles block blocks metre metres per long test blind more other down up on in of lane time
    times people
    patients dollar dollars cycle cycles round rounds""".split()
)
_HOUSE = re.compile(r"(?<![\w$.,/-])\d{1,5}(?:[a-z](?!\w)| [a-d](?!\w))?(?:-\d{1,5})?(?: 1/2)?(?!\w)(?![.]\d)")

_FRENCH_STREET = (
    r"(?:rue|avenue|av\.|boulevard|boul\.?|chemin|ch\.|rang|route|rte|montee|allee|impasse|terrasse|"
    r"croissant|promenade|"
    r"ruelle|autoroute)"
)
_FRENCH_WEAK_STREET = r"(?:place|cote|cours|passage|carre|quai|square|domaine)"
_LINK = r"(?:de la |de l'|des |du |de |d'|la |le |les |l')?"
_FRENCH_SIDE = r"(?: (?:est|ouest|nord|sud|e|o)(?!\w))?"
_FRENCH_NAME_PART = r"(?:[A-Z][\w'-]{0,30}|[A-Z][a-z]{0,2}\.)"
_FRENCH_NAME = rf"{_FRENCH_NAME_PART}(?: (?:(?:de|du|des|la|le|les|et) ){{0,2}}{_FRENCH_NAME_PART}){{0,3}}"
_FRENCH_ADDRESS = re.compile(
    rf"(?: (?:bis|ter))?,? (?:(?i:{_FRENCH_STREET}) (?:{_LINK}{_FRENCH_NAME}|{_LINK}(?!(?:et|est|ou|"
    rf"plus)\b)(?:\d{{1,4}}(?!\d)|[a-z0-9][\w'-]{{1,30}}))|"
    rf"(?i:{_FRENCH_WEAK_STREET}) {_LINK}{_FRENCH_NAME}|\d{{1,3}}(?i:e|ieme|re|er) (?i:avenue|rue|rang))"
    rf"(?i:{_FRENCH_SIDE})(?i:{_UNIT})?"
)
_ORDINAL_STREET = re.compile(
    r"(?<!\w)\d{1,3}(?:e|re|er|ieme|E) (?:Avenue|Rue|Rang|avenue|rang)\b(?i: (?:est|ouest|nord|"
    r"sud)\b)?"
)
_LIVES_ON = Phrases(
    {
        "live lives lived living": (
            rf" (?:at|on) (?P<street>(?:{_NAME} ){{1,3}}(?i:street|st|avenue|ave|road|rd|drive|crescent|lane|"
            rf"court|boulevard)\b\.?)"
        ),
        "habite habitais habitait habitons vis demeure reste restais": (
            rf"(?: encore| toujours)?(?: au| sur| dans)?(?: la| le)? (?P<street>(?i:{_FRENCH_STREET}|place|"
            rf"cote) {_LINK}{_FRENCH_NAME})"
        ),
    },
)
_BOX = re.compile(
    r"(?<!\w)(?:p\.? ?o\.? box|post office box|casier postal|case postale|c\.? ?p\.? ?(?=\d)|boite "
    r"postale|b\.? ?p\.? ?(?=\d)|r\.? ?r\.? ?#? ?(?=\d))[ #:no.]{0,5}\d{1,5}(?!\w)(?!/\d)"
)

_NAMED_HOSPITAL = re.compile(
    r"(?:(?:[A-Z][\w'.-]{1,24} (?:(?:of|de|for|and) )?){1,5}(?:Hospital|Cancer Cent(?:re|er)|Health "
    r"Sciences Cent(?:re|er)|Medical Cent(?:re|er)|"
    r"Cancer Institute|Infirmary|Clinic|Hospice)\b)|"
    r"(?:[Hh]opital|[Cc]linique|[Cc]entre [Hh]ospitalier|[Ii]nstitut|[Cc]entre de cancerologie|"
    r"[Pp]avillon|[Mm]aison de soins palliatifs|Maison) "
    r"(?:(?:universitaire |general |regional |du |de la |de l'|des |de |d'|la ){0,3}[A-Z][\w'.-]{1,30}){1,4}"
)
_KNOWN_HOSPITALS = re.compile(
    r"\b(?:CHUM|CHUS|CHUQ|CUSM|MUHC|IUCPQ|CHU de Quebec|CHU Sainte-Justine|Hotel-Dieu(?: de "
    r"[A-Z]\w+)?|Sunnybrook|Princess Margaret|Juravinski|Sick ?Kids|SickKids|"
    r"CHEO|Foothills|Tom Baker|Sainte-Justine|Maisonneuve-Rosemont|Cite-de-la-Sante|Mount Sinai|"
    r"Charles[ -]Le ?Moyne|Sacre-Coeur)(?!\w)"
)
# A hospital and a date this near one another, in characters, are about the same visit.
_NEAR = 150


def postal_codes(story):
    """Find Canadian postal codes, with O typed for 0 too, and American ones behind a state."""
    for found in _CODE.finditer(story.lower):
        if not _is_a_stage(story, found):
            yield Hit(found.start(), found.end())
    for found in _FIRST_HALF.finditer(story.lower):
        yield Hit(found.start("code"), found.end("code"))
    for pattern in (_ZIP, _ZIP_BEHIND_STATE):
        for found in pattern.finditer(story.text):
            yield Hit(found.start("zip"), found.end("zip"))


def _is_a_stage(story, found):
    if not _STAGE.match(found["first"] + found["last"]) or found["gap"] == " ":
        return False
    return not _POSTAL_WORD.search(story.lower, max(0, found.start() - 40), found.start())


def addresses(story):
    """Find street addresses and post boxes."""
    for house in _HOUSE.finditer(story.lower):
        if found := _street_behind(story, house.end()):
            yield Hit(house.start(), _without_point(story, found.end()))
    for found in _ORDINAL_STREET.finditer(story.text):
        yield Hit(found.start(), found.end())
    for phrase in _LIVES_ON.find(story, cased=True):
        yield Hit(phrase.rest.start("street"), _without_point(story, phrase.rest.end("street")))
    for found in _BOX.finditer(story.lower):
        yield Hit(found.start(), found.end())


def _street_behind(story, end):
    comma = end + (story.text[end : end + 1] == ",")
    for pattern in (_FRENCH_ADDRESS, _ENGLISH_ADDRESS):
        if found := pattern.match(story.text, end) or pattern.match(story.text, comma):
            return found
    if found := _NUMBERED_STREET.match(story.lower, end):
        return found
    found = _SMALL_ADDRESS.match(story.lower, end)
    return found if found and found["name"] not in _NO_STREET_NAME else None


def _without_point(story, end):
    """The point behind "St." ends the sentence as well, when there it ends."""
    return end - 1 if story.text[end - 1] == "." else end


def hospitals_with_dates(story):
    """Find named hospitals that stand near an exact date, or near a month with its year."""
    hospitals = [
        Hit(*found.span()) for pattern in (_NAMED_HOSPITAL, _KNOWN_HOSPITALS) for found in pattern.finditer(story.text)
    ]
    if not hospitals:
        return []
    days = sorted(hit.start for source in (dates, months_with_year) for hit in source(story))
    return [hospital for hospital in hospitals if _stands_near(hospital, days)]


def _stands_near(hospital, days):
    place = bisect_left(days, hospital.start - _NEAR)
    return place < len(days) and days[place] <= hospital.end + _NEAR
