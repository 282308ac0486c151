"""What was taken out of a text and what was put in, word by word. Pure: no model, no request."""

import re
from dataclasses import dataclass
from itertools import groupby

SAME, REMOVED, ADDED = "same", "removed", "added"

# The finest way of cutting that gives at most so many tokens is used: the time depends on this, not on the text.
MOST_TOKENS = 5000
# Two texts that differ in more than this many tokens have too little in common for a comparison to help anybody.
MOST_CHANGES = 1500
# Words with their apostrophes and hyphens, line ends one by one, runs of spaces, runs of punctuation.
_WORDS = re.compile(r"\w+(?:[’'‑-]\w+)*|\r?\n|[^\S\r\n]+|[^\w\s]+|\r")
_BETWEEN_SPACES = re.compile(r"\S+|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `kind` is "same", "removed" or "added"."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return the pieces that turn one text into the other, in reading order, no two neighbours of one kind.

    The same and removed ones together are `before`, the same and added ones `after`. Where something was replaced, what
    was removed stands first. After E. Myers, An O(ND) difference algorithm and its variations (1986).
    """
    for cut in (_WORDS.findall, _BETWEEN_SPACES.findall, _LINES.findall, _whole):
        old, new = cut(before), cut(after)
        if max(len(old), len(new)) <= MOST_TOKENS:
            return _readable(_compared(old, new))
    raise AssertionError("A whole text is one token.")


def _whole(text):
    return [text] if text else []


def _compared(old, new):
    """[(kind, token)] between two lists of tokens."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = _middle(old[start : len(old) - end], new[start : len(new) - end])
    return [*_all(SAME, old[:start]), *middle, *_all(SAME, old[len(old) - end :])]


def _common(old, new):
    """How many tokens two lists begin with in common."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(old), len(new)))


def _all(kind, tokens):
    return [(kind, token) for token in tokens]


def _middle(old, new):
    steps = _steps(old, new) if old and new else None
    if steps is None:
        return [*_all(REMOVED, old), *_all(ADDED, new)]
    return _walked_back(old, new, steps)


def _steps(old, new):
    """For each number of changes, {diagonal: how far into `old` one gets}; None when too many changes are needed.

    A diagonal is the place in `old` minus the place in `new`.
    """
    furthest, steps = {1: 0}, []
    for changes in range(min(len(old) + len(new), MOST_CHANGES) + 1):
        steps.append(furthest.copy() if changes else {1: 0})
        for diagonal in range(-changes, changes + 1, 2):
            x = _entry(furthest, diagonal, changes)
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(old) and y >= len(new):
                return steps
    return None


def _entry(furthest, diagonal, changes):
    """Where a diagonal is entered: from above when that gets further, which adds a token, else from the left."""
    if _is_from_above(furthest, diagonal, changes):
        return furthest[diagonal + 1]
    return furthest[diagonal - 1] + 1


def _is_from_above(furthest, diagonal, changes):
    if diagonal in (-changes, changes):
        return diagonal == -changes
    return furthest[diagonal - 1] < furthest[diagonal + 1]


def _walked_back(old, new, steps):
    """The way that `_steps` found, from its end to its beginning, turned round."""
    found = []
    x, y = len(old), len(new)
    for changes in range(len(steps) - 1, -1, -1):
        furthest, diagonal = steps[changes], x - y
        entry = _entry(furthest, diagonal, changes)
        while x > max(entry, 0) and y > max(entry - diagonal, 0):
            x, y = x - 1, y - 1
            found.append((SAME, old[x]))
        if changes == 0:
            break
        if _is_from_above(furthest, diagonal, changes):
            y -= 1
            found.append((ADDED, new[y]))
        else:
            x -= 1
            found.append((REMOVED, old[x]))
    return found[::-1]


def _readable(tokens):
    """Put neighbours together, each change with what was removed first."""
    pieces = []
    for is_same, run in groupby(_without_islands(tokens), key=lambda one: one[0] == SAME):
        run = list(run)
        for kind in [SAME] if is_same else [REMOVED, ADDED]:
            text = "".join(token for own, token in run if own == kind)
            if text:
                pieces.append(Piece(kind, text))
    return pieces


def _without_islands(tokens):
    """Let white space between two changes belong to both, so that a changed sentence is not shown word by word."""
    runs = [list(run) for _, run in groupby(tokens, key=lambda one: one[0] == SAME)]
    for index, run in enumerate(runs):
        is_island = 0 < index < len(runs) - 1 and run[0][0] == SAME and not "".join(text for _, text in run).strip()
        for kind, token in run:
            yield from ([(REMOVED, token), (ADDED, token)] if is_island and "\n" not in token else [(kind, token)])
