"""The history of fact records, and what two people who work on one at once find."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.models import Notice
from publishing.roles import EDITOR, PUBLISHER

from .factories import make_notice, make_publisher, make_user
from .threads import beside, end, wait_for

ANSWER = {
    "kind": "info",
    "title_en": "New",
    "title_fr": "Nouveau",
    "shows_from_0": "2026-01-01",
    "shows_from_1": "10:00",
}


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["abc", "%00", "1_5F", "9" * 40])
@pytest.mark.parametrize("kind", ["pages/notice", "images/picture", "drugs/drugversion"])
def test_the_history_of_what_never_existed_is_not_found(client, kind, number):
    client.force_login(make_user(EDITOR, PUBLISHER))

    assert client.get(f"/admin/{kind}/{number}/history/").status_code == 404


@pytest.mark.django_db
def test_a_history_costs_the_same_queries_for_any_number_of_states(client):
    client.force_login(make_publisher())
    counts = [len(queries_of_history(client, states)) for states in (2, 20)]

    assert counts[0] == counts[1]


def queries_of_history(client, states):
    notice = make_notice()
    for number in range(states):
        notice.title_en = f"State {number}"
        notice.save()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("admin:pages_notice_history", args=[notice.pk])).content.decode()
    assert f"State {states - 2} → State {states - 1}" in page
    return queries


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_saves_a_record_that_is_being_deleted_is_told_that_it_is_gone():
    notice = make_notice()
    client = Client()
    client.force_login(make_publisher())
    is_deleted, may_end = threading.Event(), threading.Event()

    def delete():
        with transaction.atomic():
            Notice.objects.get(pk=notice.pk).delete()
            is_deleted.set()
            may_end.wait(0.5)

    other = beside(delete)
    wait_for(is_deleted)
    answer = client.post(reverse("admin:pages_notice_change", args=[notice.pk]), ANSWER, follow=True)
    end(other)

    assert "doesn’t exist" in " ".join(str(message) for message in answer.context["messages"])
