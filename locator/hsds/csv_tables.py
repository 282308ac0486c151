"""Tables as CSV: read with the file and line of each row, written so that no spreadsheet runs a cell."""

import csv
import io
import json

from django.utils.translation import gettext as _

from .csv_safety import defused, restored
from .faults import Unreadable
from .rows import Row, is_given
from .tables import Type, type_of

LARGEST_CELL = 1024 * 1024
MOST_COLUMNS = 500


def read_table(content, *, table="", file, encoding="utf-8-sig", delimiter=","):
    """Return the rows of one CSV file. Raises Unreadable with the line where reading failed."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text_of(content, file, encoding), newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, file)
        return [_row(header, cells, file, reader.line_num) for cells in reader if any(cells)]
    except csv.Error as fault:
        words = {"name": file, "line": reader.line_num}
        raise Unreadable(
            _("“%(name)s” cannot be read at line %(line)d: a quote is not closed, or a cell is too long.") % words
        ) from fault


def text_of(content, file, encoding):
    """Return bytes as text. Raises Unreadable with the line that is in another encoding."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        words = {"name": file, "line": content.count(b"\n", 0, fault.start) + 1, "encoding": encoding[:5].upper()}
        raise Unreadable(
            _("“%(name)s” is not in %(encoding)s: line %(line)d cannot be read. Save it as %(encoding)s and try again.")
            % words
        ) from fault


def _check_header(header, file):
    if len(header) > MOST_COLUMNS:
        raise Unreadable(_("“%(name)s” has more than %(n)d columns.") % {"name": file, "n": MOST_COLUMNS})
    named = [name for name in header if name]
    if not named:
        raise Unreadable(_("“%(name)s” has no line with the names of its columns.") % {"name": file})
    for name in named:
        if named.count(name) > 1:
            words = {"name": file, "column": name[:80]}
            raise Unreadable(_("“%(name)s” has the column “%(column)s” twice.") % words)


def _row(header, cells, file, line):
    row = Row(file=file, line=line)
    for column, cell in zip(header, cells, strict=False):
        if column:
            row[column] = _value(column, restored(cell))
    if any(cells[len(header) :]):
        row[""] = " | ".join(cells[len(header) :])
    return row


def _value(column, text):
    """A number of a number column as JSON has it, as long as nothing of its writing is lost; all else as text."""
    if type_of(column) != Type.NUMBER:
        return text
    for kind in (int, float):
        try:
            if str(kind(text)) == text:
                return kind(text)
        except ValueError:
            continue
    return text


def write_table(file, rows, columns):
    """Write rows to a stream of bytes."""
    with io.TextIOWrapper(file, encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([cell(row.get(column)) for column in columns] for row in rows)


def cell(value):
    """A value as a cell of a package."""
    if not is_given(value):
        return ""
    if isinstance(value, (bool, dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return defused(value) if isinstance(value, str) else str(value)
