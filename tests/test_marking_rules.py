"""The marking rules: every case in stories/cases/, and what holds for any text."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from stories.counting import count_words
from stories.rules import DANGER, RULES, ContentNote, Finding, Verdict, content_notes_in, danger_in, mark
from stories.rules.finding import without_overlaps
from stories.rules.story_text import StoryText
from stories.rules.trying import cases, tried, whole_stories

CASES = cases()
# One wrong mark in so many words is bearable.
WORDS_PER_WRONG_MARK = 300

ENGLISH = "My husband Paul lives at 12 Elm Street; call 416-555-0142 or paul@example.com on March 3, 2019."
FRENCH = "Mon mari Paul habite au 12, rue des Érables : 514-555-0142, paul@exemple.ca, né le 3 mars 1960."


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.known], ids=lambda case: f"{case.file}: {case.name}"
)
def test_a_case_is_met(case):
    result = tried(case)

    assert not result.missed
    assert not result.wrong
    assert not result.wrong_redactions


def test_what_is_known_not_to_be_met_is_little_and_still_not_met():
    known = [case for case in CASES if case.known]

    assert len(known) <= len(CASES) * 0.03
    assert [case.name for case in known if tried(case).is_fine] == []


def test_the_cases_are_many_half_of_them_french_and_a_third_without_a_mark():
    silent = [case for case in CASES if not case.expected()]

    assert len(CASES) >= 260
    assert sum(case.language == "fr" for case in CASES) * 2 >= len(CASES)
    assert len(silent) * 3 >= len(CASES)
    assert len({(case.file, case.name) for case in CASES}) == len(CASES)


def test_every_rule_has_cases_in_both_languages():
    tried_rules = {(rule, case.language) for case in CASES for rule, _found in case.expected()}

    assert tried_rules >= {(rule, language) for rule in [*RULES, DANGER.name] for language in ("en", "fr")}


@pytest.mark.parametrize("story", whole_stories(), ids=lambda story: story.name)
def test_a_whole_story_is_marked_where_it_should_and_hardly_elsewhere(story):
    result = tried(story)

    assert not result.missed
    assert result.wrong.total() <= count_words(story.text) // WORDS_PER_WRONG_MARK


@pytest.mark.parametrize("text, language", [(ENGLISH, "en"), (FRENCH, "fr")])
def test_findings_come_in_order_without_overlaps_and_name_their_place(text, language):
    findings = mark(text, language)

    assert len(findings) == 5
    assert all(text[one.start : one.end] == one.found for one in findings)
    assert all(first.end <= second.start for first, second in zip(findings, findings[1:], strict=False))


def test_a_proposal_is_in_the_language_of_the_story_whatever_the_moderator_reads():
    with override("fr"):
        findings = mark("My husband Paul", "en")

    assert [one.redaction for one in findings] == ["[name removed]"]
    assert [one.redaction for one in mark("Mon mari Paul", "fr")] == ["[nom retiré]"]


def test_of_two_that_overlap_the_more_severe_stays_then_the_longer():
    look = Finding("look", Verdict.LOOK, 0, 9, "", "")
    refuse = Finding("refuse", Verdict.REFUSE, 5, 7, "", "")
    longer = Finding("longer", Verdict.REFUSE, 6, 12, "", "")

    assert without_overlaps([look, refuse, longer], length=12) == [longer]
    assert without_overlaps([look, refuse], length=12) == [refuse]


def test_a_name_is_known_beside_the_name_that_the_author_is_shown_under():
    text = "My name is Audrey and my husband is called Audric."

    assert [one.found for one in mark(text, "en")] == ["Audrey", "Audric"]
    assert [one.found for one in mark(text, "en", shown_name="AUDREY")] == ["Audric"]


@pytest.mark.parametrize("written", ["e\u0301", "é", "e\u00ad", "ｅ", "e\u200b"])
def test_a_place_is_that_of_the_original_however_a_letter_is_written(written):
    text = f"“😀” Mon amie Am{written}lie, 514-555-0142."

    findings = mark(text, "fr")

    assert [one.found for one in findings] == [f"Am{written}lie", "514-555-0142"]


HOSTILE_ALPHABET = st.text(
    st.one_of(st.characters(), st.sampled_from("aA1 .,@'’-«»\u00a0\u00ad\u0301\u200bİßﬃ５é\n")), max_size=300
)


@given(text=HOSTILE_ALPHABET, language=st.sampled_from(["en", "fr"]))
@hypothesis_settings(deadline=None)
def test_any_text_can_be_read(text, language):
    findings = [*mark(text, language, shown_name=text[:5])]

    assert all(text[one.start : one.end] == one.found and one.found for one in findings + danger_in(text, language))
    assert content_notes_in(text, language) <= set(ContentNote)
    assert len(StoryText(text, language).lower) == len(StoryText(text, language).text)


def test_nothing_is_found_in_nothing():
    assert mark("", "en") == []
    assert danger_in("", "fr") == []
    assert content_notes_in("", "fr") == set()


def test_the_command_names_every_case_that_is_not_met():
    written = io.StringIO()

    call_command("marking", stdout=written)

    assert f"{len(CASES) + len(whole_stories())} cases, 0 wrong" in written.getvalue()


def test_every_rule_is_in_the_docs_with_its_verdict():
    text = (Path(settings.BASE_DIR) / "docs" / "marking-rules.md").read_text()

    rows = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", text, re.MULTILINE))
    assert rows == {rule.name: str(rule.verdict) for rule in [*RULES.values(), DANGER]}


@pytest.mark.parametrize(
    "text, count",
    [
        ("", 0),
        ("One two three.", 3),
        ("L’hôpital m’a appelée aujourd’hui.", 4),
        ("Un rendez-vous, un flu-like, 24/7.", 5),
        ("10\u00a0000 pas, 3,5 km", 4),
        ("Oui… non — peut-être !", 3),
        ("Oui…non—oui", 3),
        ("😀 merci 🙏 – «\u00a0bien\u00a0»", 2),
        ("ligne\nautre\r\n\r\nligne", 3),
        ("٥ ５ ½", 3),
    ],
)
def test_words_are_counted_as_a_person_would(text, count):
    counted = count_words(text)

    assert counted == count
