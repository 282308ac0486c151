"""Taking a row over into fields, and writing a record as a row: nothing is lost in between."""

from types import SimpleNamespace

from locator.hsds.rows import is_given

from .groups import Refused


def fields_and_more(groups, row, *, language, is_known):
    """Return ({field: value}, {column: value as it came, None where nothing needs keeping}) of the columns of a row.

    A group none of whose columns is there is left alone. Raises Refused.
    """
    fields, more = {}, {column: row[column] for column in row if column not in ("id", "")}
    for group in groups:
        if not any(column in row for column in group.columns):
            continue
        values = {column: row.get(column) for column in group.columns}
        found = group.read(values, language=language, is_known=is_known)
        fields |= found
        written = group.write(SimpleNamespace(**_both_languages(group, found)), language=language)
        more |= dict.fromkeys(set(group.understood(values, written)) & set(more))
    return fields, {column: value if is_given(value) else None for column, value in more.items()}


def _both_languages(group, found):
    """Where a group writes from both languages, the other one is empty: what was read is of the file’s."""
    base = getattr(group, "base", None)
    return {f"{base}_en": "", f"{base}_fr": ""} | found if base else found


def columns_of(groups, record, *, language):
    """Return the columns of a record: as its fields say, or as they came where the fields still say the same."""
    row, more = {"id": str(record.pk)}, record.more
    for group in groups:
        written = group.write(record, language=language)
        kept = {column: more[column] for column in group.columns if column in more}
        if kept and _still_says(group, written | kept, written, language):
            written |= kept
        row |= written
    known = {column for group in groups for column in group.columns}
    row |= {column: value for column, value in more.items() if column not in known}
    return {column: value for column, value in row.items() if is_given(value)}


def _still_says(group, columns, written, language):
    """Whether columns as they came are read as what the fields now say."""
    values = {column: columns.get(column) for column in group.columns}
    try:
        found = group.read(values, language=language, is_known=lambda table, identity: False)
    except Refused:
        return False
    return group.write(SimpleNamespace(**_both_languages(group, found)), language=language) == written
