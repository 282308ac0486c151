"""Writing HSDS: a zip of CSV with its datapackage.json, and pages of JSON."""

import json
import zipfile
from decimal import Decimal, InvalidOperation

from .csv_tables import write_table
from .tables import TABLES, Type, type_of


def write_zip(rows_of, stream, *, title=""):
    """Write a zip of CSV with its datapackage.json to a stream. `rows_of(table)` gives the rows of a table, each time.

    They are asked for twice, first for their columns, so that no table has to fit into memory.
    """
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        resources = []
        for table in TABLES.values():
            columns = _columns(table, rows_of(table.name))
            if columns:
                with package.open(_entry(table.path), "w") as file:
                    write_table(file, rows_of(table.name), columns)
                resources.append(resource(table, columns))
        package.writestr(_entry("datapackage.json"), json.dumps(_datapackage(resources, title), indent=1))


def _entry(name):
    # One day for all of them: the same rows make the same file.
    entry = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _columns(table, rows):
    found = {column for row in rows for column in row if column}
    return [*table.columns, *sorted(found - {*table.columns})] if found else []


def _datapackage(resources, title):
    return {
        "name": "human_services_data",
        "title": title,
        "profile": "tabular-data-package",
        "version": "3.0.0",
        "resources": resources,
    }


def resource(table, columns):
    """The description of a table in datapackage.json, with the columns that it has here."""
    schema = {"primaryKey": "id", "fields": [_field(table, column) for column in columns]}
    return {
        "name": table.name,
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "profile": "tabular-data-resource",
        "schema": schema,
    }


def _field(table, column):
    kind = type_of(column) if column in table.columns else Type.TEXT
    described = {"name": column, "type": kind.value, "constraints": {"required": column in table.required}}
    if kind == Type.IDENTITY:
        described |= {"type": "string", "format": "uuid"}
    return described


def page(documents):
    """A page of results with all documents on it, as HSDS has it."""
    return {
        "total_items": len(documents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(documents),
        "first_page": True,
        "last_page": True,
        "empty": not documents,
        "contents": documents,
    }


def as_number(value):
    """A value of a number column as JSON must have it; as it came if it is no number."""
    if not isinstance(value, str):
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    return int(number) if number == number.to_integral_value() else float(number)
