"""“Was this page clear?”: a form without a cookie at the end of pages, and the queue of who works on them."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from drugs.models import DrugVersion
from feedback.answers import DEALT_WORDS_KEPT_FOR, KEPT_FOR, WORDS_KEPT_FOR, Answer, deal_with, forget_words
from feedback.asking import About, sign_key
from feedback.views import MOST_A_DAY
from publishing.roles import ADMINISTRATOR, MODERATOR, PAGE_ROLES
from publishing.senders import SenderTally

from .factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_locator_editor,
    make_publisher,
    make_reviewer,
    make_service,
    make_site_page,
    make_term,
    make_user,
    publish_story,
)

pytestmark = pytest.mark.django_db

HERE = {"sec-fetch-site": "same-origin"}
QUEUE = "admin:feedback_answer_changelist"


def press(client, about, clear="no", **headers):
    sent = {"about": about if isinstance(about, str) else about.signed(), "clear": clear}
    return client.post(reverse("feedback:answer"), sent, headers=headers or HERE)


def say_why(client, answer, why, *, headers=HERE, **more):
    sent = {"answer": sign_key(answer.key), "why": why, "website": ""} | more
    return client.post(reverse("feedback:thanks"), sent, headers=headers)


def make_answer(version=None, *, is_clear=False, why="", **fields):
    answer = Answer.give(About.of_version(version or make_drug()), is_clear=is_clear)
    Answer.objects.filter(pk=answer.pk).update(why=why, **fields)
    return Answer.objects.get(pk=answer.pk)


def page_of_answers(answer):
    return f"{reverse('admin:feedback_answer_page')}?kind={answer.kind}&page={answer.page}&language={answer.language}"


def at_desk(client, person):
    client.force_login(person)
    return client


# What readers meet.


@pytest.mark.parametrize("make", [make_drug, make_cancer, make_term, make_site_page])
def test_every_page_of_text_asks_at_its_end(client, make):
    version = make()

    page = client.get(version.get_absolute_url()).content.decode()

    assert "Was this page clear?" in page
    assert f'value="{About.of_version(version).signed()}"' in page.replace("&quot;", '"')


def test_a_service_asks_and_a_story_does_not(client):
    service, story = make_service(), publish_story()

    assert "Was this page clear?" in client.get(service.get_absolute_url()).content.decode()
    assert "Was this page clear?" not in client.get(story.get_absolute_url()).content.decode()


def test_a_preview_and_a_page_under_a_notice_do_not_ask(client):
    kept = make_drug("Kept")
    kept.withdraw(by=make_publisher(), why="Old.", outcome="notice", notice="Doctors no longer use it.")
    draft = make_draft(DrugVersion, "Not yet")
    preview = reverse("admin:drugs_drugversion_preview", args=[draft.pk])

    assert "Was this page clear?" not in client.get(kept.get_absolute_url()).content.decode()
    assert "Was this page clear?" not in at_desk(client, make_editor()).get(preview).content.decode()


def test_the_question_is_the_same_for_everybody_so_that_a_page_can_be_kept(client):
    address = make_drug().get_absolute_url()

    assert client.get(address).content == client.get(address).content


def test_an_answer_is_kept_with_its_page_language_and_version(client):
    drug = make_drug("Interféron", language="fr")

    answer = press(client, About.of_version(drug), "yes")

    kept = Answer.objects.get()
    assert answer.status_code == 302
    assert (kept.kind, kept.page, kept.language, kept.number) == ("drugs.drug", str(drug.page_id), "fr", 1)
    assert (kept.record_kind, kept.record, kept.is_clear, kept.why) == ("drugs.drugversion", str(drug.pk), True, "")
    assert not answer.cookies


def test_the_thanks_lead_back_to_the_page_and_set_no_cookie(client):
    drug = make_drug("Interferon")

    answer = client.get(press(client, About.of_version(drug)).url)

    page = answer.content.decode()
    assert "You said that the page was not clear." in page
    assert f'<a href="{drug.get_absolute_url()}">Back to the page</a>' in page
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page
    assert not answer.cookies


def test_the_address_of_the_thanks_says_nothing_about_the_page(client):
    url = press(client, About.of_version(make_drug("Interferon"))).url

    assert "nterferon" not in url
    assert list(parse_qs(urlsplit(url).query)) == ["answer"]


def test_reading_the_thanks_again_counts_nothing(client):
    url = press(client, About.of_version(make_drug())).url

    client.get(url)
    client.get(url)

    assert Answer.objects.count() == 1


def test_words_are_added_once_and_never_shown(client):
    answer = make_answer()

    thanks = client.get(say_why(client, answer, "What is a needle?").url).content.decode()
    again = say_why(client, answer, "What is a needle?").content.decode()
    more = say_why(client, answer, "Something else").content.decode()

    answer.refresh_from_db()
    assert answer.why == "What is a needle?"
    assert "We have the words that you sent first." in more
    assert "We have the words that you sent first." not in again
    assert "Your words have reached us too." in thanks
    assert "What is a needle?" not in thanks


def test_words_are_unreadable_in_the_database(client):
    say_why(client, make_answer(), "What is a needle?")

    with connection.cursor() as cursor:
        cursor.execute("SELECT why FROM feedback_answer")
        stored = cursor.fetchone()[0]
    assert stored and "needle" not in stored


@pytest.mark.parametrize(
    ("why", "more", "sentence"),
    [
        ("", {}, "Write a few words, or go back to the page."),
        ("   ", {}, "Write a few words, or go back to the page."),
        ("x" * 1001, {}, "This has 1,001 characters. At most 1,000 fit: please make it shorter."),
        ("Hello", {"website": "https://spam.example/"}, "It is a trap for programs."),
        ("Hel\x00lo", {"website": "x\x00"}, "It is a trap for programs."),
    ],
)
def test_what_cannot_be_kept_comes_back_with_its_words(client, why, more, sentence):
    answer = make_answer()

    page = say_why(client, answer, why, **more).content.decode()

    assert "There is a problem" in page
    assert sentence in page
    assert why.strip().replace("\x00", "") in page
    assert "\x00" not in page
    assert Answer.objects.get().why == ""


def test_a_line_end_is_one_character_as_browsers_count_it(client):
    answer = make_answer()
    why = "\n".join(["x" * 99] * 10)

    say_why(client, answer, why.replace("\n", "\r\n"))

    assert Answer.objects.get().why == why
    assert len(why) == 999


def test_characters_that_nobody_types_are_left_out(client):
    say_why(client, make_answer(), "What \x00is\x08 a needle?\x00")

    assert Answer.objects.get().why == "What is a needle?"


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"user-agent": "program"}])
def test_what_another_site_or_a_program_sends_is_not_kept(client, headers):
    drug = make_drug("Interferon")

    refused = press(client, About.of_version(drug), **headers)

    page = refused.content.decode()
    assert refused.status_code == 403
    assert "Your answer was not kept" in page
    assert 'value="no">' in page
    assert f'href="{drug.get_absolute_url()}"' in page
    assert not Answer.objects.exists()


def test_words_from_another_site_come_back_and_are_not_kept(client):
    answer = make_answer()

    page = say_why(client, answer, "Hello", headers={"sec-fetch-site": "cross-site"}).content.decode()

    assert "Please press “Send” once more." in page
    assert "Hello</textarea>" in page
    assert Answer.objects.get().why == ""


@pytest.mark.parametrize("about", ["", "x", "[]", "a:b", "\x00", "é" * 5000])
def test_what_the_site_did_not_sign_leads_home(client, about):
    answer = press(client, about)

    assert (answer.status_code, answer.url) == (302, "/en/")
    assert not Answer.objects.exists()


def test_a_note_that_was_changed_is_not_taken(client):
    signed = About.of_version(make_drug()).signed()

    press(client, signed[:-1] + ("a" if signed[-1] != "a" else "b"))
    press(client, signed, clear="perhaps")

    assert not Answer.objects.exists()


@pytest.mark.parametrize("answer", ["", "x", "x:y", "\x00", "é"])
def test_the_thanks_of_nobody_are_not_found(client, answer):
    make_answer()

    assert client.get(reverse("feedback:thanks"), {"answer": answer}).status_code == 404
    assert client.post(reverse("feedback:thanks"), {"answer": answer}, headers=HERE).status_code == 404


def test_one_internet_address_gives_so_many_answers_a_day(client):
    about = About.of_version(make_drug())
    tally = SenderTally.of("feedback 127.0.0.1")
    SenderTally.objects.filter(pk=tally.pk).update(number=MOST_A_DAY - 1)

    press(client, about)
    refused = press(client, about)

    page = refused.content.decode()
    assert refused.status_code == 429
    assert "Many answers came from your internet address today" in page
    assert 'value="no">' not in page
    assert Answer.objects.count() == 1


def test_words_return_what_was_dealt_with_to_the_queue(client):
    answer = make_answer()
    url = press(client, About.of_version(make_term())).url
    deal_with(Answer.objects.all(), by=make_editor(), note="Nobody said why.")

    asked = client.get(url).content.decode()
    thanks = client.get(say_why(client, answer, "Late words").url).content.decode()

    answer.refresh_from_db()
    assert "What was not clear? You do not have to say." in asked
    assert "Your words have reached us too." in thanks
    assert (answer.why, answer.dealt_at, answer.dealt_by) == ("Late words", None, None)
    assert list(Answer.objects.waiting()) == [answer]
    page = at_desk(client, make_editor()).get(page_of_answers(answer)).content.decode()
    assert "Late words" in page
    assert "Nobody said why." in page


def test_a_note_stays_when_an_answer_is_dealt_with_again_without_one(client):
    answer = make_answer()
    deal_with(Answer.objects.all(), by=make_editor(), note="Nobody said why.")
    say_why(client, answer, "Late words")

    deal_with(Answer.objects.all(), by=make_reviewer())

    answer.refresh_from_db()
    assert (answer.dealt_by, answer.note) == (make_reviewer(), "Nobody said why.")


# The queue.


def test_the_queue_shows_what_waits_and_how_many_say_what(client):
    drug, calm = make_drug("Interferon"), make_drug("Cisplatin")
    make_answer(drug, why="What is a needle?")
    make_answer(drug)
    make_answer(drug, is_clear=True)
    make_answer(calm, is_clear=True)

    page = at_desk(client, make_editor()).get(reverse(QUEUE))
    everything = client.get(reverse(QUEUE), {"where": "all"}).content.decode()

    row = page.context["rows"][0]
    assert (row["name"], row["clear"], row["unclear"], row["waiting"]) == ("Interferon", 1, 2, 2)
    assert "Cisplatin" not in page.content.decode()
    assert "Cisplatin" in everything


def test_the_queue_is_narrowed_by_kind_and_language(client):
    make_answer(make_drug("Interferon"))
    make_answer(make_term("cytokine"))
    make_answer(make_drug("Interféron", language="fr"))

    names = [
        row["name"]
        for row in at_desk(client, make_editor()).get(reverse(QUEUE), {"kind": "drugs.drug"}).context["rows"]
    ]
    french = [row["name"] for row in client.get(reverse(QUEUE), {"language": "fr"}).context["rows"]]

    assert sorted(names) == ["Interferon", "Interféron"]
    assert french == ["Interféron"]


def test_the_page_of_answers_leads_to_the_version_that_was_read(client):
    answer = make_answer(why="<b>What</b> is a needle?")

    page = at_desk(client, make_editor()).get(page_of_answers(answer)).content.decode()

    assert "&lt;b&gt;What&lt;/b&gt; is a needle?" in page
    assert reverse("admin:drugs_drugversion_change", args=[answer.record]) in page


def test_dealing_with_an_answer_says_who_when_and_what(client):
    answer = make_answer(why="What is a needle?")

    sent = {"answer": [answer.pk], "note": "Explained in version 2."}
    page = at_desk(client, make_editor()).post(page_of_answers(answer), sent, follow=True).content.decode()

    answer.refresh_from_db()
    assert (answer.dealt_by, answer.note) == (make_editor(), "Explained in version 2.")
    assert "Dealt with by editor" in page
    assert "Explained in version 2." in page
    assert not Answer.objects.waiting().exists()


def test_what_somebody_else_dealt_with_meanwhile_stays_theirs(client):
    first, second = make_answer(), make_answer(make_term())
    Answer.objects.filter(pk=second.pk).update(kind=first.kind, page=first.page)
    deal_with(Answer.objects.filter(pk=first.pk), by=make_reviewer(), note="Theirs")

    sent = {"answer": [first.pk, second.pk], "note": "Mine"}
    page = at_desk(client, make_editor()).post(page_of_answers(first), sent, follow=True).content.decode()

    assert list(Answer.objects.order_by("pk").values_list("note", flat=True)) == ["Theirs", "Mine"]
    assert "had dealt with the answer of" in page


def test_nothing_is_dealt_with_on_another_page_or_without_a_tick(client):
    drug, other = make_answer(), make_answer(make_term())
    client = at_desk(client, make_editor())

    unticked = client.post(page_of_answers(drug), {"note": "x"}, follow=True).content.decode()
    strange = {"answer": [other.pk, other.pk + 1000, "x", "9" * 40], "note": "x"}
    page = client.post(page_of_answers(drug), strange, follow=True).content.decode()

    assert "Tick at least one answer." in unticked
    assert "Tick at least one answer." in page
    assert not Answer.objects.exclude(dealt_at=None).exists()


def test_only_what_was_dealt_with_is_counted(client):
    answer, other = make_answer(), make_answer(make_term())

    sent = {"answer": [answer.pk, answer.pk, other.pk, other.pk + 1000]}
    page = at_desk(client, make_editor()).post(page_of_answers(answer), sent, follow=True).content.decode()

    assert "1 answer is dealt with." in page


def test_a_page_that_readers_no_longer_see_keeps_its_name(client):
    drug = make_drug("Interferon")
    answer = make_answer(drug)
    drug.withdraw(by=make_publisher(), why="Old.", outcome="gone")

    names = [row["name"] for row in at_desk(client, make_editor()).get(reverse(QUEUE)).context["rows"]]
    page = client.get(page_of_answers(answer))

    assert names == ["Interferon"]
    assert page.context["title"] == "Interferon"


@pytest.mark.parametrize("role", PAGE_ROLES)
def test_who_works_on_pages_sees_answers_about_pages_and_not_about_services(client, role):
    answer = make_answer()
    service = Answer.give(About.of_record(make_service(), title="Rides", language="en"), is_clear=False)

    page = at_desk(client, make_user(role)).get(reverse(QUEUE)).content.decode()

    assert "Interferon" in page
    assert "Rides" not in page
    assert client.get(page_of_answers(answer)).status_code == 200
    assert client.get(page_of_answers(service)).status_code == 404


def test_who_keeps_services_sees_answers_about_services_alone(client):
    answer = make_answer()
    service = Answer.give(About.of_record(make_service(), title="Rides", language="en"), is_clear=False)
    client = at_desk(client, make_locator_editor())

    assert client.get(page_of_answers(service)).status_code == 200
    assert client.get(page_of_answers(answer)).status_code == 404
    assert client.get(reverse("admin:feedback_answer_change", args=[answer.pk])).status_code == 404


@pytest.mark.parametrize("role", [MODERATOR, ADMINISTRATOR])
def test_nobody_else_sees_the_queue(client, role):
    answer = make_answer()
    client = at_desk(client, make_user(role))

    for address in (reverse(QUEUE), page_of_answers(answer), reverse("admin:feedback_answer_change", args=[answer.pk])):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("number", [3, 60])
def test_the_queue_costs_the_same_for_any_number(client, number):
    drug = make_drug()
    about = About.of_version(drug)
    for index in range(number):
        answer = Answer.give(about, is_clear=False)
        Answer.objects.filter(pk=answer.pk).update(page=str(drug.page_id + index))
    client = at_desk(client, make_editor())

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(QUEUE))

    assert len(queries) == 7


def test_the_start_page_of_the_desk_says_how_much_waits(client):
    make_answer()

    assert "1 answer of a reader waits" in at_desk(client, make_editor()).get(reverse("admin:index")).content.decode()


def test_the_desk_of_a_version_says_what_readers_say(client):
    drug = make_drug()
    make_answer(drug)
    make_answer(drug, is_clear=True)

    page = (
        at_desk(client, make_editor()).get(reverse("admin:drugs_drugversion_change", args=[drug.pk])).content.decode()
    )

    assert "Clear: 1 yes, 1 no" in page


# What is forgotten.


def test_words_go_after_a_while_and_answers_later():
    now = timezone.now()
    fresh = make_answer(why="Fresh")
    old = make_answer(make_drug("Old"), why="Old", at=now - WORDS_KEPT_FOR - timedelta(days=1))
    dealt = make_answer(
        make_drug("Dealt"), why="Dealt", dealt_by=make_editor(), dealt_at=now - DEALT_WORDS_KEPT_FOR - timedelta(days=1)
    )
    ancient = make_answer(make_drug("Ancient"), at=now - KEPT_FOR - timedelta(days=1))

    forget_words(now)

    assert dict(Answer.objects.values_list("pk", "why")) == {fresh.pk: "Fresh", old.pk: "", dealt.pk: ""}
    assert not Answer.objects.filter(pk=ancient.pk).exists()


def test_the_worker_forgets_words():
    make_answer(why="Old", at=timezone.now() - WORDS_KEPT_FOR - timedelta(days=1))

    call_command("work", "--once", verbosity=0)

    assert Answer.objects.get().why == ""


def test_an_answer_that_is_dealt_with_says_by_whom_whatever_happens():
    answer = make_answer()

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(dealt_at=timezone.now())
