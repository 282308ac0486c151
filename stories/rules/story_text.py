"""A story's text as the rules read it: without accents and invisible characters, every place known in the original."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

_UNUSUAL = re.compile(r"[^\n\x20-\x7e]")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = ".!?\n:;…•—"
# Between the end of a sentence and its first word.
_OPENING = " \"'«»“”([-*"

_APOSTROPHES = dict.fromkeys("‘’‛ʼʹ′´＇", "'")
_HYPHENS = dict.fromkeys("‐‑‒–−﹣－", "-")
_LETTERS = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i"}
# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKES = dict(zip("аеорсухіѕјАВЕКМНОРСТУХІοΑΒΕΚΜΝΟΡΤΧ", "aeopcyxisjABEKMHOPCTYXIoABEKMNOPTX", strict=True))
_ONE_TO_ONE = _APOSTROPHES | _HYPHENS | _LETTERS | _LOOKALIKES | {"\t": " ", "\r": "\n", "\x0b": "\n", "\x0c": "\n"}
# Full-width forms, typographic ligatures and mathematical alphabets. Not superscripts: 10⁹ is not 109.
_COMPATIBLE = ((0xFB00, 0xFB06), (0xFF01, 0xFF5E), (0x1D400, 0x1D7FF))


class Word(NamedTuple):
    """One run of letters and digits of the folded text, in lower case."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class StoryText:
    """A text in one language ("en" or "fr"), and the name that its author chose to be shown under."""

    original: str
    language: str
    shown_name: str = ""

    @cached_property
    def text(self) -> str:
        """The folded text: plain letters, straight apostrophes, plain spaces, nothing invisible."""
        return self._folding[0]

    @cached_property
    def lower(self) -> str:
        """The folded text in small letters, as long as `text`."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(one.lower() if len(one.lower()) == 1 else one for one in self.text)

    @cached_property
    def words(self) -> list[Word]:
        """Every word of the folded text, in order."""
        return [Word(found.start(), found.end(), found[0]) for found in _WORD.finditer(self.lower)]

    def once(self, work: Callable[["StoryText"], Any]) -> Any:
        """Return work(this story), done a single time however many rules ask for it."""
        if work not in self._done:
            self._done[work] = work(self)
        return self._done[work]

    @cached_property
    def _done(self):
        return {}

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of what stands at `start` to `end` of the folded text."""
        _text, starts, ends = self._folding
        return starts[start], ends[end - 1]

    def begins_a_sentence(self, start: int) -> bool:
        """Whether a sentence or line begins at this place of the folded text."""
        before = self.text[max(0, start - 6) : start].rstrip(_OPENING)
        return (start <= 6 and not before) or before[-1:] in _SENTENCE_END

    @cached_property
    def _folding(self):
        parts, starts, ends = [], [], []
        position = 0
        for unusual in _UNUSUAL.finditer(self.original):
            here = unusual.start()
            parts.append(self.original[position:here])
            starts.extend(range(position, here))
            ends.extend(range(position + 1, here + 1))
            position = here + 1
            folded = _folded(unusual[0])
            parts.append(folded)
            starts.extend([here] * len(folded))
            ends.extend([position] * len(folded))
            if ends and unicodedata.combining(unusual[0]):
                ends[-1] = position
        parts.append(self.original[position:])
        starts.extend(range(position, len(self.original)))
        ends.extend(range(position + 1, len(self.original) + 1))
        return "".join(parts), starts, ends


@lru_cache(maxsize=4096)
def _folded(character):
    if character in _ONE_TO_ONE:
        return _ONE_TO_ONE[character]
    if unicodedata.category(character) == "Zs":
        return " "
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if any(first <= ord(character) <= last for first, last in _COMPATIBLE):
        character = unicodedata.normalize("NFKC", character)
    plain = unicodedata.normalize("NFD", character)
    return "".join(one for one in plain if unicodedata.category(one) not in ("Mn", "Cf", "Cc"))
