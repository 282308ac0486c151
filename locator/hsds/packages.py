"""Reading a file: a zip or folder of CSV with its datapackage.json, one CSV, or JSON."""

import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from .csv_tables import read_table, text_of
from .faults import NotHsds, Unreadable
from .nesting import Flat, documents, root_table
from .rows import Row
from .tables import TABLE_OF_PATH, TABLES
from .unzipping import is_wanted, unzipped


@dataclass
class Package:
    """What was read: the rows of each table, the JSON documents they came from, and what was passed over and why."""

    rows: dict = field(default_factory=dict)
    documents: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def add(self, rows):
        for table, of_table in rows.items():
            self.rows.setdefault(table, []).extend(of_table)


@dataclass(frozen=True)
class Note:
    """Something to tell about a row that goes in, or about a file."""

    file: str
    line: str
    table: str
    id: str
    column: str
    reason: str
    words: str = ""
    is_refused: bool = False


def read(path):
    """Return the Package at a path: a .zip, a folder of CSV, or a .json. Raises Unreadable."""
    path = Path(path)
    if path.is_dir():
        return _read_files({child.name: child.read_bytes() for child in sorted(path.iterdir()) if is_wanted(child)})
    if not path.is_file():
        raise Unreadable(_("There is no file “%(name)s”.") % {"name": path.name})
    return read_bytes(path.read_bytes(), name=path.name)


def read_bytes(content, *, name):
    """Return the Package in the bytes of a file called `name`. Raises Unreadable."""
    if content[:4] == b"PK\x03\x04" or name.lower().endswith(".zip"):
        return _read_files(unzipped(content))
    if name.lower().endswith(".json") or content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return read_json(content, name=name)
    if PurePosixPath(name).name in TABLE_OF_PATH:
        return _read_files({name: content})
    raise Unreadable(
        _("“%(name)s” is neither a zip of HSDS tables nor HSDS JSON. A table of your own needs a mapping.")
        % {"name": name}
    )


def _read_files(files):
    package = Package()
    paths = _paths(files.get("datapackage.json"), package)
    for name, content in files.items():
        table = paths.get(name) or TABLE_OF_PATH.get(name)
        if table:
            package.add({table.name: read_table(content, table=table.name, file=name)})
        elif name != "datapackage.json":
            package.notes.append(Note(name, "", "", "", "", _("This file is no table of HSDS. It was not read.")))
    if not package.rows:
        raise Unreadable(_("There is no table of HSDS in it: no services.csv, organizations.csv, locations.csv …"))
    return package


def _paths(content, package):
    """{file: Table} as a datapackage.json tells it; files with their usual names need none."""
    if content is None:
        return {}
    try:
        resources = json.loads(content)["resources"]
        return {PurePosixPath(one["path"]).name: TABLES[one["name"]] for one in resources if one["name"] in TABLES}
    except (ValueError, KeyError, TypeError, RecursionError):
        reason = _("It cannot be read as JSON. The files were told by their names.")
        package.notes.append(Note("datapackage.json", "", "", "", "", reason))
        return {}


def read_json(content, *, name):
    """Return the Package in a JSON file: documents, a list or a page of them, or {file name: [row, …]}."""
    try:
        content = json.loads(text_of(content, name, "utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable(_("“%(name)s” is not JSON that can be read.") % {"name": name}) from fault
    package = Package()
    if isinstance(content, dict) and content and set(content) <= set(TABLE_OF_PATH):
        _add_tables(package, content, name)
        return package
    try:
        _add_documents(package, documents(content), name)
    except NotHsds as fault:
        raise Unreadable(
            _("“%(name)s” holds no service, organization, location or taxonomy as HSDS has them.") % {"name": name}
        ) from fault
    return package


def _add_documents(package, documents, name):
    flat = Flat(name)
    for number, document in enumerate(documents):
        flat.add(root_table(document), document, place=f"[{number}]")
        package.documents.append(document)
    package.add(flat.by_table)
    for row, column, other in flat.conflicts:
        reason = _("The same id stands in the file with another value, which was left out.")
        package.notes.append(Note(name, row.line, "", str(row.get("id")), column, reason, str(other)[:200]))


def _no_constant(name):
    raise ValueError(name)


def _add_tables(package, content, name):
    for path, rows in content.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Unreadable(_("“%(name)s” is not JSON that can be read.") % {"name": name})
        table = TABLE_OF_PATH[path].name
        package.add({table: [Row(row, file=name, line=f"{path}[{n}]") for n, row in enumerate(rows)]})
