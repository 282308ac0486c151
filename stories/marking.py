"""Lays the findings of the marking rules out for moderators. Pure: words and findings in, pieces of text out."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .rules import DANGER, RULES, Finding, Verdict, danger_in, mark
from .rules.finding import without_overlaps

# The fields of a text in which the rules look for something, in the order in which a moderator reads them.
MARKED = ("title", "shown_name", "body", "photo_description")


@dataclass(frozen=True)
class Segment:
    """A stretch of text, with what is found in it if there is anything."""

    text: str
    finding: Finding | None = None

    @property
    def label(self):
        """What the rule says of it, in a few words."""
        return _rule(self.finding).label if self.finding else ""

    @property
    def kind(self):
        """How it is drawn: "danger", or the verdict of its rule."""
        return "danger" if self.finding.rule == DANGER.name else str(self.finding.verdict)


@dataclass(frozen=True)
class Mark:
    """Something that a rule found in one field, however often it stands there."""

    field: str
    finding: Finding
    times: int

    @property
    def key(self):
        """A short name for it that a form can carry, and that stays the same while the rest of the text changes."""
        return _key(self.field, self.finding)

    @property
    def rule(self):
        return _rule(self.finding)


def segments(text: str, findings: Iterable[Finding]) -> list[Segment]:
    """Return the text cut at the findings (in order, without overlaps): all pieces together are the text."""
    pieces, position = [], 0
    for finding in findings:
        pieces += [Segment(text[position : finding.start]), Segment(text[finding.start : finding.end], finding)]
        position = finding.end
    return [piece for piece in [*pieces, Segment(text[position:])] if piece.text]


def findings_in(words: dict, language: str, *, with_danger: bool = False) -> dict[str, list[Finding]]:
    """Return {field: findings} for the marked fields of a text given as {field: text}, in the story's language."""
    found = {}
    for field in MARKED:
        name = words.get("shown_name", "")
        if field == "shown_name":
            # A first name passes there; what may follow it makes a full name.
            name = name.split(" ")[0]
        found[field] = mark(words.get(field, ""), language, shown_name=name)
        if with_danger:
            both = [*danger_in(words.get(field, ""), language), *found[field]]
            found[field] = without_overlaps(both, length=len(words.get(field, "")))
    return found


def marks_in(words: dict, language: str) -> list[Mark]:
    """Return what the rules find in a text given as {field: text}: what may not be published first, each once."""
    every = [(field, one) for field, findings in findings_in(words, language).items() for one in findings]
    times = Counter(_key(field, finding) for field, finding in every)
    first = {}
    for field, finding in every:
        first.setdefault(_key(field, finding), Mark(field, finding, times[_key(field, finding)]))
    return sorted(first.values(), key=lambda one: one.finding.verdict != Verdict.REFUSE)


def redacted(words: dict, keys: Iterable[str], language: str) -> dict:
    """Return the words with the proposed redaction in the place of every mark whose key is among `keys`."""
    keys = set(keys)
    changed = dict(words)
    for field, findings in findings_in(words, language).items():
        chosen = [one for one in findings if one.redaction and _key(field, one) in keys]
        if chosen:
            pieces = segments(words[field], chosen)
            changed[field] = "".join(piece.finding.redaction if piece.finding else piece.text for piece in pieces)
    return changed


def _key(field, finding):
    return hashlib.sha256(f"{field}\0{finding.rule}\0{finding.found}".encode()).hexdigest()[:16]


def _rule(finding):
    return DANGER if finding.rule == DANGER.name else RULES[finding.rule]
