"""Anybody tells what is wrong with a service: what differs is kept once, and nothing of it becomes public."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from locator.models import SuggestedChange, Suggestion
from locator.suggest_forms import new_key
from locator.suggestions import Decision, forget_old_suggestions
from publishing.senders import MOST_A_DAY, SenderTally

from .factories import make_category, make_location, make_locator_editor, make_service
from .test_races import at_once

pytestmark = pytest.mark.django_db

HERE = {"sec-fetch-site": "same-origin"}
SENDER = {
    "sender": "works_there",
    "sender_knows": "I answer the phone there.",
    "sender_name": "A reader",
    "sender_email": "reader@example.org",
    "sender_phone": "613-555-0199",
}
NEW = {"name": "Soup on Mondays", "description": "Volunteers bring soup.", "where": "Ottawa"}
SHELTER = {"street": "99 Hidden Lane", "is_confidential": True, "name_en": "Quiet House", "postal_code": "K1A 9Z9"}


@pytest.fixture
def service():
    return make_service(
        at=[make_location()],
        description_en="Volunteers drive you.\nCall two days before.",
        website_en="https://example.org/rides",
        email="rides@example.org",
        hours=[{"days": "MO,TU", "opens": "09:00", "closes": "17:00"}],
        languages=["en", "fr"],
        areas=["province:ON"],
    )


def address(service=None, language="en"):
    with override(language):
        return reverse("locator:suggest", args=[service.pk]) if service else reverse("locator:suggest_new")


def text_of(answer):
    return answer.content.decode()


def page_of(client, service=None, tell="change", language="en"):
    return client.get(address(service, language) + (f"?tell={tell}" if service else ""))


def filled(answer):
    """What a browser would send back from a form, as it was given out."""
    form = answer.context["form"]
    return {field.html_name: field.value() or "" for field in form} | {"key": answer.context["key"]}


def send(client, service=None, *, tell="change", language="en", headers=HERE, **answers):
    page = page_of(client, service, tell, language)
    data = filled(page) | SENDER | ({"tell": tell} if service else NEW) | answers
    return client.post(address(service, language), data, headers=headers)


def kept():
    """{field: (before, after)} of the one suggestion that is kept."""
    return {change.field: (change.before, change.after) for change in Suggestion.objects.get().changes.all()}


# What is kept


def test_the_page_of_a_service_leads_to_three_things_to_tell(client, service):
    answer = client.get(address(service))

    assert [f'href="?tell={kind}"' in text_of(answer) for kind in ("change", "right", "remove")] == [True] * 3
    assert "Rides to treatment" in text_of(answer)


def test_the_form_is_filled_with_what_readers_see(client, service):
    form = page_of(client, service).context["form"]

    values = {name: form[name].value() for name in form.fields}
    assert values["name"] == "Rides to treatment"
    assert values["description"] == "Volunteers drive you.\nCall two days before."
    assert values["phones"] == "613-555-0123"
    assert "Monday: 9 am to 5 pm\nTuesday: 9 am to 5 pm\nWednesday: closed" in values["hours"]
    assert values["languages"] == "English\nFrench"
    assert values["areas"] == "Ontario"
    place = next(name for name in form.fields if name.startswith("place-"))
    assert values[place] == "1 Demonstration Street\nOttawa, Ontario K1A 0B1"


def test_only_what_differs_is_kept(client, service):
    answer = send(client, service, phones="613-555-0177", email="")

    assert "Thank you for telling us" in text_of(answer)
    assert "We write to you when we have decided." in text_of(answer)
    assert kept() == {"phones": ("613-555-0123", "613-555-0177"), "email": ("rides@example.org", "")}


def test_who_wrote_is_kept_and_encrypted(client, service):
    send(client, service, email="")

    suggestion = Suggestion.objects.get()
    assert (suggestion.sender_email, suggestion.sender_name) == ("reader@example.org", "A reader")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sender_name, sender_email, sender_phone FROM locator_suggestion")
        stored = " ".join(cursor.fetchone())
    assert not re.search(r"reader|example|613", stored)


def test_line_ends_of_browsers_are_no_change(client, service):
    answer = send(client, service, description="Volunteers drive you.\r\nCall two days before.\r\n")

    assert "Nothing is different from before." in unescape(text_of(answer))
    assert not Suggestion.objects.exists()


def test_words_alone_are_enough(client, service):
    send(client, service, words="The entrance is at the back now.")

    assert kept() == {"words": ("", "The entrance is at the back now.")}


@pytest.mark.parametrize(("tell", "field"), [("right", "right"), ("remove", "removal")])
def test_that_all_is_right_or_that_it_should_go_needs_no_other_field(client, service, tell, field):
    send(client, service, tell=tell, words="It closed in May.")

    assert Suggestion.objects.get().kind == tell
    assert set(kept()) == {field, "words"}


def test_a_new_service_is_told_of_with_its_kind(client):
    make_category("soup", name_en="Meals", name_fr="Repas")

    answer = send(client, category="soup", organization="Kitchen friends")

    suggestion = Suggestion.objects.get()
    assert "Thank you for telling us" in text_of(answer)
    assert (suggestion.kind, suggestion.service) == ("new", None)
    assert kept()["category"] == ("", "soup")
    assert kept()["name"] == ("", "Soup on Mondays")
    assert "hours" not in kept()


def test_in_french_the_french_texts_are_asked_and_kept_as_french(client, service):
    answer = send(client, service, language="fr", name="Transport aux traitements")

    change = SuggestedChange.objects.get()
    assert answer.status_code == 200
    assert (change.before, change.after, change.language) == (
        "Rides to treatment (fr)",
        "Transport aux traitements",
        "fr",
    )
    assert Suggestion.objects.get().language == "fr"


def test_a_text_that_is_there_in_the_other_language_alone_is_not_taken_for_this_one(client, service):
    form = page_of(client, service, language="fr").context["form"]

    assert form["description"].value() == ""


def test_what_an_editor_changed_meanwhile_is_not_the_senders_change(client, service):
    page = page_of(client, service)
    service.email = "new@example.org"
    service.save()

    client.post(address(service), filled(page) | SENDER | {"tell": "change", "name": "Rides"}, headers=HERE)

    assert kept() == {"name": ("Rides to treatment", "Rides")}


def test_an_imported_text_that_could_not_be_typed_here_may_stay(client, service):
    type(service).objects.update(email="no address", website_en="nothing", fees_en="x" * 3000)

    send(client, service, name="Rides")

    assert set(kept()) == {"name"}


# Confidential places


def test_a_confidential_place_is_neither_shown_nor_asked(client, service):
    hidden = make_location("Toronto", **SHELTER)
    service.places.create(location=hidden)

    page = page_of(client, service)

    assert not re.search(r"Hidden Lane|Quiet House|K1A 9Z9|Toronto", text_of(page))
    assert len([name for name in page.context["form"].fields if name.startswith("place-")]) == 1


def test_a_place_that_became_confidential_is_not_shown_from_an_old_form(client, service):
    page = page_of(client, service)
    location = service.places.get().location
    location.is_confidential = True
    location.save()

    answer = client.post(address(service), filled(page) | {"tell": "change"}, headers=HERE)

    assert "1 Demonstration Street" in text_of(page)
    assert "There is a problem" in text_of(answer)
    assert "Demonstration Street" not in text_of(answer)


# What is asked again


WRONG = {
    "no tie": ({"sender": ""}, "Choose an answer.", "id_sender_0"),
    "a tie that is not offered": ({"sender": "boss"}, "Select a valid choice", "id_sender_0"),
    "no name": ({"name": ""}, "A service needs a name.", "id_name"),
    "no website": ({"website": "call us"}, "This is not the address of a website.", "id_website"),
    "a script for a website": ({"website": "javascript:alert(1)"}, "not the address of a website", "id_website"),
    "no e-mail address": ({"sender_email": "reader@"}, "This is not an e-mail address.", "id_sender_email"),
    "a cost that is not offered": ({"cost": "gold"}, "Select a valid choice", "id_cost"),
    "too many words": ({"words": "a" * 4001}, "Please shorten this: at most 4000 characters.", "id_words"),
    "a NUL": ({"alert": "It moved\0."}, "Null characters are not allowed.", "id_alert"),
    "a trap that is filled in": ({"homepage": "https://example.org"}, "Please empty this field.", "id_homepage"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_at_its_field_and_everything_is_kept(client, service, wrong):
    answers, sentence, field = WRONG[wrong]

    answer = send(client, service, **({"phones": "These words stay."} | answers))

    page = unescape(text_of(answer))
    assert not Suggestion.objects.exists()
    assert page.count(sentence) == 2
    assert f'<a href="#{field}">' in page
    assert f'id="{field}"' in page
    assert "<title>Error:" in page
    assert "These words stay." in page
    assert "I answer the phone there." in page


def test_a_removal_says_why(client, service):
    answer = send(client, service, tell="remove", words=" ")

    assert text_of(answer).count("Tell us in a few words why it should go.") == 2


@pytest.mark.parametrize("field", ["name", "description"])
def test_a_new_service_has_a_name_and_says_what_it_does(client, field):
    answer = send(client, **{field: ""})

    assert not Suggestion.objects.exists()
    assert f'<a href="#id_{field}">' in text_of(answer)


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://example.org"}])
def test_a_form_of_another_site_keeps_nothing_and_shows_what_was_written(client, service, headers):
    answer = send(client, service, headers=headers, phones="613-555-0177")

    assert not Suggestion.objects.exists()
    assert "Your browser does not say that you wrote this here." in text_of(answer)
    assert "613-555-0177" in text_of(answer)


def test_a_key_that_was_not_given_out_for_this_service_keeps_nothing_and_a_new_one_is_offered(client, service):
    other = make_service("Wigs")
    key = new_key(service.pk, {})
    for wrong in ["", "x", "\0", key[:-1], key + "x", new_key(other.pk, {}), new_key("new", {}), "é" * 10_000]:
        answer = send(client, service, key=wrong, phones="613-555-0177")

        assert not Suggestion.objects.exists(), wrong
        assert "Please press “Send” once more." in text_of(answer)
        assert "613-555-0177" in text_of(answer)
    client.post(address(service), filled(answer) | {"tell": "change"}, headers=HERE)
    assert kept() == {"phones": ("613-555-0123", "613-555-0177")}


def test_fields_of_the_record_cannot_be_set(client, service):
    forged = {"kind": "new", "settled_at": "2026-01-01", "id": 77, "service_id": "x", "before": "x"}

    send(client, service, phones="1", **forged)

    suggestion = Suggestion.objects.get()
    assert (suggestion.service, suggestion.kind, suggestion.settled_at) == (service, "change", None)
    assert suggestion.pk != 77


def test_what_was_written_is_text_and_nothing_else(client, service):
    hostile = "</textarea><script>alert(1)</script>"

    answer = send(client, service, sender="", name=hostile, phones=hostile, sender_name='"><script>')

    assert "<script>" not in text_of(answer)
    assert "{{" not in text_of(send(client, service, sender="", name="{{ request }}")).replace("{{ request }}", "")


@pytest.mark.parametrize("tell", ["", "x", "../", "change\0"])
def test_an_odd_question_gives_the_choice(client, service, tell):
    answer = client.get(address(service), {"tell": tell})

    assert 'href="?tell=change"' in text_of(answer)


# Once


def test_sending_twice_makes_one(client, service):
    page = page_of(client, service)
    data = filled(page) | SENDER | {"tell": "change", "name": "Rides"}

    first, second = (client.post(address(service), data, headers=HERE) for _ in range(2))

    assert "Thank you for telling us" in text_of(first)
    assert "Thank you for telling us" in text_of(second)
    assert (Suggestion.objects.count(), SuggestedChange.objects.count()) == (1, 1)
    assert SenderTally.objects.get().number == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("is_new", [False, True], ids=["a change", "a new one"])
def test_sending_twice_at_the_same_moment_makes_one(is_new):
    service = None if is_new else make_service()
    for _ in range(5):
        data = filled(page_of(Client(), service)) | SENDER | NEW | {"tell": "change"}

        answers = at_once(*[lambda d=data: Client().post(address(service), d, headers=HERE)] * 2)

        assert ["Thank you for telling us" in text_of(answer) for answer in answers] == [True, True]
        Suggestion.objects.get().delete()
        SenderTally.objects.all().delete()


def test_one_address_sends_so_much_a_day_and_loses_no_words(client, service):
    for number in range(MOST_A_DAY):
        send(client, service, words=f"Again {number}")

    answer = send(client, service, words="One more thing.")

    assert Suggestion.objects.count() == MOST_A_DAY
    assert "Today, 5 suggestions came from your internet address" in text_of(answer)
    assert "One more thing." in text_of(answer)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_that_arrive_at_once_from_one_address_no_more_are_taken_than_of_many_in_a_row():
    service = make_service()
    forms = [{"key": new_key(service.pk, {}), "tell": "right", "sender": "other"} for _ in range(12)]

    at_once(*[lambda f=form: Client().post(address(service), f, headers=HERE) for form in forms])

    assert Suggestion.objects.count() == MOST_A_DAY


# Where there is nothing to suggest


@pytest.mark.parametrize(("status", "code"), [("inactive", 404), ("defunct", 410)])
def test_only_what_readers_find_can_be_told_about(client, service, status, code):
    service.status = status
    service.save()

    read = client.get(address(service))
    sent = client.post(address(service), SENDER | {"tell": "right"}, headers=HERE, follow=True)

    assert (read.status_code, sent.status_code) == (code, code)
    assert not Suggestion.objects.exists()


def test_a_service_that_never_was_is_not_found(client):
    assert client.get("/en/services/00000000-0000-4000-8000-000000000000/suggest/").status_code == 404


# How the pages are served


def test_the_pages_keep_no_cookie_and_no_copy(client, service):
    answers = [
        client.get(address(service)),
        page_of(client, service),
        page_of(client),
        send(client, service, sender=""),
        send(client, service, words="Moved."),
    ]

    for answer in answers:
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert 'name="robots" content="noindex"' in text_of(answer)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_the_form_is_read_and_sent_alone(client, service, method):
    assert getattr(client, method)(address(service)).status_code == 405


def test_nothing_of_it_is_public_before_it_is_accepted(client, service):
    send(client, service, description="A telling word: turnip.", words="Another one: kohlrabi.")

    page = text_of(client.get(service.get_absolute_url()))

    assert not re.search("turnip|kohlrabi|A reader", page)


def test_a_form_asks_the_database_as_often_for_many_rows_as_for_one(client, service):
    page_of(client, service)
    with CaptureQueriesContext(connection) as few:
        page_of(client, service)
    for _ in range(6):
        service.places.create(location=make_location())
        service.phones.create(number="613-555-0111")
        service.areas.create(label_en="Here", label_fr="Ici")

    with CaptureQueriesContext(connection) as many:
        page_of(client, service)

    assert len(many) == len(few)


# Forgetting


def test_who_sent_what_waits_for_half_a_year_is_forgotten_and_the_suggestion_stays(client, service):
    send(client, service, name="Rides")
    Suggestion.objects.update(at=timezone.now() - timedelta(days=181))

    forget_old_suggestions()

    suggestion = Suggestion.objects.get()
    assert (suggestion.sender_name, suggestion.sender_email, suggestion.sender_phone) == ("", "", "")
    assert suggestion.sender_knows == ""
    assert kept()["name"] == ("Rides to treatment", "Rides")


def test_who_sent_what_waits_for_less_is_kept(client, service):
    send(client, service, name="Rides")

    forget_old_suggestions(now=timezone.now() + timedelta(days=179))

    assert Suggestion.objects.get().sender_name == "A reader"


@pytest.mark.parametrize(("days", "number"), [(364, 1), (366, 0)])
def test_what_was_settled_a_year_ago_is_gone(service, days, number):
    settled_at = timezone.now() - timedelta(days=days)
    Suggestion.objects.create(
        kind="right", service=service, language="en", settled_at=settled_at, settled_by=make_locator_editor()
    )

    forget_old_suggestions()

    assert Suggestion.objects.count() == number


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.REFUSED])
def test_the_database_keeps_no_decision_of_nobody(service, decision):
    suggestion = Suggestion.objects.create(kind="right", service=service, language="en")

    with pytest.raises(Exception, match="(?i)a_decided_change_says_by_whom"):
        SuggestedChange.objects.create(suggestion=suggestion, field="right", decision=decision)
