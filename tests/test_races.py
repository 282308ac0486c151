"""Two people press the same button at the same moment."""

import threading
import time

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from drugs.models import DrugVersion
from locator.models import Service
from publishing.models import Generation, HistoryEntry, MoveRefused
from publishing.roles import ADMINISTRATOR, PUBLISHER, REVIEWER
from redirects.models import Redirect
from search.documents import Document, index_again
from search.finding import search
from stories.links import token_of

from .factories import (
    approve,
    make_category,
    make_draft,
    make_drug,
    make_editor,
    make_publisher,
    make_service,
    make_user,
    send_story,
    submit,
)
from .threads import at_once, beside, end, wait_for

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
# So long somebody else has time to get into the way.
A_MOMENT = 0.5


def test_of_two_approvals_at_the_same_moment_exactly_one_wins_a_hundred_times():
    reviewers = [make_user(REVIEWER, username=f"reviewer-{number}") for number in (1, 2)]
    draft = make_draft(DrugVersion, "One")
    for _ in range(100):
        submit(draft)
        copies = [DrugVersion.objects.get(pk=draft.pk) for _ in reviewers]
        pairs = list(zip(copies, reviewers, strict=True))

        answers = at_once(*[lambda c=copy, r=reviewer: c.approve(by=r, digest=c.digest) for copy, reviewer in pairs])

        refusals = [answer for answer in answers if isinstance(answer, MoveRefused)]
        assert len(refusals) == 1
        draft.refresh_from_db()
        assert f"since {draft.approved_by} changed it" in str(refusals[0])
        assert HistoryEntry.objects.filter(version_id=draft.pk, move="approve").count() == 1
        draft.abandon(by=make_editor())
        draft = draft.open_draft(by=make_editor())


def test_two_people_who_open_the_next_draft_at_once_get_the_same_one():
    live = make_drug()
    editor = make_editor()
    copies = [DrugVersion.objects.get(pk=live.pk) for _ in range(8)]

    drafts = at_once(*[lambda c=copy: c.open_draft(by=editor) for copy in copies])

    assert len({draft.pk for draft in drafts}) == 1


def test_two_pages_that_want_the_same_address_at_once_do_not_both_get_it():
    drafts = [approve(make_draft(DrugVersion, title, slug="same")) for title in ("One", "Two")]
    publisher = make_publisher()

    answers = at_once(*[lambda d=draft: d.publish(by=publisher) for draft in drafts])

    assert sum(isinstance(answer, MoveRefused) for answer in answers) == 1
    assert DrugVersion.objects.live().count() == 1


def test_a_draft_can_be_deleted_outside_a_transaction():
    draft = make_draft(DrugVersion, "One", rows={"types": [{"name": "alfa"}]})

    draft.types.get().delete()
    draft.delete()

    assert not DrugVersion.objects.exists()


def test_an_administrator_sets_a_password(client):
    person = make_user(username="person")
    client.force_login(make_user(ADMINISTRATOR))
    words = {"password1": "quiet river stones", "password2": "quiet river stones", "usable_password": "true"}

    client.post(reverse("admin:auth_user_password_change", args=[person.pk]), words)

    person.refresh_from_db()
    assert person.check_password("quiet river stones")


def test_the_same_message_sent_twice_at_the_same_moment_is_one():
    story = send_story()
    posted = {"link": token_of(story), "do": "answer", "message": "I moved house."}

    at_once(*[lambda: Client().post(reverse("stories:mine"), posted, HTTP_SEC_FETCH_SITE="same-origin")] * 6)

    assert story.messages.count() == 1


def test_two_publishers_who_add_the_same_old_address_at_once_add_it_once():
    browsers = [Client(), Client()]
    for number, browser in enumerate(browsers):
        browser.force_login(make_user(PUBLISHER, username=f"publisher-{number}"))
    address = reverse("admin:redirects_redirect_add")
    for number in range(20):
        sent = {"old_address": f"/old/{number}", "leads_to": "https://elsewhere.example/"}

        answers = at_once(*[lambda b=browser, s=sent: b.post(address, s) for browser in browsers])

        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert any("This old address is in the list already." in answer.content.decode() for answer in answers)
        assert Redirect.objects.count() == number + 1


def test_a_kind_of_help_and_a_service_of_it_that_change_at_once_both_change():
    kind = make_category(name_en="Rides")
    service = make_service("Rides of the north", categories=[kind])
    is_held = threading.Event()

    def change():
        with transaction.atomic():
            held = Service.objects.select_for_update().get(pk=service.pk)
            is_held.set()
            time.sleep(A_MOMENT)
            held.name_en = "Rides of the west"
            held.save()

    other = beside(change)
    wait_for(is_held)
    kind.name_en = "Lifts"
    kind.save()
    end(other)

    [found] = search("lifts", language="en").hits
    assert found.document.title == "Rides of the west"


def test_what_changes_while_the_index_is_made_anew_is_found_as_it_is():
    service = make_service("Rides of the north")
    Document.objects.update(words_version=0)
    is_changing = threading.Event()

    def change():
        with transaction.atomic():
            Generation.bump()
            is_changing.set()
            time.sleep(A_MOMENT)
            service.name_en = "Rides of the west"
            service.save()

    other = beside(change)
    wait_for(is_changing)
    index_again()
    end(other)

    assert not search("north", language="en").hits
    [found] = search("west", language="en").hits
    assert found.document.title == "Rides of the west"
