"""Kinds of help in a file that are here already under another id: told by their code, they are the same."""

from locator.hsds.own import KINDS_OF_HELP
from locator.hsds.rows import Row
from locator.models import Category


def with_stored_kinds(rows):
    """The same rows, where a term with the code of a kind of help here stands for that kind and does not change it."""
    terms = [row for row in rows.get("taxonomy_term", ()) if row.get("taxonomy") == KINDS_OF_HELP]
    stored = dict(Category.objects.filter(code__in=[row.get("code", "") for row in terms]).values_list("code", "pk"))
    here = {row["id"]: str(stored[row["code"]]) for row in terms if row.get("code") in stored and row.get("id")}
    here = {before: now for before, now in here.items() if before != now}
    if not here:
        return rows
    others = [row for row in rows["taxonomy_term"] if row.get("id") not in here]
    return rows | {
        "taxonomy_term": [_renamed(row, "parent_id", here) for row in others],
        "attribute": [_renamed(row, "taxonomy_term_id", here) for row in rows.get("attribute", ())],
    }


def _renamed(row, column, here):
    if row.get(column) not in here:
        return row
    return Row(row | {column: here[row[column]]}, file=row.file, line=row.line)
