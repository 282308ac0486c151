"""The records of the locator at the desk: written as one change, searched among many, verified, kept from others."""

import csv
import io
import re
import uuid
from datetime import date, time, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cancers.models import CancerVersion
from locator import places, placing, row_forms
from locator.choices import PointFrom, Status
from locator.history_pages import timeline
from locator.locations import Address
from locator.models import (
    AccessFeature,
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
    Spot,
    UnmetNeed,
)
from locator.paging import COUNTED
from publishing.roles import LOCATOR_EDITOR, ROLES

from .factories import (
    make_cancer,
    make_category,
    make_draft,
    make_everyone,
    make_location,
    make_organization,
    make_service,
    make_user,
)

pytestmark = pytest.mark.django_db

RECORDS = [Service, Location, Organization, Category]


@pytest.fixture
def editor():
    return make_user(LOCATOR_EDITOR, username="locator-editor")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def url(record, page="change"):
    return reverse(f"admin:locator_{record._meta.model_name}_{page}", args=[record.pk])


def list_url(model, page="changelist"):
    return reverse(f"admin:locator_{model._meta.model_name}_{page}")


def form_of(client, address, **changes):
    """What a browser would send back from a page, with some fields changed."""
    page = client.get(address)
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= {f"{formset.prefix}-{key}": value for key, value in formset.management_form.initial.items()}
        for row in formset.initial_forms:
            data |= {row.add_prefix(name): row[name].value() for name in row.fields}
    data = {name: value for name, value in data.items() if value is not None and value is not False}
    return {**data, **{name.replace("__", "-"): value for name, value in changes.items()}}


def rows(prefix, *new, first=0):
    """Rows that a person adds to a page: rows("phones", {"number": "613-555-0123"})."""
    data = {f"{prefix}-TOTAL_FORMS": first + len(new)}
    for number, row in enumerate(new, start=first):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def content(response):
    return response.content.decode()


def errors_of(response):
    form = response.context["adminform"].form
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    return [
        form.errors,
        *(formset.errors for formset in formsets),
        *(formset.non_form_errors() for formset in formsets),
    ]


# Writing


def test_a_service_is_written_with_all_its_rows_in_one_change(desk, editor):
    organization, location = make_organization(), make_location()
    rides, lodging = make_category("rides"), make_category("lodging")
    cancer = make_cancer("Melanoma").page
    data = form_of(
        desk,
        list_url(Service, "add"),
        organization=organization.pk,
        name_en="Rides",
        in_person="on",
        kinds=[rides.pk, lodging.pk],
        for_cancers=[cancer.pk],
    )
    data |= rows("places", {"location": location.pk, "note_en": "Second floor"})
    data |= rows("areas", {"wide": "province:ON"}, {"typed": "Gatineau, Quebec"}, {"typed": "k1"})
    data |= rows("schedules", {"days": ["MO", "TU"], "opens": "09:00", "closes": "17:00"})
    data |= rows("closures", {"first": "2026-12-24", "last": "2027-01-03"})
    data |= rows("phones", {"number": "613-555-0123", "kind": "voice", "position": "0", "spoken": "French, anglais"})
    data |= rows("spokenlanguages", {"code": "iu", "note_en": "Call ahead"})

    answer = desk.post(list_url(Service, "add"), data)

    assert answer.status_code == 302, errors_of(answer)
    service = Service.objects.get()
    assert {link.category for link in service.category_links.all()} == {rides, lodging}
    assert [link.cancer for link in service.cancer_links.all()] == [cancer]
    assert {area.key for area in service.areas.all()} == {"province:ON", "place:gatineau-qc", "postal:K1"}
    assert service.places.get().location == location
    assert (service.schedules.get().days, service.schedules.get().opens) == ("MO,TU", time(9))
    assert service.closures.get().last == date(2027, 1, 3)
    assert {language.code for language in service.phones.get().languages.all()} == {"en", "fr"}
    assert service.spokenlanguages.get().code == "iu"
    assert service.edited_by == editor
    assert Spot.objects.filter(service=service, kind="rides", area="province:ON").exists()
    assert {
        state.history_user for kind in (Phone, ServiceCategory, SpokenLanguage) for state in kind.history.all()
    } == {editor}


def test_an_untouched_save_writes_nothing(desk):
    service = make_service(
        at=[make_location()],
        categories=[make_category()],
        areas=["canada", "place:ottawa-on", "postal:K1A"],
        hours=[{"days": "MO,FR", "opens": time(9), "closes": time(17)}],
        languages=["fr", "iu"],
    )
    before = {kind: kind.history.count() for kind in (Service, ServiceCategory, ServiceArea, Schedule, Phone)}

    desk.post(url(service), form_of(desk, url(service)))

    assert {kind: kind.history.count() for kind in before} == before
    assert Service.objects.get().edit_counter == 0


def test_rows_are_changed_and_removed_and_untouched_links_keep_their_rows(desk):
    rides, lodging, money = make_category("rides"), make_category("lodging"), make_category("money")
    service = make_service(categories=[rides, lodging], phones=["613-555-0100", "613-555-0101"])
    kept = service.category_links.get(category=rides)
    first, second = service.phones.all()
    changes = {"kinds": [rides.pk, money.pk], "phones-0-number": "613-555-0199", "phones-1-DELETE": "on"}

    desk.post(url(service), form_of(desk, url(service), **changes))

    assert {link.category for link in service.category_links.all()} == {rides, money}
    assert service.category_links.get(category=rides) == kept
    assert kept.pk in ServiceCategory.history.values_list("id", flat=True)
    assert ServiceCategory.history.filter(id=kept.pk).count() == 1
    assert list(service.phones.values_list("pk", "number")) == [(first.pk, "613-555-0199")]
    assert Service.objects.get().edit_counter == 1
    assert Phone.history.filter(id=second.pk, history_type="-").exists()


def test_a_refused_row_refuses_the_whole_page(desk):
    service = make_service()
    data = form_of(desk, url(service), name_en="New name")
    data |= rows("closures", {"first": "2026-12-24", "last": "2026-12-01"})

    answer = desk.post(url(service), data)

    assert "The last day must not come before the first." in content(answer)
    assert Service.objects.get().name_en == "Rides to treatment"


@pytest.mark.parametrize(
    ("prefix", "row", "sentence"),
    [
        ("schedules", {"days": ["MO"], "opens": "09:00"}, "Write when it opens and when it closes"),
        ("schedules", {"opens": "09:00", "closes": "10:00"}, "Choose the days of these hours."),
        ("schedules", {"days": ["XX"]}, "Select a valid choice"),
        ("spokenlanguages", {"note_en": "Only on Tuesdays"}, "This field is required."),
        ("spokenlanguages", {"code": "zz"}, "Select a valid choice"),
        (
            "phones",
            {"number": "613-555-0123", "kind": "voice", "spoken": "Klingon"},
            "This language is not in the list",
        ),
        ("areas", {"wide": "canada", "typed": "Ottawa"}, "Choose one of the two"),
        ("areas", {"typed": "Windsor"}, "Which one is it?"),
        ("areas", {"typed": "Qwertyville"}, "We cannot find"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_that_says_nothing_clear_is_answered_with_a_sentence(desk, prefix, row, sentence):
    service = make_service(phones=())

    answer = desk.post(url(service), form_of(desk, url(service)) | rows(prefix, row))

    assert sentence in content(answer).replace("&#x27;", "'")


def test_an_emptied_area_is_refused_and_not_an_error(desk):
    service = make_service(areas=["place:ottawa-on"])

    answer = desk.post(url(service), form_of(desk, url(service), **{"areas-0-typed": ""}))

    assert "Choose an area, or describe it." in content(answer)
    assert service.areas.get().key == "place:ottawa-on"


def test_two_rows_with_one_location_are_refused_and_not_an_error(desk):
    service, location = make_service(), make_location()
    both = rows("places", {"location": location.pk}, {"location": location.pk})

    answer = desk.post(url(service), form_of(desk, url(service)) | both)

    assert "Please correct the duplicate data" in content(answer)
    assert not service.places.exists()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Ottawa, Ontario", "place:ottawa-on"),
        ("Montréal", "place:montreal-qc"),
        ("k1a", "postal:K1A"),
        ("K1", "postal:K1"),
        ("k", "postal:K"),
        ("Ontario", "province:ON"),
        ("place:ottawa-on", "place:ottawa-on"),
        ("canada", "canada"),
    ],
)
def test_an_area_is_read_from_what_people_type(typed, key):
    assert row_forms.area_key(typed) == (key, "")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_name_of_an_area_leads_back_to_it(language):
    with override(language):
        for key in ("place:ottawa-on", "place:montreal-qc", "province:ON"):
            assert row_forms.area_key(places.area_label(key, language)) == (key, "")


def test_the_languages_of_a_phone_keep_their_rows_when_others_are_added(desk):
    service = make_service()
    phone = service.phones.get()
    english = SpokenLanguage.objects.create(phone=phone, code="en", note_en="Always")
    SpokenLanguage.objects.create(phone=phone, name="Klingon")

    desk.post(url(service), form_of(desk, url(service), **{"phones-0-spoken": "English, Klingon, French"}))

    assert set(phone.languages.values_list("code", "name")) == {("en", ""), ("", "Klingon"), ("fr", "")}
    assert phone.languages.get(code="en") == english


def test_hours_of_one_place_alone_are_written_on_its_own_page(desk, editor):
    service = make_service(at=[make_location()])
    place = service.places.get()
    assert url(place) in content(desk.get(url(service)))
    data = form_of(desk, url(place), note_en="Ask at the desk")
    data |= rows("schedules", {"days": ["WE"], "opens": "10:00", "closes": "12:00"})

    desk.post(url(place), data)

    place.refresh_from_db()
    service.refresh_from_db()
    assert place.note_en == "Ask at the desk"
    assert (place.schedules.get().days, place.schedules.get().service) == ("WE", None)
    assert (service.edit_counter, service.edited_by) == (1, editor)


def test_the_title_of_a_draft_is_not_shown_and_its_cancer_stays_with_the_service(desk):
    draft = make_draft(CancerVersion, "Secret title")
    melanoma = make_cancer("Melanoma").page
    service = make_service(cancers=[draft.page])

    page = content(desk.get(url(service)))
    desk.post(url(service), form_of(desk, url(service), for_cancers=[draft.page_id, melanoma.pk]))

    assert "Melanoma" in page and "Secret title" not in page
    assert "Secret title" not in content(desk.get(url(service, "history")))
    assert set(service.cancer_links.values_list("cancer", flat=True)) == {draft.page_id, melanoma.pk}


def test_a_kind_cannot_belong_to_itself(desk):
    top = make_category("top")
    below = make_category("below", parent=top)

    answer = desk.post(url(top), form_of(desk, url(top), parent=below.pk))

    assert "A kind cannot belong to itself" in content(answer)


def test_kinds_of_help_are_listed_as_a_tree(desk):
    second, first = make_category("second", name_en="Second"), make_category("first", name_en="First")
    for parent in (second, first):
        make_category(f"{parent.code}-below", parent=parent, name_en="Below")

    listed = desk.get(list_url(Category)).context["cl"].result_list

    assert [kind.code for kind in listed] == ["first", "first-below", "second", "second-below"]
    assert "First › Below" in content(desk.get(list_url(Category)))


# Two people at once


def test_the_second_of_two_editors_sees_both_texts(desk):
    service = make_service(description_en="At first.")
    mine = form_of(desk, url(service), description_en="My words.")
    colleague = make_user(LOCATOR_EDITOR, username="colleague")
    desk.force_login(colleague)
    desk.post(url(service), form_of(desk, url(service), description_en="Their words."))

    answer = desk.post(url(service), mine)

    assert "colleague saved this while you were working" in content(answer)
    assert "Their words." in content(answer)
    assert "My words." in content(answer)
    assert Service.objects.get().description_en == "Their words."


def test_rows_and_ticks_that_somebody_else_changed_are_shown_too(desk):
    rides, lodging, money = make_category("rides"), make_category("lodging"), make_category("money")
    service = make_service(categories=[rides])
    mine = form_of(desk, url(service), kinds=[lodging.pk], **{"phones-0-number": "613-555-0111"})
    desk.post(url(service), form_of(desk, url(service), kinds=[money.pk], **{"phones-0-number": "613-555-0122"}))

    answer = desk.post(url(service), mine)

    assert "Saved meanwhile: 613-555-0122" in content(answer)
    assert "Saved meanwhile: Money" in content(answer)
    assert service.phones.get().number == "613-555-0122"


def test_a_row_that_somebody_took_away_meanwhile_stands_in_nobodys_way(desk):
    service = make_service()
    mine = form_of(desk, url(service), name_en="My name", **{"phones-0-number": "613-555-0111"})
    desk.post(url(service), form_of(desk, url(service), **{"phones-0-DELETE": "on"}))
    refused = desk.post(url(service), mine)
    counter = re.search(r'name="seen_counter" value="(\d+)"', content(refused)).group(1)

    answer = desk.post(url(service), mine | {"seen_counter": counter})

    assert "saved this while you were working" in content(refused)
    assert answer.status_code == 302
    service.refresh_from_db()
    assert service.name_en == "My name"
    assert not service.phones.exists()


def test_the_page_of_a_place_and_that_of_its_service_know_of_one_another(desk):
    service = make_service(at=[make_location()])
    place = service.places.get()
    mine = form_of(desk, url(place), note_en="Mine")
    desk.post(url(service), form_of(desk, url(service), **{"places-0-note_en": "Theirs"}))

    answer = desk.post(url(place), mine)

    assert "saved this while you were working" in content(answer)
    place.refresh_from_db()
    assert place.note_en == "Theirs"


# Deleting


def test_a_record_that_others_need_stays_and_a_sentence_says_why(desk):
    location, kind = make_location(), make_category()
    service = make_service(at=[location], categories=[kind])

    for record in (service.organization, location, kind):
        answer = desk.post(url(record, "delete"), {"post": "yes"}, follow=True)

        assert "This stays, because other records need it" in messages_of(answer)
        assert type(record).objects.filter(pk=record.pk).exists()


def test_a_service_goes_with_all_its_rows_and_its_history_stays(desk, editor):
    service = make_service(at=[make_location()], areas=["canada"])
    history = url(service, "history")
    service.name_en = "Rides and meals"
    service.save()

    asked = desk.get(url(service, "delete"))
    desk.post(url(service, "delete"), {"post": "yes"})

    assert "spot" not in content(asked).lower()
    assert not Service.objects.exists() and not Spot.objects.exists() and not Phone.objects.exists()
    told = content(desk.get(history))
    assert "613-555-0123" in told and "Rides and meals" in told
    assert Phone.history.get(history_type="-").history_user == editor


# Coordinates


def test_coordinates_come_from_the_postal_code_or_else_from_the_town():
    whole = Location.objects.create(name_en="Whole")
    Address.objects.create(location=whole, city="Ottawa", province="ON", postal_code="K1A 0B1")
    rural = Location.objects.create(name_en="Rural")
    Address.objects.create(location=rural, city="Elsewhere", province="ON", postal_code="K0A 1A0")
    unknown = Location.objects.create(name_en="Unknown code")
    Address.objects.create(location=unknown, city="Ottawa", province="ON", postal_code="K9Z 9Z9")
    nowhere = Location.objects.create(name_en="Nowhere")
    Address.objects.create(location=nowhere, city="Qwertyville", province="ON")
    everywhere = [whole, rural, unknown, nowhere, Location.objects.create(name_en="No address")]

    moved = placing.place_all(everywhere)

    assert moved == [whole, rural, unknown]
    found = {location.name_en: location for location in Location.objects.all()}
    assert found["Whole"].latitude == pytest.approx(45.42, abs=0.1)
    assert found["Rural"].point_from == PointFrom.POSTAL_CODE
    assert found["Unknown code"].point_from == PointFrom.TOWN
    assert found["Nowhere"].latitude is None


def test_placing_again_moves_nothing_and_follows_a_new_address():
    location = Location.objects.create(name_en="Here")
    address = Address.objects.create(location=location, city="Ottawa", province="ON", postal_code="K1A 0B1")
    assert placing.place(location)

    assert not placing.place(location)
    address.city, address.postal_code = "Toronto", "M5V 3L9"
    address.save()
    assert placing.place(location)

    assert location.latitude == pytest.approx(43.6, abs=0.2)


def test_typed_and_imported_coordinates_stay():
    for source in (PointFrom.TYPED, PointFrom.IMPORT):
        location = make_location(point_from=source)

        assert not placing.place(location)


def test_a_postal_code_of_another_province_gives_way_to_the_town():
    location = Location.objects.create(name_en="Mixed up")
    Address.objects.create(location=location, city="Montréal", province="QC", postal_code="K1A 0B1")

    placing.place(location)

    assert location.point_from == PointFrom.TOWN
    assert location.longitude == pytest.approx(-73.6, abs=0.3)


def location_data(desk, **changes):
    data = form_of(desk, list_url(Location, "add"), **{"name_en": "The house"} | changes)
    address = {
        "kind": "physical",
        "street": "12 Hidden Lane",
        "city": "Ottawa",
        "province": "ON",
        "postal_code": "k1a0b1",
    }
    return data | rows("addresses", address)


def test_a_location_saved_without_coordinates_gets_some_and_its_code_is_tidied(desk):
    desk.post(list_url(Location, "add"), location_data(desk))

    location = Location.objects.get()
    assert (location.point_from, location.addresses.get().postal_code) == (PointFrom.POSTAL_CODE, "K1A 0B1")


def test_typed_coordinates_that_do_not_fit_are_kept_and_doubted_without_a_word_of_the_address(desk):
    data = location_data(desk, latitude="49.28", longitude="-123.12", is_confidential="on", name_en="")

    answer = desk.post(list_url(Location, "add"), data, follow=True)

    location = Location.objects.get()
    assert (location.latitude, location.point_from) == (49.28, PointFrom.TYPED)
    said = messages_of(answer)
    assert "outside the province" in said and "km from the postal code" in said
    assert "Hidden" not in said and "Ottawa" not in said


def test_emptied_coordinates_are_found_anew(desk):
    location = make_location(latitude=50.0, longitude=-80.0, point_from=PointFrom.TYPED)

    desk.post(url(location), form_of(desk, url(location), latitude="", longitude=""))

    location.refresh_from_db()
    assert (location.point_from, round(location.latitude)) == (PointFrom.POSTAL_CODE, 45)


def test_half_a_point_and_half_a_postal_code_are_refused(desk):
    data = location_data(desk, latitude="45.4") | {"addresses-0-postal_code": "K1A"}

    answer = desk.post(list_url(Location, "add"), data)

    assert "Write both coordinates, or none." in content(answer)
    assert "Write all six characters" in content(answer)


# Verifying


def test_one_press_verifies_and_nothing_else_does(desk, editor):
    service = make_service()
    assert "verified_on" not in desk.get(url(service)).context["adminform"].form.fields

    desk.post(url(service), form_of(desk, url(service), verified_on="2026-01-01", name_en="Renamed"))
    service.refresh_from_db()
    assert service.verified_on is None
    answer = desk.post(url(service, "verify"), {"seen": service.edit_counter}, follow=True)

    service.refresh_from_db()
    assert (service.verified_on, service.verified_by) == (timezone.localdate(), editor)
    assert "1 service is verified." in messages_of(answer)
    assert Service.history.first().history_user == editor
    assert service.edit_counter == 2


def test_what_changed_after_the_page_was_opened_is_not_verified(desk):
    service = make_service()
    service.edit_counter = 3
    service.save()

    answer = desk.post(url(service, "verify"), {"seen": "2", "from": "due"}, follow=True)

    assert "changed after you opened the page" in messages_of(answer)
    assert Service.objects.get().verified_on is None


def test_corrections_are_saved_and_verified_in_one_press(desk):
    service = make_service()

    desk.post(url(service), form_of(desk, url(service), email="ask@example.org", _verify="1"))

    service.refresh_from_db()
    assert (service.email, service.verified_on) == ("ask@example.org", timezone.localdate())


def test_many_are_verified_after_their_names_were_shown(desk, editor):
    services = [make_service(f"Rides {number}") for number in range(3)]
    selected = {"action": "ask_to_verify", "_selected_action": [service.pk for service in services[:2]]}

    page = desk.post(list_url(Service), selected)
    assert "Rides 0" in content(page) and "Rides 1" in content(page) and "Rides 2" not in content(page)
    assert not Service.objects.exclude(verified_on=None).exists()
    answer = desk.post(reverse("admin:locator_service_verify_many"), {"seen": page.context["seen"]}, follow=True)

    verified = Service.objects.exclude(verified_on=None)
    assert {service.pk for service in verified} == {service.pk for service in services[:2]}
    assert {(service.edit_counter, service.verified_by) for service in verified} == {(1, editor)}
    assert Service.history.filter(history_user=editor).count() == 2
    assert Spot.objects.filter(service__in=verified, verified_day=0).count() == 0
    assert "2 services are verified." in messages_of(answer)


@pytest.mark.parametrize("seen", ["", "nonsense", "x:y", f"{uuid.UUID(int=7)}:0", f"{uuid.UUID(int=7)}:{'9' * 50}"])
def test_a_senseless_list_of_services_verifies_nothing(desk, seen):
    make_service()

    assert desk.post(reverse("admin:locator_service_verify_many"), {"seen": seen}).status_code == 302
    assert not Service.objects.exclude(verified_on=None).exists()


def test_nothing_is_deleted_or_verified_by_a_link(desk):
    service = make_service()

    assert desk.get(url(service, "verify")).status_code == 405
    assert desk.get(reverse("admin:locator_service_verify_many")).status_code == 405
    desk.post(list_url(Service), {"action": "delete_selected", "_selected_action": [service.pk], "post": "yes"})
    assert Service.objects.exists()


def test_the_queue_shows_who_to_ask_in_the_order_of_need(desk, editor):
    old, older, never = make_service("Old"), make_service("Older"), make_service("Never")
    fresh, closed = make_service("Fresh"), make_service("Ended", status=Status.DEFUNCT)
    for service, days in ((old, 200), (older, 700), (fresh, 10), (closed, 900)):
        service.verify(by=editor, on=timezone.localdate() - timedelta(days=days))
    never.phones.all().delete()
    Phone.objects.create(organization=never.organization, number="613-555-0177")
    Organization.objects.filter(pk=never.organization_id).update(email="ask@example.org")

    page = desk.get(reverse("admin:locator_service_due"))

    assert [row["service"] for row in page.context["rows"]] == [never, older, old]
    assert "613-555-0177" in content(page) and "ask@example.org" in content(page)
    assert "verified 1\xa0year ago" in content(page) and "never verified" in content(page)


def test_who_begins_at_the_desk_is_told_what_is_due(editor):
    make_service()

    assert "1 service is due for verifying" in render_to_string("admin/locator/_waiting.html", {"user": editor})
    assert "due" not in render_to_string("admin/locator/_waiting.html", {"user": make_user(username="other")})


def test_the_desk_leads_to_the_queue(desk):
    make_service()

    assert reverse("admin:locator_service_due") in content(desk.get(list_url(Service)))


# Finding one among many


@pytest.mark.parametrize(
    "words",
    [
        "montreal",
        "MONTRÉAL",
        "coeur",
        "cœur",
        "d'espoir",
        "hôtellerie montréal",
        "helping montreal",
        "H2X 1Y4",
        "h2x",
        "514 555-0142",
        "(514) 555.0142",
        "1 514 555 0142",
    ],
)
def test_a_service_is_found_by_what_people_know_of_it(desk, words):
    location = Location.objects.create(name_en="House")
    Address.objects.create(location=location, city="Montréal", province="QC", postal_code="H2X 1Y4")
    wanted = make_service("Hôtellerie du Cœur d’Espoir", at=[location], phones=["514-555-0142"])
    make_service("Rides", organization=make_organization("Other"))

    found = desk.get(list_url(Service), {"q": words}).context["cl"].result_list

    assert list(found) == [wanted]


def test_a_record_is_found_by_its_id(desk):
    for record in (make_service(), make_organization("Another"), make_location()):
        found = desk.get(list_url(type(record)), {"q": str(record.pk)}).context["cl"].result_list

        assert list(found) == [record]


def test_a_location_is_found_by_its_street(desk):
    location = make_location(street="12, rue de l’Exemple")
    make_location("Toronto")

    assert list(desk.get(list_url(Location), {"q": "l'exemple"}).context["cl"].result_list) == [location]


SIGNS = ["%", "_", "!", "100%", "(x", "[a", "\\", "a\\", "*", "'", '"', "œ" * 300, "9" * 300, "💛", "% %"]


@pytest.mark.parametrize("model", RECORDS[:3], ids=lambda model: model.__name__)
def test_signs_with_a_meaning_for_databases_find_nothing_and_break_nothing(desk, model):
    make_service(at=[make_location()])

    for words in SIGNS:
        assert list(desk.get(list_url(model), {"q": words}).context["cl"].result_list) == [], words


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("?status__exact=defunct", {"Ended"}),
        ("?verified=never", {"Ended", "Rides"}),
        ("?verified=fresh", {"Lodge"}),
        ("?verified=ageing", {"Shelter"}),
        ("?kind=top", {"Rides"}),
        ("?kind=none", {"Ended", "Lodge", "Shelter"}),
        ("?province=QC", {"Lodge"}),
        ("?source=A+list", {"Rides"}),
        ("?source=none", {"Ended", "Lodge", "Shelter"}),
        ("?confidential=yes", {"Shelter"}),
        ("?confidential=no", {"Ended", "Lodge", "Rides"}),
        ("?is_demonstration__exact=1", {"Lodge"}),
        ("?verified=never&q=rides", {"Rides"}),
    ],
)
def test_the_list_of_services_can_be_narrowed(desk, editor, question, names):
    top = make_category("top")
    make_service("Rides", categories=[make_category("below", parent=top)], source="A list")
    lodge = make_service("Lodge", at=[make_location("Gatineau", "QC")], is_demonstration=True)
    lodge.verify(by=editor)
    shelter = make_service("Shelter", at=[make_location("Ottawa", "ON", is_confidential=True)])
    shelter.verify(by=editor, on=timezone.localdate() - timedelta(days=300))
    make_service("Ended", status=Status.DEFUNCT)

    page = desk.get(list_url(Service) + question.replace("kind=top", f"kind={top.pk}"))

    assert {service.name_en for service in page.context["cl"].result_list} == names


@pytest.mark.parametrize(
    "question",
    ["kind=nonsense", "kind=%00", "province=XX", "verified=x", "source=%00", "q=%00", "o=9", "p=99", "e=1", "o=x"]
    + ["organization__id__exact=x", "id=x", "confidential=x", "status__exact=x"],
)
def test_a_senseless_question_is_answered_with_the_list(desk, question):
    make_service()

    assert desk.get(f"{list_url(Service)}?{question}", follow=True).status_code == 200


@pytest.mark.parametrize("order", ["1", "-1", "4", "-4", "5", "-5"])
def test_lists_are_in_an_order_that_an_index_keeps(desk, order):
    make_service()

    ordering = list(desk.get(f"{list_url(Service)}?o={order}").context["cl"].queryset.query.order_by)

    indexed = [("name_en", "name_fr", "pk"), ("verified_on", "pk"), ("edited_at", "pk")]
    assert tuple(column.removeprefix("-") for column in ordering) in indexed
    assert len({column.startswith("-") for column in ordering}) == 1


def test_more_than_a_thousand_are_said_and_not_counted(desk):
    organization = make_organization()
    Organization.objects.bulk_create(Organization(name_en=f"Group {number}") for number in range(COUNTED + 5))

    with CaptureQueriesContext(connection) as queries:
        page = content(desk.get(list_url(Organization)))

    assert "More than 1000: search or filter to see the others" in page
    counts = [query["sql"] for query in queries if "COUNT" in query["sql"] and "organization" in query["sql"]]
    assert counts and all("LIMIT 1001" in sql for sql in counts)
    assert f"({COUNTED} " not in page and organization.name_en


PAGES_WITH_ROWS = ["locator_service_changelist", "locator_location_changelist", "locator_service_due", "admin:index"]


@pytest.mark.parametrize("name", PAGES_WITH_ROWS)
def test_a_list_costs_the_same_queries_for_any_number_of_rows(desk, name):
    address = reverse(name if ":" in name else f"admin:{name}")
    make_many_services(3)
    few = queries_of(desk, address)
    make_many_services(27)

    assert queries_of(desk, address) == few


def test_a_page_costs_the_same_queries_for_any_number_of_rows(desk):
    few, many = make_service(), make_service(phones=[f"613-555-{number:04}" for number in range(30)])
    for service, number in ((few, 1), (many, 30)):
        for index in range(number):
            location = make_location(name_en="" if index % 2 else "A house")
            ServiceAtLocation.objects.create(service=service, location=location)
            ServiceArea.objects.create(service=service, key="canada", label_en=str(index))
            ServiceCategory.objects.create(service=service, category=make_category(f"kind-{number}-{index}"))

    assert queries_of(desk, url(few)) == queries_of(desk, url(many))
    assert queries_of(desk, url(few, "history")) == queries_of(desk, url(many, "history"))


def test_choosing_an_organization_or_a_location_costs_the_same_for_any_number(desk):
    question = "?app_label=locator&model_name=serviceatlocation&field_name=location"
    address = reverse("admin:autocomplete") + question
    make_location(name_en="")
    few = queries_of(desk, address)
    for _number in range(15):
        make_location(name_en="")

    assert queries_of(desk, address) == few


def make_many_services(number):
    for index in range(number):
        location = make_location(
            name_en="" if index % 2 else "A house", organization=make_organization(f"Group {index}")
        )
        make_service(f"Service {index}", at=[location], categories=[make_category(str(uuid.uuid4()))])


def queries_of(desk, address):
    desk.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(address).status_code == 200
    return len(queries)


# History


def test_the_history_tells_of_the_parts_and_of_what_is_gone(desk, editor):
    rides = make_category("rides")
    service = make_service(hours=[{"days": "MO,TU", "opens": time(9), "closes": time(17)}], phones=["613-555-0100"])
    desk.post(url(service), form_of(desk, url(service), kinds=[rides.pk], **{"phones-0-DELETE": "on"}))
    desk.post(url(service), form_of(desk, url(service), **{"schedules-0-days": ["WE"]}))

    told = content(desk.get(url(service, "history")))

    for words in (
        "Opening hours",
        "Monday, Tuesday → Wednesday",
        "613-555-0100",
        "Kind of help: Rides",
        "locator-editor",
    ):
        assert words in told
    entries, is_cut = timeline(Service, service.pk)
    assert not is_cut
    assert entries[0].by == editor
    assert {line.how for entry in entries for line in entry.lines if entry.by} == {"+", "-", "~"}


def test_the_history_tells_of_one_place_and_of_the_languages_of_a_phone(desk):
    service = make_service(at=[make_location(name_en="The lodge")])
    place = service.places.get()
    closure = Closure.objects.create(place=place, first=date(2026, 12, 24), last=date(2026, 12, 26), reason_en="Rest")
    SpokenLanguage.objects.create(phone=service.phones.get(), code="iu")
    closure.delete()
    place.delete()

    told = content(desk.get(url(service, "history")))

    assert "Inuktitut" in told and "Rest" in told and "The lodge" in told


def test_the_history_tells_of_bulk_changes_and_why(desk):
    service = make_service()
    service._change_reason = "import: list.zip"
    service.source = "A list"
    service.save()
    Service.objects.filter(pk=service.pk).update(status=Status.INACTIVE, edited_by=make_user(username="importer"))

    told = content(desk.get(url(service, "history")))

    assert "import: list.zip" in told and "A list" in told
    assert "active → not offered at present" in told and "importer" in told


def test_the_histories_of_locations_and_organizations_tell_of_their_parts(desk):
    location, organization = make_location(), make_organization()
    AccessFeature.objects.create(location=location, text_en="A ramp")
    Phone.objects.create(organization=organization, number="613-555-0188")

    assert "A ramp" in content(desk.get(url(location, "history")))
    assert "1 Demonstration Street" in content(desk.get(url(location, "history")))
    assert "613-555-0188" in content(desk.get(url(organization, "history")))


def test_a_change_whose_state_before_is_unknown_is_told_too(desk):
    service = make_service()
    Phone.history.all().delete()
    service.phones.get().save()

    assert re.search(r"<strong>Phone number</strong> – Changed", content(desk.get(url(service, "history"))))


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("number", ["abc", str(uuid.UUID(int=7)), "9" * 40])
def test_the_history_of_what_never_existed_is_not_found(desk, model, number):
    assert desk.get(reverse(f"admin:locator_{model._meta.model_name}_history", args=[number])).status_code == 404


# Who may


def addresses_at_the_desk(service):
    place, location = service.places.get(), service.places.get().location
    kind = Category.objects.first()
    for record in (service, location, service.organization, kind):
        for page in ("change", "delete", "history"):
            yield url(record, page)
        yield list_url(type(record))
        yield list_url(type(record), "add")
    yield url(place)
    yield reverse("admin:locator_service_due")
    yield list_url(UnmetNeed)
    yield reverse("admin:locator_unmetneed_csv")
    for model, field in (("serviceatlocation", "location"), ("service", "organization"), ("location", "organization")):
        yield reverse("admin:autocomplete") + f"?app_label=locator&model_name={model}&field_name={field}&term="


def test_only_locator_editors_reach_any_of_it(client):
    service = make_service("Hidden rides", at=[make_location(street="12 Hidden Lane")], categories=[make_category()])
    addresses = list(addresses_at_the_desk(service))

    for role, user in make_everyone().items():
        client.force_login(user)
        expected = 200 if role == LOCATOR_EDITOR else 403
        answers = {address: client.get(address).status_code for address in addresses}
        if role == LOCATOR_EDITOR:
            # What others need is not deleted, and leads back to its page.
            answers = {address: status for address, status in answers.items() if "delete" not in address}
        # A place that is not theirs is not even said to exist.
        assert set(answers.values()) == {expected}, (role, answers)
        assert ("Hidden" in content(client.get(reverse("admin:index")))) is False


@pytest.mark.parametrize("role", [role for role in ROLES if role != LOCATOR_EDITOR])
def test_others_can_write_nothing(client, role):
    service = make_service(at=[make_location()])
    client.force_login(make_everyone()[role])
    sent = {
        "name_en": "Smuggled",
        "seen": "0",
        "post": "yes",
        "action": "ask_to_verify",
        "_selected_action": service.pk,
    }

    for address in (
        url(service),
        url(service, "delete"),
        url(service, "verify"),
        reverse("admin:locator_service_verify_many"),
        list_url(Service),
        list_url(Service, "add"),
        url(service.places.get()),
    ):
        assert client.post(address, sent).status_code == 403, address
    service.refresh_from_db()
    assert (service.name_en, service.verified_on) == ("Rides to treatment", None)


def test_unmet_needs_are_read_and_never_changed(desk):
    UnmetNeed.count(area="K1A", category=make_category())
    need = UnmetNeed.objects.get()

    assert desk.get(list_url(UnmetNeed, "add")).status_code == 403
    for page in ("change", "delete"):
        desk.post(url(need, page), {"number": "99", "post": "yes"})
    assert UnmetNeed.objects.get().number == 1


# What nobody found


def test_unmet_needs_are_summed_by_month(desk):
    rides = make_category("rides")
    for day, area, number in (("2026-10-30", "K1A", 3), ("2026-11-01", "ON", 2), ("2026-11-20", "K1A", 5)):
        UnmetNeed.objects.create(day=day, area=area, category=rides, number=number)

    page = desk.get(list_url(UnmetNeed))

    assert page.context["months"] == [(date(2026, 11, 1), 7), (date(2026, 10, 1), 3)]
    assert "November 2026" in content(page)
    narrowed = desk.get(list_url(UnmetNeed), {"q": "k1"}).context["cl"].result_list
    assert {need.area for need in narrowed} == {"K1A"}


def test_unmet_needs_are_downloaded_without_formulas(desk):
    UnmetNeed.count(area="K1A", category=make_category("rides", name_en="=1+1", name_fr="=1+1"))
    UnmetNeed.count(area="ON")

    answer = desk.get(reverse("admin:locator_unmetneed_csv"))

    rows_of_table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows_of_table[0] == ["day", "area", "code", "kind of help", "searches"]
    assert sorted(row[1:] for row in rows_of_table[1:]) == [
        ["K1A", "rides", "'=1+1", "1"],
        ["ON", "", "any kind", "1"],
    ]
    assert "attachment" in answer.headers["Content-Disposition"]


# What must not travel


def test_a_confidential_address_stands_in_no_message_title_or_log(desk, caplog):
    location = make_location(name_en="", street="12 Hidden Lane", is_confidential=True)

    with caplog.at_level("DEBUG"):
        answer = desk.post(url(location), form_of(desk, url(location), wheelchair="yes"), follow=True)
        desk.post(url(location, "delete"), {"post": "yes"}, follow=True)

    assert messages_of(answer) == "Your change of the location is saved."
    title = re.search(r"<title>(.*?)</title>", content(desk.get(list_url(Location))), re.DOTALL).group(1)
    assert "Hidden" not in title
    assert not LogEntry.objects.exists()
    told = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not any("Hidden" in message for message in told)


def test_the_title_of_a_location_without_a_name_holds_no_address(desk):
    location = make_location(name_en="", street="12 Hidden Lane", is_confidential=True)

    for page in ("change", "history", "delete"):
        title = re.search(r"<title>(.*?)</title>", content(desk.get(url(location, page))), re.DOTALL).group(1)

        assert "Hidden" not in title


def test_a_service_that_readers_find_is_one_step_from_its_page(desk):
    public, ended = make_service(), make_service(status=Status.DEFUNCT)

    assert public.get_absolute_url() in content(desk.get(url(public)))
    assert ended.get_absolute_url() not in content(desk.get(url(ended)))
