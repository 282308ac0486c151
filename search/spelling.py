"""The word that somebody may have meant. Pure: a word and a vocabulary in, a word out."""

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Shorter words have too many neighbours to guess.
SHORTEST = 4
MOST_COMPARED = 20


def corrected(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """Return the word of a vocabulary, {folded word: in how many names}, that a folded word is likely to be.

    Two letters the wrong way round count as one mistake. None when nothing is near enough, for a word that the
    vocabulary has, and for numbers.
    """
    if len(word) < SHORTEST or word in vocabulary or any(letter.isdigit() for letter in word):
        return None
    near = process.extract(
        word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=most_mistakes(word), limit=MOST_COMPARED
    )
    candidates = [(mistakes, other[0] != word[0], -vocabulary[other], other) for other, mistakes, _index in near]
    return min(candidates)[-1] if candidates else None


def most_mistakes(word: str) -> int:
    """How many letters may be wrong: one in a short word, three in a long one."""
    if len(word) < 6:
        return 1
    return 2 if len(word) < 10 else 3
