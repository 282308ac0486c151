"""Services in and out of the site as HSDS: nothing is lost, doubled or written in vain."""

import csv
import io
import json
import zipfile
from datetime import date
from uuid import UUID

import jsonschema
import pytest
import referencing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from locator.choices import PhoneKind
from locator.exchange.exporting import Export
from locator.exchange.importing import import_package
from locator.exchange.round_trip import check
from locator.hsds.packages import read, read_bytes
from locator.models import (
    Category,
    KeptRow,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    SpokenLanguage,
    Spot,
)

from .exchange_files import (
    EXAMPLES,
    LOCATION,
    PLACE,
    SERVICE,
    a_service,
    bring_in,
    everything,
    identity,
    make_everything,
    notes,
    reasons,
    rows,
    state,
)
from .factories import (
    make_category,
    make_locator_editor,
    make_organization,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir() if path.name != "base.json"))
def test_an_example_comes_out_as_it_went_in(name):
    (trip,) = check(EXAMPLES / name)

    assert trip.differences == []
    assert (trip.refused, trip.message) == (0, "")
    assert trip.rows > 0
    assert Service.objects.count() == 0


def test_the_check_of_a_folder_says_what_is_no_hsds():
    trips = {trip.name: trip for trip in check(EXAMPLES)}

    assert "holds no service" in trips["base.json"].message
    assert len(trips) == 14


def test_the_example_is_a_service_that_readers_can_use():
    import_package(read(EXAMPLES / "csv"), source="A partner")

    service = Service.objects.get()
    assert service.name_en == "Some name (ac14)"
    assert service.organization.name_en == "Some name (d9d5)"
    assert (service.minimum_age, service.maximum_age) == (12, 100)
    assert service.places.get().location.addresses.get().city == "Some city (7470)"
    assert service.phones.get().number == '"+1 204 555-0123"'
    assert SpokenLanguage.objects.get().code == "ur"
    assert service.in_person
    assert service.verified_on is None


def test_what_the_site_cannot_use_is_kept_and_told():
    report = import_package(read(EXAMPLES / "csv"), source="A partner")

    assert set(KeptRow.objects.values_list("table", flat=True)) >= {"contact", "program", "metadata", "funding"}
    assert Location.objects.get().latitude is None
    assert Location.objects.get().more["latitude"] == 100
    assert Schedule.objects.get().days == ""
    told = {(table, column) for table, column, _reason in notes(report)}
    assert {
        ("location", "latitude"),
        ("location", "organization_id"),
        ("organization", "parent_organization_id"),
    } <= told


def test_a_second_import_of_the_same_file_writes_nothing():
    import_package(read(EXAMPLES / "csv"), source="A partner")
    before = state()

    report = import_package(read(EXAMPLES / "csv"), source="A partner")

    assert state() == before
    assert report.written == 0
    assert report.missing == 0


def test_a_second_import_updates_what_changed_and_nothing_else():
    bring_in()
    by = make_locator_editor()

    report = bring_in(rows(service=[a_service(name="Rides to treatment")]), by=by, file_name="new.zip")

    service = Service.objects.get()
    assert service.name_en == "Rides to treatment"
    assert service.edit_counter == 1
    newest = service.history.first()
    assert (newest.history_user, newest.history_change_reason) == (by, "import: new.zip")
    assert service.history.count() == 2
    assert Organization.history.count() == Location.history.count() == 1
    assert report.counts["service"]["changed"] == 1


def test_a_form_that_was_open_meanwhile_is_told_of_an_import():
    bring_in()
    before = Service.objects.get().edit_counter

    bring_in(rows(service=[a_service(name="Rides to treatment")]))

    assert Service.objects.get().edit_counter > before


def test_a_form_that_was_open_is_told_of_a_row_that_belongs_to_its_record():
    phone = {"id": identity(9), "service_id": SERVICE, "number": "1"}
    bring_in(rows(phone=[phone]))
    before = Service.objects.get().edit_counter

    bring_in(rows(phone=[phone | {"number": "2"}]))

    assert Phone.objects.get().number == "2"
    assert Service.objects.get().edit_counter > before
    assert Organization.objects.get().edit_counter == 0


def test_what_is_not_in_a_second_file_stays_and_is_counted():
    bring_in(rows(service=[a_service(), a_service(id=identity(1), name="Wigs")]))

    report = bring_in()

    assert Service.objects.count() == 2
    assert report.missing == 1


def test_a_column_that_the_file_lacks_is_left_alone_and_an_empty_cell_clears():
    bring_in(rows(service=[a_service(email="a@example.org", alert="Closed on Monday")]))

    bring_in(rows(service=[a_service(alert="")]))

    service = Service.objects.get()
    assert (service.email, service.alert_en) == ("a@example.org", "")


def test_ids_are_kept():
    bring_in()

    assert Service.objects.get().pk == UUID(SERVICE)
    assert ServiceAtLocation.objects.get().pk == UUID(PLACE)


def test_a_trial_changes_nothing_and_tells_the_same():
    before = state()

    trial = bring_in(is_trial=True)
    after = state()
    real = bring_in()

    assert after == before
    assert trial.counts == real.counts


def test_an_import_in_many_batches_is_the_same_as_in_one(monkeypatch):
    many = 7
    services = [a_service(id=identity(number), name=f"Service {number}") for number in range(many)]
    places = [
        {"id": identity(100 + number), "service_id": identity(number), "location_id": LOCATION}
        for number in range(many)
    ]
    monkeypatch.setattr("locator.exchange.batching.batches.__kwdefaults__", {"size": 2})

    report = bring_in(rows(service=services, service_at_location=places))

    assert reasons(report) == []
    assert Service.objects.count() == ServiceAtLocation.objects.count() == many
    assert Spot.objects.values("service").distinct().count() == many


def test_an_import_that_is_cut_off_leaves_whole_services_and_ends_when_run_again(monkeypatch):
    services = [a_service(id=identity(number), name=f"Service {number}") for number in range(6)]
    places = [
        {"id": identity(100 + number), "service_id": identity(number), "location_id": LOCATION} for number in range(6)
    ]
    monkeypatch.setattr("locator.exchange.batching.batches.__kwdefaults__", {"size": 2})

    def cut_off(done, total):
        if done > 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in(rows(service=services, service_at_location=places), progress=cut_off)
    half = Service.objects.count()
    assert 0 < half < 6
    assert ServiceAtLocation.objects.count() == half
    bring_in(rows(service=services, service_at_location=places))

    assert Service.objects.count() == ServiceAtLocation.objects.count() == 6
    assert Service.history.count() == 6


def test_parents_may_stand_anywhere_in_the_file(monkeypatch):
    line = [identity(number) for number in range(5)]
    organizations = [
        {"id": child, "name": child, "description": "x", "parent_organization_id": parent}
        for child, parent in zip(line, [*line[1:], ""], strict=True)
    ]
    services = [a_service(id=identity(50 + number), organization_id=line[number]) for number in range(5)]
    monkeypatch.setattr("locator.exchange.batching.batches.__kwdefaults__", {"size": 1})

    report = bring_in(rows(organization=organizations, service=services, service_at_location=[]))

    assert reasons(report) == []
    assert Organization.objects.get(pk=line[0]).parent_id == UUID(line[1])


def test_organizations_that_belong_to_each_other_in_a_ring_go_in_without():
    one, two = identity(1), identity(2)
    ring = [
        {"id": one, "name": "One", "description": "x", "parent_organization_id": two},
        {"id": two, "name": "Two", "description": "x", "parent_organization_id": one},
    ]

    report = bring_in(rows(organization=ring, service=[], service_at_location=[]))

    assert Organization.objects.exclude(parent=None).count() == 1
    assert [column for _table, column, _reason in notes(report)] == ["parent_organization_id"]


def test_a_row_that_the_database_refuses_does_not_keep_out_the_others(monkeypatch):
    monkeypatch.setattr("locator.exchange.checking._Sorter._check_unique", lambda *args: None)
    places = [
        {"id": PLACE, "service_id": SERVICE, "location_id": LOCATION},
        {"id": identity(9), "service_id": SERVICE, "location_id": LOCATION},
    ]

    report = bring_in(rows(service_at_location=places))

    assert Service.objects.count() == ServiceAtLocation.objects.count() == 1
    assert [table for table, _column, _reason in reasons(report)] == ["service_at_location"]


@pytest.mark.parametrize("numbers", [(3, 30)])
def test_the_number_of_questions_does_not_grow_with_the_file(numbers):
    counted = []
    for number in numbers:
        Service.objects.all().delete()
        services = [a_service(id=identity(one), name=f"Service {one}") for one in range(number)]
        places = [
            {"id": identity(100 + one), "service_id": identity(one), "location_id": LOCATION} for one in range(number)
        ]
        phones = [{"id": identity(200 + one), "service_id": identity(one), "number": "1"} for one in range(number)]
        with CaptureQueriesContext(connection) as queries:
            bring_in(rows(service=services, service_at_location=places, phone=phones))
        counted.append(len(queries))

    assert counted[1] <= counted[0] + 3


@pytest.mark.parametrize(
    "columns,fields",
    [
        ({"freq": "WEEKLY", "byday": "FR,MO"}, {"days": "MO,FR", "weeks": ""}),
        ({"freq": "MONTHLY", "byday": "1WE,3WE"}, {"days": "WE", "weeks": "1,3"}),
        ({"freq": "MONTHLY", "byday": "-1SA"}, {"days": "SA", "weeks": "-1"}),
        ({"byday": "MO"}, {"days": "MO", "weeks": ""}),
        ({"freq": "WEEKLY", "byday": "MO", "interval": 2}, {"days": "", "weeks": "", "opens": None}),
        ({"freq": "MONTHLY", "byday": "1WE,3TH"}, {"days": "", "weeks": "", "opens": None}),
        ({"freq": "WEEKLY", "byday": "XX"}, {"days": "", "weeks": "", "opens": None}),
        ({"freq": "MONTHLY", "bymonthday": "2,3"}, {"days": "", "weeks": "", "opens": None}),
    ],
)
def test_opening_hours_are_understood_whole_or_not_at_all(columns, fields):
    row = {"id": identity(9), "service_id": SERVICE, "opens_at": "09:00", "closes_at": "17:00:00"} | columns

    report = bring_in(rows(schedule=[row]))

    schedule = Schedule.objects.get()
    assert reasons(report) == []
    assert {name: getattr(schedule, name) for name in fields} == fields
    (out,) = Export(is_plain=True).rows_of("schedule")
    assert {name: out.get(name) for name in row} == row


def test_an_extension_that_is_no_number_survives():
    bring_in(rows(phone=[{"id": identity(9), "service_id": SERVICE, "number": "1", "extension": "007b"}]))

    assert Phone.objects.get().extension == "007b"
    (row,) = Export().rows_of("phone")
    assert (row["extension_text"], row["extension"]) == ("007b", "007b")


def test_a_language_of_a_place_and_one_of_a_phone_are_known():
    phone = {"id": identity(8), "location_id": LOCATION, "number": "1", "type": "textphone"}
    languages = [
        {"id": identity(1), "location_id": LOCATION, "code": "FR", "note": "Call ahead"},
        {"id": identity(2), "phone_id": identity(8), "name": "Cree"},
    ]

    bring_in(rows(phone=[phone], language=languages))

    assert Phone.objects.get().kind == PhoneKind.TTY
    french, cree = SpokenLanguage.objects.order_by("pk")
    assert (french.code, french.note_en, french.location_id) == ("fr", "Call ahead", UUID(LOCATION))
    assert (cree.name, cree.phone_id) == ("Cree", UUID(identity(8)))


def test_an_area_with_a_key_of_ours_is_searched_and_another_one_is_told_in_words():
    areas = [
        {"id": identity(1), "service_id": SERVICE, "extent": "province:ON", "extent_type": "text"},
        {"id": identity(2), "service_id": SERVICE, "name": "Three valleys", "extent": "{}", "extent_type": "geojson"},
    ]

    bring_in(rows(service_area=areas))

    assert sorted(ServiceArea.objects.values_list("key", "label_en")) == [("", "Three valleys"), ("province:ON", "")]
    assert Spot.objects.filter(area="province:ON").exists()


def wipe():
    for model in (Service, Location, Category, Organization):
        # Kinds of help from below: what others belong to is protected.
        while model.objects.exists():
            leaves = model.objects.filter(children=None) if hasattr(model, "children") else model.objects.all()
            leaves.delete()
    KeptRow.objects.all().delete()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("form", ["zip", "json"])
def test_everything_of_this_site_comes_back_after_an_export(language, form):
    make_everything()
    before, cancers = everything(), list(Service.objects.values_list("cancers", flat=True))
    export, stream = Export(language=language, with_confidential=True), io.BytesIO()
    getattr(export, f"write_{form}")(stream)
    wipe()

    report = import_package(read_bytes(stream.getvalue(), name=f"x.{form}"), source="x")

    assert reasons(report) == []
    assert everything() == before
    assert list(Service.objects.values_list("cancers", flat=True)) == cancers


@pytest.mark.parametrize("language", ["en", "fr"])
def test_our_own_export_changes_nothing_here(language):
    make_everything()
    Service.objects.get().verify(by=make_locator_editor())
    before, stream = state(), io.BytesIO()
    Export(language=language).write_zip(stream)

    report = import_package(read_bytes(stream.getvalue(), name="x.zip"), source="x")

    assert report.written == 0
    assert state() == before


def test_a_missing_translation_is_said_and_never_faked():
    organization = make_organization(name_en="", name_fr="Mains utiles", description_fr="Nous aidons")

    (row,) = Export(language="en").rows_of("organization")

    assert (row["name"], row["name_language"], row["description"]) == ("Mains utiles", "fr", "Not given")
    assert row["description_fr"] == "Nous aidons"
    assert organization.name_en == ""


def test_a_plain_file_that_comes_back_does_not_put_a_french_name_into_the_english_column():
    make_organization(name_en="", name_fr="Mains utiles", description_fr="Nous aidons")
    stream = io.BytesIO()
    Export(language="en", is_plain=True).write_zip(stream)

    import_package(read_bytes(stream.getvalue(), name="x.zip"), source="x")

    organization = Organization.objects.get()
    assert (organization.name_en, organization.name_fr) == ("", "Mains utiles")
    assert organization.description_en == ""


def test_a_french_file_fills_the_french_columns():
    bring_in(language="fr")

    assert (Service.objects.get().name_fr, Service.objects.get().name_en) == ("Rides", "")


def test_kinds_of_help_are_told_by_their_code():
    here = make_category("rides")
    there, term = identity(1), identity(2)
    terms = [
        {"id": there, "code": "rides", "name": "Other", "taxonomy": "cancerinfo: kinds of help"},
        {"id": term, "code": "x", "name": "Theirs", "description": "x", "taxonomy": "Their own"},
    ]
    links = [
        {"id": identity(3), "link_id": SERVICE, "link_entity": "service", "taxonomy_term_id": there},
        {"id": identity(4), "link_id": SERVICE, "link_entity": "service", "taxonomy_term_id": term},
    ]

    bring_in(rows(taxonomy_term=terms, attribute=links))

    assert list(Service.objects.get().categories.all()) == [here]
    assert Category.objects.get().name_en == "Rides"
    assert sorted(KeptRow.objects.values_list("table", flat=True)) == ["attribute", "taxonomy_term"]


def validator(table):
    schemas = json.loads((EXAMPLES.parent / "schemas.json").read_text())
    resources = [
        (name, referencing.Resource(contents=schema, specification=referencing.jsonschema.DRAFT202012))
        for name, schema in schemas.items()
    ]
    registry = referencing.Registry().with_resources(resources)
    checker = jsonschema.FormatChecker(["uuid", "date", "email"])
    return jsonschema.Draft202012Validator(schemas[f"{table}.json"], registry=registry, format_checker=checker)


@pytest.mark.parametrize("root", ["organization", "service"])
@pytest.mark.parametrize("is_plain", [True, False])
def test_exported_json_validates(root, is_plain):
    import_package(read(EXAMPLES / "csv"), source="A partner")
    make_everything()

    found = list(Export(is_plain=is_plain).documents(root))

    assert len(found) >= 2
    for document in found:
        table = "location" if "location_type" in document else root
        assert [error.message for error in validator(table).iter_errors(document)] == []


def test_exported_tables_have_the_columns_and_values_that_the_package_requires():
    import_package(read(EXAMPLES / "csv"), source="A partner")
    make_everything()
    stream = io.BytesIO()
    Export().write_zip(stream)

    resources = json.loads((EXAMPLES.parent / "datapackage.json").read_text())["resources"]
    with zipfile.ZipFile(stream) as package:
        for resource in resources:
            found = list(csv.DictReader(io.TextIOWrapper(package.open(resource["path"]), encoding="utf-8", newline="")))
            assert found
            for row in found:
                for field in resource["schema"]["fields"]:
                    _check_cell(resource["name"], field, row[field["name"]])


def _check_cell(table, field, cell):
    constraints = field["constraints"]
    assert cell or not constraints["required"], (table, field["name"])
    if cell and field["type"] == "number" and field["name"] != "extension":
        float(cell)
    if cell and field.get("format") == "uuid":
        UUID(cell)
    if cell and field["type"] == "date":
        date.fromisoformat(cell)
    assert not cell or cell in constraints.get("enum", [cell])
