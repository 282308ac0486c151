"""Readers report a story: what they write is kept once, with nothing said of who they are."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from publishing.senders import MOST_A_DAY, SenderTally
from stories.models import Report
from stories.report_forms import new_key

from .factories import publish_story, send_story
from .threads import at_once

pytestmark = pytest.mark.django_db

HERE = {"sec-fetch-site": "same-origin"}
ANSWERS = {"reason": "harmful", "text": "It says to stop the drug.", "email": "reader@example.org"}


@pytest.fixture
def story():
    return publish_story(title="The garden")


def address(story):
    with override(story.language):
        return reverse("stories:report", args=[story.pk])


def key_in(answer):
    return re.search(r'name="key" value="([^"]+)"', answer.content.decode())[1]


def send(client, story, *, headers=HERE, key=None, **answers):
    answers = ANSWERS | answers
    return client.post(address(story), {"key": key or key_in(client.get(address(story))), **answers}, headers=headers)


def text_of(answer):
    return answer.content.decode()


def test_a_report_is_kept_and_thanked_for_at_once(client, story):
    answer = send(client, story)

    report = Report.objects.get()
    assert answer.status_code == 200
    assert "Thank you for telling us" in text_of(answer)
    assert "We write to you when we have decided." in text_of(answer)
    assert (report.story, report.reason, report.text) == (story, "harmful", "It says to stop the drug.")
    assert (report.email, report.language, report.answered_at) == ("reader@example.org", "en", None)


def test_a_report_needs_no_address_and_no_words(client, story):
    answer = send(client, story, text="", email="")

    assert "You gave no e-mail address" in text_of(answer)
    assert Report.objects.get().email == ""


def test_a_report_is_in_the_language_of_its_page(client):
    story = publish_story(title="Le jardin", language="fr")

    send(client, story)

    assert Report.objects.get().language == "fr"


def test_sending_twice_makes_one(client, story):
    key = key_in(client.get(address(story)))

    first, second = send(client, story, key=key), send(client, story, key=key)

    assert text_of(first) == text_of(second)
    assert Report.objects.count() == 1
    assert SenderTally.objects.get().number == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sending_twice_at_the_same_moment_makes_one(client, story):
    for _ in range(10):
        key = key_in(client.get(address(story)))

        answers = at_once(*[lambda key=key: send(client, story, key=key)] * 2)

        assert ["Thank you for telling us" in text_of(answer) for answer in answers] == [True, True]
        Report.objects.get().delete()
        SenderTally.objects.all().delete()


# What is asked again


WRONG = {
    "no reason": ({"reason": ""}, "Choose what is wrong.", "id_reason_0"),
    "a reason that is not offered": ({"reason": "boring"}, "Select a valid choice", "id_reason_0"),
    "something else, without words": ({"reason": "other", "text": " "}, "Tell us in a few words", "id_text"),
    "too many words": ({"text": "a" * 2001}, "Please shorten this: at most 2000 characters.", "id_text"),
    "no e-mail address": ({"email": "reader@"}, "This is not an e-mail address.", "id_email"),
    "a NUL": ({"text": "It says\0 this."}, "Null characters are not allowed.", "id_text"),
    "a trap that is filled in": ({"website": "https://example.org"}, "Please empty this field.", "id_website"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_at_its_field_and_everything_is_kept(client, story, wrong):
    answers, sentence, field = WRONG[wrong]

    answer = send(client, story, **({"text": "These words stay."} | answers))

    page = text_of(answer)
    assert not Report.objects.exists()
    assert page.count(sentence) == 2
    assert f'<a href="#{field}">' in page
    assert f'id="{field}"' in page
    assert "<title>Error:" in page
    assert "These words stay." in page or "text" in answers
    assert "reader@" in page


def test_a_form_that_is_sent_again_after_an_error_is_the_same_report(client, story):
    answer = send(client, story, reason="")

    send(client, story, key=key_in(answer))
    send(client, story, key=key_in(answer))

    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://example.org"}],
)
def test_a_form_of_another_site_keeps_nothing_and_shows_what_was_written(client, story, headers):
    answer = send(client, story, headers=headers)

    assert not Report.objects.exists()
    assert "Your browser does not say that you wrote this here." in text_of(answer)
    assert "It says to stop the drug." in text_of(answer)


def test_an_older_browser_says_where_it_comes_from_in_another_way(client, story):
    send(client, story, headers={"origin": "http://testserver"})

    assert Report.objects.count() == 1


def keys_that_were_not_given_out(story):
    other = publish_story()
    return ["", "x", "\0", new_key(story.pk)[:-1], new_key(story.pk) + "x", new_key(other.pk), "é" * 10_000]


def test_a_key_that_was_not_given_out_for_this_story_keeps_nothing_and_a_new_one_is_offered(client, story):
    for key in keys_that_were_not_given_out(story):
        answer = client.post(address(story), {**ANSWERS, "key": key}, headers=HERE)

        assert not Report.objects.exists(), key
        assert "Please press “Send” once more." in text_of(answer)
        assert "It says to stop the drug." in text_of(answer)
    send(client, story, key=key_in(answer))
    assert Report.objects.count() == 1


def test_fields_of_the_record_cannot_be_set(client, story):
    other = publish_story()
    forged = {"story": other.pk, "language": "fr", "answered_at": "2026-01-01", "id": 77, "at": "2020-01-01"}

    key = key_in(client.get(address(story)))
    client.post(address(story), {**ANSWERS, **forged, "key": key}, headers=HERE)

    report = Report.objects.get()
    assert (report.story, report.language, report.answered_at) == (story, "en", None)
    assert report.pk != 77
    assert report.at.year > 2020


# Where there is nothing to report


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_public_stories_are_reported(client, method):
    waiting, gone = send_story(), publish_story()
    gone.withdraw()
    elsewhere = publish_story(language="fr")

    answers = [
        getattr(client, method)(f"/en/stories/{story.pk}/report/", ANSWERS, headers=HERE)
        for story in (waiting, gone, elsewhere)
    ]

    assert [answer.status_code for answer in answers] == [404, 410, 404]
    assert not Report.objects.exists()


def test_a_story_that_is_withdrawn_while_the_form_is_open_gets_no_report(client, story):
    key = key_in(client.get(address(story)))
    story.withdraw()

    answer = send(client, story, key=key)

    assert answer.status_code == 410
    assert not Report.objects.exists()


# Limits


def test_one_address_reports_so_often_a_day_and_loses_no_words(client, story):
    for _ in range(MOST_A_DAY):
        send(client, story)

    answer = send(client, story)

    assert Report.objects.count() == MOST_A_DAY
    assert "Today, 5 reports came from your internet address" in text_of(answer)
    assert "It says to stop the drug." in text_of(answer)


def test_the_last_report_can_be_sent_twice(client, story):
    for _ in range(MOST_A_DAY):
        key = key_in(client.get(address(story)))
        send(client, story, key=key)

    assert "Thank you for telling us" in text_of(send(client, story, key=key))


def test_the_address_is_not_kept(client, story):
    send(client, story)

    assert "127.0.0.1" not in str(list(SenderTally.objects.values_list("sender")))


# How the page is served


def test_the_page_keeps_no_cookie_and_no_copy(client, story):
    for answer in (client.get(address(story)), send(client, story), send(client, story, reason="")):
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert 'name="robots" content="noindex"' in text_of(answer)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_the_form_is_read_and_sent_alone(client, story, method):
    assert getattr(client, method)(address(story)).status_code == 405


def test_what_was_written_is_text_and_nothing_else(client, story):
    answer = send(client, story, reason="", text="</textarea><script>alert(1)</script>", email='"><script>')

    assert "<script>" not in text_of(answer).replace('<script type="module"', "")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_reports_that_arrive_at_once_from_one_address_no_more_are_taken_than_of_many_in_a_row():
    story = publish_story()
    where = reverse("stories:report", args=[story.pk])
    answers = [{"key": new_key(story.pk), "reason": "mine"} for _ in range(12)]

    at_once(*[lambda a=each: Client().post(where, a, headers=HERE) for each in answers])

    assert Report.objects.count() == MOST_A_DAY
