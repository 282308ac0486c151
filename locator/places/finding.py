"""From what a person typed to a place: a postal code, a town, a region or a province, however it is spelled."""

import bisect
import re
import unicodedata
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from locator import postal
from locator.places import atlas
from locator.places.folding import compact, joined, words
from locator.places.misspelling import closest
from locator.places.records import PROVINCES, Choice, Found, Refused, province_name

LONGEST_TEXT = 100
MOST_CHOICES = 9
# A misspelled name means the far larger of two towns, unless the other is at least a tenth of its size.
FAR_LARGER = 10

PROVINCE_OF_LETTER = {
    "A": "NL",
    "B": "NS",
    "C": "PE",
    "E": "NB",
    "G": "QC",
    "H": "QC",
    "J": "QC",
    "K": "ON",
    "L": "ON",
    "M": "ON",
    "N": "ON",
    "P": "ON",
    "R": "MB",
    "S": "SK",
    "T": "AB",
    "V": "BC",
    "X": "NT",
    "Y": "YT",
}

OTHER_PROVINCE_NAMES = {
    "AB": "alta alb",
    "BC": "cb colombiebritanique britishcolombia",
    "MB": "man",
    "NB": "",
    "NL": "nfld nf nfl newfoundland labradorandnewfoundland newfoundlandlabrador tnl terreneuve terreneuvelabrador",
    "NS": "ne",
    "NT": "nwt tno thenorthwestterritories lesterritoiresdunordouest",
    "NU": "nun",
    "ON": "ont",
    "PE": "pei ipe princeedwardisle ileduprinceedouard",
    "QC": "que pq laprovincedequebec provincedequebec provinceofquebec quebecprovince",
    "SK": "sask",
    "YT": "yk yuk yukonterritory territoireduyukon theyukon leyukon",
}

_BEFORE = re.compile(
    r"^((la |the )?(ville|cite|city|town|village|municipality|municipalite|district|region|hamlet|hameau)"
    r" (de la|de l|d|de|du|des|of the|of) |(in|near|at|around|the|a|au|aux|pres de|pres d|dans|le|la|les|vers) )"
)
_AFTER = re.compile(r" (city|town|ville|region|area|village|municipality|district|hamlet)$")


def find(text: str) -> Found | Choice | Refused:
    """The place that a person typed: one, several to choose from, or a sentence saying what to enter instead."""
    text = _readable(text)
    if not any(character.isalnum() for character in text):
        return Refused(_("Enter a postal code, a town or a region."))
    if len(text) > LONGEST_TEXT:
        return Refused(_("This text is too long. Enter a postal code, a town or a region."))
    code = postal.read(text)
    if isinstance(code, postal.Wrong):
        return Refused(code.sentence)
    if code:
        return _of_code(code)
    code, rest = postal.read_inside(text)
    if code and (code.whole or not code.is_rural):
        return _of_code(code)
    return _of_name(rest) or (_of_code(code) if code else Refused(postal.cannot_find(text)))


def suggest(text: str, *, limit: int = 10) -> list:
    """Places whose names begin with the text, larger towns first, for a list under the box."""
    text = _readable(text[:LONGEST_TEXT])
    if re.fullmatch(r"[A-Za-z]\d[A-Za-z]?", text):
        return [atlas.postal_place(fsa) for fsa in sorted(atlas.atlas().areas) if fsa.startswith(text.upper())][:limit]
    start = _start(text)
    if not start:
        return []
    names = _sorted_names()
    first, last = bisect.bisect_left(names, start), bisect.bisect_left(names, start + "\uffff")
    keys = {key for name in names[first:last] for key in atlas.atlas().keys_by_name[name]}
    return [atlas.place_of(key) for key in sorted(keys, key=lambda key: (-atlas.size(key), key))[:limit]]


def _readable(text):
    """The text without what cannot be seen, such as NUL or marks of direction."""
    shown = text[: 10 * LONGEST_TEXT]
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in shown).split())


def _of_code(code):
    if code.is_rural and code.whole in atlas.atlas().rural:
        return Found(atlas.town_place(atlas.atlas().rural[code.whole]))
    if code.is_rural and code.fsa in atlas.atlas().areas:
        return _places_of_a_rural_area(code)
    place = atlas.postal_place(code.fsa)
    return Found(place) if place else _province_of_an_unknown_code(code.fsa)


def _places_of_a_rural_area(code):
    towns = atlas.atlas().towns_of.get(code.fsa, ())
    most = MOST_CHOICES if len(towns) > MOST_CHOICES + 6 else len(towns)
    places = tuple(atlas.town_place(key) for key in towns[:most])
    if not code.whole and len(places) == 1:
        return Found(places[0])
    note = _("%(fsa)s covers a large area. Which place is nearest?")
    if code.whole:
        note = _("We do not know this postal code yet. %(fsa)s covers a large area. Which place is nearest?")
    return Choice((*places, atlas.postal_place(code.fsa)), note % {"fsa": code.fsa})


def _province_of_an_unknown_code(fsa):
    province = PROVINCE_OF_LETTER[fsa[0]]
    note = _("We do not know the postal code %(fsa)s. We looked for %(province)s instead. You can also enter a town.")
    return Found(
        atlas.province_place(province), note % {"fsa": fsa, "province": province_name(province, get_language())}
    )


def _of_name(text):
    folded = words(text)
    if len(folded) > 1 and folded[-1] == "canada":
        folded = folded[:-1]
    return (
        _exactly(folded)
        or _with_its_province(folded)
        or _without_words_around(folded)
        or _with_its_province(folded, misspelled=True)
        or _misspelled(joined(folded), among=None)
    )


def _exactly(folded):
    name = joined(folded)
    province = _provinces().get(name)
    keys = _keys(name)
    if not province:
        return _under_its_name(_answer(keys), name)
    if len(name) <= 4 or not keys:
        return Found(atlas.province_place(province))
    places = (*(atlas.place_of(key) for key in keys), atlas.province_place(province))
    return Choice(places, _which(places))


def _with_its_province(folded, *, misspelled=False):
    """“Windsor N.S.”, “St John’s Newfoundland and Labrador”: the longest ending that names a province counts."""
    for length in range(min(6, len(folded) - 1), 0, -1):
        province = _provinces().get(joined(folded[-length:]))
        if not province:
            continue
        name = joined(folded[:-length])
        if misspelled:
            return _misspelled(name, among=province)
        keys = _keys(name)
        there = [key for key in keys if atlas.place_of(key).province == province]
        return _under_its_name(_answer(there), name) or _elsewhere(keys)
    return None


def _under_its_name(answer, name):
    """Somebody who typed an old name or a part of a town is told which town was looked for."""
    if not isinstance(answer, Found) or name in (compact(answer.place.name_en), compact(answer.place.name_fr)):
        return answer
    return Found(answer.place, _looked_for(answer.place))


def _elsewhere(keys):
    """A town that is in another province than the one typed."""
    answer = _answer(keys)
    if isinstance(answer, Found):
        return Found(answer.place, _looked_for(answer.place))
    return answer


def _without_words_around(folded):
    text = " ".join(folded)
    for _again in range(3):
        bare = _AFTER.sub("", _BEFORE.sub("", text))
        if bare == text:
            return None
        answer = _exactly(bare.split()) or _with_its_province(bare.split())
        if answer:
            return answer
        text = bare
    return None


def _misspelled(name, *, among):
    if any(character.isdigit() for character in name):
        return None
    near = closest(name, _spellings())
    keys = list(dict.fromkeys(key for spelling in near for key in _keys(spelling)))
    if among:
        keys = [key for key in keys if atlas.place_of(key).province == among]
    keys.sort(key=lambda key: (-atlas.size(key), key))
    provinces = {_provinces()[spelling] for spelling in near if spelling in _provinces() and not among}
    if provinces and not keys:
        place = atlas.province_place(provinces.pop())
        return Found(place, _looked_for(place))
    if len(near) > 1 and len(keys) > 1 and atlas.size(keys[0]) > FAR_LARGER * atlas.size(keys[1]):
        keys = keys[:1]
    answer = _answer(keys)
    if isinstance(answer, Found):
        return Found(answer.place, _looked_for(answer.place))
    return answer and Choice(answer.places, _("We cannot find this place. Do you mean one of these?"))


def _keys(name):
    """The towns and regions of a compact name; a region that is no more than the town it is named for is left out."""
    found = atlas.atlas()
    keys = found.keys_by_name.get(name, ())
    return [key for key in keys if key not in found.regions or found.regions[key].anchor not in keys]


def _answer(keys):
    places = tuple(atlas.place_of(key) for key in keys[:MOST_CHOICES])
    if len(places) > 1:
        return Choice(places, _which(places))
    return Found(places[0]) if places else None


def _which(places):
    names = {place.name(get_language()) for place in places}
    if len(names) > 1:
        return _("Which of these do you mean?")
    return _("There is more than one place called %(name)s. Which one do you mean?") % {"name": names.pop()}


def _looked_for(place):
    return _("We looked for %(place)s.") % {"place": place.label(get_language())}


@cache
def _provinces():
    names = {}
    for code, (english, french) in PROVINCES.items():
        for name in (code, english, french, *OTHER_PROVINCE_NAMES[code].split()):
            names[compact(name)] = code
    return names


@cache
def _sorted_names():
    return sorted(atlas.atlas().keys_by_name)


@cache
def _spellings():
    return tuple({*atlas.atlas().keys_by_name, *(name for name in _provinces() if len(name) > 4)})


def _start(text):
    folded = words(text)
    if folded and len(folded[-1]) > 2 and "sainte".startswith(folded[-1]):
        folded[-1] = "st"
    return joined(folded)
