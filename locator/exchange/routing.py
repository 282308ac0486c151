"""Which rows become records and which are kept as they came; and what of a record does not go together."""

from functools import cache

from django.core.validators import slug_re
from django.utils.translation import gettext as _

from locator.hsds.own import KINDS_OF_HELP
from locator.hsds.rows import is_given
from locator.models import Closure

from .groups import Refused
from .mapped import tables

OWNERS = {
    "service_id": "service",
    "location_id": "location",
    "service_at_location_id": "service_at_location",
    "phone_id": "phone",
    "organization_id": "organization",
}
ANYWHERE = ("service_id", "location_id", "service_at_location_id")
# {table: the columns of which one must name a record}
OWNED_BY = {
    "phone": (*ANYWHERE, "organization_id"),
    "schedule": ANYWHERE,
    "closure": ANYWHERE,
    "language": (*ANYWHERE, "phone_id"),
    "accessibility": ("location_id",),
    "address": ("location_id",),
    "service_area": ("service_id",),
}
NAMED = ("organization", "service", "taxonomy_term")
# {table: the columns of which one must say something}
SAYS = {
    "language": ("code", "name"),
    "accessibility": ("description", "description_en", "description_fr"),
    "service_area": ("name", "name_en", "name_fr", "extent"),
}


def table_of(table, row, is_known):
    """The name in `tables` of a row of an HSDS table, or None for a row that is kept as it came.

    `is_known(table, id)` says whether a record of ours is there or in the file. Raises Refused for a row whose owners
    are all unknown.
    """
    if table == "schedule" and is_given(row.get("closed")):
        table = "closure"
    if table == "taxonomy_term":
        return table if row.get("taxonomy") == KINDS_OF_HELP else None
    if table == "attribute":
        is_ours = is_known("service", row.get("link_id")) and is_known("taxonomy_term", row.get("taxonomy_term_id"))
        return table if is_ours else None
    if table in SAYS and not any(is_given(row.get(column)) for column in SAYS[table]):
        return None
    if table in OWNED_BY and not _has_owner(table, row, is_known):
        return table if table == "phone" else None
    return table if table in tables("en") else None


def _has_owner(table, row, is_known):
    named = [column for column in OWNED_BY[table] if is_given(row.get(column))]
    if named and not any(is_known(OWNERS[column], row[column]) for column in named):
        raise Refused(named[0], _("Nothing with this id is here or in the file."))
    return bool(named)


def check_together(mapped, fields):
    """Refuse fields of one row that do not go together: the database would refuse them with all others of the batch."""
    _check_names(mapped, fields)
    low, high = fields.get("minimum_age"), fields.get("maximum_age")
    if low is not None and high is not None and low > high:
        raise Refused("minimum_age", _("The lower age is above the upper one."))
    first, last = (fields.get(name) for name in _season(mapped.model))
    if first and last and last < first:
        raise Refused("valid_to", _("The last day comes before the first."))
    for name, value in fields.items():
        limit = _limits(mapped.model).get(name)
        if limit and isinstance(value, str) and len(value) > limit:
            words = {"length": len(value), "limit": limit}
            column = next(c for group in mapped.groups for c in group.columns if name in _fields_of(group))
            raise Refused(column, _("It has %(length)d characters; %(limit)d fit.") % words)


def _check_names(mapped, fields):
    if mapped.table in NAMED and not any(fields.get(name) for name in ("name_en", "name_fr")):
        raise Refused("name", _("It is required, and missing."))
    code = fields.get("code")
    if mapped.table == "taxonomy_term" and code is not None and not slug_re.match(code):
        raise Refused("code", _("Write it with small letters, digits and hyphens."))


def _fields_of(group):
    return {*group.fields, *(f"{field}_{language}" for field in group.fields for language in ("en", "fr"))}


def _season(model):
    return ("first", "last") if model is Closure else ("valid_from", "valid_until")


@cache
def _limits(model):
    return {field.attname: getattr(field, "max_length", None) for field in model._meta.concrete_fields}
