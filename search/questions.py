"""What somebody typed, as something to look up: groups of words of which all, or at least one, must be found.

Pure: text and synonyms in, a question out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from .folding import Word, folded_beginning, joined_words, words_of
from .small_words import SMALL_WORDS
from .stems import forms, stems

MOST_CHARACTERS = 1000
# What is shorter begins too many names.
SHORTEST_BEGINNING = 3
# As much of a name is compared.
LONGEST_COMPARED = 100
MOST_WORDS = 12
# An editor’s list of synonyms may be long; what one question costs is bounded.
MOST_ALTERNATIVES = 12
NO_SYNONYMS = MappingProxyType({})

Forms = tuple[str, ...]
Phrase = tuple[Forms, ...]


@dataclass(frozen=True)
class Group:
    """Words that stand for one idea: those that were typed first, then other ways to say the same."""

    phrases: tuple[Phrase, ...]

    @property
    def typed(self) -> "Group":
        return Group(self.phrases[:1])

    @cached_property
    def forms(self) -> frozenset[str]:
        return frozenset(form for phrase in self.phrases for word in phrase for form in word)


@dataclass(frozen=True)
class Question:
    """A question in one language. `words` are those that count, at most 12; `name` is all that was typed."""

    language: str
    words: tuple[Word, ...]
    name: str
    groups: tuple[Group, ...]

    @property
    def begins_names(self) -> bool:
        """Whether enough was typed to look for names that begin with it."""
        return len(self.name) >= SHORTEST_BEGINNING

    @property
    def typed_groups(self) -> tuple[Group, ...]:
        return tuple(group.typed for group in self.groups)

    @cached_property
    def forms(self) -> frozenset[str]:
        return frozenset().union(*(group.forms for group in self.groups))


def ask(text: str, *, language: str, synonyms: Mapping[tuple[str, ...], tuple[str, ...]] = NO_SYNONYMS) -> Question:
    """Return the question that a text asks. `synonyms` leads from the key of some words to other ways to say them."""
    text = text[:MOST_CHARACTERS]
    everything = list(words_of(text, language=language))[:MOST_WORDS]
    words = telling(everything, language=language)
    groups = []
    rest = list(words)
    while rest:
        number, others = _longest_known(rest, synonyms, language)
        typed, rest = rest[:number], rest[number:]
        groups.append(_group(typed, others, language))
    return Question(
        language=language,
        words=tuple(words),
        name=folded_beginning(text, language=language)[:LONGEST_COMPARED],
        groups=tuple(_with_joined(groups, words)),
    )


def telling(words: list[Word], *, language: str) -> list[Word]:
    """Return the words without small ones; all of them when there is nothing else."""
    return [word for word in words if word.folded not in SMALL_WORDS[language]] or words


def key_of(words: list[Word], *, language: str) -> tuple[str, ...]:
    """Return what stands for some words however they are inflected, accented and written."""
    return tuple(stems(word.folded, language)[-1] for word in words)


def key_of_text(text: str, *, language: str) -> tuple[str, ...]:
    """The same for a text, small words left out."""
    return key_of(telling(list(words_of(text, language=language)), language=language), language=language)


def _longest_known(words, synonyms, language):
    """How many of the next words a synonym replaces, at least 1, and what it replaces them by."""
    key = key_of(words, language=language)
    for number in range(len(words), 0, -1):
        if key[:number] in synonyms:
            return number, synonyms[key[:number]][:MOST_ALTERNATIVES]
    return 1, ()


def _group(typed, others, language):
    phrases = [tuple(forms(word, language) for word in typed)]
    for other in others:
        words = telling(list(words_of(other, language=language))[:MOST_WORDS], language=language)
        phrases.append(tuple(forms(word, language) for word in words))
    return Group(tuple(phrase for phrase in phrases if phrase))


def _with_joined(groups, words):
    """Let "5-FU" find what is written "5FU": a question of one hyphenated word may also be written as one."""
    joined = list(joined_words(words))
    is_one_word = len(joined) == 1 and all(word.is_joined for word in words[1:])
    if not is_one_word or len(groups) != len(words) or any(len(group.phrases) > 1 for group in groups):
        return groups
    apart = tuple(form for group in groups for form in group.phrases[0])
    return [Group((apart, ((joined[0],),)))]
