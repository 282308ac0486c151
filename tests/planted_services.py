"""Services of which something must stay with the locator's editors, with a marker in each text that must."""

from django.db import models
from django.utils import timezone

from locator.models import (
    AccessFeature,
    Address,
    Closure,
    ImportRun,
    KeptRow,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    SpokenLanguage,
    SuggestedChange,
    Suggestion,
)

from .factories import make_category, make_locator_editor, make_organization

# What readers may know of a confidential place.
TOLD = {"city", "province", "country", "kind", "wheelchair", "point_from", "time_zone", "region"}
# Markers in figures: a coordinate can be written in many ways, all of which begin so.
LATITUDE, LONGITUDE = 45.187263, -75.918273


def texts(markers, kind, **fixed):
    """A value with a marker for each text field of a model that is not fixed."""
    fields = [
        field
        for field in kind._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in {*fixed, *TOLD, "days", "weeks", "code", "key", "source"}
    ]
    return fixed | {field.name: planted(field, markers.new(str(field))) for field in fields}


def planted(field, marker):
    if isinstance(field, models.URLField):
        return f"https://example.org/{marker}"
    if isinstance(field, models.EmailField):
        return f"{marker}@example.org"
    return marker


def plant_services(markers):
    """A public service at a confidential place, one that is put away, and what people suggested."""
    public = plant_confidential(markers)
    plant_put_away(markers)
    plant_suggestions(markers, public)


def plant_confidential(markers):
    """A service that readers find, at a place of which they learn the town alone."""
    owner = make_organization("Two Lamps")
    location = Location.objects.create(
        **texts(markers, Location, organization=owner, is_confidential=True, latitude=LATITUDE, longitude=LONGITUDE)
    )
    markers.places["45.187"], markers.places["75.918"] = "Location.latitude", "Location.longitude"
    Address.objects.create(**texts(markers, Address, location=location, city="Ottawa", province="ON"))
    AccessFeature.objects.create(**texts(markers, AccessFeature, location=location))
    Phone.objects.create(**texts(markers, Phone, location=location))
    hours = {"days": "MO", "opens": "09:00", "closes": "17:00"}
    Schedule.objects.create(**texts(markers, Schedule, location=location, **hours))
    closed = {"first": timezone.localdate(), "last": timezone.localdate()}
    Closure.objects.create(**texts(markers, Closure, location=location, **closed))
    SpokenLanguage.objects.create(location=location, code="fr", note_en=markers.new("SpokenLanguage.note_en"))
    service = Service.objects.create(organization=owner, name_en="Shelter", name_fr="Abri", in_person=True)
    place = ServiceAtLocation.objects.create(**texts(markers, ServiceAtLocation, service=service, location=location))
    Schedule.objects.create(**texts(markers, Schedule, place=place, **hours))
    Closure.objects.create(**texts(markers, Closure, place=place, **closed))
    plant_on_both(markers, service, location=location)
    plant_on_both(markers, service, place=place)
    row = {"id": str(location.pk), "location_id": str(location.pk), "name": markers.new("KeptRow of the place")}
    KeptRow.objects.create(table="contact", row_id=location.pk, row=row)
    # What it was before is as secret: the history keeps it.
    location.name_en = markers.new("Location.name_en, later")
    location.save()
    return service


def plant_on_both(markers, service, **where):
    """Rows of a public service that hang on the confidential place besides: readers learn the facts, and no words."""
    hours = {"days": "TU", "opens": "09:00", "closes": "17:00"}
    closed = {"first": timezone.localdate(), "last": timezone.localdate()}
    facts = {
        Schedule: hours,
        Closure: closed,
        Phone: {"number": "613-555-0144", "extension": ""},
        SpokenLanguage: {"code": "iu", "name": ""},
    }
    for kind, told in facts.items():
        kind.objects.create(**texts(markers, kind, service=service, **where, **told))


def plant_put_away(markers):
    """A service that is not offered: nothing of it is public."""
    owner = Organization.objects.create(**texts(markers, Organization, website="", email=""))
    service = Service.objects.create(**texts(markers, Service, organization=owner, status="inactive"))
    for kind in (Phone, Schedule, Closure):
        fixed = {"first": "2026-01-01", "last": "2026-01-02"} if kind is Closure else {}
        kind.objects.create(**texts(markers, kind, service=service, **fixed))
    return service


def plant_suggestions(markers, service):
    """What somebody suggested and nobody decided yet, with who they are; and a report of an import."""
    make_category()
    person = {name: markers.new(f"Suggestion.{name}") for name in ("sender_name", "sender_phone", "sender_knows")}
    suggestion = Suggestion.objects.create(
        service=service,
        kind="change",
        language="en",
        sender="other",
        sender_email=f"{markers.new('Suggestion.sender_email')}@example.org",
        **person,
    )
    SuggestedChange.objects.create(
        suggestion=suggestion,
        field="name",
        language="en",
        before="Shelter",
        after=markers.new("SuggestedChange.after"),
    )
    ImportRun.objects.create(
        file_name=markers.new("ImportRun.file_name"),
        content=markers.new("ImportRun.content").encode(),
        source=markers.new("ImportRun.source"),
        report={"lines": [[markers.new("ImportRun.report")]]},
        asked_by=make_locator_editor(),
    )
