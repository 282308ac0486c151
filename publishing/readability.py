"""How hard a text is to read: Flesch–Kincaid grade in English, Kandel–Moles reading ease in French.

Pure: text in, numbers out.

The English grade is the number of years in school that a reader needs: 0.39 × words per sentence + 11.8 × syllables
per word − 15.59 (J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, Derivation of New Readability Formulas
for Navy Enlisted Personnel, 1975, after R. Flesch, A New Readability Yardstick, 1948). Less is easier.

The French ease runs from about 0 to 100: 207 − 1.015 × words per sentence − 73.6 × syllables per word (L. Kandel and
A. Moles, Application de l'indice de Flesch à la langue française, 1958). More is easier.

docs/readability.md says how words, sentences, numbers and names are counted, and why.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from .syllables import PLAIN_MARKS, syllables

# English parts may be at most this hard, and French ones must be at least this easy.
HARDEST_GRADE = 8
LEAST_EASE = 55

# With fewer words, one long word or sentence decides: the formulas were made for passages.
FEWEST_WORDS = 20

# Attributes stand in double quotes, as cleaning leaves them.
END_OF_TAG = r'[^<>"]*(?:"[^"]*"[^<>"]*)*>'
BLOCKS = "p|h[1-6]|ul|ol|li|blockquote|table|caption|thead|tbody|tr|th|td|figure|figcaption|div"
BLOCK = re.compile(rf"</?(?:{BLOCKS})\b{END_OF_TAG}", re.IGNORECASE)
LINE_END = re.compile(rf"<br\b{END_OF_TAG}", re.IGNORECASE)
TAG = re.compile(rf"</?[a-z]{END_OF_TAG}", re.IGNORECASE)
WHITE_SPACE = re.compile(r"[ \t\r\n]+")

SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++(?:[\s»”\"')\]]*[»”\"')\]])?(?=\s|$)")
OPENING_MARKS = " \u00a0\u202f«“\"'([—–-"
# A longer name is measured like any text: looking for it would cost its length in every place.
MOST_WORDS_OF_A_NAME = 16
# How much of the text in front of a point tells whether an abbreviation stands there.
BESIDE = 16
# Behind these a point ends no sentence. "etc." is not here: it often does, and then a capital follows.
ABBREVIATIONS = frozenset(
    "approx c.-à-d cf dr dre drs e.g env ex i.e M mlle mme mr mrs ms p.ex prof st ste tel tél vs".split()
)
# "No. 5", but "I said no."
BEFORE_A_NUMBER = frozenset("no nos p pp fig vol art".split())

# A number with its unit is one word: "2.5", "8 h 30", "9-1-1", "10 000", "38 °C", "5 mg/m²", "2.5 × 10⁹/L".
FIGURES = r"\d\w*(?:[.,:/'’‐‑–-]\w+|[ \u00a0\u202f]\d{3}(?!\w))*"
UNIT = (
    r"[ \u00a0\u202f]?(?:°[ \u00a0]?[CF]?|%|\$|(?:mcg|[mkµ]?g|m[lL]|[cmk]?m|L|Gy|k?cal|UI|IU|h(?:[ \u00a0]\d\d?)?)"
    r"(?![\w'’-]))"
)
TOKEN = re.compile(
    rf"(?P<number>{FIGURES}(?:\s?×\s?{FIGURES})?(?:{UNIT})?(?:/(?:m[²2]|k?g|d?m?L|h|min)\b)?)|\w+(?:['’‐‑-]\w+)*"
)

ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """What was counted in a text, and what follows from it. Readings of one language can be added up."""

    language: str
    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other):
        return Reading(
            self.language,
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
        )

    @property
    def score(self) -> float | None:
        """The English grade or the French ease, rounded to a tenth; None for a text without words."""
        if not self.words:
            return None
        words_per_sentence = self.words / max(1, self.sentences)
        syllables_per_word = self.syllables / self.words
        if self.language == "en":
            return round(0.39 * words_per_sentence + 11.8 * syllables_per_word - 15.59, 1)
        return round(207 - 1.015 * words_per_sentence - 73.6 * syllables_per_word, 1)

    @property
    def is_plain(self) -> bool:
        if self.score is None:
            return True
        return self.score <= HARDEST_GRADE if self.language == "en" else self.score >= LEAST_EASE


def measure(html: str, *, language: str, leave_out: frozenset[str] = frozenset()) -> Reading:
    """Return the Reading of one text.

    In: rich text as it is stored, or plain text (then line ends part sentences); "en" or "fr"; names of one or more
    words that count neither as words nor as syllables. Names are found in any case and with a plural ending, but one
    in capitals alone ("ALL") only in capitals.
    """
    names = _names(frozenset(leave_out), language)
    total = Reading(language)
    for sentence in _sentences(html):
        tokens = [_Token(found[0], found["number"] is not None) for found in TOKEN.finditer(sentence)]
        total += _reading(names.taken_out_of(tokens), language)
    return total


def pooled(readings: dict[str, Reading]) -> dict[str, Reading]:
    """Return {part: Reading} without parts of fewer than FEWEST_WORDS words.

    Those are taken together, and with the shortest other part when that is still not enough. So nothing goes
    unmeasured; only a whole text that is too short stays so. Parts without words are left out.
    """
    readings = {part: reading for part, reading in readings.items() if reading.words}
    while len(readings) > 1:
        first, second = sorted(readings, key=lambda part: readings[part].words)[:2]
        if readings[first].words >= FEWEST_WORDS:
            break
        pool = readings.pop(first)
        readings = {
            f"{part} + {first}" if part == second else part: reading + pool if part == second else reading
            for part, reading in readings.items()
        }
    return readings


class _Token(NamedTuple):
    text: str
    is_number: bool


def _reading(tokens, language):
    # A number alone ("1.") is no sentence.
    is_sentence = any(not token.is_number for token in tokens)
    spoken = (1 if token.is_number else syllables(token.text, language=language) for token in tokens)
    return Reading(language, len(tokens), int(is_sentence), sum(spoken))


def _sentences(html):
    for block in _blocks(html):
        start = 0
        for mark in SENTENCE_END.finditer(block):
            if _ends_a_sentence(block, mark):
                yield block[start : mark.end()]
                start = mark.end()
        yield block[start:]


def _blocks(html):
    if not TAG.search(html):
        return unescape(html).splitlines()
    one_line = LINE_END.sub(" ", WHITE_SPACE.sub(" ", html))
    return unescape(TAG.sub("", BLOCK.sub("\n", one_line))).split("\n")


def _ends_a_sentence(block, mark):
    after = block[mark.end() :].lstrip(OPENING_MARKS)[:1]
    if after.islower():
        return False
    if not mark[0].startswith(".") or mark[0].startswith(".."):
        return True
    beside = block[max(0, mark.start() - BESIDE) : mark.start()]
    last_word = re.search(r"[\w.-]*$", beside)[0]
    if {last_word, last_word.lower()} & ABBREVIATIONS:
        return False
    return not (last_word.lower() in BEFORE_A_NUMBER and after.isdigit())


class _Names:
    """Names to leave out, as runs of the keys of their words."""

    def __init__(self, names, language):
        self._language = language
        phrases = map(self._phrase, names)
        self._phrases = {phrase for phrase in phrases if len(phrase) <= MOST_WORDS_OF_A_NAME}
        self._longest = max(map(len, self._phrases), default=0)

    def taken_out_of(self, tokens):
        """The tokens that belong to no name; the longest name wins."""
        keys = [_key(token.text, self._language) for token in tokens]
        folded = [key.casefold() for key in keys]
        kept, position = [], 0
        while position < len(tokens):
            size = self._size_at(position, keys, folded)
            if not size:
                kept.append(tokens[position])
            position += size or 1
        return kept

    def _phrase(self, name):
        folded = str.casefold if not name.isupper() else str
        return tuple(folded(_key(found[0], self._language)) for found in TOKEN.finditer(name))

    def _size_at(self, position, keys, folded):
        for size in range(min(self._longest, len(keys) - position), 0, -1):
            end = position + size
            if tuple(folded[position:end]) in self._phrases or tuple(keys[position:end]) in self._phrases:
                return size
        return 0


@lru_cache(maxsize=8)
def _names(leave_out, language):
    return _Names(leave_out, language)


def _key(word, language):
    """A word without what its place in a sentence adds: elision, possessive, the ending of the plural."""
    word = unicodedata.normalize("NFC", word).translate(PLAIN_MARKS)
    word = ELISION.sub("", word) if language == "fr" else re.sub(r"'s$|'$", "", word)
    if len(word) <= 3 and not re.fullmatch(r"[A-Z]{2,}s", word):
        return word
    if language == "fr":
        return re.sub(r"[sx]$", "", word)
    # "biopsies" and "biopsy", "masses" and "mass", "causes" and "cause" get one key.
    return re.sub(r"(?<=...)(?:ie|y|e)$", "", re.sub(r"s$", "", re.sub(r"(?<=ss|us|[cs]h|.x)es$", "", word)))
