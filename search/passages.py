"""The sentence of a text that answers a question best, with the words marked that share a form with it.

Pure: text in, pieces out. No HTML is made: who shows the pieces escapes them and marks what is marked.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .folding import words_of
from .stems import forms

# Further on in a long text nobody looks: reading all of it would cost more than finding it did.
MOST_READ = 12_000
LONGEST_PASSAGE = 260
BEFORE_THE_MATCH = 60
# A line of fewer words is a name, of a place or a kind of help: it tells nobody why something was found.
FEWEST_WORDS = 4
MORE = "…"

_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?!\s|\Z)[^.!?…\n]*)*[.!?…]*")
_SPACES = re.compile(r"\s+")


class Piece(NamedTuple):
    """A part of a text, and whether it is one of the words that were looked for."""

    text: str
    is_match: bool


def marked(text: str, wanted: frozenset[str], *, language: str) -> tuple[Piece, ...]:
    """Cut a text into pieces at the words that have one of the wanted forms. Together they are the text."""
    pieces, end = [], 0
    for start, stop, _found in _matches(text, wanted, language):
        pieces += [Piece(text[end:start], False), Piece(text[start:stop], True)]
        end = stop
    pieces.append(Piece(text[end:], False))
    return tuple(piece for piece in pieces if piece.text)


def passage(texts: Iterable[str], groups: Sequence[frozenset[str]], *, language: str) -> tuple[Piece, ...]:
    """Return, in pieces, the sentence in which most groups of forms are found; of equals the first, of none the first.

    A line of fewer than FEWEST_WORDS words is shown only as that first one. A sentence longer than LONGEST_PASSAGE
    characters is cut at words, with "…" where something is missing.
    """
    wanted = frozenset().union(*groups)
    best, most = "", -1
    for sentence in _sentences(texts):
        number = _number_of_groups(sentence, groups, wanted, language)
        if number > most:
            best, most = sentence, number
        if number == len(groups):
            break
    return marked(_cut(best, wanted, language), wanted, language=language)


def _number_of_groups(sentence, groups, wanted, language):
    if len(sentence.split()) < FEWEST_WORDS:
        return 0
    found = frozenset().union(*(found for _start, _stop, found in _matches(sentence, wanted, language)))
    return sum(1 for group in groups if found & group)


def _sentences(texts):
    for text in texts:
        for match in _SENTENCE.finditer(text[:MOST_READ]):
            sentence = _SPACES.sub(" ", match[0]).strip()
            if sentence:
                yield sentence


def _matches(text, wanted, language):
    """(start, end, wanted forms) of each word that has one."""
    for word in words_of(text, language=language):
        its = forms(word, language)
        if not wanted.isdisjoint(its):
            yield word.start, word.end, wanted.intersection(its)


def _cut(sentence, wanted, language):
    if len(sentence) <= LONGEST_PASSAGE:
        return sentence
    first = next(_matches(sentence, wanted, language), (0,))[0]
    start = _start_of_word(sentence, first - BEFORE_THE_MATCH)
    end = _end_of_word(sentence, start + LONGEST_PASSAGE)
    return (MORE if start else "") + sentence[start:end].strip() + (MORE if end < len(sentence) else "")


def _start_of_word(text, position):
    if position <= 0:
        return 0
    space = text.find(" ", position, position + BEFORE_THE_MATCH)
    return space + 1 if space >= 0 else position


def _end_of_word(text, position):
    if position >= len(text):
        return len(text)
    space = text.rfind(" ", position - BEFORE_THE_MATCH, position)
    return space if space >= 0 else position
