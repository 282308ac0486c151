"""How alike two texts are, from short signatures: for noticing that a story was sent twice.

A signature is a bottom-k MinHash sketch: the smallest hashes among those of all runs of three words. The share of
common ones among the smallest of both together estimates the Jaccard index: common runs of three words over all of
them (A. Broder, On the resemblance and containment of documents, 1997). With up to SIZE different runs in both texts
together it is exact; beyond that its standard error is at most 0.5 / √SIZE = 0.031. Changing one word of a text changes
three runs, so a text of n words with m scattered changed words keeps about (n − 3m) / (n + 3m).

A signature tells whether a text holds words that one already knows: it is erased with its story.
"""

import hashlib
import heapq
import re
import unicodedata

SIZE = 256
RUN = 3
# Six bytes: a number that every JSON reader keeps exactly.
BYTES = 6

_WORD = re.compile(r"[^\W_]+")


def signature(text: str) -> list[int]:
    """Return at most SIZE numbers that stand for the text, in order; none for a text without words.

    Case, accents, punctuation and white space do not count. It is the same in every process and on every machine.
    """
    words = _WORD.findall(_folded(text))
    runs = {" ".join(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))} - {""}
    return heapq.nsmallest(SIZE, {_number(run) for run in runs})


def likeness(first: list[int], second: list[int]) -> float:
    """Return how alike two signatures are, from 0 (nothing in common) to 1; 0 when one of them is empty."""
    if not first or not second:
        return 0.0
    common = set(first) & set(second)
    if not common:
        return 0.0
    both = heapq.nsmallest(SIZE, set(first) | set(second))
    return sum(number in common for number in both) / len(both)


def _folded(text):
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(one for one in decomposed if unicodedata.category(one) not in ("Mn", "Cf"))


def _number(run):
    return int.from_bytes(hashlib.blake2b(run.encode(errors="replace"), digest_size=BYTES).digest())
