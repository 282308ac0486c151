"""Names a letter or two away from what was typed, fast enough to try thousands of them for one search."""

from functools import lru_cache


def closest(name, spellings):
    """The spellings nearest to a name: one letter away for short names, up to two for names of seven letters or more.

    A letter left out, added, changed, or two neighbours swapped, each count one (the restricted Damerau–Levenshtein
    distance: F. J. Damerau, “A technique for computer detection and correction of spelling errors”, 1964).
    """
    most = _letters_allowed(name)
    best, found = most, []
    if not most:
        return found
    mask = _mask(name)
    for spelling, other in _masks(spellings):
        # One wrong letter changes at most two letters of the set, so most names are ruled out by one comparison.
        if (mask ^ other).bit_count() > 2 * best or abs(len(spelling) - len(name)) > best:
            continue
        letters = distance(name, spelling, most=best)
        if letters < best:
            best, found = letters, [spelling]
        elif letters == best:
            found.append(spelling)
    return found


def distance(a, b, *, most):
    """How many letters apart two words are; any number above `most` means only that it is above."""
    before, row = None, list(range(len(b) + 1))
    for place, letter in enumerate(a, start=1):
        next_row = [place]
        for other_place, other in enumerate(b, start=1):
            cost = min(row[other_place] + 1, next_row[-1] + 1, row[other_place - 1] + (letter != other))
            if before and other_place > 1 and letter == b[other_place - 2] and a[place - 2] == other:
                cost = min(cost, before[other_place - 2] + 1)
            next_row.append(cost)
        if min(next_row) > most:
            return most + 1
        before, row = row, next_row
    return row[-1]


def _letters_allowed(name):
    if len(name) < 4 or len(name) > 40:
        return 0
    return 1 if len(name) < 7 else 2


def _mask(name):
    mask = 0
    for letter in name:
        mask |= 1 << (ord(letter) % 32)
    return mask


@lru_cache(maxsize=1)
def _masks(spellings):
    return tuple((spelling, _mask(spelling)) for spelling in spellings)
