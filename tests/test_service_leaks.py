"""Where a confidential place is, what is put away and what people suggest is found on no address that exists."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from locator import chosen
from locator.models import Location, Phone, Service
from publishing.languages import Language
from publishing.roles import ADMINISTRATOR, EDITOR, LOCATOR_EDITOR, MODERATOR, PRIVACY_OFFICER, PUBLISHER, REVIEWER

from .factories import make_user
from .planted_services import plant_confidential, plant_services
from .routes import addresses_of, every_route
from .test_leaks import Markers, all_of, argument_values

pytestmark = pytest.mark.django_db

STRANGERS = [None, EDITOR, REVIEWER, PUBLISHER, MODERATOR, PRIVACY_OFFICER, ADMINISTRATOR]
SEARCHES = [
    {"near": "ottawa-on"},
    {"near": "K1A", "within": "100"},
    {"near": "K2J", "within": "5"},
    {"near": "on"},
    {"near": "ottawa-on", "open": "1", "wheelchair": "1", "language": "fr"},
    {"near": "45.1,-75.9"},
]
OF_THE_API = [
    {"near": "45.1,-75.9", "within": "100"},
    {"near": "K1A", "within": "100", "language": "fr"},
    {"town": "ottawa-on", "wheelchair": "true"},
    {"town": "on", "spoken": "fr"},
    {"area": "place:ottawa-on"},
    {"spoken": "fr", "mode": "in_person"},
]


@pytest.fixture
def planted():
    markers = Markers()
    plant_services(markers)
    return markers


def is_about_services(parts):
    return any("service" in str(part) or "locator" in str(part) for part in parts)


def values_for(parts):
    if not is_about_services(parts):
        return argument_values() | {"pk": [1], "object_id": [1], "id": [1], "slug": ["nothing"]}
    ids = [str(pk) for kind in (Service, Location, Phone) for pk in kind.objects.values_list("pk", flat=True)]
    numbers = {"pk": [*ids, 1], "object_id": [*ids, 1], "id": [*ids, 1], "number": [1]}
    return argument_values() | numbers | {"slug": ["nothing"], "app_label": ["locator"]}


def visits(client):
    """Every route, asked for with what its forms may bring, and posted to where it is about services."""
    for parts, _pattern in every_route():
        values = values_for(parts)
        for language in Language.values:
            for address in sorted(addresses_of(parts, values, language)):
                yield address, client.get(address)
                if is_about_services(parts):
                    yield address, client.get(address, {"q": "q0", "format": "json", "download": "1"})
                    yield address, client.post(address, {"near": "Ottawa"}, headers={"sec-fetch-site": "same-origin"})
    ids = list(Service.objects.values_list("pk", flat=True))
    for language in Language.values:
        for search in SEARCHES:
            yield f"{language} {search}", client.get(f"/{language}/services/", search)
        for search in OF_THE_API:
            yield f"API {language} {search}", client.get("/api/v1/services", {"language": language} | search)
        yield f"{language} list", client.get(f"/{language}/services/my-list/", {"list": chosen.sign(ids)}, follow=True)


def found_in(client, markers):
    return {(address, place) for address, answer in visits(client) for place in markers.found_in(all_of(answer))}


@pytest.mark.parametrize("role", STRANGERS, ids=lambda role: role or "visitor")
def test_what_is_confidential_is_shown_to_nobody_but_locator_editors(client, planted, role):
    if role:
        client.force_login(make_user(role))

    assert found_in(client, planted) == set()
    assert len(planted.places) > 70


def test_the_walk_would_find_it_where_it_is_public(client):
    markers = Markers()
    plant_confidential(markers)

    Location.objects.update(is_confidential=False)

    found = {place for _address, place in found_in(client, markers)}
    assert {"locator.Address.street", "locator.Location.name_fr", "Location.latitude"} <= found


def test_locator_editors_see_it_at_the_desk(client, planted):
    client.force_login(make_user(LOCATOR_EDITOR))
    location = Location.objects.get()

    page = client.get(reverse("admin:locator_location_change", args=[location.pk]))

    assert "locator.Address.street" in planted.found_in(page.content.decode())


def test_nothing_confidential_is_logged(planted, caplog):
    caplog.set_level(logging.DEBUG)
    client = Client()
    client.force_login(make_user(LOCATOR_EDITOR))
    for address, answer in visits(client):
        assert answer.status_code < 500, address

    said = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records if is_ours(record))
    assert planted.found_in(said) == set()


def is_ours(record):
    # At this level the logger of the database repeats every value: it is for developers alone.
    return not record.name.startswith("django.db")
