"""Finds phrases by their first word, so that a text is read once however many phrases there are."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from .story_text import StoryText


class Phrase(NamedTuple):
    """A phrase that was found: its place in the folded text, and the match of what follows its first word."""

    start: int
    end: int
    rest: re.Match


class Phrases:
    """Phrases as {first words, space between: pattern of what follows the first word}.

    Patterns are matched on the folded text in small letters, so they hold no accents. Each has a bounded length: that
    keeps the whole search linear.
    """

    def __init__(self, *tables: dict[str, str], flags: int = 0):
        self._by_first_word = defaultdict(list)
        for table in tables:
            for firsts, rest in table.items():
                pattern = re.compile(rest, flags)
                for first in firsts.split():
                    self._by_first_word[first].append(pattern)

    def find(self, story: StoryText, *, cased: bool = False) -> Iterator[Phrase]:
        """Yield each phrase in the story; with `cased`, what follows the first word is matched with its capitals."""
        text = story.text if cased else story.lower
        for word in story.words:
            for pattern in self._by_first_word.get(word.text, ()):
                if rest := pattern.match(text, word.end):
                    yield Phrase(word.start, rest.end(), rest)
