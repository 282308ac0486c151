"""Finds a glossary's words in rich text and lets the caller wrap the first use of each.

Text in, text out: no model, no request. The names of one language are kept in a trie of words, so the work
grows with the text and not with the number of names.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from html.entities import html5
from itertools import accumulate
from typing import NamedTuple

# A longer name is never linked. This bounds how far ahead one word of the text can make the search look.
MOST_WORDS = 16

# Stands behind the last word of a text. No phrase holds it, so no search goes past it.
END = "\n"

# No name has a longer word. What is longer stays as typed: normalising a run of combining marks is quadratic.
LONGEST_WORD = 80

NEVER_INSIDE = frozenset("h1 h2 h3 h4 h5 h6 a button th code pre abbr dfn script style textarea".split())

# A word goes on across these tags: "<em>non</em>cancerous" is one word to the reader. Other tags part words.
INSIDE_A_WORD = frozenset(
    "a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s small span strong sub sup u var".split()
)

# Python's \w leaves out the combining marks, and a letter typed as NFD has one behind it.
LETTER = r"[\w\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
WORD = re.compile(rf"({LETTER}+)")
SPACES = re.compile(r"\s+")

# Groups: the whole tag, its slash, its name. A try that fails stops at the next "<" outside of quotes, so no
# character is read more than a few times however many "<" stay open. A comment that stays open runs to the
# end, as it does in a browser.
TAG = re.compile(
    r'(<!--.*?(?:-->|\Z)|<[!?][^<>]*>|<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>"]*(?:"[^"]*"[^<>"]*)*>)', re.DOTALL
)
# TAG.split gives: text, tag, slash, tag name, text, tag, …
STEP = 4

# Letters behind "&" are taken together even without a semicolon: browsers read "&amp" as an entity too.
ENTITY = re.compile(r"(&(?:#(?:[xX][0-9a-fA-F]+|[0-9]+)|[A-Za-z][A-Za-z0-9]*);?)")
LONGEST_NUMBER = len("&#x0010FFFF;")

# How much of the text beside a match tells whether it stands alone, and how much stored text holds as many
# characters when each of them is written as an entity.
BESIDE = 16
BESIDE_STORED = BESIDE * 8


@dataclass(frozen=True)
class Name:
    """One way of writing a term, as an editor typed it. `term` is what identifies the term to the caller."""

    text: str
    term: Hashable
    match_case: bool = False


class Dictionary:
    """All names of one language, ready for linking.

    In: the names, and "en" or "fr" (KeyError for any other). Left out are names without a letter or digit
    ("+") and those longer than MOST_WORDS words. Where several terms share a name, the one spelled as in the
    text wins ("cells" over "cell"), then the one that minds its capitals, then the one given first.
    """

    def __init__(self, names: Iterable[Name], *, language: str):
        self._grammar = GRAMMARS[language]
        # A trie laid flat: each name, and each run of words that begins a longer name, by its words' keys.
        # What only begins a name has no entries.
        self._phrases = {}
        self._first_words = set()
        for name in names:
            self._add(name)

    def link(self, html: str, *, wrap: Callable[[Hashable, str], str], seen: set) -> str:
        """Return `html` with the first use of each term replaced by `wrap(term, html of that use)`.

        In: rich text as nh3 leaves it, with attribute values in double quotes. Any other string is accepted
        too, but what looks like a tag in it may be taken for text. `seen` holds the terms that are not to be
        linked; each term linked is added to it. Without what `wrap` added, `html` is back, byte for byte.
        """
        pieces = TAG.split(html)
        output = pieces[::STEP]
        banned = _Ban()
        for index in range(0, len(pieces), STEP):
            if pieces[index] and not banned:
                output[index // STEP] = self._link_passage(_Passage(pieces, index), wrap=wrap, seen=seen)
            if index + 1 < len(pieces):
                tag, slash, tag_name = pieces[index + 1 : index + STEP]
                output[index // STEP] += tag
                if tag_name and tag_name.lower() in NEVER_INSIDE:
                    banned.pass_tag(tag_name.lower(), closing=bool(slash))
        return "".join(output)

    def _add(self, name):
        parts = WORD.split(_plain_marks(name.text.strip()))
        words, gaps = parts[1::2], parts[2:-1:2]
        if not 0 < len(words) <= MOST_WORDS:
            return
        opening = ""
        for word, gap in zip(words[:-1], gaps, strict=True):
            opening += self._grammar.key(word)
            self._phrases.setdefault(opening, ())
            opening += _joint(gap)
        forms = self._grammar.forms(words[-1])
        entry = (_Entry(name.term, parts[0], parts[-1], words, name.match_case),)
        for form in forms:
            phrase = opening + form
            self._phrases[phrase] = self._phrases.get(phrase, ()) + entry
        self._first_words.update(forms if len(words) == 1 else [self._grammar.key(words[0])])

    def _link_passage(self, passage, *, wrap, seen):
        keys = [self._grammar.key(word) for word in passage.words]
        starts = [number for number, key in enumerate(keys) if key in self._first_words]
        if not starts:
            return passage.stored
        steps = [_joint(gap) + key for gap, key in zip(passage.gaps, keys, strict=True)]
        steps.append(END)
        output, copied, next_word, next_start = [], 0, 0, 0
        for number in starts:
            if number < next_word:
                continue
            match = self._longest(passage, keys[number], steps, number=number, floor=next_start)
            if not match:
                continue
            # A use that is not linked is passed over too: no "stem cell" in a second "stem cell transplant".
            next_word, next_start = match.next_word, match.end
            if match.term in seen:
                continue
            seen.add(match.term)
            start, end = passage.place(match.start), passage.place(match.end)
            output += passage.stored[copied:start], wrap(match.term, passage.stored[start:end])
            copied = end
        output.append(passage.stored[copied:])
        return "".join(output)

    def _longest(self, passage, phrase, steps, *, number, floor):
        """The longest name that starts with this word of the passage and stands alone there, or None."""
        after = number + 1
        found = []
        entries = self._phrases.get(phrase)
        while entries is not None:
            if entries:
                found.append((after, entries))
            phrase += steps[after]
            after += 1
            entries = self._phrases.get(phrase)
        for after, entries in reversed(found):
            if len(entries) > 1:
                entries = _closest_first(entries, passage.words[number:after])
            for entry in entries:
                match = self._match(passage, entry, number=number, after=after)
                if match and match.start >= floor:
                    return match
        return None

    def _match(self, passage, entry, *, number, after):
        start = passage.bounds[2 * number] - len(entry.lead)
        end = passage.bounds[2 * after - 1] + len(entry.trail)
        if not (passage.has(entry.lead, at=start) and passage.has(entry.trail, at=end - len(entry.trail))):
            return None
        if entry.match_case and not _same_case(entry.words, passage.words[number:after]):
            return None
        if self._grammar.joined_before.search(passage.before(start)):
            return None
        if self._grammar.joined_after.match(passage.after(end)):
            return None
        if passage.place(start) is None or passage.place(end) is None:
            return None
        return _Match(entry.term, start, end, after)


class _Entry(NamedTuple):
    """What a name asks for beyond its words' keys. Lead and trail are its outer punctuation."""

    term: Hashable
    lead: str
    trail: str
    words: list
    match_case: bool


class _Match(NamedTuple):
    term: Hashable
    start: int
    end: int
    next_word: int


class _Ban:
    """True while a tag is open that no link may stand in."""

    def __init__(self):
        self._open = dict.fromkeys(NEVER_INSIDE, 0)
        self._count = 0

    def __bool__(self):
        return self._count > 0

    def pass_tag(self, tag_name, *, closing):
        # A closing tag that nothing opened must not lift the ban of another tag.
        if closing and not self._open[tag_name]:
            return
        change = -1 if closing else 1
        self._open[tag_name] += change
        self._count += change


class _Passage:
    """The text between two tags, decoded and cut into words, with the way back to the stored text."""

    def __init__(self, pieces, index):
        self._pieces = pieces
        self._index = index
        self.stored = pieces[index]
        self._entities = _Entities(self.stored) if "&" in self.stored else None
        self._text = _plain_marks(self._entities.decoded if self._entities else self.stored)
        # Gap, word, gap, word, …, gap: each word has its gap in front.
        self._parts = WORD.split(self._text)
        self.words = self._parts[1::2]
        self.gaps = self._parts[:-1:2]

    @cached_property
    def bounds(self):
        """Where each gap and word ends: word n starts at [2n] and ends at [2n + 1]."""
        return list(accumulate(map(len, self._parts)))

    def place(self, position):
        """Where this position is in the stored text; None inside of an entity."""
        return self._entities.place(position) if self._entities else position

    def has(self, mark, *, at):
        return at >= 0 and self._text.startswith(mark, at)

    def before(self, start):
        """The last characters in front of `start`, even if they are on the far side of a tag like <em>."""
        if start >= BESIDE:
            return self._text[start - BESIDE : start]
        return (self._neighbour_before + self._text[:start])[-BESIDE:]

    def after(self, end):
        beside = self._text[end : end + BESIDE]
        return beside if len(beside) == BESIDE else beside + self._neighbour_after

    @cached_property
    def _neighbour_before(self):
        return _decode(self._neighbour(-STEP, tag_name_at=-1)[-BESIDE_STORED:])

    @cached_property
    def _neighbour_after(self):
        return _decode(self._neighbour(STEP, tag_name_at=STEP - 1)[:BESIDE_STORED])

    def _neighbour(self, step, *, tag_name_at):
        index = self._index
        while 0 <= index + step < len(self._pieces):
            if (self._pieces[index + tag_name_at] or "").lower() not in INSIDE_A_WORD:
                break
            index += step
            if self._pieces[index]:
                return self._pieces[index]
        return ""


class _Entities:
    """A stored text with its entities decoded, and the way back from the decoded to the stored."""

    def __init__(self, stored):
        parts = ENTITY.split(stored)
        self._stored_bounds = [0, *accumulate(map(len, parts))]
        parts[1::2] = map(_character, parts[1::2])
        self._bounds = [0, *accumulate(map(len, parts))]
        self.decoded = "".join(parts)

    def place(self, position):
        part = bisect_right(self._bounds, position) - 1
        inside = position - self._bounds[part]
        # Text and entities take turns, so every second part is an entity.
        if part % 2 and inside:
            return None
        return self._stored_bounds[part] + inside


def _decode(stored):
    return _plain_marks(_Entities(stored).decoded if "&" in stored else stored)


def _character(entity):
    if entity[1] != "#":
        return html5.get(entity[1:], entity)
    # Nothing (for a number that is no character) would join the words on both sides.
    return (len(entity) <= LONGEST_NUMBER and unescape(entity)) or "\ufffd"


def _plain_marks(text):
    """Apostrophes and hyphens in their plain form. Each stays one character, so that positions hold."""
    if text.isascii():
        return text
    return text.replace("’", "'").replace("\u2010", "-").replace("\u2011", "-")


def _joint(gap):
    """What stands between two words, with a space for spaces of all kinds and for a hyphen on its own."""
    if gap == " " or gap == "-":
        return " "
    return SPACES.sub(" ", gap)


def _compose(word):
    if word.isascii() or len(word) > LONGEST_WORD:
        return word
    word = unicodedata.normalize("NFC", word)
    return word.replace("œ", "oe").replace("æ", "ae").replace("Œ", "OE").replace("Æ", "AE")


def _fold(word):
    if word.isascii():
        return word.lower()
    return _compose(_compose(word).casefold())


def _closest_first(entries, words):
    """The names with these words' keys, most punctuation first ("AR+", "AR"), then as Dictionary says."""
    spelling = [_fold(word) for word in words]

    def distance(entry):
        is_inflected = [_fold(word) for word in entry.words] != spelling
        return -len(entry.lead + entry.trail), is_inflected, not entry.match_case

    # Sorting is stable: among equals the name that was given first stays first.
    return sorted(entries, key=distance)


def _same_case(name_words, words):
    name_words, words = [_compose(word) for word in name_words], [_compose(word) for word in words]
    return words[:-1] == name_words[:-1] and words[-1] in (name_words[-1], name_words[-1] + "s")


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
    folded = _fold(word)
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
    folded = _fold(word)
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
        key=_fold,
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
