"""Whether people find what they look for: a table of questions, each with the page that must be among the first."""

import tomllib
from typing import NamedTuple

from django.utils import timezone

from .finding import search

# How far down the page may stand, for each part of the table.
AMONG = {"first": 1, "among_three": 3, "corrected": 1}
# As many are named for a question that is not answered.
NAMED = 5


class Judged(NamedTuple):
    """A question, what must be found and what is, as “kind: title”. `place` counts from 1; None: not there."""

    language: str
    part: str
    question: str
    expected: str
    found: list
    place: int | None
    is_recommended: bool

    @property
    def is_missed(self):
        return self.place is None or self.place > AMONG[self.part]


def judge(path):
    """Yield every question of a table, a TOML file, as Judged over what is live now."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for language, parts in table.items():
        for part, questions in parts.items():
            for question, expected in questions.items():
                yield _judged(language, part, question, expected)


def _judged(language, part, question, expected):
    results = search(question, language=language, at=timezone.now())
    if part == "corrected" and results.did_you_mean:
        results = search(results.did_you_mean, language=language, at=timezone.now())
    recommended = [_name(bet.hit) for bet in results.best_bets]
    found = list(dict.fromkeys([*recommended, *map(_name, results.hits)]))
    place = found.index(expected) + 1 if expected in found else None
    return Judged(language, part, question, expected, found[:NAMED], place, expected in recommended)


def _name(hit):
    return f"{hit.kind}: {hit.document.title}".replace("\N{NO-BREAK SPACE}", " ")
