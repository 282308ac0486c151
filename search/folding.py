"""Words as search compares them: small letters without accents, ligatures and Greek letters written out.

Pure: text in, words out. Nothing here raises, whatever the text: what is no letter and no digit only parts words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

# A longer word is cut. Normalising a long run of combining marks takes the square of its length.
LONGEST_WORD = 40
MOST_JOINED = 4

_MARK = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_LETTER = rf"(?:[^\W_]|[{_MARK}])"
_APOSTROPHE = "['’ʼ‘`´]"
_WORD = re.compile(rf"{_LETTER}+(?:{_APOSTROPHE}{_LETTER}+)*")
_APOSTROPHES = re.compile(_APOSTROPHE)
_NO_LETTER = re.compile(r"[\W_]+")
_JOINTS = frozenset(["", "-", "\u00ad", "\u2010", "\u2011", "\u2012", "\u2013", "\u2212"])

# Names of places are French in English texts too: "d’Youville", "l’Hôtel-Dieu".
_ELISIONS = {
    "en": re.compile(rf"[dl]{_APOSTROPHE}", re.IGNORECASE),
    "fr": re.compile(rf"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu){_APOSTROPHE}", re.IGNORECASE),
}
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}s\Z", re.IGNORECASE)

_GREEK = {
    **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta"},
    **{"ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho"},
    **{"σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega"},
}
_GREEK_LETTERS = "".join(_GREEK) + "".join(_GREEK).upper()
_GREEK_OR_NOT = re.compile(rf"[{_GREEK_LETTERS}]+|[^{_GREEK_LETTERS}]+")
# "TNFα" and "αβ" hold symbols; more of these letters in a row are a Greek word.
_MOST_SYMBOLS = 2

# The international name of interferon alpha, and how it is spelled elsewhere.
_SAME_WORD = {"alfa": "alpha"}
_SAME_BEGINNING = {"alf": "alph"}


class Word(NamedTuple):
    """A word of a text. `plain` keeps its accents, for stemming; `folded` is what is compared."""

    written: str
    start: int
    end: int
    plain: str
    folded: str
    is_joined: bool


def words_of(text: str, *, language: str) -> Iterator[Word]:
    """Yield the words of a text, in order, without elisions ("l’", "qu’") and the English possessive.

    `is_joined` says that only a hyphen, or nothing, parts a word from the one before: "alfa-2b".
    """
    end = -1
    for match in _WORD.finditer(text):
        run = match[0]
        # Texts repeat their words. A long run is seldom met again, and would only fill the memory.
        read = _read_once if len(run) <= LONGEST_WORD else _read
        for offset, written, plain, folded in read(run, language):
            start = match.start() + offset
            is_joined = end >= 0 and text[end:start] in _JOINTS
            end = start + len(written)
            yield Word(written, start, end, plain, folded, is_joined)


def folded_text(text: str, *, language: str) -> str:
    """Return the folded words of a text with one space between them: what two names have in common."""
    return " ".join(word.folded for word in words_of(text, language=language))


def folded_beginning(text: str, *, language: str) -> str:
    """Return the same for a text whose last word may still be being typed: "interferon alf" begins "… alpha"."""
    *whole, last = folded_text(text, language=language).split(" ")
    return " ".join([*whole, _SAME_BEGINNING.get(last, last)]) if whole else last


def joined_words(words: Iterable[Word]) -> Iterator[str]:
    """Yield the words that hyphens join as one word each, since "non-Hodgkin" is also typed "nonhodgkin"."""
    run = []
    for word in words:
        if not word.is_joined:
            yield from _as_one(run)
            run = []
        run.append(word.folded)
    yield from _as_one(run)


def without_accents(word: str) -> str:
    """Return a word in small letters without any accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NO_LETTER.sub("", kept.casefold())[:LONGEST_WORD]


def _read(run, language):
    """(offset, as written, plain, folded) of the words in a run of letters and apostrophes."""
    words = []
    for offset, written in _parts(run, language):
        plain = _plain(written)
        folded = _SAME_WORD.get(plain, without_accents(plain))
        if folded:
            words.append((offset, written, plain, folded))
    return tuple(words)


_read_once = lru_cache(maxsize=50_000)(_read)


def _parts(run, language):
    """(offset, text) of what is a word of its own in such a run."""
    start, text = 0, run
    elision = _ELISIONS[language].match(text)
    if elision:
        start, text = elision.end(), text[elision.end() :]
    text = _POSSESSIVE.sub("", text)
    if text.isascii() or not any(letter in _GREEK_LETTERS for letter in text[:LONGEST_WORD]):
        return [(start, text)]
    pieces = list(_GREEK_OR_NOT.finditer(text))
    if any(piece[0][0] in _GREEK_LETTERS and len(piece[0]) > _MOST_SYMBOLS for piece in pieces):
        return [(start, text)]
    return [(start + piece.start(), piece[0]) for piece in pieces]


def _plain(written):
    """A word in small letters and composed, with its accents."""
    word = _APOSTROPHES.sub("", written[:LONGEST_WORD])
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKC", word).casefold().replace("œ", "oe").replace("æ", "ae")
    if len(word) <= _MOST_SYMBOLS and all(letter in _GREEK for letter in word):
        return "".join(_GREEK[letter] for letter in word)
    return _NO_LETTER.sub("", unicodedata.normalize("NFC", word))[:LONGEST_WORD]


def _as_one(run):
    if 1 < len(run) <= MOST_JOINED:
        yield "".join(run)[:LONGEST_WORD]
