"""Rows: what an HSDS file holds, whatever its form, as {table: [row, …]}."""

from decimal import Decimal, InvalidOperation


class Row(dict):
    """The columns of one row, which also knows where it was read: the file, and the line or the path inside it."""

    def __init__(self, *values, file="", line="", **columns):
        super().__init__(*values, **columns)
        self.file = file
        self.line = line


def by_id(rows):
    """{(table, id): row} of {table: [row, …]}."""
    return {(table, row.get("id")): row for table, of_table in rows.items() for row in of_table}


def is_given(value):
    """Whether a value says something: null and an empty text are the same as no value, false and 0 are not."""
    return value is not None and value != "" and value != [] and value != {}


def sorted_rows(rows):
    """The same rows, each table ordered by id, without empty values and without empty tables."""
    return {
        table: sorted(
            ({column: value for column, value in row.items() if is_given(value)} for row in rows[table]),
            key=lambda row: str(row.get("id", "")),
        )
        for table in rows
        if rows[table]
    }


def differences(before, after):
    """[(table, id, column, before, after)] between two sets of rows: whatever was there before and is now other.

    Numbers are compared as numbers, whether written as text or not: a package of CSV knows only text.
    """
    found = []
    kept = by_id(after)
    for (table, row_id), row in by_id(before).items():
        other = kept.get((table, row_id))
        if other is None:
            found.append((table, row_id, "", "row", None))
            continue
        found.extend(
            (table, row_id, column, value, other.get(column))
            for column, value in row.items()
            if is_given(value) and not is_same(value, other.get(column))
        )
    return found


def is_same(value, other):
    """Whether two values say the same: nothing is nothing, and a number is the same when it is written as text."""
    if not is_given(value) or not is_given(other):
        return is_given(value) == is_given(other)
    if value == other or isinstance(value, str) == isinstance(other, str):
        return value == other
    try:
        return Decimal(str(value)) == Decimal(str(other))
    except InvalidOperation:
        return str(value) == str(other)
