"""What must not leave with an export, and what no file can do to a confidential place."""

import csv
import io
import json
import zipfile

import pytest

from locator.exchange.exporting import Export
from locator.exchange.importing import import_package
from locator.exchange.report import Report
from locator.exchange.tables_for_people import write_table
from locator.hsds.packages import read_bytes
from locator.models import (
    Location,
)

from .exchange_files import (
    LOCATION,
    a_service,
    bring_in,
    everything,
    identity,
    make_confidential,
    notes,
    reasons,
    rows,
    whole_text,
)
from .factories import (
    make_service,
)

pytestmark = pytest.mark.django_db


HIDDEN = ("ecret", "Hidden", "hidden", "K2P", "45.41", "75.69", "0199", "0198", "0197")


@pytest.mark.parametrize("form", ["zip", "json", "csv"])
@pytest.mark.parametrize("is_plain", [True, False])
def test_of_a_confidential_place_others_learn_the_town_alone(form, is_plain):
    make_confidential()
    export, stream = Export(is_plain=is_plain), io.BytesIO()
    write_table(stream, language="en") if form == "csv" else getattr(export, f"write_{form}")(stream)

    text = whole_text(stream.getvalue())

    assert "Ottawa" in text
    assert "Rides to treatment" in text
    if form != "csv":
        # When it is open, and the number that is the service’s too, which readers see.
        assert "09:00" in text
        assert "613-555-0111" in text
    assert [word for word in HIDDEN if word in text] == []


def test_the_export_for_this_site_has_confidential_places_whole():
    make_confidential()
    stream = io.BytesIO()

    Export(with_confidential=True).write_zip(stream)

    text = whole_text(stream.getvalue())
    assert [word for word in HIDDEN if word not in text] == []


def test_a_file_for_others_that_comes_back_empties_nothing_confidential():
    location, _service = make_confidential()
    before, stream = everything(), io.BytesIO()
    Export().write_zip(stream)

    import_package(read_bytes(stream.getvalue(), name="x.zip"), source="x")

    assert everything() == before
    location.refresh_from_db()
    assert location.is_confidential


def test_a_partner_cannot_make_a_confidential_place_public_and_the_report_does_not_repeat_where_it_is():
    location, _service = make_confidential()
    address = location.addresses.get()
    tables = rows(
        location=[
            {"id": str(location.pk), "location_type": "physical", "confidential": "false", "name": "Hidden House"},
            {"id": LOCATION, "location_type": "physical"},
        ],
        address=[
            {
                "id": str(address.pk),
                "location_id": str(location.pk),
                "address_1": "78 Secret Street",
                "address_type": "nowhere",
                "city": "Ottawa",
                "state_province": "ON",
                "postal_code": "K2P 9Z9",
                "country": "CA",
            }
        ],
    )

    report = bring_in(tables)

    location.refresh_from_db()
    assert location.is_confidential
    assert ("location", "confidential", "This place is confidential and stays so.") in notes(report)
    assert [told[:2] for told in reasons(report)] == [("address", "address_type")]
    assert "Secret" not in str(report.lines)
    assert "Hidden" not in report.as_csv()


def test_a_file_can_make_a_place_confidential():
    bring_in(rows(location=[{"id": LOCATION, "location_type": "physical", "confidential": "true"}]))

    assert Location.objects.get().is_confidential


def test_hostile_words_survive_a_package_and_are_harmless_in_it():
    words = ["=1+1", "+SUM(A1)", "@x", "-list", "'=kept", "\t=x", "－1"]
    services = [
        a_service(id=identity(number), name=f"n{number}", fees_description=text, more_of_theirs=text)
        for number, text in enumerate(words)
    ]
    bring_in(rows(service=services, service_at_location=[]))
    stream = io.BytesIO()

    Export().write_zip(stream)

    with zipfile.ZipFile(stream) as package:
        found = list(csv.DictReader(io.TextIOWrapper(package.open("services.csv"), encoding="utf-8", newline="")))
    assert all(row["more_of_theirs"].startswith("'") for row in found)
    again = read_bytes(stream.getvalue(), name="x.zip").rows["service"]
    assert {row["id"]: row["more_of_theirs"] for row in again} == {
        identity(number): text for number, text in enumerate(words)
    }


def test_the_table_for_spreadsheets_runs_nothing():
    make_service("=HYPERLINK(1)", phones=["+1 613 555-0123"])
    stream = io.BytesIO()

    write_table(stream, language="en")

    text = stream.getvalue().decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'+1 613 555-0123" in text


def test_the_report_for_spreadsheets_runs_nothing():
    report = bring_in(rows(service=[a_service(id="=x", name="@SUM(1)")]))

    text = report.as_csv()

    assert "'=x" in text
    assert "'@SUM(1)" in text


def test_a_report_is_the_same_after_it_was_stored():
    report = bring_in(rows(service=[a_service(status="asleep")]))

    stored = Report.from_json(json.loads(json.dumps(report.as_json())))

    assert (stored.counts, stored.lines) == (report.counts, report.lines)
