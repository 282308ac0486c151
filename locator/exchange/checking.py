"""Sorting the rows of a file before anything is written: what can go in, as what, and what is refused and why."""

from collections import defaultdict
from dataclasses import dataclass, field
from math import isfinite
from uuid import UUID

from django.utils.translation import gettext as _

from locator.hsds.own import as_uuid
from locator.hsds.rows import Row, is_given
from locator.hsds.tables import TABLES, Type, type_of
from locator.models import Category, Location, Organization, Phone, Service, ServiceAtLocation

from .groups import Flag, Refused
from .mapped import Mapped, tables
from .routing import check_together, table_of
from .taking import fields_and_more

CHUNK = 500
# Tables that other rows point to.
TARGETS = {
    "organization": Organization,
    "location": Location,
    "service": Service,
    "service_at_location": ServiceAtLocation,
    "phone": Phone,
    "taxonomy_term": Category,
}
# Required by HSDS, but often missing in real files; the record is of use without.
TOLERATED = {
    ("program", "organization_id"),
    ("organization", "description"),
    ("program", "description"),
    ("taxonomy", "description"),
    ("taxonomy_term", "description"),
    ("address", "address_1"),
    ("address", "postal_code"),
    ("address", "country"),
    ("attribute", "link_entity"),
    ("metadata", "resource_type"),
    ("metadata", "previous_value"),
    ("metadata", "replacement_value"),
}
# After the tables whose rows others belong to, so that all owners are known.
ORDER = list(dict.fromkeys([*TARGETS, *TABLES]))
# What stands for one thing only: {table: fields}
UNIQUE = {
    "service_at_location": ("service_id", "location_id"),
    "attribute": ("service_id", "category_id"),
    "taxonomy_term": ("code",),
}
PARENTS = {"organization": "parent_id", "taxonomy_term": "parent_id"}


@dataclass(eq=False)
class Ready:
    """A row that can be written as a record."""

    mapped: Mapped
    id: UUID
    fields: dict
    more: dict
    row: Row
    # What only a new record takes: guesses.
    first: dict = field(default_factory=dict)


@dataclass
class Sorted:
    ready: list = field(default_factory=list)
    # [(table, row)] that are kept as they came.
    kept: list = field(default_factory=list)


def sort_out(rows, report, *, language):
    """Return what of {table: [row]} can go in, and tell the report about all else."""
    report.confidential = _confidential(rows)
    sorter = _Sorter(rows, report, language)
    for table in ORDER:
        for row in rows.get(table, ()):
            sorter.take(table, row)
    sorter.settle_parents()
    return sorter.sorted


def _confidential(rows):
    """The ids of the locations that are confidential here or in the file, and of the services at them."""
    flag = Flag("confidential", "")
    of_file = {as_uuid(row.get("id")) for row in rows.get("location", ()) if flag.value(row.get("confidential") or "")}
    here = Location.objects.filter(is_confidential=True).values_list("pk", flat=True)
    places = ServiceAtLocation.objects.filter(location__is_confidential=True).values_list("pk", flat=True)
    return {*of_file, *here, *places} - {None}


class _Sorter:
    def __init__(self, rows, report, language):
        self.report = report
        self.language = language
        self.tables = tables(language)
        self.sorted = Sorted()
        self.seen = set()
        self.stored = stored_ids(rows)
        self.accepted = defaultdict(set)
        self.unique = {table: _stored_keys(table, rows.get(table, ())) for table in UNIQUE}
        # A parent may stand further down in the file.
        self.candidates = {table: {as_uuid(row.get("id")) for row in rows.get(table, ())} for table in PARENTS}

    def is_known(self, table, given):
        identity = given if isinstance(given, UUID) else as_uuid(given)
        return identity is not None and (identity in self.accepted[table] or identity in self.stored[table])

    def _is_candidate(self, table, identity):
        return self.is_known(table, identity) or identity in self.candidates.get(table, ())

    def take(self, table, row):
        try:
            identity = self._identity(table, row)
            _check_row(table, row)
            name = table_of(table, row, self.is_known)
            if name is None:
                self._keep(table, row)
            else:
                self._make_ready(table, self.tables[name], identity, row)
        except Refused as refused:
            self.report.refuse(table, row, refused.column, refused.reason)

    def _identity(self, table, row):
        identity = as_uuid(row.get("id"))
        if identity is None:
            reason = _("This is no UUID.") if is_given(row.get("id")) else _("The id is missing.")
            raise Refused("id", reason)
        if (table, identity) in self.seen:
            raise Refused("id", _("This id stands twice in the file. The first one went in."))
        self.seen.add((table, identity))
        return identity

    def _keep(self, table, row):
        self.sorted.kept.append((table, row))

    def _make_ready(self, table, mapped, identity, row):
        is_known = self._is_candidate if table in PARENTS else self.is_known
        fields, more = fields_and_more(mapped.groups, row, language=self.language, is_known=is_known)
        check_together(mapped, fields)
        self._check_unique(mapped.table, identity, fields)
        self.accepted[table].add(identity)
        self.sorted.ready.append(Ready(mapped, identity, fields, more, row))
        if table == "location" and identity in self.report.confidential:
            self.report.note(table, row, "confidential", _("This place is confidential and stays so."))
        self._tell_what_is_not_used(table, mapped, fields, more, row)

    def _tell_what_is_not_used(self, table, mapped, fields, more, row):
        for group in mapped.groups:
            odd = [column for column in group.columns if is_given(more.get(column))]
            if odd and group.fields and all(fields.get(name) in (None, "") for name in group.fields):
                reason = _("This could not be understood. It is kept as it came and given back, but not used.")
                self.report.note(table, row, odd[0], reason, words=str(more[odd[0]])[:200])

    def _check_unique(self, table, identity, fields):
        if table not in UNIQUE:
            return
        key = tuple(fields.get(name) for name in UNIQUE[table])
        if self.unique[table].setdefault(key, identity) != identity:
            raise Refused("id", _("Another id stands for the same already, here or in the file."))

    def settle_parents(self):
        """Leave out parents that were refused after all, and lines of parents that come round to where they began."""
        for table, name in PARENTS.items():
            of_table = [one for one in self.sorted.ready if one.mapped.table == table]
            line = {one.id: one.fields.get(name) for one in of_table}
            for one in of_table:
                parent = one.fields.get(name)
                if parent and (not self.is_known(table, parent) or _comes_round(one.id, line)):
                    column = "parent_id" if table == "taxonomy_term" else "parent_organization_id"
                    one.fields[name], one.more[column] = None, one.row[column]
                    line[one.id] = None
                    self.report.note(table, one.row, column, _("What it belongs to did not go in, or belongs to it."))


def _comes_round(identity, line):
    above, seen = line.get(identity), set()
    while above and above not in seen:
        if above == identity:
            return True
        seen.add(above)
        above = line.get(above)
    return False


def _check_row(table, row):
    if "" in row:
        raise Refused("", _("The line has more cells than there are columns."))
    for column in TABLES[table].required:
        if (table, column) in TOLERATED or column in ("id", "name"):
            continue
        if not is_given(row.get(column)):
            raise Refused(column, _("It is required, and missing."))
    _check_name(table, row)
    for column, value in row.items():
        _check_value(column, value)
        if column in TABLES[table].columns and type_of(column) == Type.IDENTITY and not isinstance(value, str | None):
            raise Refused(column, _("This is no UUID."))


def _check_value(column, value):
    if not is_given(value):
        return
    if not all(map(_can_be_stored, _texts([column, value]))):
        raise Refused(column, _("It holds a character that cannot be stored."))
    # What is no number as an extension is kept as text.
    if type_of(column) == Type.NUMBER and column != "extension" and not _is_number(value):
        raise Refused(column, _("This is no number."))


def _texts(value):
    """All texts in a value that may be nested."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _can_be_stored(text):
    """PostgreSQL stores no NUL, and nobody stores half a character."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _is_number(value):
    try:
        return isfinite(float(value)) and not isinstance(value, bool)
    except (TypeError, ValueError, OverflowError):
        return False


def _check_name(table, row):
    if "name" not in TABLES[table].required:
        return
    if not any(is_given(row.get(column)) for column in ("name", "name_en", "name_fr")):
        raise Refused("name", _("It is required, and missing."))


def stored_ids(rows):
    """{table: {id, …}} of those records to which rows point, or that they are, and that are here already."""
    wanted = defaultdict(set)
    for table, of_table in rows.items():
        for row in of_table:
            if table in TARGETS:
                wanted[table].add(as_uuid(row.get("id")))
            for column, target in _pointers(table):
                wanted[target].add(as_uuid(row.get(column)))
    return defaultdict(set, {table: _stored(TARGETS[table], ids - {None}) for table, ids in wanted.items()})


def _stored_keys(table, rows):
    """{(values of the fields that are unique): id} of the records that the rows of a file may collide with."""
    model, names = tables("en")[table].model, UNIQUE[table]
    column = {"service_at_location": "service_id", "attribute": "link_id", "taxonomy_term": ""}[table]
    stored = model.objects.order_by()
    keys = sorted({as_uuid(row.get(column)) for row in rows} - {None}) if column else [None] if rows else []
    found = {}
    for start in range(0, len(keys), CHUNK):
        some = stored.filter(service__in=keys[start : start + CHUNK]) if column else stored
        found |= {tuple(values): pk for pk, *values in some.values_list("pk", *names)}
    return found


def _pointers(table):
    if table == "attribute":
        return (("link_id", "service"), ("taxonomy_term_id", "taxonomy_term"))
    columns = {f"{target}_id": target for target in TARGETS}
    columns |= {"parent_organization_id": "organization", "parent_id": "taxonomy_term"}
    named = (*TABLES[table].columns, "service_at_location_id")
    return tuple((column, columns[column]) for column in named if column in columns)


def _stored(model, ids):
    ids, found = sorted(ids), set()
    for start in range(0, len(ids), CHUNK):
        found.update(model.objects.filter(pk__in=ids[start : start + CHUNK]).values_list("pk", flat=True))
    return found
