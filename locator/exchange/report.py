"""What became of each row of an import, for people: numbers by table, and a line for each row that needs a look."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from locator.hsds.csv_safety import for_spreadsheet
from locator.hsds.own import as_uuid

# The columns by whose words people know a row.
NAMES = ("name", "name_en", "name_fr", "number", "address_1", "city", "description")
HANGS = ("id", "location_id", "service_at_location_id")
# So many lines are kept with a run; the numbers count all.
MOST_LINES = 20_000


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    # Kept as it came, because the site has no use for it yet.
    KEPT = "kept"


LABELS = {
    Outcome.NEW: pgettext_lazy("rows", "new"),
    Outcome.CHANGED: pgettext_lazy("rows", "changed"),
    Outcome.UNCHANGED: pgettext_lazy("rows", "unchanged"),
    Outcome.REFUSED: pgettext_lazy("rows", "refused"),
    Outcome.KEPT: pgettext_lazy("rows", "kept as they came"),
}


@dataclass
class Report:
    counts: dict = field(default_factory=dict)
    # (is refused, file, line, table, id, column, reason, words)
    lines: list = field(default_factory=list)
    missing: int = 0
    message: str = ""
    # The UUIDs of locations, and of services at them, whose words stay out of the report.
    confidential: set = field(default_factory=set)

    def count(self, table, outcome, number=1):
        self.counts.setdefault(table, Counter())[outcome] += number

    def refuse(self, table, row, column, reason, *, words=None):
        self.count(table, Outcome.REFUSED)
        self._add(True, table, row, column, reason, words)

    def note(self, table, row, column, reason, *, words=None):
        """Something about a row that goes in all the same."""
        self._add(False, table, row, column, reason, words)

    def note_file(self, note):
        if note.is_refused:
            self.count(note.table or "line", Outcome.REFUSED)
        self.lines.append(
            (note.is_refused, note.file, str(note.line), note.table, note.id, note.column, note.reason, note.words)
        )

    def _add(self, is_refused, table, row, column, reason, words):
        if len(self.lines) >= MOST_LINES:
            return
        if {as_uuid(row.get(column)) for column in HANGS} & self.confidential:
            words = ""
        words = words_of(row) if words is None else words
        self.lines.append((is_refused, row.file, str(row.line), table, str(row.get("id", "")), column, reason, words))

    @property
    def refused(self):
        return sum(counts[Outcome.REFUSED] for counts in self.counts.values())

    @property
    def written(self):
        return sum(counts[Outcome.NEW] + counts[Outcome.CHANGED] for counts in self.counts.values())

    def as_json(self):
        return {
            "counts": {table: dict(counts) for table, counts in self.counts.items()},
            "lines": [list(line) for line in self.lines],
            "missing": self.missing,
            "message": self.message,
        }

    @classmethod
    def from_json(cls, stored):
        return cls(
            counts={table: Counter(counts) for table, counts in stored.get("counts", {}).items()},
            lines=[tuple(line) for line in stored.get("lines", [])],
            missing=stored.get("missing", 0),
            message=stored.get("message", ""),
        )

    def totals(self):
        """[(table, [(label, number), …])] for every table of the file."""
        return [(table, [(LABELS[kind], counts[kind]) for kind in Outcome]) for table, counts in self.counts.items()]

    def as_csv(self):
        """The lines as CSV that a spreadsheet can open safely."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        writer.writerow([_("what"), _("file"), _("line"), _("table"), "id", _("column"), _("reason"), _("words")])
        for is_refused, *cells in self.lines:
            what = _("refused") if is_refused else _("note")
            writer.writerow([what, *(for_spreadsheet(str(cell)) for cell in cells)])
        # With a mark at the start, without which some spreadsheets take UTF-8 for Latin-1.
        return f"\ufeff{stream.getvalue()}"


def words_of(row):
    """The words by which somebody finds a row again: what it is called, or what it says."""
    named = [str(row[column]) for column in NAMES if row.get(column)]
    return " · ".join(named)[:200]
