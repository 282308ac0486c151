"""The words around a story: what people agree to, never changed once read; the notice; the letters. All of it plain."""

import json
import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from mail.composing import blocks_of
from mail.models import composed
from publishing.readability import measure
from stories import wordings
from stories.choices import Purpose
from stories.wordings import FORM_VERSION, TAKING_BACK, WORDINGS, Wording, current

from .factories import make_site_page

# Never change a line: people agreed to these words. A new version of a wording adds two lines.
HASHES = {
    ("publish", 1, "en"): "c01598ebe63a21dbf4bb00374287c742f1d87aa672c6f5384932893b9ebbbff0",
    ("publish", 1, "fr"): "46ce935a13bc4c274b20ad1b2afc6cf726e12262225cd127de3b3a7f1ca74788",
    ("quote", 1, "en"): "195868ae3c0d52a12415b0d1fd7da411d2f3e8dbdebaaa3e8b32e89ecb542142",
    ("quote", 1, "fr"): "9dbcf07faf675ccef56baa7ec3508dbc9f8053d751e904a6b2d282229f92ff18",
    ("photo", 1, "en"): "be78aec98d3431f792fdd04ebb9b8ace2fec66899a05080faf73e917f80df812",
    ("photo", 1, "fr"): "e963821a7edc4fc45c70025c665d16644412289d057d234ae9e2613507c9209c",
    ("contact", 1, "en"): "511beaaae075678d7f5a229878a9e7450cb9cc80630eb3a8048c0ef89904c7a3",
    ("contact", 1, "fr"): "2578d6e63a5209695630bd0a0d8bb3a1a0046211ed9ce040c7f314d38f807d9e",
    ("share", 1, "en"): "c806baafee7b35a7b1fc1d85e6471fcaf7052b14c67bcf76004e104c17cf2e7d",
    ("share", 1, "fr"): "31b0b83134918627480906b0520f1912fe6b8c70eefe76902d66a082b1f319cd",
    ("all", 1, "en"): "95fc1c6ffa2146edd8da77cef6003c966727c7bcac780bf41ba867b6ab3a459f",
    ("all", 1, "fr"): "9f21eab612bc43226cdf8270d524b0a0f2318f566b1d0bc259e753cfd7bfaef0",
}
EVERY_WORDING = (*WORDINGS, TAKING_BACK)

LETTERS = sorted(path.stem for path in (settings.BASE_DIR / "templates/mail/stories").glob("[a-z]*.txt"))
LINK = "https://example.org/my-story/secret/"
CONTEXT = {"story_number": 12, "link": LINK, "public_link": "https://example.org/12/"}
REASON = "It names people who work in care."
MESSAGE = "Could you leave out the name of the clinic?"
# Whoever looks over a shoulder sees the subject.
OF_ILLNESS = re.compile(r"cancer|tumou?r|leuk|leuc|\bill|malad|sick|patient|health|santé|treat|trait", re.IGNORECASE)


def read(name, language, **context):
    """A letter as its reader gets it: subject and text."""
    content = json.loads(
        composed(to="a@example.org", language=language, template=f"stories/{name}", context=CONTEXT | context)
    )
    return content["subject"], content["text"]


def test_no_wording_that_people_have_read_is_ever_changed():
    hashes = {
        (wording.purpose, wording.version, language): wording.hash(language)
        for wording in EVERY_WORDING
        for language in ("en", "fr")
    }

    assert hashes == HASHES


def test_every_purpose_has_a_wording_in_both_languages():
    for purpose in Purpose:
        wording = current(purpose)

        assert wording.purpose == purpose
        assert wording.text("en").startswith("I agree that ")
        assert wording.text("fr").startswith("J’accepte que ")
        assert wording.hash("en") != wording.hash("fr")


def test_the_newest_wording_is_the_current_one(monkeypatch):
    newer = Wording("publish", 2, en="I agree that it is published.", fr="J’accepte que ce soit publié.")
    monkeypatch.setattr(wordings, "WORDINGS", (newer, *WORDINGS))

    assert current("publish") == newer
    assert current("quote").version == 1


def test_a_purpose_without_words_is_refused():
    with pytest.raises(KeyError):
        current("sell")


def test_a_language_without_words_is_refused():
    with pytest.raises(KeyError):
        current("publish").text("de")


def test_versions_are_numbered_from_one_without_a_gap():
    for purpose in Purpose:
        versions = sorted(wording.version for wording in WORDINGS if wording.purpose == purpose)

        assert versions == list(range(1, len(versions) + 1))
    assert FORM_VERSION >= 1


@pytest.mark.parametrize("wording", EVERY_WORDING, ids=lambda wording: f"{wording.purpose}-{wording.version}")
def test_every_wording_is_plain_to_read(wording):
    assert measure(wording.en, language="en").score <= 6
    assert measure(wording.fr, language="fr").score >= 65


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_notice_beside_the_form_is_plain_to_read(language):
    with override(language):
        notice = measure(render_to_string("stories/_notice.html"), language=language)

    assert notice.words > 300
    assert notice.score <= 6 if language == "en" else notice.score >= 65


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "slug"), [("en", "privacy"), ("fr", "vie-privee")])
def test_the_notice_leads_to_the_page_on_privacy_where_there_is_one(language, slug):
    with override(language):
        without = render_to_string("stories/_notice.html")
        make_site_page("Privacy", slug=slug, language=language)
        beside_it = render_to_string("stories/_notice.html")

    assert f"/{language}/{slug}/" not in without
    assert f'<a href="/{language}/{slug}/">' in beside_it


@pytest.mark.django_db
def test_the_notice_finds_the_page_on_privacy_at_its_later_address():
    page = make_site_page("Privacy", slug="privacy").page
    make_site_page("Your data", page=page, slug="your-data")

    with override("en"):
        assert '<a href="/en/your-data/">' in render_to_string("stories/_notice.html")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_is_plain_and_its_subject_says_nothing_of_an_illness(name, language):
    subject, text = read(name, language)

    assert subject
    assert not OF_ILLNESS.search(subject)
    letter = measure(re.sub(r"https://\S+", "", text), language=language)
    assert letter.score <= 6 if language == "en" else letter.score >= 65


@pytest.mark.parametrize("name", LETTERS)
def test_the_link_stands_alone_in_every_letter_but_the_last_one_and_the_one_to_a_reader(name):
    links = [line for block in blocks_of(read(name, "en")[1]) if block.kind == "link" for line in block.lines]

    assert (LINK in links) == (name not in ("erased", "report_answered"))


@pytest.mark.parametrize(
    "name",
    ["agreement_asked", "correction_refused", "photo_refused", "refused", "report_answered", "returned", "taken_down"],
)
def test_a_letter_about_a_decision_gives_reasons_and_the_moderators_own_words_where_there_are_any(name):
    blocks = blocks_of(read(name, "en", reasons=[REASON, "Second."], message=f"{MESSAGE}\n\nThank you.")[1])

    assert [block.lines for block in blocks if block.kind == "list"] == [(REASON, "Second.")]
    paragraphs = [line for block in blocks if block.kind == "paragraph" for line in block.lines]
    assert MESSAGE in paragraphs
    assert "Thank you." in paragraphs
    assert "This is why:" not in read(name, "en")[1]


def test_a_letter_in_danger_names_the_crisis_lines_before_anything_else():
    blocks = blocks_of(read("in_danger", "en")[1])

    lines = next(block.lines for block in blocks if block.kind == "list")
    assert "9-1-1" in lines[0]
    assert "9-8-8" in lines[1]
