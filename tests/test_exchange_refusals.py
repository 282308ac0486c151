"""What an import refuses, tolerates and tells."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from locator.choices import Status
from locator.exchange.exporting import Export
from locator.models import (
    Location,
    Organization,
    Service,
)

from .exchange_files import LOCATION, PLACE, SERVICE, a_service, bring_in, identity, notes, reasons, rows
from .factories import (
    make_locator_editor,
)

pytestmark = pytest.mark.django_db


REFUSED = {
    "no id": ({"service": [a_service(id="")]}, ("service", "id", "missing")),
    "a number as id": ({"service": [a_service(id="17")]}, ("service", "id", "no UUID")),
    "an id twice": ({"service": [a_service(), a_service()]}, ("service", "id", "twice")),
    "no name": ({"service": [a_service(name="")]}, ("service", "name", "missing")),
    "no status": ({"service": [a_service(status="")]}, ("service", "status", "missing")),
    "an unknown status": ({"service": [a_service(status="asleep")]}, ("service", "status", "one of these")),
    "no organization": ({"service": [a_service(organization_id="")]}, ("service", "organization_id", "missing")),
    "an unknown organization": (
        {"service": [a_service(organization_id=identity(9))]},
        ("service", "organization_id", "Nothing with this id"),
    ),
    "an unknown service": (
        {"service_at_location": [{"id": PLACE, "service_id": identity(9), "location_id": LOCATION}]},
        ("service_at_location", "service_id", "Nothing with this id"),
    ),
    "an unknown location": (
        {"service_at_location": [{"id": PLACE, "service_id": SERVICE, "location_id": identity(9)}]},
        ("service_at_location", "location_id", "Nothing with this id"),
    ),
    "a place twice": (
        {
            "service_at_location": [
                {"id": PLACE, "service_id": SERVICE, "location_id": LOCATION},
                {"id": identity(9), "service_id": SERVICE, "location_id": LOCATION},
            ]
        },
        ("service_at_location", "id", "Another id"),
    ),
    "a phone of nobody known": (
        {"phone": [{"id": identity(9), "service_id": identity(8), "number": "1"}]},
        ("phone", "service_id", "Nothing with this id"),
    ),
    "a phone without number": (
        {"phone": [{"id": identity(9), "service_id": SERVICE}]},
        ("phone", "number", "missing"),
    ),
    "a name too long": ({"service": [a_service(name="x" * 201)]}, ("service", "name", "201 characters; 200 fit")),
    "ages upside down": (
        {"service": [a_service(minimum_age=18, maximum_age=5)]},
        ("service", "minimum_age", "above the upper"),
    ),
    "an age in words": ({"service": [a_service(minimum_age="adult")]}, ("service", "minimum_age", "no number")),
    "an age beyond all": ({"service": [a_service(maximum_age=999)]}, ("service", "maximum_age", "no age")),
    "an endless age": ({"service": [a_service(maximum_age="Infinity")]}, ("service", "maximum_age", "no number")),
    "a wrong date": (
        {"schedule": [{"id": identity(9), "service_id": SERVICE, "valid_from": "31/12/2026"}]},
        ("schedule", "valid_from", "no date"),
    ),
    "a wrong time": (
        {"schedule": [{"id": identity(9), "service_id": SERVICE, "opens_at": "9 am", "closes_at": "17:00"}]},
        ("schedule", "opens_at", "no time"),
    ),
    "a season upside down": (
        {
            "schedule": [
                {"id": identity(9), "service_id": SERVICE, "valid_from": "2026-02-01", "valid_to": "2026-01-01"}
            ]
        },
        ("schedule", "valid_to", "before the first"),
    ),
    "a character that no database stores": (
        {"service": [a_service(description="a\0b")]},
        ("service", "description", "cannot be stored"),
    ),
    "half a character": (
        {"service": [a_service(description="a\ud800")]},
        ("service", "description", "cannot be stored"),
    ),
    "such a character deep inside": (
        {"service": [a_service(colours=[{"red": "a\0"}])]},
        ("service", "colours", "cannot be stored"),
    ),
    "a name of spaces": ({"service": [a_service(name="  ")]}, ("service", "name", "missing")),
    "a name that is a list": ({"service": [a_service(name=["x"])]}, ("service", "name", "missing")),
    "a code that cannot stand in an address": (
        {"taxonomy_term": [{"id": identity(9), "name": "x", "code": "a b", "taxonomy": "cancerinfo: kinds of help"}]},
        ("taxonomy_term", "code", "small letters"),
    ),
    "a list as the id of an owner": (
        {"funding": [{"id": identity(9), "service_id": [SERVICE]}]},
        ("funding", "service_id", "no UUID"),
    ),
    "too many cells": ({"service": [a_service(**{"": "x"})]}, ("service", "", "more cells")),
    "a town that is missing": (
        {"address": [{"id": identity(9), "location_id": LOCATION, "address_type": "physical", "state_province": "ON"}]},
        ("address", "city", "missing"),
    ),
}


@pytest.mark.parametrize("tables,expected", REFUSED.values(), ids=REFUSED)
def test_a_row_that_cannot_go_in_is_told_with_its_reason_and_the_others_go_in(tables, expected):
    report = bring_in(rows(**tables))

    table, column, words = expected
    assert any(told[:2] == (table, column) and words in told[2] for told in reasons(report))
    assert Organization.objects.count() == Location.objects.count() == 1


def test_the_report_names_file_line_id_and_words_of_a_row():
    report = bring_in(rows(service=[a_service(), a_service(id="x", name="Wigs and scarves")]))

    (line,) = [line for line in report.lines if line[0]]
    assert line[1:5] == ("service.csv", "3", "service", "x")
    assert line[7] == "Wigs and scarves"


def test_what_hangs_on_a_refused_row_is_refused_too():
    report = bring_in(rows(service=[a_service(status="asleep")]))

    assert [told[0] for told in reasons(report)] == ["service", "service_at_location"]


TOLERATED = {
    "a status in capitals": ({"status": "ACTIVE"}, {"status": Status.ACTIVE}),
    "a status with an underscore": ({"status": "temporarily_closed"}, {"status": Status.CLOSED_FOR_NOW}),
    "spaces around": ({"name": "  Rides "}, {"name_en": "Rides"}),
    "an id in capitals": ({"id": SERVICE.upper()}, {"pk": UUID(SERVICE)}),
    "a half year": ({"minimum_age": "0.5"}, {"minimum_age": Decimal("0.5")}),
    "a web address without a scheme": ({"url": "www.example.org"}, {"website_en": "https://www.example.org"}),
}


@pytest.mark.parametrize("columns,fields", TOLERATED.values(), ids=TOLERATED)
def test_small_slips_are_understood_and_given_back_as_they_came(columns, fields):
    report = bring_in(rows(service=[a_service(**columns)]))

    service = Service.objects.get()
    assert reasons(report) == []
    assert {name: getattr(service, name) for name in fields} == fields
    (out,) = Export(is_plain=True).rows_of("service")
    assert {name: str(out[name]) for name in columns if name != "id"} == {
        name: value for name, value in columns.items() if name != "id"
    }


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org", "data:text/html,x", "nonsense"])
def test_an_address_that_is_no_web_page_is_kept_but_never_shown(url):
    report = bring_in(rows(service=[a_service(url=url)]))

    service = Service.objects.get()
    assert service.website_en == ""
    assert service.more["url"] == url
    assert ("service", "url") in [told[:2] for told in notes(report)]


def test_what_came_is_no_longer_given_back_once_an_editor_wrote_something_else():
    bring_in(rows(service=[a_service(status="ACTIVE")]))
    service = Service.objects.get()

    service.status = Status.DEFUNCT
    service.save()

    assert next(Export().rows_of("service"))["status"] == "defunct"


def test_nobody_can_verify_by_a_file():
    bring_in(rows(service=[a_service(assured_date="2026-11-01", assurer_email="a@example.org")]))

    service = Service.objects.get()
    assert (service.verified_on, service.verified_by) == (None, None)
    assert service.more == {"assured_date": "2026-11-01", "assurer_email": "a@example.org"}


def test_what_the_site_verified_goes_out_with_the_day_and_without_the_person():
    bring_in(rows(service=[a_service(assured_date="2020-01-01", assurer_email="a@example.org")]))
    Service.objects.get().verify(by=make_locator_editor(), on=date(2026, 11, 2))

    (row,) = Export().rows_of("service")

    assert row["assured_date"] == "2026-11-02"
    assert "assurer_email" not in row
    assert "locator-editor" not in str(row)


def test_a_time_zone_that_does_not_exist_is_kept_and_not_used():
    bring_in(rows(service=[a_service(time_zone="Mars/Olympus")]))

    service = Service.objects.get()
    assert service.time_zone == "America/Toronto"
    assert service.more["time_zone"] == "Mars/Olympus"
