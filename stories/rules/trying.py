"""Tries the rules on the cases in stories/cases/: what is missed, and what is marked wrongly."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import content_notes_in, danger_in, mark

CASES = Path(__file__).resolve().parent.parent / "cases"
# Not part of a name of a rule.
DANGER, NOTE = "danger", "note"


@dataclass(frozen=True)
class Case:
    """A text and everything that is to be found in it. `known` says why a heuristic cannot get it right."""

    file: str
    name: str
    language: str
    text: str
    marks: list = field(default_factory=list)
    redactions: list = field(default_factory=list)
    shown_name: str = ""
    danger: list | None = None
    notes: list | None = None
    known: str = ""

    def expected(self) -> Counter:
        """Every (rule, found text) that is to come, with "danger" and "note" as rules of their own."""
        wanted = [tuple(pair) for pair in self.marks]
        wanted += [(DANGER, found) for found in self.danger or []]
        return Counter(wanted + [(NOTE, note) for note in self.notes or []])

    def found(self) -> Counter:
        """Every (rule, found text) that comes. Danger and notes are tried where the case speaks of them."""
        if self.danger is not None:
            return Counter((DANGER, one.found) for one in danger_in(self.text, self.language))
        if self.notes is not None:
            return Counter((NOTE, str(note.value)) for note in content_notes_in(self.text, self.language))
        return Counter((one.rule, one.found) for one in self._marks())

    def wrong_redactions(self) -> list[str]:
        """Return what is proposed instead of the redactions that the case asks for."""
        proposed = [one.redaction for one in self._marks()]
        return [] if not self.redactions or proposed == self.redactions else proposed

    def _marks(self):
        return mark(self.text, self.language, shown_name=self.shown_name)


@dataclass(frozen=True)
class Result:
    """What one case showed."""

    case: Case
    right: Counter
    missed: Counter
    wrong: Counter
    wrong_redactions: list

    @property
    def is_fine(self):
        return not (self.missed or self.wrong or self.wrong_redactions)


def cases(folder: Path = CASES) -> list[Case]:
    """Read every case of a folder, in order of the file names. Whole stories stand apart: see `whole_stories`."""
    return [
        Case(path.stem, **row)
        for path in sorted(folder.glob("*.toml"))
        for row in tomllib.loads(path.read_text()).get("case", [])
    ]


def whole_stories(folder: Path = CASES) -> list[Case]:
    """Read the whole stories, on which the noise of the rules is measured."""
    return [
        Case(path.stem, **row)
        for path in sorted(folder.glob("*.toml"))
        for row in tomllib.loads(path.read_text()).get("story", [])
    ]


def tried(case: Case) -> Result:
    """Try the rules on one case."""
    expected, found = case.expected(), case.found()
    return Result(case, expected & found, expected - found, found - expected, case.wrong_redactions())


def tallies(results: Iterable[Result]) -> dict[str, Counter]:
    """Return {rule: Counter of "right", "missed" and "wrong"} over the results."""
    tally = {}
    for result in results:
        for kind in ("right", "missed", "wrong"):
            for (rule, _found), count in getattr(result, kind).items():
                tally.setdefault(rule, Counter())[kind] += count
    return tally
