"""Two texts side by side, word by word. Pure: no model, no request."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
# More are too many to compare: the time grows with the square of their number.
MOST_TOKENS = 1000
_WORDS = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `kind` is "same", "removed" or "added"."""

    kind: str
    text: str


def compared(before: str, after: str) -> list[Piece]:
    """Return the pieces that turn one text into the other. Where something was replaced, what was removed is first."""
    old, new = _cut(before, after)
    pieces = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, "".join(old[start:end])))
        else:
            pieces += [Piece(REMOVED, "".join(old[start:end])), Piece(ADDED, "".join(new[new_start:new_end]))]
    return [piece for piece in pieces if piece.text]


def _cut(before, after):
    """Both texts in the finest tokens that are not too many."""
    for cut in (_WORDS.findall, _LINES.findall):
        old, new = cut(before), cut(after)
        if max(len(old), len(new)) <= MOST_TOKENS:
            return old, new
    return [before], [after]
