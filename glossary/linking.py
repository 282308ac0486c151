"""Finds a glossary's words in rich text and lets the caller wrap the first use of each.

Text in, text out: no model, no request. The names of one language are kept in a trie of words, so the work
grows with the text and not with the number of names.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from html.entities import html5
from itertools import accumulate, chain
from typing import NamedTuple

from .inflection import GRAMMARS, LETTER, compose, fold

# A longer name is never linked. This bounds how far ahead one word of the text can make the search look.
MOST_WORDS = 16

# Stands behind the last word of a text. No phrase holds it, so no search goes past it.
END = "\n"

# A span holds words of another language: a glossary has none of them.
NEVER_INSIDE = frozenset("h1 h2 h3 h4 h5 h6 a button th code pre abbr dfn span script style textarea".split())

# A word goes on across these tags: "<em>non</em>cancerous" is one word to the reader. Other tags part words.
INSIDE_A_WORD = frozenset(
    "a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s small span strong sub sup u var".split()
)

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
        for index, passage in _passages(pieces):
            output[index // STEP] = self._link_passage(passage, wrap=wrap, seen=seen)
        tags = [*pieces[1::STEP], ""]
        return "".join(chain.from_iterable(zip(output, tags, strict=True)))

    def count(self, html: str) -> Counter:
        """Return {term: in how many places one of its names stands in `html`}, wherever link() may wrap it.

        Each term is counted as if it were alone: in "stem cell transplant", "stem cell" is used as well.
        """
        uses = Counter()
        for _index, passage in _passages(TAG.split(html)):
            for number, phrase, steps in self._starts(passage):
                uses.update(
                    {
                        entry.term
                        for after, entries in self._candidates(phrase, steps, number=number)
                        for entry in entries
                        if self._match(passage, entry, number=number, after=after)
                    }
                )
        return uses

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
        output, copied, next_word, next_start = [], 0, 0, 0
        for number, phrase, steps in self._starts(passage):
            if number < next_word:
                continue
            match = self._longest(passage, phrase, steps, number=number, floor=next_start)
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

    def _starts(self, passage):
        """Yield each word that may begin a name: its number, its key, and the steps that lead on through the names."""
        keys = [self._grammar.key(word) for word in passage.words]
        starts = [number for number, key in enumerate(keys) if key in self._first_words]
        if starts:
            steps = [_joint(gap) + key for gap, key in zip(passage.gaps, keys, strict=True)]
            steps.append(END)
            for number in starts:
                yield number, keys[number], steps

    def _candidates(self, phrase, steps, *, number):
        """The names with the keys of the words from a number on, the shortest first, each with the number after it."""
        after = number + 1
        found = []
        entries = self._phrases.get(phrase)
        while entries is not None:
            if entries:
                found.append((after, entries))
            phrase += steps[after]
            after += 1
            entries = self._phrases.get(phrase)
        return found

    def _longest(self, passage, phrase, steps, *, number, floor):
        """The longest name that starts with this word of the passage and stands alone there, or None."""
        found = self._candidates(phrase, steps, number=number)
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


def _passages(pieces):
    """Yield the texts in which words may be linked, each with its index among the pieces of a text."""
    banned = _Ban()
    for index in range(0, len(pieces), STEP):
        if pieces[index] and not banned:
            yield index, _Passage(pieces, index)
        if index + 1 < len(pieces):
            _tag, slash, tag_name = pieces[index + 1 : index + STEP]
            if tag_name and tag_name.lower() in NEVER_INSIDE:
                banned.pass_tag(tag_name.lower(), closing=bool(slash))


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


def _closest_first(entries, words):
    """The names with these words' keys, most punctuation first ("AR+", "AR"), then as Dictionary says."""
    spelling = [fold(word) for word in words]

    def distance(entry):
        is_inflected = [fold(word) for word in entry.words] != spelling
        return -len(entry.lead + entry.trail), is_inflected, not entry.match_case

    # Sorting is stable: among equals the name that was given first stays first.
    return sorted(entries, key=distance)


def _same_case(name_words, words):
    name_words, words = [compose(word) for word in name_words], [compose(word) for word in words]
    return words[:-1] == name_words[:-1] and words[-1] in (name_words[-1], name_words[-1] + "s")
