"""From records to rows: each table of HSDS as this site fills it, for others or for its own editors."""

import json

from locator.hsds.nesting import Index, nest
from locator.hsds.package_writing import as_number, page, write_zip
from locator.hsds.tables import TABLES, Type, type_of
from locator.models import KeptRow, Service

from .cancers import COLUMN, slugs_of_services
from .mapped import tables
from .redacting import Secrets
from .taking import columns_of

CHUNK = 2000
# Tables of ours that are rows of another one’s in HSDS.
ALSO = {"schedule": ("closure",)}


class Export:
    """What leaves the site in a language: for others, unless `with_confidential`; without our columns if `is_plain`."""

    def __init__(self, *, language="en", with_confidential=False, is_plain=False):
        self.language = language
        self.is_plain = is_plain
        self.secrets = Secrets.none() if with_confidential else Secrets.of_the_site()

    def rows_of(self, table):
        """Yield the rows of a table."""
        mapped = tables(self.language)
        cancers = slugs_of_services() if table == "service" and not self.is_plain else {}
        for name in (table, *ALSO.get(table, ())):
            if name in mapped and not (self.is_plain and name in ALSO.get(table, ())):
                yield from self._records(table, mapped[name], cancers)
        kept = KeptRow.objects.filter(table=table).order_by("row_id")
        for one in kept.iterator(chunk_size=CHUNK):
            if not self.secrets.hides_kept(one.row):
                yield one.row

    def _records(self, table, mapped, cancers):
        for record in mapped.model.objects.order_by("pk").iterator(chunk_size=CHUNK):
            if self.secrets.hides(record):
                continue
            row = columns_of(mapped.groups, record, language=self.language)
            if isinstance(record, Service):
                _say_when(row, record)
                _say_for_whom(row, cancers.get(record.pk))
            row = self.secrets.without(table, record, row)
            yield self._plain(table, record, row) if self.is_plain else row

    def _plain(self, table, record, row):
        known = {*TABLES[table].columns, *record.more}
        return {column: value for column, value in row.items() if column in known}

    def json_rows(self):
        """{table: [row, …]} of everything, with numbers as JSON has them. JSON has to fit into memory as a whole."""
        found = {table: [_with_numbers(row) for row in self.rows_of(table)] for table in TABLES}
        return {table: of_table for table, of_table in found.items() if of_table}

    def write_zip(self, stream):
        """Write a package of CSV to a stream, table by table."""
        write_zip(self.rows_of, stream)

    def documents(self, root="organization", *, is_full=True):
        """Yield the nested document of each row of a table; with organizations each thing stands there once."""
        rows = self.json_rows()
        index = Index(rows)
        for row in rows.get(root, ()):
            yield nest(index, root, row["id"], is_full=is_full)
        if root == "organization":
            for row in rows.get("location", ()):
                if ("organization", row.get("organization_id")) not in index.row_of:
                    yield nest(index, "location", row["id"], is_full=is_full)

    def write_json(self, stream, *, root="organization"):
        """Write one page of results with all documents to a stream of bytes."""
        stream.write(json.dumps(page(list(self.documents(root))), ensure_ascii=False, indent=1).encode())


def _say_when(row, service):
    """When it was verified here, and when it changed. Who verified it is nobody’s business elsewhere."""
    if service.verified_on:
        row["assured_date"] = service.verified_on.isoformat()
        row.pop("assurer_email", None)
    row.setdefault("last_modified", service.edited_at.isoformat())


def _say_for_whom(row, slugs):
    if slugs:
        known = [slug for slug in str(row.get(COLUMN, "")).split(",") if slug]
        row[COLUMN] = ",".join([*slugs, *known])


def _with_numbers(row):
    return {column: as_number(value) if type_of(column) == Type.NUMBER else value for column, value in row.items()}
