"""The author's own page: what its secret link opens, shows and does."""

import json
import string
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cancerinfo.sitemaps import WITH_PAGES
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from locator.models import Service
from mail.models import Letter
from publishing.languages import Language
from publishing.workflow import MoveRefused
from stories import mine_views
from stories.choices import Purpose
from stories.links import story_behind, token_of
from stories.models import Consent, Contact, Event, Story
from stories.permissions import can
from stories.retention import apply_retention
from stories.wordings import current
from stories.workflow import AUTHOR, State

from .factories import (
    drawing,
    make_cancer,
    make_drug,
    make_moderator,
    make_privacy_officer,
    make_service,
    publish_story,
    send_story,
)
from .routes import addresses_of, every_route

pytestmark = pytest.mark.django_db
HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def own_page(story, *, language="en", **query):
    with override(language):
        return Client().get(reverse("stories:mine"), {"link": token_of(story), **query})


def do(story, what, *, link=None, language="en", headers=HERE, follow=True, **answers):
    with override(language):
        address = reverse("stories:mine")
    posted = {"link": link or token_of(story), "do": what, **answers}
    return Client().post(address, posted, follow=follow, **headers)


def now(story):
    return Story.objects.get(pk=story.pk)


def propose(story, **words):
    """A moderator's edited copy that the author is asked about."""
    moderator = make_moderator()
    story.edit(by=moderator, seen_counter=(story.open_text.number, story.open_text.edit_counter), **words)
    story.refresh_from_db()
    story.ask(by=moderator, message="We left out a name.")
    return now(story)


def asked_story(**answers):
    story = send_story(body="I met Doctor Lee.\n\nThe beans were up.", **answers)
    return propose(story, body="I met my doctor.\n\nThe beans were up.")


def erased(story):
    story.withdraw()
    story.erase(by=make_privacy_officer())
    return now(story)


def stories_in_every_state():
    moderator = make_moderator()
    returned, refused, taken_down, withdrawn, hidden = (send_story() for _number in range(5))
    returned.return_to_author(by=moderator, reasons=["names_staff"], message="Leave out the name.")
    refused.refuse(by=moderator, reasons=["advertises"])
    publish_story(taken_down).take_down(by=moderator, reasons=["permission"])
    withdrawn.withdraw()
    publish_story(hidden).change_consents(set())
    kept = [send_story(), asked_story(), publish_story(), returned, refused, taken_down, withdrawn, hidden]
    return [now(story) for story in kept]


def correction(story, **words):
    text = story.agreed_text
    posted = {name: getattr(text, name) for name in ("title", "body", "shown_name", "told_by", "province")}
    return posted | {"message": ""} | words


# What opens, and what does not


def test_the_link_of_the_letter_opens_the_page():
    story = send_story(language="fr")

    response = Client().get(story.link.removeprefix("http://testserver"))

    assert response.status_code == 200
    assert response.wsgi_request.path.startswith("/fr/")


def test_without_a_link_the_page_says_where_it_is_found():
    response = Client().get(reverse("stories:mine"))

    assert response.status_code == 200
    assert "the link in each letter" in response.text


WRONG = [
    "",
    "1",
    "0-x",
    "x",
    "1-",
    "-",
    "\x00",
    "1-\x00",
    "9" * 30 + "-" + "a" * 32,
    "a" * 10_000,
    "１-" + "a" * 32,
    "%",
    "'",
]


@pytest.mark.parametrize("link", WRONG)
def test_what_is_no_link_gets_the_one_page_that_every_wrong_link_gets(link, django_assert_num_queries):
    story = send_story()
    wrong_secret = own_page(story, link=f"{story.pk}-{'a' * 32}")

    response = Client().get(reverse("stories:mine"), {"link": link})

    assert response.status_code == wrong_secret.status_code == 404
    assert response.content == wrong_secret.content


def test_links_that_open_nothing_ask_the_same_of_the_database():
    story, gone = send_story(), send_story()
    old = token_of(gone)
    erased(gone)
    links = [f"{story.pk}-{'a' * 32}", f"999999-{'a' * 32}", old, f"{gone.pk}-", "nothing", "\x00", "a" * 10_000]
    asked = set()

    for link in links:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert own_page(story, link=link).status_code == 404
        asked.add(len(queries))

    assert len(asked) == 1


def test_no_change_of_one_character_opens_the_page():
    story = send_story()
    token = token_of(story)
    alphabet = string.ascii_letters + string.digits + "-_ \n\x00é１"
    changed = {token[:at] + other + token[at + 1 :] for at in range(len(token)) for other in alphabet}
    longer = {token[:at] + other + token[at:] for at in range(len(token) + 1) for other in alphabet}
    shorter = {token[:at] + token[at + 1 :] for at in range(len(token))}

    opened = [other for other in (changed | longer | shorter) - {token} if story_behind(other)]

    assert opened == []
    assert story_behind(token) == story


def test_ten_thousand_guesses_open_nothing():
    story = send_story()

    opened = [number for number in range(10_000) if story_behind(f"{story.pk}-{number:032}")]

    assert opened == []


def test_the_secret_of_one_story_opens_no_other():
    one, other = send_story(), send_story()

    response = own_page(one, link=f"{other.pk}-{one.link_secret}")

    assert response.status_code == 404


def test_a_wrong_link_does_nothing_either():
    story = publish_story()

    response = do(story, "withdraw", link=f"{story.pk}-{'a' * 32}")

    assert response.status_code == 404
    assert now(story).state == State.LIVE


def test_a_scanner_that_opens_every_address_changes_nothing():
    story = asked_story()
    events = Event.objects.count()

    for step in ("", "correct", "withdraw", "agree", "export"):
        own_page(story, step=step, do=step, done=step)
        Client().head(reverse("stories:mine"), {"link": token_of(story), "step": step, "do": step})

    assert (Event.objects.count(), now(story).state) == (events, State.ASKED)


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_the_page_is_read_and_sent_and_nothing_else(method):
    response = getattr(Client(), method)(reverse("stories:mine"))

    assert response.status_code == 405


def test_nobody_keeps_lists_or_passes_on_the_page():
    response = own_page(send_story())

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies
    assert not response.has_header("Content-Encoding")


def test_the_secret_stands_only_in_the_pages_own_addresses_and_in_its_forms():
    story = asked_story()
    mine = {reverse("stories:mine"), "/fr/temoignages/mine/", "/fr/temoignages/mon-temoignage/", "/fr/stories/mine/"}

    page = own_page(story).text

    for before, _secret, _after in _around(page, story.link_secret):
        address = before.rsplit('"', 1)[1]
        assert address == f"{story.pk}-" or address.removesuffix(f"?link={story.pk}-") in mine
    assert story.link_secret not in page.partition("</title>")[0]


def _around(page, secret):
    parts = page.split(secret)
    return [(parts[at], secret, parts[at + 1]) for at in range(len(parts) - 1)]


def test_the_title_of_the_page_says_nothing_of_the_story():
    story = send_story("Melanoma at thirty")

    head = own_page(story).text.partition("<body")[0]

    assert "Melanoma" not in head


# Where it stands


STANDING = {
    State.WAITING: "Your story is with our team.",
    State.ASKED: "We ask for your answer.",
    State.RETURNED: "We ask you to look at your story again.",
    State.LIVE: "Your story is on the site.",
    State.REFUSED: "We cannot publish your story as it is.",
    State.TAKEN_DOWN: "We took your story off the site.",
    State.WITHDRAWN: "Your story was taken back.",
}


def test_every_state_is_said_in_plain_words():
    *kept, hidden = stories_in_every_state()

    said = {story.state: own_page(story).text for story in kept}

    assert {state for state, page in said.items() if STANDING[state] in page} == set(STANDING)
    assert "Your story is hidden." in own_page(hidden).text


def test_every_state_is_shown_in_french_too():
    for story in stories_in_every_state():
        assert own_page(story, language="fr").status_code == 200


@pytest.mark.parametrize("number", [1, 3, 4, 5], ids=["asked", "returned", "refused", "taken down"])
def test_the_day_that_the_page_names_is_the_day_of_the_erasure(number):
    story = stories_in_every_state()[number]
    last_day = own_page(story).context["last_day"]

    apply_retention(now=last_day - timedelta(seconds=1))
    before = now(story).state
    apply_retention(now=last_day)

    assert before != State.ERASED
    assert now(story).state == State.ERASED


def test_what_waits_for_the_author_says_until_when():
    page = own_page(asked_story()).text

    assert "If we hear nothing from you until" in page


def test_a_story_that_readers_see_never_runs_out():
    story = propose(correct_by_author(publish_story()), title="Another")

    page = own_page(story).text

    assert "If we hear nothing" not in page
    assert "readers see the text that was published before" in page


def correct_by_author(story):
    story.correct(title="New title")
    return now(story)


def test_the_team_is_quoted_and_nobody_in_it_is_named():
    moderator = make_moderator()
    story = send_story()
    story.claim(by=moderator)
    story.return_to_author(by=moderator, reasons=["names_staff"], message="Please leave out the name.")

    page = own_page(now(story)).text

    assert "It names people who work in care." in page
    assert "Please leave out the name." in page
    assert moderator.username not in page


def test_markup_in_a_story_is_shown_as_it_was_typed():
    story = asked_story(title="<script>alert(1)</script>", shown_name="<b>A</b>")

    page = own_page(story).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_costs_as_much_for_many_messages_as_for_one():
    one, many = send_story(), send_story()
    one.answer(message="A word.")
    for number in range(12):
        many.answer(message=f"Word {number}.")
        many.write(by=make_moderator(), message=f"Answer {number}.")

    costs = []
    for story in (one, many):
        with CaptureQueriesContext(connection) as queries:
            own_page(story)
        costs.append(len(queries))

    assert costs[0] == costs[1]


# Yes, no, or other words


def test_the_author_sees_what_the_team_would_change():
    page = own_page(asked_story()).text

    assert "We left out a name." in page
    assert "<del>" in page and "<ins>" in page
    assert "Doctor Lee" in page


def test_changes_of_a_place_are_shown_by_its_name():
    story = propose(send_story(province="ON"), province="QC")

    page = own_page(story).text

    assert "Quebec" in page and "Ontario" in page


def test_a_yes_lets_the_team_approve_exactly_those_words():
    story = asked_story()

    response = do(story, "agree", seen=story.open_text.digest)

    assert "You agreed to the changes." in response.text
    assert now(story).open_text.is_agreed
    assert can(make_moderator(), "approve", now(story))


def test_a_yes_to_what_was_changed_meanwhile_is_no_yes():
    story = asked_story()

    response = do(story, "agree", seen="0" * 64)

    assert "Please read it again" in response.text
    assert f'name="seen" value="{story.open_text.digest}"' in response.text
    assert now(story).state == State.ASKED


def test_a_no_brings_back_the_authors_own_words():
    story = asked_story()

    response = do(story, "decline", message="I want her named.")

    assert "You said no to the changes." in response.text
    assert "I want her named." in response.text
    assert "Doctor Lee" in now(story).open_text.body


def test_other_words_start_from_the_proposal():
    page = own_page(asked_story(), step="correct").text

    assert "I met my doctor." in page


def test_other_words_are_the_authors_own():
    story = asked_story()

    response = do(story, "correct", **correction(story, body="I met a doctor."))

    assert "Your new words have reached us." in response.text
    assert now(story).open_text.body == "I met a doctor."
    assert now(story).open_text.is_agreed


def test_what_a_moderator_wrote_and_nobody_asked_about_is_never_sent_as_the_authors():
    story = send_story(province="ON")
    story.edit(by=make_moderator(), seen_counter=(1, 0), province="QC", title="Theirs")
    story = now(story)

    page = own_page(story, step="correct").text
    do(story, "correct", **correction(story, body="Mine alone."))

    assert "Theirs" not in page
    assert (now(story).open_text.province, now(story).open_text.title) == ("ON", "The garden")


# Correcting


def test_a_correction_waits_and_readers_keep_what_they_have():
    story = publish_story()

    response = do(story, "correct", **correction(story, title="Another title"))

    assert "readers see the text that was published before" in response.text
    assert now(story).live_text.title == "The garden"
    assert now(story).open_text.title == "Another title"


WRONG_CORRECTIONS = [
    ({"title": ""}, "Give the story a title."),
    ({"title": "x" * 121}, "This has 121 characters."),
    ({"body": " \r\n "}, "Write the story here."),
    ({"body": "word " * 1001}, "The story is 1 word too long."),
    ({"body": "x" * 20_001}, "The story has 20,001 characters."),
    ({"shown_name": "n" * 61}, "This has 61 characters."),
    ({"message": "m" * 4001}, "This has 4001 characters."),
    ({"province": "XX"}, "Select a valid choice."),
    ({}, "You have not changed anything yet."),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG_CORRECTIONS)
def test_what_cannot_be_taken_comes_back_with_a_sentence_and_every_word(words, sentence):
    story = send_story()
    posted = correction(story, **words)

    response = do(story, "correct", **posted)

    assert sentence in response.text
    assert "There is a problem" in response.text
    assert all(value.strip() in response.text for value in posted.values())
    assert now(story).texts.count() == 1


def test_a_photo_keeps_a_description():
    story = send_story(photo=drawing())

    response = do(story, "correct", **correction(story, photo_description=""))

    assert "Say in a sentence what your photo shows." in response.text


def test_line_ends_of_a_browser_are_no_change():
    story = send_story()
    posted = correction(story, body=story.agreed_text.body.replace("\n", "\r\n"))

    response = do(story, "correct", **posted)

    assert "You have not changed anything yet." in response.text


def test_characters_that_nobody_types_are_left_out():
    story = send_story()

    do(story, "correct", **correction(story, title="A\x00 new\x08 title", body="One.\r\n\r\nTwo.\x00"))

    assert (now(story).open_text.title, now(story).open_text.body) == ("A new title", "One.\n\nTwo.")


def test_fields_that_are_not_asked_for_are_never_read():
    story = publish_story()
    more = {"quote": "x", "notes": "death", "red": "", "live_from": "2020-01-01", "stage": "approved", "edited_by": "1"}

    do(story, "correct", **correction(story, title="Mine"), **more)

    assert (now(story).open_text.quote, now(story).open_text.notes) == ("", [])
    assert now(story).live_text.title == "The garden"


# Messages, consents, the link, a copy


def test_a_message_reaches_the_team_and_stays_on_the_page():
    story = send_story()

    response = do(story, "answer", message="Is it\r\nlong enough?")

    assert "Your message has reached our team." in response.text
    assert "Is it\nlong enough?" in response.text
    assert now(story).messages.get().text == "Is it\nlong enough?"


def test_an_empty_message_is_asked_for():
    response = do(send_story(), "answer", message="  ")

    assert 'href="#answer-message">Write your message first.' in response.text


def consent_to(story, *purposes, **more):
    form = own_page(story).context["forms"]["consents"]
    return do(story, "consents", given=list(purposes), wordings=form.initial["wordings"], **more)


def test_each_consent_stands_in_its_exact_words_in_the_language_of_the_story():
    story = send_story(language="fr")

    page = own_page(story, language="en").content.decode()

    assert all(current(purpose).text("fr") in page for purpose in Purpose)
    assert page.count(" checked") == 5


def test_a_consent_that_is_taken_back_is_a_row_by_the_link():
    story = publish_story()
    rows = Consent.objects.count()

    consent_to(story, "publish", "photo", "contact", "share")

    row = Consent.objects.latest("pk")
    assert Consent.objects.count() == rows + 1
    assert (row.purpose, row.is_given, row.method) == ("quote", False, "link")


def test_taking_back_publication_hides_the_story_at_once_and_giving_it_shows_it_again():
    story = publish_story()
    address = story.get_absolute_url()

    hidden = consent_to(story, "quote")
    gone = Client().get(address).status_code
    consent_to(story, "publish")

    assert "Your story is hidden." in hidden.text
    assert gone == 410
    assert Client().get(address).status_code == 200


def test_words_that_the_author_has_not_read_are_not_agreed_to():
    story = send_story(consents=["publish"])

    response = do(story, "consents", given=list(Purpose), wordings="old")

    assert "Please read them once more." in response.text
    assert not now(story).consents[Purpose.SHARE]


def test_a_new_link_goes_by_mail_and_the_old_one_is_dead():
    story = send_story()
    old = token_of(story)

    response = do(story, "new_link")

    assert "A new link is on its way" in response.text
    assert now(story).link_secret not in response.text
    assert story_behind(old) is None
    assert Letter.objects.filter(about=story.about, template="stories/link_replaced").exists()
    assert own_page(now(story)).status_code == 200


def test_without_an_address_the_last_link_is_kept():
    story = publish_story()
    Contact.objects.filter(story=story).delete()

    page = own_page(now(story)).text
    response = do(story, "new_link")

    assert "Send me a new link" not in page
    assert "We no longer have your e-mail address" in response.text
    assert story_behind(token_of(story)) == story


def test_a_copy_of_what_is_held_is_a_file_and_an_event():
    story = send_story("The garden in May", photo=drawing())

    to_read = do(story, "copy", as_what="html")
    for_computers = do(story, "copy", as_what="json")
    photo = do(story, "copy", as_what="photo")

    assert "The garden in May" in to_read.text
    assert photo.content.startswith(b"RIFF")
    assert to_read["Content-Disposition"] == f'attachment; filename="cancerinfo-{story.pk}.html"'
    assert json.loads(for_computers.content)["original"]["title"] == "The garden in May"
    assert to_read["Cache-Control"] == photo["Cache-Control"] == "private, no-store"
    assert story.events.filter(move="export", actor="author").count() == 3


# Taking it back


def test_taking_back_asks_once_more_and_says_what_it_does():
    page = own_page(publish_story(), step="withdraw").text

    assert "You cannot undo this yourself." in page
    assert "stay with them" in page


def test_a_story_that_was_taken_back_offers_nothing_but_the_copy():
    story = publish_story()

    response = do(story, "withdraw")

    assert "You took your story back." in response.text
    assert response.text.partition("<main")[2].count("<form") == 1
    assert 'value="copy"' in response.text
    assert Letter.objects.filter(about=story.about, template="stories/withdrawn").exists()


@pytest.mark.parametrize("what", ["agree", "decline", "correct", "answer", "consents", "withdraw"])
def test_a_form_that_was_open_while_the_story_was_taken_back_says_so_kindly(what):
    story = asked_story()
    posted = correction(story, title="My own title", message="My own words.")
    posted |= {"wordings": own_page(story).context["forms"]["consents"].initial["wordings"]}
    story.withdraw(by=make_privacy_officer())

    response = do(story, what, **posted)

    assert response.status_code == 200
    assert "Your story was taken back while this page was open." in response.text
    assert "privacy-officer" not in response.text
    if what in ("decline", "correct", "answer"):
        assert "My own words." in response.text


@pytest.mark.parametrize("what", ["agree", "decline", "correct", "answer", "withdraw"])
def test_a_button_that_is_pressed_twice_does_the_thing_once(what):
    story = asked_story()
    posted = correction(story, title="My own title", message="Only this.", seen=story.open_text.digest)

    first = do(story, what, **posted)
    events = Event.objects.count()
    second = do(story, what, **posted)

    assert "There is a problem" not in second.text
    assert second.context["done"] == first.context["done"] != ""
    assert Event.objects.count() == events


def test_an_answer_to_what_is_no_longer_asked_is_kept_and_told_where_the_story_stands():
    story = asked_story()
    do(story, "agree", seen=story.open_text.digest)

    response = do(story, "decline", message="No, after all.")

    assert "Something happened to your story while this page was open" in response.text
    assert "No, after all." in response.text
    assert make_moderator().username not in response.text


def test_a_form_that_was_open_while_the_story_was_erased_opens_nothing():
    story = send_story()
    token = token_of(story)
    erased(story)

    response = do(story, "answer", link=token, message="Hello?")

    assert response.status_code == 404


def everything_that_readers_can_ask_for(story):
    """{address: (status, content)} of every route that exists, for this story, in both languages."""
    values = {
        "number": [story.pk],
        "width": [*Story.objects.get(pk=story.pk).photo.widths, 480],
        "slug": [version.slug for version in (*CancerVersion.objects.all(), *DrugVersion.objects.all())],
        "letter": ["t"],
        "name": ["x"],
        "pk": [service.pk for service in Service.objects.all()],
        "kind": ["service"],
        "section": ["lists", *WITH_PAGES],
        "language": Language.values,
        "part": [1],
        "path": ["nothing"],
        "id": [service.pk for service in Service.objects.all()],
    }
    readers = [
        (parts, pattern) for parts, pattern in every_route() if not str("".join(map(str, parts))).startswith("admin/")
    ]
    addresses = {
        address
        for language in ("en", "fr")
        for parts, _pattern in readers
        for address in addresses_of(parts, values, language)
    }
    assert story.get_absolute_url() in addresses
    return {address: _answer(address) for address in sorted(addresses)}


def _answer(address):
    response = Client().get(address)
    return response.status_code, b"" if response.streaming else response.content


def test_right_after_it_was_taken_back_nothing_of_a_story_is_left_at_any_address():
    cancer = make_cancer("Melanoma")
    make_drug(rows={"uses": [{"cancer": cancer.page}]})
    make_service()
    words = ("Ottilie", "The garden of Ottilie", "beans were up")
    story = publish_story(
        title="The garden of Ottilie",
        shown_name="Ottilie",
        cancer=cancer.page,
        photo=drawing(),
        quote="The beans were up.",
    )
    before = everything_that_readers_can_ask_for(story)
    showing = [address for address, (_status, content) in before.items() if _holds(content, words)]

    do(story, "withdraw")
    after = everything_that_readers_can_ask_for(story)

    assert len(showing) >= 5, showing
    assert any(content.startswith(b"RIFF") for _status, content in before.values())
    assert [address for address, (_status, content) in after.items() if _holds(content, words)] == []
    assert not any(content.startswith(b"RIFF") for _status, content in after.values())
    assert after[story.get_absolute_url()][0] == 410


def _holds(content, words):
    return any(word.encode() in content for word in words)


# Where a form comes from


FROM_ELSEWHERE = [
    {"HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "https://elsewhere.example"},
    {},
]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
def test_what_no_page_of_ours_sent_is_not_done_and_keeps_every_word(headers):
    story = send_story()

    response = do(story, "answer", headers=headers, message="My own words.")

    assert response.status_code == 403
    assert "My own words." in response.text
    assert "so nothing was done" in response.text
    assert not story.messages.exists()


FROM_HERE = [HERE, {"HTTP_ORIGIN": "http://testserver"}, {"HTTP_ORIGIN": "null"}]


@pytest.mark.parametrize("headers", FROM_HERE)
def test_a_browser_that_says_what_it_can_is_believed(headers):
    story = send_story()

    do(story, "answer", headers=headers, message="My own words.")

    assert story.messages.exists()


def test_a_form_without_a_purpose_shows_the_page():
    story = send_story()

    response = do(story, "erase")

    assert response.status_code == 200
    assert now(story).state == State.WAITING


def test_a_page_that_is_opened_again_later_does_not_say_that_something_was_just_done():
    story = send_story()
    story.answer(message="Hello.")

    fresh = own_page(story, done="answer").text
    other = own_page(story, done="withdraw").text
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        later = own_page(story, done="answer").text

    assert "Your message has reached our team." in fresh
    assert "You took your story back. Nothing" not in other
    assert "Your message has reached our team." not in later


def test_the_gate_never_names_anybody_of_the_team_to_an_author():
    story = send_story()
    story.claim(by=make_moderator())

    with pytest.raises(MoveRefused) as refused:
        now(story).agree(seen="")

    assert "moderator" not in str(refused.value).replace("Waiting for a moderator", "")
    assert not can(AUTHOR, "agree", now(story))


def test_no_log_holds_the_secret_or_a_word(caplog):
    caplog.set_level("DEBUG")
    story = asked_story()

    own_page(story)
    own_page(story, link=token_of(story) + "x")
    do(story, "answer", headers={}, message="Ottilie wrote this.")
    do(story, "correct", **correction(story, title=""))
    do(story, "copy", as_what="html")
    do(story, "withdraw")

    assert caplog.records
    assert not [word for word in (story.link_secret, "Ottilie", "Doctor Lee") if word in caplog.text]


# The letters that lead here


def story_of_every_letter(language):
    """Stories that went through everything that writes a letter. Their words are recognisable."""
    moderator = make_moderator()
    words = {
        "language": language,
        "title": "Ottilie in the garden",
        "body": "I met Doctor Zebedee.\n\nThe beans were up.",
        "shown_name": "Ottilie",
        "email": "ottilie@example.org",
    }
    send_story(**words | {"body": "I want to kill myself." if language == "en" else "Je veux me suicider."})
    story = send_story(**words, photo=drawing())
    story.write(by=moderator, message="One question.")
    story.return_to_author(by=moderator, reasons=["names_staff"])
    story.correct(body="I met a doctor.")
    story.refuse_photo(by=moderator, reasons=["unclear_photo"])
    propose(now(story), body="I met my doctor.")
    apply_retention(now=timezone.now() + timedelta(days=151))
    story = now(story)
    story.agree(seen=story.open_text.digest)
    publish_story(now(story))
    story.correct(body="I met my kind doctor.")
    story.refuse(by=moderator, reasons=["hurts"])
    story.take_down(by=moderator, reasons=["permission"])
    story.replace_link(by=make_privacy_officer())
    story.withdraw()
    send_story(**words).refuse(by=moderator, reasons=["advertises"])
    return now(story)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_letter_says_something_and_nothing_of_the_person_or_the_story(language):
    story = story_of_every_letter(language)

    written = letters()
    story.erase(by=make_privacy_officer())
    written |= letters()

    files = {path.stem for path in (settings.BASE_DIR / "templates/mail/stories").glob("[a-z]*.txt")}
    assert files - {"report_answered"} == {name.removeprefix("stories/") for name in written}
    for content in map(json.loads, written.values()):
        told = content["subject"] + content["text"]
        assert content["subject"].strip() and len(content["text"]) > 100
        assert not [word for word in ("Ottilie", "ottilie", "Zebedee", "beans", "doctor") if word in told]
        assert "{" not in told and "None" not in told


def letters():
    """{template: content} of what is still to be delivered."""
    return dict(Letter.objects.waiting().values_list("template", "content"))


@pytest.mark.parametrize("what", ["answer", "withdraw", "copy", "new_link"])
def test_a_link_that_is_replaced_while_it_is_used_does_nothing_and_does_not_learn_the_new_one(what):
    story = send_story()
    old = token_of(story)
    opened = story_behind(old)
    now(story).replace_link(by=make_moderator())
    events = story.events.count()
    answers = {"message": "It is me.", "as_what": "json"}
    posted = RequestFactory().post(reverse("stories:mine"), {"link": old, "do": what, **answers}, **HERE)

    answer = mine_views.do(posted, opened)

    assert answer.status_code == 404
    assert now(story).link_secret not in answer.content.decode() + answer.get("Location", "")
    assert (now(story).state, story.events.count()) == (State.WAITING, events)
