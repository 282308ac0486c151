"""Which table of HSDS is which model, and which columns are which fields: docs/exchange.md says the same in words."""

from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from django.db import models

from locator import places
from locator.choices import Cost, LocationKind, PhoneKind, PointFrom, Status, Wheelchair
from locator.hsds.own import KINDS_OF_HELP
from locator.models import (
    AccessFeature,
    Address,
    Category,
    Closure,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCategory,
    SpokenLanguage,
)
from locator.records import Record

from .groups import Age, Choice, Constant, Day, Email, Flag, Group, Name, OtherWords, Text, Url, Words
from .special_groups import Area, Belongs, Extension, Opening, Point


@dataclass(frozen=True)
class Mapped:
    """A table whose rows are records of a model."""

    table: str
    model: type[models.Model]
    groups: tuple[Group, ...]

    @property
    def is_record(self):
        """Whether its rows have a page at the desk of their own, with a counter against lost updates."""
        return issubclass(self.model, Record)

    @property
    def belongs(self):
        return [group for group in self.groups if isinstance(group, Belongs)]


class ProvinceText(Text):
    """Ours are codes; partners also write names. What is no province of Canada stays as it is."""

    def value(self, given):
        text = super().value(given)
        return _province_codes().get(text.casefold().replace(".", ""), text)


@cache
def _province_codes():
    names = {}
    for code, (english, french) in places.PROVINCES.items():
        names |= {code.casefold(): code, english.casefold(): code, french.casefold(): code}
    return names | {"pq": "QC", "nf": "NL", "nwt": "NT", "québec": "QC", "quebec": "QC"}


class PostalCode(Text):
    """Canadian ones are written as the post does: K1A 0B1. Others stay as they are."""

    def value(self, given):
        text = super().value(given)
        bare = "".join(text.split()).replace("-", "").upper()
        looks_canadian = len(bare) == 6 and bare[::2].isalpha() and bare[1::2].isdigit() and bare.isascii()
        return f"{bare[:3]} {bare[3:]}" if looks_canadian else text


class Country(Text):
    def value(self, given):
        text = super().value(given)
        if text.casefold() in ("canada", "can"):
            return "CA"
        return text.upper() if len(text) == 2 else ""

    def nothing(self):
        return "CA"


def _words(column, language, field=None, *, is_required=False, kind=Text):
    other = "fr" if language == "en" else "en"
    field = field or column
    return (Words(column, field, is_required=is_required, kind=kind), OtherWords(column, field, other, kind=kind))


def _name(language, field="name"):
    other = "fr" if language == "en" else "en"
    return (Name("name", field), OtherWords("name", field, other))


def _options(choices):
    return {value.casefold(): value for value in choices.values}


# A record’s own columns, which HSDS has no word for.
ABOUT = (Text("source", "source"), Flag("is_demonstration", "is_demonstration"))
PHONES = {kind: kind for kind in PhoneKind.values} | {"sms": "text", "textphone": "tty", "teletype": "tty"}


@cache
def tables(language):
    """{table: Mapped} for files in a language, in an order in which each row comes after those it belongs to."""
    of_service = Belongs("service_id", "service", "service")
    of_location = Belongs("location_id", "location", "location")
    of_place = Belongs("service_at_location_id", "place", "service_at_location")
    return {
        mapped.table: mapped
        for mapped in (
            Mapped("organization", Organization, _organization(language)),
            Mapped("location", Location, _location(language)),
            Mapped("service", Service, _service(language)),
            Mapped(
                "service_at_location",
                ServiceAtLocation,
                (
                    Belongs("service_id", "service", "service", is_required=True),
                    Belongs("location_id", "location", "location", is_required=True),
                    *_words("description", language, "note"),
                ),
            ),
            Mapped("address", Address, _address()),
            Mapped(
                "phone",
                Phone,
                (
                    of_location,
                    of_service,
                    of_place,
                    Belongs("organization_id", "organization", "organization"),
                    Text("number", "number"),
                    Extension(),
                    Choice("type", "kind", PHONES, default=PhoneKind.VOICE),
                    *_words("description", language, "note"),
                    Position(),
                ),
            ),
            Mapped("schedule", Schedule, (of_service, of_location, of_place, *_schedule(language))),
            Mapped(
                "closure",
                Closure,
                (
                    of_service,
                    of_location,
                    of_place,
                    Constant("closed", "true"),
                    Day("valid_from", "first"),
                    Day("valid_to", "last"),
                    *_words("description", language, "reason"),
                ),
            ),
            Mapped(
                "service_area",
                ServiceArea,
                (
                    Belongs("service_id", "service", "service", is_required=True),
                    *_words("name", language, "label"),
                    Area(places.is_area_key),
                ),
            ),
            Mapped(
                "language",
                SpokenLanguage,
                (
                    of_service,
                    of_location,
                    of_place,
                    Belongs("phone_id", "phone", "phone"),
                    Text("name", "name"),
                    LanguageCode("code", "code"),
                    *_words("note", language),
                ),
            ),
            Mapped(
                "accessibility",
                AccessFeature,
                (
                    Belongs("location_id", "location", "location", is_required=True),
                    *_words("description", language, "text"),
                ),
            ),
            Mapped("taxonomy_term", Category, _category(language)),
            Mapped(
                "attribute",
                ServiceCategory,
                (
                    Constant("link_entity", "service"),
                    Belongs("link_id", "service", "service", is_required=True),
                    Belongs("taxonomy_term_id", "category", "taxonomy_term", is_required=True),
                ),
            ),
        )
    }


class TimeZone(Text):
    """A zone that does not exist would break the pages that show the hours."""

    def value(self, given):
        text = super().value(given)
        return text if text in available_timezones() else self.nothing()

    def nothing(self):
        return Service._meta.get_field("time_zone").default


class LanguageCode(Text):
    def value(self, given):
        return super().value(given).lower()


class Position(Group):
    """The order among other rows, in a column of ours."""

    def __init__(self):
        super().__init__("position", "position")

    def value(self, given):
        text = str(given)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

    def nothing(self):
        return 0

    def text(self, value):
        return value or ""


def _organization(language):
    return (
        *_name(language),
        *_words("alternate_name", language, "other_name"),
        *_words("description", language, is_required=True),
        Url("website", "website"),
        Email("email", "email"),
        Belongs("parent_organization_id", "parent", "organization"),
        *ABOUT,
    )


def _location(language):
    return (
        Choice("location_type", "kind", _options(LocationKind), default=LocationKind.PHYSICAL, is_required=True),
        Belongs("organization_id", "organization", "organization"),
        *_words("name", language),
        *_words("alternate_name", language, "other_name"),
        *_words("description", language),
        *_words("transportation", language, "transport"),
        Point(),
        Choice("point_from", "point_from", _options(PointFrom), default=""),
        Choice("wheelchair", "wheelchair", _options(Wheelchair), default=Wheelchair.UNKNOWN, is_silent=True),
        Flag("confidential", "is_confidential"),
        *ABOUT,
    )


def _service(language):
    return (
        Belongs("organization_id", "organization", "organization", is_required=True),
        Choice("status", "status", _options(Status), default=Status.ACTIVE, is_required=True),
        *_name(language),
        *_words("alternate_name", language, "other_name"),
        *_words("description", language),
        *_words("url", language, "website", kind=Url),
        Email("email", "email"),
        *_words("interpretation_services", language, "interpretation"),
        *_words("application_process", language, "application"),
        *_words("fees_description", language, "fees"),
        *_words("wait_time", language, "wait"),
        *_words("eligibility_description", language, "eligibility"),
        Age("minimum_age", "minimum_age"),
        Age("maximum_age", "maximum_age"),
        *_words("alert", language),
        Day("alert_until", "alert_until"),
        *_words("documents", language),
        Choice("cost", "cost", _options(Cost), default=Cost.UNKNOWN, is_silent=True),
        Flag("in_person", "in_person"),
        Flag("by_phone", "by_phone"),
        Flag("online", "online"),
        TimeZone("time_zone", "time_zone"),
        *ABOUT,
    )


def _address():
    return (
        Belongs("location_id", "location", "location", is_required=True),
        Choice("address_type", "kind", _options(LocationKind), default=LocationKind.PHYSICAL, is_required=True),
        Text("attention", "attention"),
        Text("address_1", "street", is_required=True),
        Text("address_2", "street_2"),
        Text("city", "city", is_required=True),
        Text("region", "region"),
        ProvinceText("state_province", "province", is_required=True),
        PostalCode("postal_code", "postal_code", is_required=True),
        Country("country", "country"),
    )


def _schedule(language):
    return (
        Opening(),
        Day("valid_from", "valid_from"),
        Day("valid_to", "valid_until"),
        *_words("description", language, "note"),
        Flag("by_appointment", "by_appointment"),
        Flag("on_holidays", "on_holidays"),
    )


def _category(language):
    return (
        Constant("taxonomy", KINDS_OF_HELP),
        Text("code", "code"),
        *_name(language),
        Belongs("parent_id", "parent", "taxonomy_term"),
        *_words("description", language, "words", is_required=True),
        Position(),
        *ABOUT,
    )
