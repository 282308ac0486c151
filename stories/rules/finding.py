"""What a marking rule is, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .story_text import StoryText


class Verdict(StrEnum):
    """How bad a find is, to a moderator. No verdict publishes or refuses by itself."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    LOOK = "look"
    REFUSE = "refuse"

    @property
    def label(self):
        return _LABELS[self]

    @property
    def severity(self):
        """0 for pass, 1 for look, 2 for refuse."""
        return _ORDER.index(self)


_ORDER = list(Verdict)
_LABELS = {
    Verdict.PASS: _("Nothing to see"),
    Verdict.LOOK: _("Look at this"),
    Verdict.REFUSE: _("May not be published"),
}


class Hit(NamedTuple):
    """A place in the folded text. `redaction` replaces the one that the rule proposes."""

    start: int
    end: int
    redaction: str | None = None


@dataclass(frozen=True)
class Rule:
    """One thing to look for. `redaction` is the proposal per language of the story; without it there is none."""

    name: str
    label: str
    verdict: Verdict
    find: Callable[[StoryText], Iterable[Hit]]
    help: str
    redaction: dict[str, str] | None = None

    def findings(self, story: StoryText) -> list["Finding"]:
        """Return what this rule finds, with places in the text as it was sent."""
        return [self._finding(story, hit) for hit in self.find(story) if hit.end > hit.start]

    def _finding(self, story, hit):
        start, end = story.place(hit.start, hit.end)
        proposal = (self.redaction or {}).get(story.language, "") if hit.redaction is None else hit.redaction
        return Finding(self.name, self.verdict, start, end, story.original[start:end], proposal)


@dataclass(frozen=True)
class Finding:
    """One mark in a text, from `start` up to but not including `end`."""

    rule: str
    verdict: Verdict
    start: int
    end: int
    found: str
    redaction: str


def without_overlaps(findings: Iterable[Finding], *, length: int) -> list[Finding]:
    """Return the findings in order of the text (of `length` characters); of two that overlap, the more severe stays,
    then the longer, then the first."""
    taken = bytearray(length)
    kept = []
    for finding in sorted(findings, key=lambda one: (-one.verdict.severity, one.start - one.end, one.start)):
        if taken.find(1, finding.start, finding.end) == -1:
            taken[finding.start : finding.end] = b"\1" * (finding.end - finding.start)
            kept.append(finding)
    return sorted(kept, key=lambda one: one.start)
