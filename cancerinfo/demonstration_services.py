"""Reads the demonstration services in demo/services/: organizations, places, kinds of help and what they offer."""

import tomllib
import uuid

from django.conf import settings

from locator.changing import together
from locator.choices import Day
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
    ServiceCancer,
    ServiceCategory,
    SpokenLanguage,
)
from locator.placing import place_all

FOLDER = settings.BASE_DIR / "demo" / "services"
# The id of a record follows from its key in the files: a record that somebody changed is left as it is.
IDS = uuid.UUID("5d0f3a5e-1b6c-4a4e-8d36-6c60f5f1a6c2")
DAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), Day.values, strict=True))
ABOUT = {"source": "CancerInfo", "is_demonstration": True}
OWN_ADDRESS = ("street", "street_2", "city", "province", "postal_code")


def load_services(report, keys, *, by):
    """Make every record of the files that is not there yet; `by` is who then says that they are verified."""
    with together():
        for row in _read("categories")["category"]:
            _make_category(row)
        rows = _all_rows()
        for row in _parents_first(rows["organization"]):
            _make_organization(row)
        placed = [_make_location(row) for row in rows["location"] if not _is_there(Location, row)]
        place_all(placed)
        for row in rows["service"]:
            name = row.get("name_en") or row["name_fr"]
            if _is_there(Service, row):
                report.kept.append(f"service: {name}")
                continue
            _make_service(row, keys, by=by)
            report.published.append(f"service: {name}")


def id_of(kind, key):
    """The id of the demonstration record of a model with this key."""
    return uuid.uuid5(IDS, f"{kind._meta.model_name} {key}")


def _is_there(kind, row):
    return kind.objects.filter(pk=id_of(kind, row["key"])).exists()


def _all_rows():
    rows = {"organization": [], "location": [], "service": []}
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem != "categories":
            for kind, of_file in _read(path.stem).items():
                rows[kind] += of_file
    return rows


def _read(name):
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _parents_first(rows):
    return sorted(rows, key=lambda row: "parent" in row)


def _make_category(row):
    code, parent = row["code"], row.pop("parent", None)
    words = {name: ", ".join(row.pop(name, [])) for name in ("words_en", "words_fr")}
    defaults = ABOUT | row | words | {"parent_id": id_of(Category, parent) if parent else None}
    if not Category.objects.filter(code=code).exists():
        Category.objects.create(pk=id_of(Category, code), **defaults)


def _make_organization(row):
    if _is_there(Organization, row):
        return
    pk, parent = id_of(Organization, row.pop("key")), row.pop("parent", None)
    Organization.objects.create(pk=pk, parent_id=parent and id_of(Organization, parent), **ABOUT, **row)


def _make_location(row):
    pk, organization = id_of(Location, row.pop("key")), row.pop("organization", None)
    address = {name: row.pop(name, "") for name in OWN_ADDRESS}
    hours = row.pop("hours", [])
    feature = {f"text_{language}": row.pop(f"accessibility_{language}", "") for language in ("en", "fr")}
    location = Location.objects.create(
        pk=pk,
        organization_id=organization and id_of(Organization, organization),
        is_confidential=row.pop("confidential", False),
        **ABOUT,
        **row,
    )
    Address.objects.create(location=location, **address)
    if any(feature.values()):
        AccessFeature.objects.create(location=location, **feature)
    _make_hours(hours, location=location)
    return location


def _make_service(row, keys, *, by):
    pk, organization = id_of(Service, row.pop("key")), row.pop("organization")
    parts = {name: row.pop(name, []) for name in ("location", "hours", "closure", "phone", "language", "areas")}
    categories, cancers = row.pop("categories", []), row.pop("cancers", [])
    verified_on = row.pop("verified_on", None)
    service = Service.objects.create(pk=pk, organization_id=id_of(Organization, organization), **ABOUT, **row)
    for code in categories:
        ServiceCategory.objects.create(service=service, category=Category.objects.get(code=code))
    for slug in cancers:
        ServiceCancer.objects.create(service=service, cancer=keys.page(f"cancers/{slug}", "services"))
    for key in parts["areas"]:
        ServiceArea.objects.create(service=service, key=key)
    for place in parts["location"]:
        _make_place(service, place)
    _make_hours(parts["hours"], service=service)
    _make_closures(parts["closure"], service=service)
    for position, phone in enumerate(parts["phone"], start=1):
        _make_phone(service, position, phone)
    for language in parts["language"]:
        SpokenLanguage.objects.create(service=service, **language)
    if verified_on:
        service.verify(by=by, on=verified_on)


def _make_place(service, row):
    hours, closures = row.pop("hours", []), row.pop("closure", [])
    place = ServiceAtLocation.objects.create(service=service, location_id=id_of(Location, row.pop("location")), **row)
    _make_hours(hours, place=place)
    _make_closures(closures, place=place)


def _make_hours(rows, **owner):
    for row in rows:
        days = ",".join(DAYS[day] for day in row.pop("days", []))
        weeks = ",".join(str(week) for week in row.pop("weeks", []))
        Schedule.objects.create(days=days, weeks=weeks, **row, **owner)


def _make_closures(rows, **owner):
    for row in rows:
        Closure.objects.create(**row, **owner)


def _make_phone(service, position, row):
    languages = row.pop("languages", [])
    phone = Phone.objects.create(service=service, position=position, **row)
    for code in languages:
        SpokenLanguage.objects.create(phone=phone, code=code)
