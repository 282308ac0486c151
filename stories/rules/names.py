"""Names of people: those who treat, and all others."""

import re
from bisect import bisect_left

from .finding import Hit
from .name_lists import (
    ALSO_CITIES,
    FIRST_NAMES,
    NOT_NAMES,
    NOT_PEOPLE,
    PLACE_BEFORE,
    PUBLIC_NAMES,
    SURNAMES,
    UNSURE_NAMES,
)
from .phrases import Phrases
from .story_text import StoryText

_PART = r"(?:[DOL]')?[A-Z][A-Za-z]{1,24}(?:[-'][A-Z][A-Za-z]{1,24}){0,3}"
_BETWEEN = r" (?:[A-Z]\. ?)?(?:(?:de|du|van|von|der|den|la|le|bin|al|el) ){0,2}"
_NAME = rf"(?P<name>{_PART}(?:{_BETWEEN}{_PART}){{0,3}})(?![A-Za-z])"
_RUN = re.compile(rf"(?<![\w-]){_NAME}")
_PARTS = re.compile(_PART)

_NAMED = (
    r"(?:,? ?\(?| (?:is|was) (?:named|called) | (?:named|called) |'s name (?:is|was) | whose name (?:is|was) |"
    r",? (?:nommee?|prenommee?|appelee?|surnommee?|du nom de|qui s'appel(?:le|ait)|s'appel(?:le|ait)|c'est) )"
)
_ADJECTIVE = (
    r"(?: (?:dear|late|older|younger|little|big|best|good|great|new|oldest|youngest|cher|chere|"
    r"grande?|petite?|meilleure?|ainee?|cadette?|cadet|defunte?|feu))?"
)
_KIN = (
    "kids children sons daughters sisters brothers friends cousins nieces nephews enfants filles "
    "soeurs freres amis amies "
    "husband wife spouse partner fiance fiancee boyfriend girlfriend ex brother sister son daughter "
    "kid mother father mom mum "
    "dad stepmother stepfather stepson stepdaughter grandmother grandfather grandma grandpa granny nana grandson "
    "granddaughter aunt auntie uncle cousin niece nephew friend neighbour neighbor roommate coworker colleague boss "
    "twin godmother godfather mari epouse epoux conjoint conjointe chum blonde copain copine frere "
    "soeur fils fille garcon mere "
    "pere maman papa grand-mere grand-pere mamie papi belle-mere tante oncle matante mononcle cousine neveu ami amie "
    "voisin voisine collegue marraine parrain jumeau jumelle belle-soeur filleul filleule beau-pere petit-fils"
)
_STAFF = (
    "oncologist surgeon nurse physician psychologist pharmacist radiologist hematologist haematologist physiotherapist "
    "dietitian nutritionist anesthetist therapist navigator technologist technician receptionist chaplain urologist "
    "gynecologist dermatologist volunteer paramedic oncologue chirurgien chirurgienne infirmier "
    "infirmiere medecin psychologue pharmacien "
    "pharmacienne hematologue radiologue radio-oncologue physiotherapeute nutritionniste "
    "technicienne technicien urologue "
    "gynecologue dermatologue benevole ambulancier ambulanciere preposee prepose travailleuse intervenante pivot worker"
)
_AFTER_CUE = rf"{_NAMED}{_NAME}"
_KIN_CUES = Phrases({_KIN: _AFTER_CUE})
_STAFF_CUES = Phrases({_STAFF: _AFTER_CUE, "sister brother": rf" {_NAME}(?=,? (?:the|our|my) (?:nurse|chaplain|nun))"})
_TITLES = Phrases(
    {"mr mrs ms miss mx mme mlle madame monsieur pastor reverend rev rabbi imam abbe pasteur": rf"\.? {_NAME}"}
)
_STAFF_TITLES = Phrases(
    {"dr dre dres drs prof": rf"\.? ?{_NAME}", "doctor docteur docteure professor professeur": rf" {_NAME}"}
)
_MONSIEUR = re.compile(rf"(?<![\w.'-])M\. ?{_NAME}")
_SIGNED = re.compile(
    rf"\b(?:Cheers|Signed|Sincerely|Regards|Hugs|Love|Yours|XOXO|xoxo|Signe|Bises|Amities|Cordialement|"
    rf"Bien a vous|Merci)"
    rf"[,:!. \n-]{{1,3}}{_NAME}\.?(?=\s*\Z|\n)"
)
_AND_ANOTHER = re.compile(rf" (?:and|et|&) {_NAME}(?=[ .,;!?:)]|\Z)")
_OWN = Phrases(
    {
        "named prenomme prenommee": rf" {_NAME}",
        "i": rf"(?:'m| am) {_NAME}(?=,? (?:\d\d\b|from\b|and I'm \d|I'm \d|a \d\d)|,? I am \d)",
        "suis": rf" {_NAME}(?=,? (?:\d\d ans|et j'ai \d|j'ai \d|de [A-Z]))",
        "name nom prenom": rf"(?: de (?:ma|mon) \w{{2,12}})?(?: is| was|'s| est|:| c'est) {_NAME}",
        "m me": rf"(?:'| )(?:appel(?:le|ais|ait)|nomme) {_NAME}",
        "il elle": rf" s'appel(?:le|ait|lait) {_NAME}",
    }
)
_BEFORE_KIN = Phrases({"my our mon ma notre": rf" (?P<cue>{_KIN.replace(' ', '|')})(?!\w)"})
_BEFORE_STAFF = Phrases(
    {
        "my our the mon ma notre": rf" (?:[a-z]{{3,12}} )?(?P<cue>{_STAFF.replace(' ', '|')})(?!\w)",
        "l": rf"'(?P<cue>{_STAFF.replace(' ', '|')})(?!\w)",
    }
)
_COMMA_NAME = re.compile(rf"(?<![\w-]){_NAME}, ?\Z")
_SMALL_NAMED = re.compile(r" ([a-z]{2,20}(?:-[a-z]{2,20})?)(?![\w-])")
# What nothing but a person does: "Dawn came", but "Dawn told me".
_TELLS = re.compile(
    r" (?:said|told|asked|drove|laughed|smiled|hugged|and I|m'a dit|m'a conduite?|a dit|a souri|a ri|"
    r"et moi)(?!\w)"
)
_SPEAKS = re.compile(
    r" (?:(?:said|told|asked|drove|cried|laughed|smiled|hugged|whispered|insisted|and I|held my|sat with|brought me)|"
    r"(?:m'a|lui a|nous a) (?:dit|apporte|conduite?|demande|tenue?|prise?|serree?|ecrit|telephone|"
    r"appelee?|promis|embrassee?|fait rire)|"
    r"(?:a dit|a pleure|a ri|a souri|est venue?|m'accompagn\w+|disait|et moi))(?!\w)"
)
# "the Manuel", « le Pierre »: a thing that is called so.
_BEHIND_A_THING_WORD = re.compile(r"\b(?:the|a|an|le|la|les|un|une|du|des)[ ]\Z")
_PLACE = re.compile(r"([a-z]+)(?:-| (?:de |du |de la |d'|l')?|(?<=st)\. ?|(?<=ste)\. ?)\Z")


def people(story):
    """Find first names, or family names behind a title."""
    return [hit for hit in story.once(_people) if not _is_full(story, hit)]


def full_names(story):
    """Find first and family name together."""
    return [hit for hit in story.once(_people) if _is_full(story, hit)]


def staff(story):
    """Find names of people who treat or help as their work."""
    return story.once(_staff)


def _staff(story):
    hits = _behind_cues(story, _STAFF_TITLES) + _behind_cues(story, _STAFF_CUES)
    return _passed(story, hits + _before_cue(story, _BEFORE_STAFF))


def _behind_cues(story, table):
    """A cue in capitals is another word: CHUM is a hospital, « chum » a companion."""
    return [
        _name(story, phrase.rest)
        for phrase in table.find(story, cased=True)
        if not story.text[phrase.start : phrase.rest.start()].isupper() or phrase.rest.start() - phrase.start == 1
    ]


def _people(story):
    hits = []
    for table in (_TITLES, _KIN_CUES, _OWN):
        hits += _behind_cues(story, table)
    hits += [_name(story, found) for found in _MONSIEUR.finditer(story.text)]
    hits += _before_cue(story, _BEFORE_KIN)
    hits += _signatures(story) + _in_small_letters(story) + _known_names(story)
    hits += _joined(story, hits)
    staff_starts = sorted(hit.start for hit in staff(story))
    return [hit for hit in _passed(story, hits) if not _holds_one(hit, staff_starts)]


def _holds_one(hit, starts):
    place = bisect_left(starts, hit.start)
    return place < len(starts) and starts[place] < hit.end


def _name(story, found):
    """The name in a match, without the capitalised words around that are none; None when nothing is left."""
    parts = list(_PARTS.finditer(story.text, found.start("name"), found.end("name")))
    kept = []
    for part in parts:
        if part[0].lower() in NOT_NAMES or _is_an_acronym(part[0]):
            break
        kept.append(part)
    words = [part[0].lower() for part in parts]
    if not kept or any(word in NOT_PEOPLE for word in words) or "-".join(words[:2]) in PUBLIC_NAMES:
        return None
    return Hit(kept[0].start(), kept[-1].end())


def _is_an_acronym(word):
    return word.isupper() and word.lower() not in FIRST_NAMES | SURNAMES


def _signatures(story):
    return [_name(story, found) for found in _SIGNED.finditer(story.text)]


def _joined(story, hits):
    """ "Leila and Karim": who is named in one breath with a name is named too."""
    return [_name(story, found) for hit in hits if hit and (found := _AND_ANOTHER.match(story.text, hit.end))]


def _before_cue(story, table):
    """ "Julie, my nurse"."""
    hits = []
    for phrase in table.find(story):
        found = _COMMA_NAME.search(story.text, max(0, phrase.start - 70), phrase.start)
        if found:
            hits.append(_last_name(story, found))
    return hits


def _last_name(story, found):
    parts = list(_PARTS.finditer(story.text, found.start("name"), found.end("name")))
    names = []
    for part in reversed(parts):
        if part[0].lower() in NOT_NAMES | NOT_PEOPLE:
            break
        names.append(part)
    return Hit(names[-1].start(), names[0].end()) if names else None


_KIN_WORDS = frozenset(_KIN.split())


def _in_small_letters(story):
    """ "my husband paul", "MY HUSBAND PAUL"."""
    hits = []
    for word in story.words:
        found = word.text in _KIN_WORDS and _SMALL_NAMED.match(story.lower, word.end)
        if found and found[1] in FIRST_NAMES:
            hits.append(Hit(found.start(1), found.end(1)))
    return hits


def _known_names(story):
    hits = []
    for run in _RUN.finditer(story.text):
        parts = list(_PARTS.finditer(run[0]))
        words = [part[0].lower() for part in parts]
        if any(word in NOT_PEOPLE for word in words):
            continue
        hits += _names_in_run(story, run, parts, words)
    return hits


def _names_in_run(story, run, parts, words):
    place = 0
    while place < len(parts):
        if "-".join(words[place : place + 2]) in PUBLIC_NAMES:
            place += 2
            continue
        end = _end_of_name(story, run, parts, words, place)
        if end:
            yield Hit(run.start() + parts[place].start(), run.start() + parts[end - 1].end())
        place = end or place + 1


def _end_of_name(story, run, parts, words, place):
    """The number of the part behind the name that begins at `place`; 0 when none does."""
    start = run.start() + parts[place].start()
    if words[place] in PLACE_BEFORE | PUBLIC_NAMES or _stands_behind_a_place(story, start, words[place]):
        return 0
    following = words[place + 1] if place + 1 < len(words) else ""
    has_surname = following in SURNAMES
    if words[place] in NOT_NAMES and not (has_surname and words[place] in UNSURE_NAMES):
        return 0
    known = _is_first_name(words[place])
    if known or has_surname:
        return _end_of_surnames(parts, words, place + 1) if following else place + 1
    alone = len(parts) == 1 or place == len(parts) - 1 and words[place - 1] in NOT_NAMES
    if alone and _is_used_as_a_name(story, start, run.start() + parts[place].end(), words[place]):
        return place + 1
    return 0


def _is_first_name(word):
    if word in FIRST_NAMES:
        return True
    first, hyphen, rest = word.partition("-")
    return bool(hyphen) and first in FIRST_NAMES | UNSURE_NAMES and rest.split("-")[0] in FIRST_NAMES | UNSURE_NAMES


def _end_of_surnames(parts, words, place):
    """In a shouted sentence every word has a capital: there only known family names go on."""
    while place < len(words) and words[place] not in NOT_NAMES:
        if parts[place][0].isupper() and words[place] not in SURNAMES:
            break
        place += 1
    return place


def _is_used_as_a_name(story, start, end, word):
    first = story.begins_a_sentence(start)
    if _BEHIND_A_THING_WORD.search(story.lower, max(0, start - 8), start):
        return False
    if word in UNSURE_NAMES:
        return bool(_TELLS.match(story.text, end)) or not (first or word in ALSO_CITIES)
    if first or story.text[start:end].isupper() or word.startswith("saint"):
        return False
    return bool(_SPEAKS.match(story.text, end))


def _stands_behind_a_place(story, start, word):
    before = _PLACE.search(story.lower, max(0, start - 30), start)
    if not before:
        return False
    return before[1] in PLACE_BEFORE or (word in ALSO_CITIES and before[1] in _TO_A_PLACE)


_TO_A_PLACE = frozenset("in to from at near of around pres a de vers depuis pour par".split())


def _is_full(story, hit):
    return " " in story.text[hit.start : hit.end].strip()


def _passed(story, hits):
    shown = {word for word in re.findall(r"\w+", StoryText(story.shown_name, story.language).lower)}
    return [hit for hit in dict.fromkeys(filter(None, hits)) if not _is_shown(story, hit, shown)]


def _is_shown(story, hit, shown):
    return bool(shown) and set(re.findall(r"\w+", story.lower[hit.start : hit.end])) <= shown
