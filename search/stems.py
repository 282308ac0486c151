"""The stems of a word: what its inflected forms share.

Pure: words in, stems out. French is stemmed before its accents are folded ("opérée" and "opérés" share "oper"), and
once more without them, because many people type none.
"""

import re
import threading
from functools import lru_cache

import Stemmer

from .folding import Word, without_accents

# Moves when the same text gets other words: what was indexed before is then indexed again.
VERSION = 2

ALGORITHMS = {"en": "english", "fr": "french"}
_of_this_thread = threading.local()

# "tumour" and "tumor", "leukaemia" and "leukemia" are the same word; and so are "metastasis" and "metastases".
_LONG = 6
_BRITISH = [(re.compile(r"[ao]e(?=.)"), "e"), (re.compile(r"our(?=s?\Z)"), "or"), (re.compile(r"sis\Z"), "ses")]


def stems(plain: str, language: str) -> tuple[str, ...]:
    """Return the stem of a word, given in small letters with its accents, and that of the word without them."""
    bare = without_accents(plain)
    return tuple(dict.fromkeys(without_accents(_stem(form, language)) for form in (plain, bare)))


def forms(word: Word, language: str) -> tuple[str, ...]:
    """Return what a word is looked up by, the word itself first. Words that share one of them are the same."""
    return _forms(word.plain, word.folded, language)


@lru_cache(maxsize=50_000)
def _forms(plain, folded, language):
    # A spelling that folding settled, such as "alfa", has one form for both languages.
    known = plain if without_accents(plain) == folded else folded
    return tuple(dict.fromkeys((folded, *stems(known, language))))


def _stem(word, language):
    if language == "en" and len(word) >= _LONG:
        for pattern, replacement in _BRITISH:
            word = pattern.sub(replacement, word)
    if language == "fr" and len(word) >= _LONG and word.endswith("ers"):
        # A plural: otherwise "cancer" would be read as a verb, "cancers" as a noun, and they would share no stem.
        word = word[:-1]
    return _stemmer(language).stemWord(word)


def _stemmer(language):
    # A stemmer of PyStemmer must not be shared by threads.
    if not hasattr(_of_this_thread, language):
        setattr(_of_this_thread, language, Stemmer.Stemmer(ALGORITHMS[language]))
    return getattr(_of_this_thread, language)
