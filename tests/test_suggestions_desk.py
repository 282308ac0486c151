"""Locator editors decide about suggestions, field by field, and the sender is answered and forgotten."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from locator.accepting import Choice, NotApplied, decide, digest_of
from locator.choices import Status
from locator.compared import compared
from locator.models import Organization, Service, SuggestedChange, Suggestion
from locator.settling import settle
from locator.suggestions import Decision
from mail.models import Letter
from publishing.roles import LOCATOR_EDITOR, ROLES
from publishing.workflow import MoveRefused

from .factories import make_category, make_locator_editor, make_organization, make_service, make_user
from .test_races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_locator_editor()


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def service():
    return make_service(description_en="Volunteers drive you.", email="rides@example.org")


def suggest(service, *changes, kind="change", language="en", **fields):
    """A suggestion with changes (field, before, after)."""
    fields = {"sender": "other", "sender_name": "A reader", "sender_email": "reader@example.org"} | fields
    suggestion = Suggestion.objects.create(kind=kind, service=service, language=language, **fields)
    for field, before, after in changes:
        of = language if field in ("name", "description", "website", "alert") else ""
        suggestion.changes.create(field=field, before=before, after=after, language=of)
    return suggestion


def suggest_new(**fields):
    told = {"name": "Soup on Mondays", "organization": "Kitchen friends", "description": "Soup.", "hours": "Mondays"}
    changes = [(name, "", words) for name, words in (told | fields).items() if words]
    return suggest(None, *changes, kind="new")


def screen(suggestion):
    return reverse("admin:locator_suggestion_change", args=[suggestion.pk])


def settling(suggestion):
    return reverse("admin:locator_suggestion_settle", args=[suggestion.pk])


def form_of(desk, suggestion, **decisions):
    """What a browser sends back from the screen, with decisions by field: email="take"."""
    form = desk.get(screen(suggestion)).context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    for change in suggestion.changes.all():
        said = decisions.get(change.field, "")
        said = said if isinstance(said, dict) else {"decision": said}
        data |= {f"{name}-{change.pk}": value for name, value in said.items()}
    return data


def save(desk, suggestion, **decisions):
    return desk.post(screen(suggestion), form_of(desk, suggestion, **decisions), follow=True)


def page(answer):
    return unescape(answer.content.decode())


def decisions(suggestion):
    return {change.field: change.decision for change in suggestion.changes.all()}


# The queue


def test_the_queue_has_what_waits_longest_first_and_counts_it(desk, editor, service):
    newer = suggest(service, ("email", "", "x@example.org"), ("words", "", "x"))
    older = suggest(service, kind="right", at=timezone.now() - timedelta(days=3))
    settled = suggest(service, kind="right")
    settle(settled, by=editor)

    text = page(desk.get(reverse("admin:locator_suggestion_changelist")))

    assert "2 suggestions wait for us." in text
    assert re.findall(r"Suggestion (\d+)</a>", text) == [str(older.pk), str(newer.pk)]
    assert "3 days" in text.replace("\xa0", " ")
    assert re.findall(r'field-to_decide">([^<]+)<', text) == ["–", "2"]


def test_what_is_settled_is_there_for_who_asks(desk, editor, service):
    settled = suggest(service, kind="right")
    settle(settled, by=editor)

    text = page(desk.get(reverse("admin:locator_suggestion_changelist"), {"where": "settled"}))

    assert f"Suggestion {settled.pk}</a>" in text


def test_the_queue_shows_no_word_and_no_address_of_a_sender_and_cannot_be_asked_for_them(desk, service):
    suggest(service, ("description", "", "turnip"))

    text = page(desk.get(reverse("admin:locator_suggestion_changelist")))
    asked = desk.get(reverse("admin:locator_suggestion_changelist"), {"changes__after__startswith": "t"})

    assert not re.search("turnip|A reader|reader@example.org", text)
    assert asked.status_code in (302, 400)


def test_the_queue_asks_the_database_as_often_for_many_as_for_one(desk):
    url = reverse("admin:locator_suggestion_changelist")
    suggest(make_service(), ("words", "", "x"))
    desk.get(url)
    with CaptureQueriesContext(connection) as few:
        desk.get(url)
    for _ in range(9):
        suggest(make_service(), ("words", "", "x"))

    with CaptureQueriesContext(connection) as many:
        desk.get(url)

    assert len(many) == len(few)


def test_the_screen_asks_the_database_as_often_for_many_changes_as_for_one(desk, service):
    one = suggest(service, ("name", "", "x"))
    several = suggest(
        service, *[(field, "", "x") for field in ("name", "description", "email", "phones", "hours", "words", "areas")]
    )
    desk.get(screen(one))
    with CaptureQueriesContext(connection) as few:
        desk.get(screen(one))

    with CaptureQueriesContext(connection) as many:
        desk.get(screen(several))

    assert len(many) == len(few)


# The screen


def test_what_stands_now_is_beside_what_is_suggested_and_differences_are_said_in_words(desk, service):
    suggestion = suggest(service, ("description", "Volunteers drive you.", "Volunteers drive you home."))

    text = page(desk.get(screen(suggestion)))

    assert re.search(r">Now</h3><div[^>]*>Volunteers drive you\.<", text)
    assert "[put in: </span> home<span" in text
    assert "When it was sent" not in text


def test_what_stood_in_the_senders_form_is_shown_where_the_record_changed_meanwhile(desk, service):
    suggestion = suggest(service, ("email", "old@example.org", "new@example.org"))

    text = page(desk.get(screen(suggestion)))

    assert "When it was sent" in text
    assert [address in text for address in ("old@", "rides@", "new@")] == [True, True, True]


def test_numbers_and_hours_stand_there_as_readers_see_them(desk, service):
    suggestion = suggest(service, ("phones", "613-555-0123", "613-555-0177"))

    text = page(desk.get(screen(suggestion)))

    assert re.search(r">Now</h3><div[^>]*>613-555-0123<", text)
    assert "No machine can put this in" in text


def test_hostile_words_are_text(desk, service):
    hostile = "</textarea><script>alert(1)</script>"
    suggestion = suggest(service, ("description", hostile, hostile), ("words", "", hostile), sender_name=hostile)

    assert "<script>alert" not in desk.get(screen(suggestion)).content.decode()


# Deciding


def test_each_field_is_decided_on_its_own(desk, editor, service):
    suggestion = suggest(
        service,
        ("email", "rides@example.org", "new@example.org"),
        ("description", "Volunteers drive you.", "We are the best!"),
        ("name", "Rides to treatment", "Rides"),
        ("phones", "613-555-0123", "1"),
    )

    own = {"decision": "own", "words": "Rides to the clinic"}
    answer = save(desk, suggestion, email="take", description="refuse", name=own)

    service.refresh_from_db()
    assert (service.email, service.name_en, service.description_en) == (
        "new@example.org",
        "Rides to the clinic",
        "Volunteers drive you.",
    )
    assert decisions(suggestion) == {
        "email": "accepted",
        "description": "refused",
        "name": "accepted",
        "phones": "waiting",
    }
    change = suggestion.changes.get(field="name")
    assert (change.own_words, change.decided_by) == ("Rides to the clinic", editor)
    assert "Something of this suggestion is not decided yet." in page(answer)


def test_what_is_accepted_stands_in_the_history_with_who_and_why(desk, editor, service):
    counter = service.edit_counter
    suggestion = suggest(service, ("email", "", "new@example.org"))

    save(desk, suggestion, email="take")

    service.refresh_from_db()
    state = service.history.first()
    assert (state.history_user, state.history_change_reason, state.email) == (
        editor,
        "suggested by a reader",
        "new@example.org",
    )
    assert (service.edit_counter, service.edited_by) == (counter + 1, editor)


def test_a_french_text_comes_into_the_french_column(desk, service):
    suggestion = suggest(service, ("description", "", "Des bénévoles vous conduisent."), language="fr")

    save(desk, suggestion, description="take")

    service.refresh_from_db()
    assert service.description_fr == "Des bénévoles vous conduisent."
    assert service.description_en == "Volunteers drive you."


@pytest.mark.parametrize(("field", "words"), [("website", "javascript:alert(1)"), ("email", "nobody"), ("status", "x")])
def test_what_the_record_does_not_bear_is_not_applied_and_said(desk, service, field, words):
    suggestion = suggest(service, (field, "", words), ("name", "", "Rides"))

    answer = save(desk, suggestion, **{field: "take"}, name="take")

    service.refresh_from_db()
    assert "Nothing was changed" in page(answer)
    assert set(decisions(suggestion).values()) == {"waiting"}
    assert service.name_en == "Rides to treatment"


def test_a_name_in_no_language_is_refused(desk):
    service = make_service(name_fr="")
    suggestion = suggest(service, ("name", "Rides to treatment", ""))

    answer = save(desk, suggestion, name="take")

    assert "Write the name in one language at least." in page(answer)


def test_own_words_are_needed_where_they_are_chosen(desk, service):
    suggestion = suggest(service, ("name", "", "Rides"))

    answer = save(desk, suggestion, name={"decision": "own", "words": " "})

    assert "Write the words that are to be taken over." in page(answer)
    assert decisions(suggestion) == {"name": "waiting"}


def test_a_new_notice_is_not_hidden_by_the_last_day_of_an_old_one(desk, service):
    service.alert_en, service.alert_until = "Closed for Easter", timezone.localdate() - timedelta(days=30)
    service.save()
    suggestion = suggest(service, ("alert", "", "Moved until May"))

    save(desk, suggestion, alert="take")

    assert "Moved until May" in page(Client().get(service.get_absolute_url()))


def test_that_all_is_right_verifies_the_service_today(desk, editor, service):
    suggestion = suggest(service, ("right", "", ""), kind="right")

    save(desk, suggestion, right="take")

    service.refresh_from_db()
    assert (service.verified_on, service.verified_by) == (timezone.localdate(), editor)
    assert service.history.first().history_change_reason == "suggested by a reader"


def test_that_all_is_right_is_one_press_of_a_button(desk, service):
    change = suggest(service, ("right", "", ""), kind="right").changes.get()

    text = page(desk.get(screen(change.suggestion)))

    assert re.search(rf'<button [^>]*name="decision-{change.pk}" value="take">Verified today</button>', text)


def test_a_removal_sets_the_status_for_a_reason(desk, service):
    suggestion = suggest(service, ("removal", "", ""), kind="remove")

    nameless = save(desk, suggestion, removal={"decision": "take", "words": "defunct"})
    save(desk, suggestion, removal={"decision": "take", "words": "defunct", "why": "their website says so"})

    service.refresh_from_db()
    assert "Say in a few words why." in page(nameless)
    assert service.status == Status.DEFUNCT
    assert service.history.first().history_change_reason == "suggested by a reader: their website says so"
    assert Client().get(service.get_absolute_url()).status_code == 410


# Two at once


def outcome_of(suggestion, choices, *, by):
    try:
        decide(suggestion, choices, by=by)
    except NotApplied as refused:
        return refused
    return "decided"


def test_nothing_is_applied_where_the_record_changed_since_the_screen_was_opened(desk, service):
    suggestion = suggest(service, ("email", "rides@example.org", "new@example.org"), ("name", "", "Rides"))
    data = form_of(desk, suggestion, email="take", name={"decision": "own", "words": "My own words"})
    service.email = "meanwhile@example.org"
    service.save()

    answer = desk.post(screen(suggestion), data)

    service.refresh_from_db()
    assert (service.email, service.name_en) == ("meanwhile@example.org", "Rides to treatment")
    assert decisions(suggestion) == {"email": "waiting", "name": "waiting"}
    text = page(answer)
    assert "Somebody changed this in the record while you looked at it." in text
    assert [words in text for words in ("meanwhile@", "new@", "My own words")] == [True, True, True]


def test_what_was_seen_on_the_second_screen_can_be_applied(desk, service):
    suggestion = suggest(service, ("email", "rides@example.org", "new@example.org"))
    data = form_of(desk, suggestion, email="take")
    service.email = "meanwhile@example.org"
    service.save()
    shown_again = desk.post(screen(suggestion), data).context["form"]

    desk.post(screen(suggestion), {field.html_name: field.value() for field in shown_again})

    service.refresh_from_db()
    assert service.email == "new@example.org"


def test_of_two_editors_the_second_is_told_what_the_first_decided(desk, service):
    suggestion = suggest(service, ("email", "", "new@example.org"), ("name", "", "Rides"))
    data = form_of(desk, suggestion, email="take", name="refuse")
    other = make_user(LOCATOR_EDITOR, username="the-other")
    change = suggestion.changes.get(field="email")
    decide(suggestion, {change.pk: Choice(Decision.REFUSED)}, by=other)

    answer = desk.post(screen(suggestion), data)

    assert f"{other} decided about this at" in page(answer)
    assert decisions(suggestion) == {"email": "refused", "name": "waiting"}
    service.refresh_from_db()
    assert service.email == "rides@example.org"
    assert answer.context["form"][f"decision-{suggestion.changes.get(field='name').pk}"].value() == "refuse"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_decisions_at_the_same_moment_one_counts():
    service, editors = make_service(email="a@example.org"), [make_locator_editor(), make_user(LOCATOR_EDITOR)]
    for number in range(8):
        suggestion = suggest(service, ("email", "", f"{number}@example.org"))
        change, seen = suggestion.changes.get(), digest_of(Service.objects.get().email)
        choices = {change.pk: Choice(Decision.ACCEPTED, seen=seen)}

        answers = at_once(*[lambda by=by, s=suggestion, c=choices: outcome_of(s, c, by=by) for by in editors])

        assert answers.count("decided") == 1
        refusal = next(answer for answer in answers if answer != "decided")
        assert "decided about this at" in refusal.sentences[change.pk]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_suggestions_for_one_field_do_not_overwrite_each_other_unseen():
    service, editors = make_service(email="a@example.org"), [make_locator_editor(), make_user(LOCATOR_EDITOR)]
    suggestions = [suggest(service, ("email", "", f"{name}@example.org")) for name in ("one", "two")]
    choice = Choice(Decision.ACCEPTED, seen=digest_of("a@example.org"))
    tries = [(one, {one.changes.get().pk: choice}, by) for one, by in zip(suggestions, editors, strict=True)]

    answers = at_once(*[lambda s=one, c=choices, by=by: outcome_of(s, c, by=by) for one, choices, by in tries])

    assert answers.count("decided") == 1
    assert Service.objects.get().edit_counter == service.edit_counter + 1


# A new service


def test_a_new_service_is_made_of_what_is_accepted_and_found_by_nobody(desk, editor):
    make_category("soup", name_en="Meals")
    suggestion = suggest_new(category="soup", website="https://example.org/soup")
    ways = {"name": "take", "organization": "take", "description": "refuse", "category": "take", "website": "take"}
    data = form_of(desk, suggestion, **ways) | {"organization": "new", "_make": "1"}

    answer = desk.post(screen(suggestion), data)

    service = Service.objects.get()
    assert (service.name_en, service.description_en, service.website_en) == (
        "Soup on Mondays",
        "",
        "https://example.org/soup",
    )
    assert (service.status, service.organization.name_en) == (Status.INACTIVE, "Kitchen friends")
    assert [str(kind) for kind in service.categories.all()] == ["Meals"]
    assert (service.history.first().history_user, service.edited_by) == (editor, editor)
    assert answer["Location"] == reverse("admin:locator_service_change", args=[service.pk])
    assert Client().get(service.get_absolute_url()).status_code == 404
    suggestion.refresh_from_db()
    assert suggestion.service == service


def test_a_new_service_can_belong_to_an_organization_that_is_there(desk):
    there = make_organization("Kitchen friends of Ottawa")
    suggestion = suggest_new()
    ways = {"name": "take", "organization": "refuse", "description": "take"}
    data = form_of(desk, suggestion, **ways) | {"organization": str(there.pk), "_make": "1"}

    desk.post(screen(suggestion), data)

    assert Service.objects.get().organization == there
    assert Organization.objects.count() == 1


NOT_MADE = {
    "no name": ({"name": "refuse", "organization": "take", "description": "take"}, "and none is accepted"),
    "no organization": ({"name": "take", "organization": "refuse", "description": "take"}, "Choose an organization"),
    "not all decided": ({"name": "take", "organization": "take"}, "Decide first about everything"),
    "hours by hand": (
        {"name": "take", "organization": "take", "description": "take", "hours": "take"},
        "Make the service first",
    ),
}


@pytest.mark.parametrize("case", NOT_MADE)
def test_what_is_not_enough_makes_no_service_and_decides_nothing(desk, case):
    ways, sentence = NOT_MADE[case]
    suggestion = suggest_new()

    data = form_of(desk, suggestion, **ways) | {"organization": "new", "_make": "1"}
    answer = desk.post(screen(suggestion), data)

    assert sentence in page(answer)
    assert not Service.objects.exists()
    assert set(decisions(suggestion).values()) == {"waiting"}


def test_hours_are_put_in_by_hand_once_the_service_is_there(desk):
    suggestion = suggest_new()
    ways = {"name": "take", "organization": "take", "description": "take"}
    desk.post(screen(suggestion), form_of(desk, suggestion, **ways) | {"organization": "new", "_make": "1"})

    save(desk, suggestion, hours="take")

    assert decisions(suggestion)["hours"] == "accepted"


# Settling


def test_the_sender_reads_what_was_taken_over_and_why_the_rest_was_not(desk, editor, service):
    suggestion = suggest(service, ("email", "", "n@example.org"), ("description", "", "turnip"), ("words", "", "beet"))
    save(desk, suggestion, email="take", description="refuse", words="take")
    answer = {"reasons": ["told_otherwise"], "message": "We called them on Monday."}

    preview = page(desk.post(settling(suggestion), answer | {"_letter": "1"}))
    assert not Letter.objects.exists()
    desk.post(settling(suggestion), answer)

    letter = Letter.objects.get()
    for text in (preview, json.loads(letter.content)["text"]):
        assert "You wrote to us about “Rides to treatment”" in text
        assert "E-mail address of the service" in text
        assert "What it does" in text
        assert "The organization told us something else." in text
        assert "We called them on Monday." in text
        assert not re.search("turnip|beet", text)
    assert (letter.language, letter.about) == ("en", f"locator.suggestion:{suggestion.pk}")
    assert "reader@example.org" in letter.content


def test_who_is_answered_is_forgotten_with_their_free_words(desk, editor, service):
    suggestion = suggest(service, ("words", "", "beet"), sender_phone="1", sender_knows="I called.")
    save(desk, suggestion, words="take")

    desk.post(settling(suggestion), {})

    suggestion.refresh_from_db()
    assert (suggestion.sender_name, suggestion.sender_email, suggestion.sender_phone) == ("", "", "")
    assert suggestion.sender_knows == ""
    assert suggestion.changes.get().after == ""
    assert suggestion.settled_by == editor
    assert f"{editor} settled this on" in page(desk.get(screen(suggestion)))


def test_a_french_sender_is_answered_in_french(desk, service):
    suggestion = suggest(service, ("name", "", "Transport"), language="fr")
    save(desk, suggestion, name="take")

    desk.post(settling(suggestion), {})

    assert Letter.objects.get().language == "fr"
    assert "/fr/services/" in Letter.objects.get().content


def test_a_refusal_without_a_reason_is_asked_for_one(desk, service):
    suggestion = suggest(service, ("name", "", "x"))
    save(desk, suggestion, name="refuse")

    answer = desk.post(settling(suggestion), {"message": " "})

    assert "Tick a reason, or write one below" in page(answer)
    assert not Letter.objects.exists()


def test_who_left_no_address_gets_no_letter(desk, service):
    suggestion = suggest(service, ("name", "", "x"), sender_email="")
    save(desk, suggestion, name="refuse")

    desk.post(settling(suggestion), {})

    suggestion.refresh_from_db()
    assert suggestion.settled_at
    assert not Letter.objects.exists()


def test_what_is_not_decided_is_not_settled(desk, editor, service):
    suggestion = suggest(service, ("name", "", "x"))

    answer = desk.post(settling(suggestion), {"message": "Thanks"})

    assert answer["Location"] == screen(suggestion)
    with pytest.raises(MoveRefused, match="not decided yet"):
        settle(suggestion, by=editor)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_settling_twice_at_the_same_moment_writes_one_letter():
    service, editor = make_service(), make_locator_editor()
    suggestion = suggest(service, ("right", "", ""), kind="right")
    decide(suggestion, {suggestion.changes.get().pk: Choice(Decision.REFUSED)}, by=editor)

    answers = at_once(*[lambda: settle(suggestion, by=editor, message="Thanks")] * 2)

    assert [isinstance(answer, MoveRefused) for answer in answers].count(True) == 1
    assert Letter.objects.count() == 1


# Who may


@pytest.mark.parametrize("role", sorted(set(ROLES) - {LOCATOR_EDITOR}))
def test_nobody_else_reads_or_decides(client, service, role):
    suggestion = suggest(service, ("name", "", "turnip"))
    client.force_login(make_user(role, username=f"a-{role}"))
    routes = [reverse("admin:locator_suggestion_changelist"), reverse("admin:locator_suggestion_add")]
    routes += [screen(suggestion), settling(suggestion)]
    routes += [reverse(f"admin:locator_suggestion_{name}", args=[suggestion.pk]) for name in ("delete", "history")]

    for route in routes:
        assert client.get(route).status_code == 403, route
        assert client.post(route, {f"decision-{suggestion.changes.get().pk}": "take"}).status_code == 403, route
    assert decisions(suggestion) == {"name": "waiting"}
    assert "suggestion" not in page(client.get(reverse("admin:index"))).lower()


def test_editors_themselves_add_and_delete_none(desk, service):
    suggestion = suggest(service, ("name", "", "x"))

    assert desk.get(reverse("admin:locator_suggestion_add")).status_code == 403
    assert (
        desk.post(reverse("admin:locator_suggestion_delete", args=[suggestion.pk]), {"post": "yes"}).status_code == 403
    )
    assert Suggestion.objects.exists()


def test_a_service_with_suggestions_is_not_deleted_at_the_desk(desk, service):
    suggest(service, ("name", "", "x"))

    answer = desk.post(reverse("admin:locator_service_delete", args=[service.pk]), {"post": "yes"}, follow=True)

    assert "other records need it: suggestions (1)" in page(answer)
    assert Service.objects.exists()
    assert Suggestion.objects.exists()


@pytest.mark.parametrize("number", ["0", "999", "x", "9" * 30])
def test_a_suggestion_that_is_not_there_is_not_found(desk, number):
    assert desk.get(reverse("admin:locator_suggestion_change", args=[number])).status_code == 404


def test_messages_say_nothing_of_what_the_sender_wrote(desk, service):
    suggestion = suggest(service, ("description", "", "turnip"), ("email", "", "x@example.org"))

    answer = save(desk, suggestion, description="take")

    assert [str(message) for message in answer.context["messages"]] == [
        f"Suggestion {suggestion.pk}: your decisions are saved."
    ]


# Two texts side by side


LONG = "a " * 4000
PAIRS = {
    "nothing": ("", ""),
    "taken out": ("a", ""),
    "put in": ("", "a"),
    "replaced": ("one two", "one three"),
    "long": (LONG, f"{LONG}b"),
    "many lines": ("a\n" * 1500, "b\n" * 1500),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_pieces_make_up_both_texts(pair):
    before, after = PAIRS[pair]

    pieces = compared(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_a_decision_is_kept_once_for_each_field(service):
    suggestion = suggest(service, ("name", "", "x"))

    with pytest.raises(Exception, match="(?i)unique"):
        SuggestedChange.objects.create(suggestion=suggestion, field="name")
