"""A real file without HSDS: 7,033 facilities of Statistics Canada, through a mapping."""

from collections import Counter
from pathlib import Path

import pytest

from locator.choices import PointFrom
from locator.exchange.importing import import_package
from locator.hsds.faults import Unreadable
from locator.mapping import names, read_mapped
from locator.models import Address, Category, Location, Organization, Service, ServiceAtLocation, Spot

from .factories import make_category

FILE = Path(__file__).parent.parent / "demo" / "odhf" / "odhf_v1.1.csv"
pytestmark = pytest.mark.django_db
SERVICES = (Organization, Location, Service, ServiceAtLocation, Address)


def lines(*numbers):
    """The header of the file and some of its lines, counted from 1."""
    content = FILE.read_bytes().split(b"\r\n" if b"\r\n" in FILE.read_bytes()[:1000] else b"\n")
    return b"\n".join([content[0], *(content[number] for number in numbers)])


def line(**columns):
    """A file of one line, of which a test names what it is about."""
    header = FILE.read_bytes().splitlines()[0].decode().split(",")
    given = {
        "index": "1",
        "facility_name": "Maple House",
        "odhf_facility_type": "Hospitals",
        "province": "on",
    } | columns
    return f"{','.join(header)}\n{','.join(given.get(name, '') for name in header)}\n".encode("cp1252")


def bring_in(content):
    return import_package(read_mapped(content, "odhf", name="odhf.csv"), source="ODHF")


def reasons(report):
    return [(column, reason) for _refused, _f, _l, _t, _id, column, reason, _w in report.lines]


def test_every_facility_is_imported_or_listed_and_a_second_run_changes_nothing():
    content = FILE.read_bytes()

    report = bring_in(content)

    for model in SERVICES:
        assert model.objects.count() == 7033
    assert report.refused == 0
    sources = Counter(Location.objects.values_list("point_from", flat=True))
    assert sources[PointFrom.IMPORT] == 6549
    assert sources[PointFrom.POSTAL_CODE] + sources[PointFrom.TOWN] == 484
    assert Counter(column for column, _reason in reasons(report)).keys() == {"postal_code", "latitude"}
    assert sum(column == "postal_code" for column, _reason in reasons(report)) == 77
    assert Counter(Category.objects.values_list("code", "service_links")).total() == 7033
    assert Spot.objects.values("service").distinct().count() == 7033
    before = {model: (model.objects.count(), model.history.count()) for model in SERVICES}
    edited = Service.objects.order_by("-edited_at").first().edited_at

    again = bring_in(content)

    assert again.written == 0
    assert again.missing == 0
    assert {model: (model.objects.count(), model.history.count()) for model in SERVICES} == before
    assert Service.objects.order_by("-edited_at").first().edited_at == edited


def test_a_facility_is_an_organization_its_service_and_the_place_where_it_is():
    bring_in(lines(2))

    service = Service.objects.get()
    (place,) = service.places.all()
    address = place.location.addresses.get()
    assert service.name_en == "Alberta Children's Hospital"
    assert service.organization.name_en == service.name_en
    assert service.source == "Statistics Canada, ODHF 1.1: Public Health Agency of Canada"
    assert [str(kind) for kind in service.categories.all()] == ["Hospitals"]
    assert (address.street, address.city, address.province) == ("28 Oki Dr NW", "Calgary", "AB")
    assert address.postal_code == "T3B 6A8"
    assert place.location.latitude == 51.074582
    assert service.in_person
    assert service.verified_on is None


def test_what_was_guessed_is_flagged_and_what_was_given_is_kept():
    bring_in(lines(2))

    address = Address.objects.get()

    assert address.more["guessed"] == "address_1"
    assert address.more["address_1_as_given"] == "28 oki dr nw"


def test_names_from_quebec_are_french():
    bring_in(line(facility_name="HÔPITAL DE L'ÎLE", province="qc", city="montréal", postal_code="H2X 1A1"))

    service = Service.objects.get()
    assert (service.name_en, service.name_fr) == ("", "Hôpital de l'Île")
    assert Address.objects.get().city == "Montréal"


def test_dashes_of_windows_are_read():
    bring_in(line(facility_name="St. Luke’s – East"))

    assert Service.objects.get().name_en == "St. Luke’s – East"


@pytest.mark.parametrize(
    "given,kept,words",
    [
        ("J0S 1K0", "", "not in this province"),
        ("K1A", "", "no postal code"),
        ("12345", "", "no postal code"),
        ("", "", "There is no postal code"),
        ("k1p5m7", "K1P 5M7", None),
        ("K9Z 1A1", "K9Z 1A1", "We do not know"),
    ],
)
def test_a_postal_code_is_kept_when_it_can_be_true(given, kept, words):
    report = bring_in(line(postal_code=given, city="ottawa"))

    assert Address.objects.get().postal_code == kept
    assert [reason for column, reason in reasons(report) if words and words in reason] or words is None
    assert Location.objects.get().latitude is not None


def test_a_place_without_coordinates_gets_those_of_its_postal_code_until_the_file_has_better_ones():
    bring_in(line(postal_code="K1P 5M7", city="ottawa"))
    assert Location.objects.get().point_from == PointFrom.POSTAL_CODE

    bring_in(line(postal_code="K1P 5M7", city="ottawa", latitude="45.42", longitude="-75.69"))

    location = Location.objects.get()
    assert (location.latitude, location.longitude, location.point_from) == (45.42, -75.69, PointFrom.IMPORT)


def test_coordinates_far_from_the_address_are_doubted():
    report = bring_in(line(postal_code="K1P 5M7", city="ottawa", latitude="49.9", longitude="-97.1"))

    assert [column for column, _reason in reasons(report)] == ["latitude", "latitude"]


def test_the_town_of_the_census_stands_in_for_one_that_is_missing():
    bring_in(line(postal_code="R0K 0L0", province="mb", CSDname="Grey"))

    assert Address.objects.get().city == "Grey"
    assert "city" in Address.objects.get().more["guessed"]


def test_a_kind_of_help_that_is_here_already_is_used():
    here = make_category("hospitals")

    bring_in(line())

    assert list(Service.objects.get().categories.all()) == [here]


@pytest.mark.parametrize("columns", [{"index": ""}, {"facility_name": ""}])
def test_a_line_without_key_or_name_is_listed(columns):
    report = bring_in(line(**columns))

    assert Service.objects.count() == 0
    assert report.refused > 0


def test_a_key_that_stands_twice_is_listed_once():
    content = line() + line(facility_name="Other").splitlines()[1]

    report = bring_in(content)

    assert Service.objects.get().name_en == "Maple House"
    assert [reason for _column, reason in reasons(report) if "twice" in reason]


def test_a_file_without_the_columns_of_the_mapping_is_refused_in_a_sentence():
    with pytest.raises(Unreadable, match="lacks these columns: CSDname, city"):
        read_mapped(b"index,facility_name\n1,a\n", "odhf", name="odhf.csv")


def test_the_mappings_are_listed():
    assert names() == ["odhf"]
