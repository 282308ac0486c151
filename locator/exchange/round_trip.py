"""Whether a file comes out as it went in: imported, exported, compared, and all of it undone."""

from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from locator.hsds.faults import Unreadable
from locator.hsds.nesting import Index, nest, root_table
from locator.hsds.packages import read
from locator.hsds.rows import differences
from locator.hsds.tables import TABLES

from .exporting import Export
from .importing import import_package


@dataclass
class Trip:
    """What came of one file."""

    name: str
    rows: int = 0
    # [(table, id, column, before, after)]
    differences: list = field(default_factory=list)
    refused: int = 0
    message: str = ""


def check(path):
    """Yield a Trip for a file; for a folder, one for each JSON file and each folder of CSV in it."""
    path = Path(path)
    if not path.is_dir():
        yield _trip(path)
        return
    if any(child.suffix == ".csv" for child in path.iterdir()):
        yield _trip(path)
    else:
        for child in sorted(path.iterdir()):
            if child.is_dir() or child.suffix in (".json", ".zip"):
                yield from check(child)


def _trip(path):
    try:
        package = read(path)
    except Unreadable as fault:
        return Trip(path.name, message=str(fault))
    with transaction.atomic():
        report = import_package(package, source="check", file_name=path.name)
        rows = Export(with_confidential=True, is_plain=True).json_rows()
        transaction.set_rollback(True)
    found = differences(package.rows, rows)
    found += _different_documents(package.documents, rows)
    return Trip(path.name, rows=sum(map(len, package.rows.values())), differences=found, refused=report.refused)


def _different_documents(documents, rows):
    index = Index(rows)
    for document in documents:
        table = root_table(document)
        is_full = any(link.is_many and key in document for key, link in TABLES[table].links.items())
        if (table, document["id"]) not in index.row_of:
            continue
        nested = nest(index, table, document["id"], is_full=is_full)
        yield from _different(table, document["id"], document, nested, place="")


def _different(table, identity, before, after, *, place):
    """What is other in a nested document, also what was added."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            yield from _different(table, identity, before.get(key), after.get(key), place=f"{place}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = zip(sorted(before, key=_id), sorted(after, key=_id), strict=True)
        for one, other in pairs:
            yield from _different(table, identity, one, other, place=f"{place}[]")
    elif before != after:
        yield table, identity, place.lstrip("."), before, after


def _id(item):
    return str(item.get("id", "")) if isinstance(item, dict) else str(item)
