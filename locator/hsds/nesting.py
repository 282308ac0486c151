"""Nested JSON documents of HSDS to flat rows, and back."""

from .faults import NotHsds
from .rows import Row, is_given
from .tables import ROOTS, TABLES

LARGEST_DEPTH = 40
# Of what is tied to rows of any table, the column that names that table: said by the nesting where it is not given.
ENTITIES = {"link_id": "link_entity", "resource_id": "resource_type"}


def root_table(document):
    """The name of the table that a JSON document is a row of: the one that knows most of its keys.

    Raises NotHsds for anything else.
    """
    if not isinstance(document, dict) or "id" not in document:
        raise NotHsds
    keys = set(document)
    known = {name: len(keys & {*TABLES[name].columns, *TABLES[name].links}) for name in ROOTS}
    best = max(ROOTS, key=lambda name: (known[name], TABLES[name].required <= keys))
    if known[best] * 2 < len(keys):
        raise NotHsds
    return best


def documents(content):
    """The documents in the content of a JSON file: one, a list of them, or a page with its `contents`."""
    if isinstance(content, dict) and isinstance(content.get("contents"), list):
        content = content["contents"]
    return content if isinstance(content, list) else [content]


def flatten(document, table=None, *, file="", place=""):
    """Return (rows, conflicts) of a nested document.

    An object that stands in several places with the same id becomes one row with all its links. Where two of them say
    different things, the first is kept and the other is named in conflicts: [(row, column, the other value)].
    """
    flat = Flat(file)
    flat.add(table or root_table(document), document, place=place)
    return flat.by_table, flat.conflicts


class Flat:
    """The rows of several nested documents of one file, one for each id."""

    def __init__(self, file):
        self.file = file
        self.rows = {}
        self.conflicts = []

    @property
    def by_table(self):
        return {table: list(rows.values()) for table, rows in self.rows.items()}

    def add(self, table, document, *, place, links=None, depth=0):
        if not isinstance(document, dict) or depth > LARGEST_DEPTH:
            raise NotHsds
        row = Row(links or {}, file=self.file, line=place)
        nested = []
        for key, value in document.items():
            link = TABLES[table].links.get(key)
            if link and isinstance(value, list if link.is_many else dict):
                nested.append((key, link, value))
            else:
                row[key] = value
        for _key, link, value in nested:
            if not link.is_many and is_given(value.get("id")):
                row.setdefault(link.column, value["id"])
        self._merge(table, row)
        for key, link, value in nested:
            where = f"{place}.{key}" if place else key
            if not link.is_many:
                self.add(link.table, value, place=where, depth=depth + 1)
                continue
            for number, item in enumerate(value):
                owner = {link.column: document.get("id")}
                if link.column in ENTITIES:
                    owner[ENTITIES[link.column]] = table
                self.add(link.table, item, place=f"{where}[{number}]", links=owner, depth=depth + 1)

    def _merge(self, table, row):
        # A row without an id cannot be told from another: it stands alone, to be refused by name.
        key = row.get("id") if isinstance(row.get("id"), str) and row["id"] else object()
        known = self.rows.setdefault(table, {}).setdefault(key, row)
        for column, value in row.items():
            if not is_given(known.get(column)):
                known[column] = value
            elif is_given(value) and known[column] != value:
                self.conflicts.append((known, column, value))


class Index:
    """Rows arranged so that nesting finds the rows of an owner without looking through a table."""

    def __init__(self, rows):
        self.rows = rows
        self.row_of = {}
        self.owned = {}
        owner_columns = {}
        for table in TABLES.values():
            for link in table.links.values():
                if link.is_many:
                    owner_columns.setdefault(link.table, set()).add(link.column)
        for table, of_table in rows.items():
            for row in of_table:
                self.row_of[table, row["id"]] = row
                for column in owner_columns.get(table, ()):
                    if isinstance(row.get(column), str):
                        self.owned.setdefault((table, column, row[column]), []).append(row)

    def owned_by(self, link, owner_id):
        return self.owned.get((link.table, link.column, owner_id), [])

    def named(self, link, row_id):
        row = self.row_of.get((link.table, row_id)) if isinstance(row_id, str) else None
        return [row] if row is not None else []


def nest(index, table, row_id, *, is_full=True):
    """Return the nested document of a row; `index` is an Index of rows.

    Full: with all lists; else with single objects alone, as pages of results have it. A table is not nested inside
    itself. A column that only says what the nesting says already is left out.
    """
    nested = set()
    _visit(index, table, row_id, above=(), is_full=is_full, nested=nested)
    return _document(index, table, row_id, above=(), is_full=is_full, nested=nested)


def _links(index, table, row, *, above, is_full):
    """[(key, link, rows)] that are nested in a row which stands below the tables `above`."""
    for key, link in TABLES[table].links.items():
        if link.table in above or link.table == table or (link.is_many and not is_full):
            continue
        if link.is_many:
            rows = index.owned_by(link, row["id"])
        else:
            rows = index.named(link, row.get(link.column))
        if rows:
            yield key, link, rows


def _visit(index, table, row_id, *, above, is_full, nested):
    """Collect {(table, id, column)} of the links that the document will show by its nesting."""
    row = index.row_of[table, row_id]
    for _, link, rows in _links(index, table, row, above=above, is_full=is_full):
        for child in rows:
            nested.add((link.table, child["id"], link.column) if link.is_many else (table, row_id, link.column))
            _visit(index, link.table, child["id"], above=(*above, table), is_full=is_full, nested=nested)


def _document(index, table, row_id, *, above, is_full, nested):
    row = index.row_of[table, row_id]
    document = {
        column: value for column, value in row.items() if is_given(value) and (table, row_id, column) not in nested
    }
    for key, link, rows in _links(index, table, row, above=above, is_full=is_full):
        below = [
            _document(index, link.table, child["id"], above=(*above, table), is_full=is_full, nested=nested)
            for child in rows
        ]
        document[key] = below if link.is_many else below[0]
    return document
