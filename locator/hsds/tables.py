"""The facts about the 21 tables of HSDS 3.0, in one place: columns, types, what is required, who links to whom.

Source: Human Services Data Specification 3.0, Open Referral (https://openreferral.org), CC BY-SA 4.0. Facts alone:
none of its sentences is here.
"""

from dataclasses import dataclass
from enum import Enum


class Type(Enum):
    TEXT = "string"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "datetime"
    IDENTITY = "uuid"


NUMBERS = (
    "year_incorporated minimum_age maximum_age latitude longitude extension timezone count interval amount"
).split()
DATES = "assured_date valid_from valid_to dtstart until last_action_date".split()
TYPES = (
    dict.fromkeys(NUMBERS, Type.NUMBER)
    | dict.fromkeys(DATES, Type.DATE)
    | dict.fromkeys(["opens_at", "closes_at"], Type.TIME)
    | {"last_modified": Type.MOMENT, "id": Type.IDENTITY, "tax_id": Type.TEXT}
)
PLACES = ("physical", "postal", "virtual")
ENUMS = {
    ("service", "status"): ("active", "inactive", "defunct", "temporarily closed"),
    ("location", "location_type"): PLACES,
    ("address", "address_type"): PLACES,
    ("schedule", "wkst"): ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
    ("schedule", "freq"): ("WEEKLY", "MONTHLY"),
}


@dataclass(frozen=True)
class Link:
    """What stands at a key of a nested document: rows of another table, and the column that ties them together.

    Of many, each row names its owner in `column`; of one, the owner names it in `column`.
    """

    table: str
    column: str
    is_many: bool


@dataclass(frozen=True)
class Table:
    """A table: its file in a package, its columns in their order, those that a row must have, and what it nests."""

    name: str
    path: str
    columns: tuple[str, ...]
    required: frozenset[str]
    links: dict[str, Link]


def type_of(column):
    """The type of a column. In HSDS a name has the same type in every table."""
    return TYPES.get(column, Type.IDENTITY if column.endswith("_id") else Type.TEXT)


TABLES = {}
# Key of a nested list → table, and the column that names the owner where it is not `<owner>_id`.
LISTS = {
    "accessibility": "accessibility",
    "addresses": "address",
    "attributes": "attribute",
    "contacts": "contact",
    "cost_options": "cost_option",
    "funding": "funding",
    "languages": "language",
    "locations": "location",
    "metadata": "metadata",
    "organization_identifiers": "organization_identifier",
    "phones": "phone",
    "programs": "program",
    "required_documents": "required_document",
    "schedules": "schedule",
    "service_areas": "service_area",
    "service_at_locations": "service_at_location",
    "services": "service",
}
OWNER_COLUMNS = {"attribute": "link_id", "metadata": "resource_id"}
# Key of a nested object → table and the owner's column.
OBJECTS = {
    "organization": ("organization", "organization_id"),
    "program": ("program", "program_id"),
    "location": ("location", "location_id"),
    "service": ("service", "service_id"),
    "taxonomy_term": ("taxonomy_term", "taxonomy_term_id"),
    "taxonomy_detail": ("taxonomy", "taxonomy_id"),
}


def _add(name, path, columns, *, lists="attributes metadata", objects=""):
    words = columns.split()
    links = {}
    for key in objects.split():
        table, column = OBJECTS[key]
        links[key] = Link(table, column, is_many=False)
    for key in lists.split():
        links[key] = Link(LISTS[key], OWNER_COLUMNS.get(LISTS[key], f"{name}_id"), is_many=True)
    TABLES[name] = Table(
        name=name,
        path=path,
        columns=tuple(word.rstrip("!") for word in words),
        required=frozenset(word[:-1] for word in words if word.endswith("!")),
        links=links,
    )


# In the order of the package. “!” marks what a row must have.
_add(
    "organization",
    "organizations.csv",
    "id! name! alternate_name description! email website tax_status tax_id year_incorporated legal_status logo uri"
    " parent_organization_id",
    lists="funding contacts phones locations programs organization_identifiers services attributes metadata",
)
_add("program", "programs.csv", "id! organization_id! name! alternate_name description!")
_add(
    "service",
    "services.csv",
    "id! organization_id! program_id name! alternate_name description url email status! interpretation_services"
    " application_process fees_description wait_time fees accreditations eligibility_description minimum_age"
    " maximum_age assured_date assurer_email licenses alert last_modified",
    lists="phones schedules service_areas service_at_locations languages funding cost_options required_documents"
    " contacts attributes metadata",
    objects="organization program",
)
_add(
    "attribute",
    "attributes.csv",
    "id! link_id! taxonomy_term_id! link_type link_entity! value",
    lists="metadata",
    objects="taxonomy_term",
)
# The languages of a service at a location are an addition of this site.
_add(
    "service_at_location",
    "service_at_location.csv",
    "id! service_id! location_id! description",
    lists="contacts phones schedules languages attributes metadata",
    objects="location service",
)
_add(
    "location",
    "locations.csv",
    "id! location_type! url organization_id name alternate_name description transportation latitude longitude"
    " external_identifier external_identifier_type",
    lists="languages addresses contacts accessibility phones schedules attributes metadata",
)
_add(
    "phone",
    "phones.csv",
    "id! location_id service_id organization_id contact_id service_at_location_id number! extension type description",
    lists="languages attributes metadata",
)
_add(
    "contact",
    "contacts.csv",
    "id! organization_id service_id service_at_location_id location_id name title department email",
    lists="phones attributes metadata",
)
_add(
    "address",
    "addresses.csv",
    "id! location_id attention address_1! address_2 city! region state_province! postal_code! country! address_type!",
)
_add(
    "schedule",
    "schedules.csv",
    "id! service_id location_id service_at_location_id valid_from valid_to dtstart timezone until count wkst freq"
    " interval byday byweekno bymonthday byyearday description opens_at closes_at schedule_link attending_type notes",
)
_add("funding", "funding.csv", "id! organization_id service_id source")
_add("service_area", "service_areas.csv", "id! service_id name description extent extent_type uri")
_add("required_document", "required_documents.csv", "id! service_id document uri")
_add("language", "languages.csv", "id! service_id location_id phone_id name code note")
_add("accessibility", "accessibility.csv", "id! location_id description details url")
_add(
    "taxonomy_term",
    "taxonomy_terms.csv",
    "id! code name! description! parent_id taxonomy language taxonomy_id term_uri",
    lists="metadata",
    objects="taxonomy_detail",
)
_add(
    "metadata",
    "metadata.csv",
    "id! resource_id! resource_type! last_action_date! last_action_type! field_name! previous_value!"
    " replacement_value! updated_by!",
    lists="",
)
_add("meta_table_description", "meta_table_descriptions.csv", "id! name language character_set")
_add(
    "cost_option",
    "cost_options.csv",
    "id! service_id! valid_from valid_to option currency amount amount_description",
)
_add(
    "organization_identifier",
    "organization_identifiers.csv",
    "id! organization_id! identifier_scheme identifier_type! identifier!",
)
_add("taxonomy", "taxonomies.csv", "id! name! description! uri version", lists="metadata")

TABLE_OF_PATH = {table.path: table for table in TABLES.values()}
# Tables whose rows may stand alone as a JSON document.
ROOTS = ("organization", "service", "service_at_location", "location", "taxonomy_term", "taxonomy")
