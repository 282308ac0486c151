"""Sending a story: what a person meets on the way from an empty form to the thanks, and what is kept of it."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core import signing
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from images.models import TemporaryUpload
from mail.models import Letter
from publishing.senders import MOST_A_DAY, SenderTally
from stories import share_views, wordings
from stories.choices import AgeBand, Purpose, Relationship
from stories.form_tokens import SALT, FormToken, wordings_in
from stories.models import Consent, Contact, Original, Photo, Story, Text
from stories.wordings import current

from .factories import drawing, make_cancer, make_draft, make_many
from .test_races import at_once

pytestmark = pytest.mark.django_db

HERE = {"sec-fetch-site": "same-origin"}
BODY = "When I heard the word, I went out into the garden.\n\nThe beans were up, and I counted them twice."
ANSWERS = {
    "teller": "self",
    "age_band": "50_69",
    "province": "ON",
    "title": "The garden",
    "body": BODY,
    "display": "anonymous",
    "email": "audrey@example.org",
    "consents": ["publish", "quote"],
}
TYPED = ("The garden", "I counted them twice", "audrey@example.org")


@pytest.fixture(autouse=True)
def _empty_storage(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def address(language="en"):
    with override(language):
        return reverse("stories:share")


def token(*, seconds=60, language="en", **fields):
    """The token of a form that was opened some seconds ago."""
    opened_at = timezone.now() - timedelta(seconds=seconds)
    return FormToken(uuid.uuid4(), opened_at, wordings_in(language), **fields).signed()


def post(step="check", *, language="en", headers=HERE, sender="192.0.2.1", **answers):
    answers = {"token": token(language=language), **ANSWERS, "step": step} | answers
    answers = {name: value for name, value in answers.items() if value is not None}
    return Client(headers=headers).post(address(language), answers, REMOTE_ADDR=sender)


def send(**answers):
    return post("send", **answers)


def read(response):
    """What stands in a page, without entities."""
    return unescape(response.content.decode())


def h1(response):
    return re.search(r"<h1>(.*?)</h1>", read(response)).group(1)


def hidden(response):
    """{name: value} of the hidden fields of a page; a list for a name that comes more than once."""
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()):
        found.setdefault(name, []).append(unescape(value))
    return {name: values if name == "consents" else values[0] for name, values in found.items()}


def error_at(response, name):
    """What stands beside a field about its answer."""
    found = re.search(rf'<div class="error" id="id_{name}_error"><p>(.*?)</p>', read(response), re.DOTALL)
    return found.group(1) if found else None


def photo(name="me.png"):
    file = drawing((700, 350))
    file.name = name
    return file


def kept_photo(*, hours_ago=0):
    response = post(photo=photo(), photo_description="A garden")
    upload = TemporaryUpload.objects.get(name=hidden(response)["photo_name"])
    if hours_ago:
        upload.created_at = timezone.now() - timedelta(hours=hours_ago)
        upload.save()
    return upload.name


def nothing_is_kept():
    return not Story.objects.exists() and not TemporaryUpload.objects.exists() and not Letter.objects.exists()


# The form.


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_form_asks_everything_and_ticks_nothing(client, language):
    response = client.get(address(language))

    page = read(response)
    assert response.status_code == 200
    assert [current(purpose).text(language) in page for purpose in Purpose] == [True] * 5
    assert wordings.TAKING_BACK.text(language) in page
    assert re.findall(r"<input[^>]*checked[^>]*>", page) == [
        '<input type="radio" name="display" value="anonymous" id="id_display_0" checked>'
    ]
    assert page.index("anonymous") < page.index("first_name")


def test_the_form_says_what_is_kept_before_it_asks(client):
    page = read(client.get(address()))

    assert page.index('id="notice"') < page.index("<form")


@pytest.mark.parametrize("step", [None, "check", "edit", "send"])
def test_no_page_sets_a_cookie_or_is_kept_anywhere(client, step):
    response = post(step) if step else client.get(address())

    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")


def test_the_form_offers_the_cancers_that_readers_see_in_their_language(client):
    make_cancer("Kidney cancer")
    make_cancer("Cancer du rein", language="fr")
    make_draft(type(make_cancer("Melanoma")), "Not yet")

    page = read(client.get(address()))

    assert re.findall(r'<option value="\d+">(.*?)</option>', page) == ["Kidney cancer", "Melanoma"]
    assert "Another cancer, or I’d rather not say" in page


@pytest.mark.parametrize("number", [3, 60])
def test_the_form_costs_the_same_with_many_cancers(client, number):
    make_many(type(make_cancer()), number)

    with CaptureQueriesContext(connection) as queries:
        client.get(address())

    assert len(queries) == 4


# What is asked again.


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["teller", "age_band", "title", "body", "display", "email", "consents"])
def test_a_missing_answer_gets_a_sentence_beside_it_and_everything_else_stays(language, name):
    response = post(language=language, **{name: None})

    page = read(response)
    assert h1(response) in ("Share your story", "Racontez votre histoire")
    assert error_at(response, name)
    assert re.search(rf'<a href="#id_{name}(_0)?">', page)
    assert all(typed in page for typed, of in zip(TYPED, ("title", "body", "email"), strict=True) if of != name)
    assert nothing_is_kept()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("title", "T" * 121, "This has 121 characters. At most 120 fit: please make it shorter."),
        ("title", " \t ", "Give the story a title. A few words will do."),
        ("title", "\u200b\u200d", "Please use at least one letter or number."),
        ("title", "Gar\0den", "There was a character in it that cannot be seen or kept."),
        ("body", "word " * 1001, "The story is 1 word too long. Please shorten it: at most 1,000 words fit."),
        ("body", "word " * 2500, "The story is 1,500 words too long."),
        ("body", "w" * 20_001, "The story has 20,001 characters. At most 20,000 fit: please make it shorter."),
        ("body", " \n \u200b ", "Write the story here."),
        ("body", "🌻🌻", "Write the story here."),
        ("body", "One\0 word", "There was a character in it that cannot be seen or kept."),
        ("email", "audrey", "This is not a whole e-mail address."),
        ("email", "audrey@example.org\nBcc: all@example.org", "This is not a whole e-mail address."),
        ("teller", "nobody", "Choose one of the answers that are offered."),
        ("age_band", "12", "Choose one of the answers that are offered."),
        ("province", "XX", "Choose one of the answers that are offered."),
        ("cancer", "99999999999999999999", "Choose one of the answers that are offered."),
        ("cancer", "'; --", "Choose one of the answers that are offered."),
        ("display", "full_name", "Choose one of the answers that are offered."),
        ("consents", ["publish", "sell"], "Tick only what is offered."),
        ("consents", ["quote"], "We can take in your story only if you agree that it is published."),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence(name, value, sentence):
    response = post(**{name: value})

    assert error_at(response, name).startswith(sentence)
    assert h1(response) == "Share your story"
    assert nothing_is_kept()


@pytest.mark.parametrize("name", ["title", "body"])
def test_a_character_that_nobody_sees_is_taken_out_and_the_second_try_goes_on(name):
    page = read(post(**{name: "The gar\0den\x07"}))

    assert "The garden" in page
    assert "\0" not in page


@pytest.mark.parametrize(
    "body", ["🌻 It bloomed 👩🏽‍🌾", "قصتي مع السرطان", "\u202eback to front", "a\u200bb", "𝒇𝒂𝒏𝒄𝒚", "日本語"]
)
def test_any_script_can_be_sent_as_it_is(body):
    send(body=body)

    assert Original.objects.get().body == body


def test_line_ends_are_of_one_kind_however_they_were_typed():
    send(body="One\r\n\r\ntwo\rthree\x0bfour")

    assert Original.objects.get().body == "One\n\ntwo\nthree\nfour"


def test_markup_is_shown_as_it_was_typed():
    response = post(title="<b>Bold</b>", body="<script>alert(1)</script>")

    assert b"<b>Bold" not in response.content
    assert b"<script>alert" not in response.content


def test_a_story_about_someone_else_says_what_the_teller_is_to_them():
    assert error_at(post(teller="other"), "relationship") == "Say what you are to the person."


@pytest.mark.parametrize("display", ["first_name", "other_name"])
def test_who_is_to_be_named_gives_a_name(display):
    assert error_at(post(display=display), "shown_name").startswith("Write the name to show")


def test_the_page_says_how_many_words_there_are():
    response = post(body="one two three", title=None)

    assert "The story has 3 words now." in read(response)


def test_french_sets_a_no_break_space_before_a_colon():
    wrong = read(post(language="fr", title=None))
    right = read(post(language="fr", display="first_name", shown_name="Élise"))

    assert "<title>Il manque quelque chose\u00a0: Racontez" in wrong
    assert "Avec mon prénom\u00a0: <bdi>Élise</bdi>" in right


def test_the_title_of_the_page_and_the_summary_say_that_something_is_missing():
    page = read(post(title=None))

    assert "<title>Something is missing: Share your story" in page
    assert re.search(r'class="error-summary" id="summary" role="group" tabindex="-1" autofocus', page)


def test_no_break_spaces_stay_where_they_were_typed():
    send(title="Pourquoi  moi\u00a0?", display="first_name", shown_name="Marie\u202fÈve")

    text = Text.objects.get()
    assert text.title == "Pourquoi moi\u00a0?"
    assert text.shown_name == "Marie\u202fÈve"


# Too much.


def test_ten_megabytes_get_a_page_that_tells_what_to_do():
    response = post(body="word " * 2_000_000)

    assert response.status_code == 413
    assert "Go back with your browser" in read(response)
    assert nothing_is_kept()


def test_two_megabytes_come_back_with_a_sentence():
    body = "word " * 400_000

    response = post(body=body)

    assert "1,999,999 characters" in error_at(response, "body")
    assert body.strip() in read(response)


# Children.


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"teller": "self"}, "age_band"),
        ({"teller": "self", "is_guardian": "on"}, "age_band"),
        ({"teller": "other", "relationship": "friend"}, "is_guardian"),
        ({"teller": None}, "is_guardian"),
    ],
)
@pytest.mark.parametrize("step", ["check", "send"])
def test_nothing_of_a_child_is_kept_without_a_parent_or_guardian(step, answers, name):
    response = post(step, age_band="under_14", photo=photo(), photo_description="Me", **answers)

    page = read(response)
    assert error_at(response, name)
    assert "their mother, father or guardian has to send it. So we kept nothing" in page
    assert ("1-800-668-6868" in page) is (answers["teller"] == "self")
    assert nothing_is_kept()
    assert not default_storage.exists("pictures") or default_storage.listdir("pictures") == ([], [])
    assert all(typed in page for typed in TYPED)


def test_a_photo_that_was_kept_goes_when_it_turns_out_to_be_a_childs(django_capture_on_commit_callbacks):
    name = kept_photo()

    with django_capture_on_commit_callbacks(execute=True):
        response = post(age_band="under_14", photo_name=name, photo_description="Me")

    assert nothing_is_kept()
    assert name not in read(response)


def test_a_guardian_sends_the_story_of_a_child():
    send(age_band="under_14", teller="other", relationship="parent", is_guardian="on")

    original = Original.objects.get()
    assert (original.age_band, original.is_guardian, original.relationship) == (AgeBand.UNDER_14, True, "parent")


# Checking, changing, sending.


def test_the_answers_are_shown_before_anything_is_kept():
    cancer = make_cancer("Kidney cancer")
    response = post(
        teller="other", relationship="sibling", display="other_name", shown_name="Bo", cancer=cancer.page_id
    )

    page = read(response)
    shown = (
        "Sister or brother",
        "50 to 69",
        "Kidney cancer",
        "Ontario",
        "<bdi>Bo</bdi>",
        "The story has 20 words now.",
    )
    assert h1(response) == "Check your answers"
    assert all(words in page for words in (*TYPED, *shown, current("quote").text("en")))
    assert nothing_is_kept()


def test_all_answers_are_carried_from_page_to_page():
    cancer = make_cancer()
    answers = ANSWERS | {
        "teller": "other",
        "relationship": "sibling",
        "display": "anonymous",
        "shown_name": "Bo",
        "cancer": str(cancer.page_id),
        "consents": ["publish", "share"],
    }

    carried = hidden(post(**answers))
    form = read(post("edit", **carried))
    again = hidden(post(**carried))

    assert {name: carried[name] for name in answers} == answers
    assert again == carried
    assert all(typed in form for typed in (*TYPED, 'value="Bo"', 'value="sibling" selected', 'value="ON" selected'))
    assert re.findall(r'value="(\w+)" id="id_consents_\d" checked', form) == ["publish", "share"]
    assert "error" not in form


def test_a_story_is_kept_with_all_that_belongs_to_it():
    cancer = make_cancer()

    response = send(**hidden(post(cancer=cancer.page_id, display="first_name", shown_name="Audrey")))

    story = Story.objects.get()
    text = Text.objects.get()
    assert h1(response) == "Thank you for your story"
    assert (story.language, story.cancer, story.is_urgent) == ("en", cancer.page, False)
    assert (text.title, text.body, text.shown_name, text.province) == ("The garden", BODY, "Audrey", "ON")
    assert [row.purpose for row in Consent.objects.filter(is_given=True)] == ["publish", "quote"]
    assert Consent.objects.count() == 5
    assert Contact.objects.get().email == "audrey@example.org"


def test_the_thanks_say_what_happens_next_and_do_not_wait_for_mail():
    response = send()

    page = read(response)
    assert all(
        words in page for words in ("secret link", "Within 5 working days", "before you say yes", "take it back")
    )
    assert Letter.objects.get().delivered_at is None


def test_a_story_in_french_is_kept_in_french_whatever_is_posted():
    send(language="fr", lang="en", story_language="en")

    assert Story.objects.get().language == "fr"
    assert {row.wording_hash for row in Consent.objects.filter(purpose="publish")} == {current("publish").hash("fr")}


def test_answers_to_questions_that_do_not_apply_are_left_out():
    send(relationship="parent", shown_name="Audrey", is_guardian="on")

    original, text = Original.objects.get(), Text.objects.get()
    assert (original.relationship, original.shown_name, original.is_guardian) == ("", "", False)
    assert (text.told_by, text.shown_name) == ("", "")


def test_only_what_is_asked_is_read():
    models = (Story, Original, Text, Contact, Photo)
    names = {field.name for model in models for field in model._meta.get_fields()} - {*ANSWERS, "photo"}
    extra = {name: "1" for name in names if name not in ("relationship", "shown_name", "is_guardian", "language")}

    send(**{**extra, "photo_description": "", "cancer": "", "sent_at": "2001-01-01", "is_urgent": "on", "red": "x"})

    story = Story.objects.get()
    assert (story.withdrawn_at, story.is_urgent, story.is_demonstration, story.claimed_by) == (None, False, False, None)
    assert story.open_text.stage == "waiting"
    assert story.sent_at.year > 2001


def test_a_cancer_that_readers_do_not_see_cannot_be_chosen():
    hidden_one = make_draft(type(make_cancer()), "Not yet")

    assert error_at(post(cancer=hidden_one.page_id), "cancer")


@pytest.mark.parametrize("times", [2, 3])
def test_sending_the_same_form_again_is_the_same_story(times):
    answers = hidden(post())

    responses = [send(**answers) for _ in range(times)]

    assert {h1(response) for response in responses} == {"Thank you for your story"}
    assert Story.objects.count() == Letter.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"email": "bo@example.org"}, {"consents": ["publish"]}, {"title": "The beans"}], ids=str
)
def test_who_goes_back_and_changes_an_answer_is_not_answered_with_the_story_of_before(change):
    answers = hidden(post())
    send(**answers)

    send(**answers | change)

    latest = Story.objects.order_by("pk").last()
    assert Story.objects.count() == 2
    assert latest.contact.email == change.get("email", "audrey@example.org")
    assert latest.consents[Purpose.QUOTE] is ("consents" not in change)
    assert latest.similar_to is not None


def test_a_story_costs_a_fixed_number_of_queries():
    answers = hidden(post())

    with CaptureQueriesContext(connection) as queries:
        send(**answers)

    assert len(queries) <= 45


# The photo.


def test_a_photo_is_kept_at_once_also_when_something_else_is_missing():
    response = post(title=None, photo=photo(), photo_description="A garden")

    upload = TemporaryUpload.objects.get()
    assert hidden(response)["photo_name"] == upload.name
    assert f'src="{upload.address()}"' in read(response)
    assert "Take this photo out" in read(response)


def test_a_photo_is_shown_small_to_check_and_goes_with_the_story():
    response = post(photo=photo(), photo_description="A garden in rain", consents=["publish", "photo"])
    picture = Client().get(TemporaryUpload.objects.get().address())

    send(**hidden(response))

    kept = Photo.objects.get()
    assert picture.status_code == 200
    assert 'alt="A garden in rain"' in read(response)
    assert kept.content(320)
    assert Text.objects.get().photo_description == "A garden in rain"
    assert not TemporaryUpload.objects.exists()


def test_a_photo_needs_a_description():
    response = post(photo=photo())

    assert error_at(response, "photo_description") == "Describe the photo in a sentence, or take it out."
    assert TemporaryUpload.objects.count() == 1


def test_a_description_needs_a_photo():
    assert error_at(post(photo_description="A garden"), "photo").startswith("You described a photo, but there is none.")


def test_a_photo_can_be_taken_out():
    name = kept_photo()

    response = post(photo_name=name, photo_description="A garden", photo_remove="on")

    assert h1(response) == "Check your answers"
    assert "No photo" in read(response)
    assert not TemporaryUpload.objects.exists()


def test_a_photo_can_be_replaced():
    name = kept_photo()

    response = post(photo_name=name, photo=photo(), photo_description="A garden")

    assert hidden(response)["photo_name"] == TemporaryUpload.objects.get().name != name


def test_a_file_that_is_no_picture_gets_a_sentence_and_the_earlier_photo_stays():
    name = kept_photo()
    file = drawing()
    file.truncate(0)
    file.seek(0)
    file.write(b"no picture")
    file.seek(0)
    file.name = "me.png"

    response = post(photo_name=name, photo=file, photo_description="A garden")

    assert "no JPEG, PNG or WebP picture" in error_at(response, "photo")
    assert hidden(response)["photo_name"] == name


@pytest.mark.parametrize("step", ["check", "send"])
@pytest.mark.parametrize("name", ["expired", "unknown", "../../etc/passwd", "\0", "ok\0ok"])
def test_a_photo_that_is_not_there_gets_a_sentence_and_everything_else_stays(step, name):
    name = kept_photo(hours_ago=25) if name == "expired" else name

    response = post(step, photo_name=name, photo_description="A garden")

    page = read(response)
    assert error_at(response, "photo")
    assert all(typed in page for typed in (*TYPED, "A garden"))
    assert "photo_name" not in hidden(response)
    assert not Story.objects.exists()


def test_a_story_with_a_photo_that_is_sent_twice_is_one_story():
    answers = hidden(post(photo=photo(), photo_description="A garden"))

    responses = [send(**answers) for _ in range(2)]

    assert [h1(response) for response in responses] == ["Thank you for your story"] * 2
    assert Story.objects.count() == Photo.objects.count() == 1


def test_who_does_not_agree_to_the_photo_is_told_that_it_is_not_shown():
    name = kept_photo()

    without, agreed = (
        read(post(photo_name=name, photo_description="A garden", consents=consents))
        for consents in (["publish"], ["publish", "photo"])
    )

    assert "your photo is shown, so it will not be" in without
    assert "your photo is shown, so it will not be" not in agreed


# Against abuse, without a puzzle.


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}])
@pytest.mark.parametrize("step", ["check", "edit", "send"])
def test_a_form_from_elsewhere_does_nothing_and_loses_nothing(step, headers):
    response = post(step, headers=headers, photo=photo(), photo_description="A garden")

    page = read(response)
    assert response.status_code == 403
    assert "nothing was done" in page
    assert all(typed in page for typed in TYPED)
    assert nothing_is_kept()


def test_an_older_browser_says_where_a_form_comes_from_by_its_origin():
    response = send(headers={"origin": "http://testserver"})

    assert h1(response) == "Thank you for your story"


def test_the_trap_asks_again_and_loses_no_word():
    response = send(website="https://example.org")

    page = read(response)
    assert error_at(response, "website").startswith("This field has to stay empty")
    assert "https://example.org" not in page
    assert "leave-empty" not in page
    assert all(typed in page for typed in TYPED)
    assert not Story.objects.exists()


def test_the_trap_lies_beside_the_page_with_words_for_who_hears_it(client):
    page = read(client.get(address()))

    trap = re.search(r'<div class="unseen">.*?</div>', page, re.DOTALL).group(0)
    assert "Leave this field empty" in trap
    assert 'autocomplete="off"' in trap
    assert 'tabindex="-1"' in trap


@pytest.mark.parametrize("step", ["check", "send"])
def test_a_form_that_comes_back_at_once_is_looked_over_once_more_and_then_taken(step):
    response = post(step, token=token(seconds=1))

    again = post(step, token=hidden(response)["token"])

    assert "That was quick" in read(response)
    assert all(typed in read(response) for typed in TYPED)
    assert h1(again) == {"check": "Check your answers", "send": "Thank you for your story"}[step]


def test_a_form_that_was_open_for_more_than_a_day_is_checked_again_and_is_still_the_same():
    stale = token(seconds=25 * 3600)

    response = send(token=stale)
    answers = hidden(response)
    thanks = [send(**answers) for _ in range(2)]

    assert h1(response) == "Check your answers"
    assert "This page was open for a long time" in read(response)
    assert FormToken.read(answers["token"]).key == FormToken.read(stale).key
    assert {h1(one) for one in thanks} == {"Thank you for your story"}
    assert Story.objects.count() == 1


FORGED = {
    "empty": "",
    "word": "x",
    "parts": "a:b:c",
    "NUL": "\0",
    "long": "é" * 5000,
    "signed for another use": signing.dumps(["x"], salt="another"),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_form_without_a_token_of_ours_is_checked_again(forged):
    response = send(token=forged)

    assert h1(response) == "Check your answers"
    assert FormToken.read(hidden(response)["token"])
    assert nothing_is_kept()


def test_who_read_other_words_is_asked_to_agree_again():
    response = send(token=token(language="fr"))

    page = read(response)
    assert "The words that you agree to have changed" in page
    assert not re.search(r'id="id_consents_\d" checked', page)
    assert all(typed in page for typed in TYPED)
    assert not Story.objects.exists()


def test_one_address_sends_five_new_stories_a_day():
    answers = [hidden(post(title=f"Story {number}")) for number in range(MOST_A_DAY + 1)]

    thanks = [send(**some) for some in answers[:-1]]
    refused = send(**answers[-1])
    reloaded = send(**answers[0])
    elsewhere = send(**answers[-1], sender="192.0.2.2")

    assert {h1(response) for response in (*thanks, reloaded, elsewhere)} == {"Thank you for your story"}
    assert refused.status_code == 429
    assert "Today 5 stories came from your internet address" in read(refused)
    assert all(typed in read(refused) for typed in ("Story 5", *TYPED[1:]))
    assert Story.objects.count() == MOST_A_DAY + 1


def test_what_is_not_kept_does_not_count():
    for _ in range(MOST_A_DAY + 1):
        post(title=None)
        send(website="x")

    assert not SenderTally.objects.filter(number__gt=0).exists()


def test_one_address_chooses_twenty_photos_a_day_and_loses_no_word_over_it():
    chosen = [post(photo=photo(), title=f"Story {number}", photo_description="A garden") for number in range(20)]

    response = post(photo=photo(), title="Story 21", photo_description="A garden")

    assert {h1(one) for one in chosen} == {"Check your answers"}
    assert "Many photos came from your internet address today" in read(response)
    assert 'value="Story 21"' in read(response)
    assert TemporaryUpload.objects.count() == 20
    assert h1(post(photo=photo(), photo_description="A garden", sender="192.0.2.2")) == "Check your answers"


def test_the_limit_keeps_nothing_of_the_story_and_leaves_its_photo_with_the_form():
    name = kept_photo()
    for number in range(MOST_A_DAY):
        send(title=f"Story {number}")

    response = send(photo_name=name, photo_description="A garden")

    assert hidden(response)["photo_name"] == name
    assert Story.objects.count() == Letter.objects.count() == MOST_A_DAY


# Danger.


IN_DANGER = {"en": "Some days I want to kill myself.", "fr": "Certains jours, je veux me suicider."}
NUMBERS = ("tel:988", "sms:988", "tel:911", "tel:+18006686868", "tel:+18552423310")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_may_be_in_danger_sees_at_once_whom_to_call(language):
    response = send(language=language, body=IN_DANGER[language])

    page = read(response).split("<main", 1)[1]
    assert all(f'href="{number}"' in page for number in NUMBERS)
    assert page.index('class="crisis"') < page.index('<section class="text">')
    assert Story.objects.get().is_urgent


def test_who_is_in_no_danger_is_not_told_that_they_are():
    assert 'class="crisis"' not in read(send())


def test_who_may_be_in_danger_sees_whom_to_call_also_when_the_story_is_not_taken():
    for number in range(MOST_A_DAY):
        send(title=f"Story {number}")

    response = send(body=IN_DANGER["en"])

    assert response.status_code == 429
    assert 'class="crisis"' in read(response)


# Tokens.


def test_a_token_says_what_was_written_into_it():
    written = FormToken.new("en", now=datetime(2026, 11, 1, tzinfo=UTC))

    assert FormToken.read(written.signed()) == written


@pytest.mark.parametrize(
    ("seconds", "is_hasty", "is_stale"), [(4, True, False), (5, False, False), (86_401, False, True)]
)
def test_a_token_knows_its_age(seconds, is_hasty, is_stale):
    now = datetime(2026, 11, 1, tzinfo=UTC)
    written = FormToken.new("en", now=now - timedelta(seconds=seconds))

    assert (written.is_hasty(now=now), written.is_stale(now=now)) == (is_hasty, is_stale)


def test_a_token_cannot_be_written_by_others():
    content = signing.loads(FormToken.new("en", now=timezone.now()).signed(), salt=SALT)

    assert FormToken.read(signing.dumps(content, salt="stories.other")) is None
    assert FormToken.read(signing.dumps(content, key="guessed", salt=SALT)) is None


# At the same moment.


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_hundred_stories_that_are_each_sent_twice_at_once_are_a_hundred_stories():
    pages = []
    for number in range(100):
        has_photo = {"photo": photo(), "photo_description": "A garden"} if number % 10 == 0 else {}
        answers = hidden(post(title=f"Story {number}", sender=f"192.0.2.{number}", **has_photo))

        pages += at_once(*[lambda a=answers, n=number: send(**a, sender=f"192.0.2.{n}")] * 2)

    assert {h1(page) for page in pages} == {"Thank you for your story"}
    assert len(pages) == 200
    assert Story.objects.count() == Text.objects.count() == Letter.objects.count() == 100
    assert Photo.objects.count() == 10
    assert {tally.number for tally in SenderTally.objects.all()} == {1}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_eight_stories_that_one_address_sends_at_once_five_are_kept():
    answers = [hidden(post(title=f"Story {number}")) for number in range(8)]

    pages = at_once(*[lambda a=some: send(**a) for some in answers])

    assert sorted(page.status_code for page in pages) == [200] * MOST_A_DAY + [429] * 3
    assert Story.objects.count() == Letter.objects.count() == MOST_A_DAY


def test_the_views_read_nothing_of_a_story_but_whether_it_is_urgent():
    words = vars(share_views)

    assert not {"Original", "Contact", "Text", "Message"} & set(words)


def test_every_relationship_can_be_chosen(client):
    page = read(client.get(address()))

    assert all(f'<option value="{one.value}">' in page for one in Relationship)
