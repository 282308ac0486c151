"""The order of what was found. Pure: matches in, matches out.

An exact title comes first, then an exact other name, then all words in the title, then in title and names, then a name
that begins with what was typed, then all words anywhere. Among equals: the bonus, the score, the shorter title.
"""

import math
from collections import defaultdict
from enum import IntEnum


class Where(IntEnum):
    """Where in a document something was found, the best first."""

    TITLE_ITSELF = 0
    NAME_ITSELF = 1
    TITLE = 2
    NAMES = 3
    BEGINNING = 4
    ANYWHERE = 5


# How much more a word says about a document that has it in its title or names.
IN_A_NAME = 4
# What one point of bonus adds to a score, as a share of it.
BONUS = 0.1


def ranked(matches):
    """Return one match for each document, its best, in the order in which readers see them."""
    best = {}
    for match in matches:
        before = best.get(match.document_id)
        if before is None or _order(match) < _order(before):
            best[match.document_id] = match
    return sorted(best.values(), key=_order)


def loosely_ranked(matches, *, most):
    """The same for matches of one group each: what has more of them, rarer ones and in its name, comes first.

    No more than `most` matches of a group were looked at: a group that has as many is a common one.
    """
    number = defaultdict(int)
    for match in matches:
        number[match.group] += match.where == Where.ANYWHERE
    found = defaultdict(dict)
    for match in matches:
        weight = math.log(2 + most / max(1, number[match.group]))
        value = weight * (IN_A_NAME if match.where < Where.ANYWHERE else 1)
        groups = found[match.document_id]
        groups[match.group] = max(groups.get(match.group, 0), value)
    documents = {match.document_id: match for match in matches}
    scored = [match._replace(score=sum(found[pk].values()), where=Where.ANYWHERE) for pk, match in documents.items()]
    return sorted(scored, key=_order)


def _order(match):
    if match.where < Where.ANYWHERE:
        return match.where, -match.rank_bonus, match.title_length, -match.score, match.document_id
    return match.where, -match.score * (1 + BONUS * match.rank_bonus), match.title_length, match.document_id
