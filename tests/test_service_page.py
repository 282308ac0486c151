"""A service's own page: all that readers may know, and nothing that they may not."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from locator.models import AccessFeature, Closure, Phone, Schedule, ServiceAtLocation, SpokenLanguage

from .factories import (
    make_cancer,
    make_category,
    make_location,
    make_locator_editor,
    make_organization,
    make_service,
)

pytestmark = pytest.mark.django_db

# A Monday morning in Ottawa that is no holiday.
MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("America/Toronto"))


def words_of(response):
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def page_of(service, *, language="en", status=200):
    response = Client().get(f"/{language}/services/{service.pk}/")
    assert response.status_code == status
    return response


def test_the_page_says_all_that_is_known():
    cancer = make_cancer("Kidney cancer")
    service = make_service(
        at=[make_location("Ottawa", transport_en="Bus 7 stops at the door.", wheelchair="yes")],
        areas=["province:ON"],
        cancers=[cancer.page],
        languages=["pa"],
        categories=[make_category()],
        description_en="Drivers take you there and back.",
        application_en="Call two days before.",
        eligibility_en="You have an appointment.",
        minimum_age="0.5",
        maximum_age=17,
        cost="free",
        email="rides@example.org",
        website_en="https://example.org/rides",
        alert_en="No rides on Friday.",
        documents_en="Your health card.",
        interpretation_en="Ask for an interpreter.",
        source="A partner’s list",
    )

    words = words_of(page_of(service))

    for said in (
        "Rides to treatment",
        "Helping Hands",
        "Drivers take you there and back.",
        "613-555-0123",
        "rides@example.org",
        "https://example.org/rides",
        "1 Demonstration Street",
        "Bus 7 stops at the door.",
        "You can get in with a wheelchair",
        "You have an appointment.",
        "People from 0.5 to 17 years of age.",
        "Kidney cancer",
        "Ontario",
        "Call two days before.",
        "Your health card.",
        "Free.",
        "Punjabi",
        "Ask for an interpreter.",
        "No rides on Friday.",
        "Not verified yet",
        "A partner’s list",
    ):
        assert said in words, said


@pytest.mark.parametrize(
    ("number", "extension", "link"),
    [
        ("613-555-0123", "", "tel:+16135550123"),
        ("(613) 555-0123", "4", "tel:+16135550123;ext=4"),
        ("1-800-555-0199", "", "tel:+18005550199"),
        ("2-1-1", "", "tel:211"),
    ],
)
def test_a_number_can_be_pressed(number, extension, link):
    service = make_service(phones=())
    Phone.objects.create(service=service, number=number, extension=extension)

    assert f'href="{link}"' in page_of(service).content.decode()


@time_machine.travel(MONDAY, tick=False)
def test_the_hours_are_those_of_the_service_at_the_place():
    service = make_service(at=[make_location()], hours=[{"days": "MO,TU", "opens": time(9), "closes": time(12)}])
    place = ServiceAtLocation.objects.get()
    Schedule.objects.create(location=place.location, days="MO", opens=time(7), closes=time(22))
    assert "Open until noon today" in words_of(page_of(service))

    Schedule.objects.create(place=place, days="MO", opens=time(10), closes=time(15))

    assert "Open until 3 pm today" in words_of(page_of(service))


@time_machine.travel(MONDAY, tick=False)
def test_the_clock_is_that_of_the_place():
    hours = [{"days": "MO", "opens": time(9), "closes": time(12)}]
    service = make_service(at=[make_location("St. John's", "NL", postal_code="A1A 1A1")], hours=hours)

    # Ten in Ottawa is half past eleven in Newfoundland.
    assert "Open until noon today" in words_of(page_of(service))
    with time_machine.travel(MONDAY + timedelta(minutes=31), tick=False):
        assert "Open until" not in words_of(page_of(service))


@time_machine.travel(MONDAY, tick=False)
def test_a_closure_is_said_with_its_reason():
    service = make_service(hours=[{"days": "MO", "opens": time(9), "closes": time(12)}])
    Closure.objects.create(
        service=service, first=date(2026, 11, 20), last=date(2026, 11, 30), reason_en="Moving", reason_fr="Déménagement"
    )

    assert "Closed from November 20 to November 30: Moving" in words_of(page_of(service))


def test_the_page_can_be_printed_by_one_button():
    page = page_of(make_service("Rides")).content.decode()

    assert page.count("Print this page") == 1
    assert page.count("js/print") == 1


def test_without_hours_readers_are_told_to_call():
    assert "Call for opening times" in words_of(page_of(make_service()))


def test_without_hours_and_without_a_number_nobody_is_told_to_call():
    assert "Call for opening times" not in words_of(page_of(make_service(phones=(), online=True)))


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, "Not verified yet"), (10, "Verified on"), (183, "Verified on"), (184, "Last verified on")],
    ids=["never", "fresh", "last fresh day", "ageing"],
)
def test_the_badge_tells_how_old_the_facts_are(days, said):
    service = make_service()
    if days is not None:
        service.verify(by=make_locator_editor(), on=timezone.localdate() - timedelta(days=days))

    assert said in words_of(page_of(service))


def test_a_missing_translation_is_said_and_marked():
    organization = make_organization(name_en="", name_fr="Les deux loutres")
    service = make_service(
        name_en="", name_fr="Transport", description_fr="Nous vous emmenons.", organization=organization
    )

    response = page_of(service)

    assert '<span lang="fr-CA">Transport</span>' in response.content.decode()
    assert "only in French" in words_of(response)
    assert "only in" not in words_of(page_of(service, language="fr"))


def test_an_old_notice_is_over():
    today = timezone.localdate()
    service = make_service(alert_en="Closed for paint.", alert_until=today)
    assert "Closed for paint." in words_of(page_of(service))

    service.alert_until = today - timedelta(days=1)
    service.save()

    assert "Closed for paint." not in words_of(page_of(service))


def test_of_a_confidential_place_readers_learn_the_town_alone():
    hidden = make_location(
        "Ottawa",
        is_confidential=True,
        street="77 Hidden Lane",
        postal_code="K1Z 9Z9",
        latitude=45.1234,
        longitude=-75.4321,
        name_en="Grey house",
        description_en="Behind the bakery",
        transport_en="Bus 44",
    )
    AccessFeature.objects.create(location=hidden, text_en="A ramp on the left")
    Phone.objects.create(location=hidden, number="613-555-0177")
    service = make_service(at=[hidden])
    ServiceAtLocation.objects.update(note_en="Second floor")

    response = page_of(service)

    assert "The address is not public." in words_of(response)
    assert "Ottawa" in words_of(response)
    for secret in ("Hidden", "K1Z", "45.12", "75.43", "Grey", "bakery", "Bus 44", "ramp", "0177", "Second floor"):
        assert secret not in response.content.decode(), secret


@pytest.mark.parametrize("owner", ["location", "place", "phone"])
def test_words_beside_a_confidential_place_are_not_told_although_they_hang_on_the_service_too(owner):
    hidden = make_location(is_confidential=True)
    service = make_service(at=[hidden], phones=())
    where = {"location": hidden} if owner == "location" else {"place": service.places.get()}
    Schedule.objects.create(service=service, days="SU", opens=time(3), closes=time(4), note_en="Blue door", **where)
    Closure.objects.create(service=service, first=MONDAY, last=MONDAY, reason_en="Blue paint", **where)
    phone = Phone.objects.create(service=service, number="613-555-0177", note_en="Blue bell", **where)
    where = {"phone": phone} if owner == "phone" else where
    SpokenLanguage.objects.create(service=service, code="fr", note_en="Blue room", **where)

    with time_machine.travel(MONDAY, tick=False):
        page, rows = page_of(service), Client().get(f"/api/v1/services/{service.pk}")

    assert "Closed today" in words_of(page) and "3 am" in words_of(page)
    assert "613-555-0177" in words_of(page) and "French" in words_of(page)
    assert rows.json()["schedules" if owner == "location" else "service_at_locations"]
    for answer in (page, rows):
        assert "Blue" not in answer.content.decode()


def test_words_beside_a_number_of_an_organization_that_is_also_of_a_confidential_place_are_not_told():
    hidden = make_location(is_confidential=True)
    service = make_service(phones=())
    number = {"number": "613-555-0177", "note_en": "Blue bell", "organization": service.organization}
    Phone.objects.create(location=hidden, **number)

    page = words_of(page_of(service))

    assert "613-555-0177" in page
    assert "Blue bell" not in page


def test_words_beside_what_hangs_on_a_service_and_on_a_place_for_everybody_are_told():
    open_to_all = make_location()
    service = make_service(at=[open_to_all], phones=())
    Phone.objects.create(service=service, location=open_to_all, number="613-555-0177", note_en="Blue bell")

    document = Client().get(f"/api/v1/services/{service.pk}").json()

    assert "Blue bell" in words_of(page_of(service))
    assert document["phones"][0]["description"] == "Blue bell"


@pytest.mark.parametrize(("status", "answer"), [("inactive", 404), ("defunct", 410)])
def test_what_is_not_offered_has_no_page(status, answer):
    service = make_service("Once there")
    service.status = status
    service.save()

    assert "Once there" not in page_of(service, status=answer).content.decode()


def test_what_was_never_offered_leaves_no_trace():
    page_of(make_service(status="defunct"), status=404)


def test_a_service_that_was_deleted_is_gone():
    service = make_service()
    pk = service.pk
    service.delete()

    service.pk = pk
    page_of(service, status=410)


def test_closed_for_now_is_said():
    assert "Closed for now." in words_of(page_of(make_service(status="temporarily closed")))


def test_notes_of_languages_are_told():
    service = make_service()
    SpokenLanguage.objects.create(service=service, code="fr", note_en="Tuesdays only; call ahead.")

    assert "French: Tuesdays only; call ahead." in words_of(page_of(service))


def test_the_page_costs_the_same_for_one_place_and_for_many(django_assert_num_queries):
    one = make_service(at=[make_location()])
    many = make_service("Many", at=[make_location(street=f"{number} Demonstration Street") for number in range(9)])
    with django_assert_num_queries(12):
        page_of(one)

    with django_assert_num_queries(12):
        page_of(many)


def test_numbers_of_one_kind_stand_under_one_name_in_the_order_of_the_first():
    service = make_service(phones=())
    for position, (kind, number) in enumerate([("tty", "1"), ("voice", "2"), ("tty", "3")]):
        Phone.objects.create(service=service, number=f"613-555-010{number}", kind=kind, position=position)

    contact = re.search(r'<dl class="contact">(.*?)</dl>', page_of(service).content.decode(), re.DOTALL)[1]

    assert re.findall(r"<dt>(.*?)</dt>|>(613-555-\d{4})<", contact) == [
        ("TTY", ""),
        ("", "613-555-0101"),
        ("", "613-555-0103"),
        ("Phone", ""),
        ("", "613-555-0102"),
    ]
