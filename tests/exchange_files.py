"""Files for imports, and what was there before and after."""

import io
import zipfile
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from locator.choices import Cost, PhoneKind, PointFrom, Wheelchair
from locator.exchange.importing import import_package
from locator.hsds.package_writing import write_zip
from locator.hsds.packages import Package
from locator.hsds.rows import Row
from locator.models import (
    AccessFeature,
    Address,
    Category,
    Closure,
    KeptRow,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCategory,
    SpokenLanguage,
    Spot,
)
from publishing.generation import Generation

from .factories import (
    make_cancer,
    make_category,
    make_location,
    make_service,
)

EXAMPLES = Path(__file__).parent / "hsds" / "examples"

ORGANIZATION = "0a000000-0000-4000-8000-000000000001"
SERVICE = "0b000000-0000-4000-8000-000000000001"
LOCATION = "0c000000-0000-4000-8000-000000000001"
PLACE = "0d000000-0000-4000-8000-000000000001"
RECORDS = (
    Organization,
    Location,
    Service,
    ServiceAtLocation,
    Address,
    Phone,
    Schedule,
    Closure,
    ServiceArea,
    SpokenLanguage,
    AccessFeature,
    Category,
    ServiceCategory,
)


def identity(number):
    return f"0e000000-0000-4000-8000-{number:012}"


def a_service(**columns):
    return {"id": SERVICE, "organization_id": ORGANIZATION, "name": "Rides", "status": "active"} | columns


def rows(**tables):
    """A small file: an organization, its service, the place where it is given, and what a test adds or replaces."""
    found = {
        "organization": [{"id": ORGANIZATION, "name": "Helping Hands", "description": "We help."}],
        "service": [a_service()],
        "location": [{"id": LOCATION, "location_type": "physical", "latitude": 45.4, "longitude": -75.7}],
        "service_at_location": [{"id": PLACE, "service_id": SERVICE, "location_id": LOCATION}],
    } | tables
    return {
        table: [Row(row, file=f"{table}.csv", line=number) for number, row in enumerate(of_table, 2)]
        for table, of_table in found.items()
    }


def bring_in(tables=None, **options):
    return import_package(Package(rows=tables if tables is not None else rows()), **{"source": "A partner"} | options)


def reasons(report):
    return [(table, column, reason) for refused, _f, _l, table, _id, column, reason, _w in report.lines if refused]


def notes(report):
    return [(table, column, reason) for refused, _f, _l, table, _id, column, reason, _w in report.lines if not refused]


def state():
    """How many rows and how many states of them there are, and when each record was last edited."""
    counts = {model.__name__: (model.objects.count(), model.history.count()) for model in RECORDS}
    edits = {
        model.__name__: list(model.objects.values_list("pk", "edit_counter", "edited_at").order_by("pk"))
        for model in (Organization, Location, Service)
    }
    return counts, edits, KeptRow.objects.count(), Spot.objects.count(), Generation.current()


def make_everything():
    """A service of which everything is said, in both languages."""
    kind = make_category("rides")
    lower = make_category("rides-by-volunteers", parent=kind)
    location = make_location(wheelchair=Wheelchair.PARTLY, description_fr="Porte bleue", point_from=PointFrom.TYPED)
    service = make_service(
        at=[location],
        categories=[kind, lower],
        cancers=[make_cancer("Lung cancer").page],
        areas=["province:ON", "postal:K1"],
        cost=Cost.SLIDING,
        name_en="",
        name_fr="Transport",
        fees_en="=HYPERLINK(1)",
        fees_fr="Selon le revenu",
        documents_en="Your card",
        alert_fr="Fermé lundi",
        alert_until=date(2026, 12, 1),
        minimum_age=Decimal("0.5"),
        time_zone="America/Winnipeg",
        online=True,
        is_demonstration=True,
        source="A letter",
        hours=[{"days": "MO,TU", "weeks": "1,-1", "opens": time(22), "closes": time(2), "on_holidays": True}],
    )
    place = service.places.get()
    Schedule.objects.create(place=place, by_appointment=True, note_fr="Sur rendez-vous")
    Closure.objects.create(service=service, first=date(2026, 12, 24), last=date(2027, 1, 3), reason_fr="Fêtes")
    phone = Phone.objects.create(
        location=location, number="-1 613", extension="12", kind=PhoneKind.TOLL_FREE, position=3
    )
    SpokenLanguage.objects.create(phone=phone, code="cr", note_en="Mornings", note_fr="Le matin")
    SpokenLanguage.objects.create(place=place, name="Dene")
    AccessFeature.objects.create(location=location, text_fr="Boucle auditive")
    ServiceArea.objects.create(service=service, label_fr="Les trois vallées")
    Organization.objects.update(description_fr="Nous aidons", other_name_en="HH")
    return service


def everything():
    """All fields of all records but those that tell of this site's own work."""
    own = {"edit_counter", "edited_at", "edited_by", "more", "source", "verified_on", "verified_by"}
    return {
        model.__name__: sorted(
            model.objects.values_list(
                *(field.attname for field in model._meta.concrete_fields if field.name not in own)
            ),
            key=str,
        )
        for model in RECORDS
    }


def package_file(folder, tables=None):
    path = folder / "partner.zip"
    tables = tables or rows()
    with path.open("wb") as stream:
        write_zip(lambda table: tables.get(table, []), stream)
    return path


SECRET = {"street": "77 Secret Street", "postal_code": "K2P 9Z9"}


def make_confidential():
    location = make_location(
        is_confidential=True,
        name_en="Hidden House",
        description_en="Behind the hidden door",
        transport_fr="Autobus secret",
        latitude=45.411111,
        longitude=-75.699999,
        **SECRET,
    )
    location.more = {"external_identifier": "secret-external"}
    location.save()
    service = make_service(at=[location])
    Phone.objects.create(location=location, number="613-555-0199", note_en="secret phone")
    AccessFeature.objects.create(location=location, text_en="secret ramp")
    Schedule.objects.create(location=location, note_en="secret hours")
    ServiceAtLocation.objects.update(note_en="secret second floor")
    place = service.places.get()
    Schedule.objects.create(place=place, days="MO", opens=time(9), closes=time(17), note_fr="heures secretes")
    Closure.objects.create(place=place, first=date(2026, 12, 24), last=date(2026, 12, 26), reason_en="secret reason")
    phone = Phone.objects.create(place=place, number="613-555-0197")
    SpokenLanguage.objects.create(phone=phone, name="secret language")
    Phone.objects.create(place=place, service=service, number="613-555-0111", note_en="secret beside a number")
    contact = {"id": identity(1), "location_id": str(location.pk), "name": "secret contact"}
    below = {"id": identity(2), "link_id": identity(1), "value": "secret attribute"}
    log = {"id": identity(3), "resource_id": str(location.addresses.get().pk), "previous_value": "secret before"}
    for table, row in (("attribute", below), ("contact", contact), ("metadata", log)):
        KeptRow.objects.create(table=table, row_id=row["id"], row=row)
    Phone.objects.create(number="613-555-0198", more={"contact_id": identity(1)})
    return location, service


def whole_text(content):
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "".join(package.read(name).decode() for name in package.namelist())
