"""What a person gets when they ask what is held about them: all of it, readable, and nothing of anybody else."""

import json
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from PIL import Image

from stories.export import as_html, held_about
from stories.held_page import LETTERS
from stories.models import Event, Report, Story, Viewing
from stories.reasons import REASONS
from stories.wordings import current
from stories.workflow import AUTHOR

from .factories import (
    drawing,
    make_cancer,
    make_editor,
    make_moderator,
    make_privacy_officer,
    publish_story,
    send_story,
)
from .test_repository import ROOT

pytestmark = pytest.mark.django_db

PLANTED = (
    *("Zirbelkiefer", "Quittengelee", "Wiebkelotte", "Strohhutkrempe", "Birnbaumschatten"),
    *("Holunderhecke", "Kranichzug", "Haselnussweg", "gundelrebe@example.org", "Krabbenzahn"),
)
OF_OTHERS = ("Dachsbaubrief", "feldlerche@example.org", "privacy-officer")


def told_story():
    """A story in which something is planted in every place that takes words."""
    story = send_story(
        "Zirbelkiefer",
        body="Quittengelee. Birnbaumschatten at noon.\n\n<b>Second</b> paragraph & more.",
        shown_name="Wiebkelotte",
        photo=drawing((500, 400)),
        photo_description="Strohhutkrempe",
        email="gundelrebe@example.org",
        cancer=make_cancer("Krabbenzahn").page,
        province="ON",
        teller="other",
        relationship="child",
        consents=["publish", "quote", "photo"],
    )
    edit(story, title="Holunderhecke", quote="Birnbaumschatten at noon.", notes=["death"])
    story.ask(by=make_moderator(), message="Haselnussweg")
    again(story).answer(message="Kranichzug")
    again(story).agree(seen=again(story).open_text.digest)
    again(story).approve(by=make_moderator(), seen=again(story).open_text.public_digest)
    again(story).read(by=make_moderator())
    again(story).read(by=make_privacy_officer(), what=Viewing.What.CONTACT, why="law")
    Report.objects.create(
        story=story, reason="other", text="Dachsbaubrief", email="feldlerche@example.org", language="en"
    )
    return again(story)


def edit(story, **words):
    text = story.open_text
    story.edit(by=make_moderator(), seen_counter=(text.number, text.edit_counter), **words)
    story.refresh_from_db()


def again(story):
    return Story.objects.get(pk=story.pk)


def export(folder, **options):
    call_command("export_person", folder=folder, **{"by": make_privacy_officer().username} | options)


def test_everything_that_is_held_is_in_it_and_nothing_of_others():
    story = told_story()

    written = json.dumps(held_about(story), ensure_ascii=False)

    assert [marker for marker in PLANTED if marker not in written] == []
    assert [marker for marker in OF_OTHERS if f'"{marker}"' in written] == []
    assert story.link_secret not in written


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_says_all_of_it_in_words(language):
    story = told_story()

    page = as_html(held_about(story), language)

    assert [marker for marker in PLANTED if marker not in page] == []
    assert [marker for marker in OF_OTHERS if f">{marker}<" in page] == []
    assert story.link_secret not in page
    assert "&lt;b&gt;Second&lt;/b&gt; paragraph &amp; more." in page
    with override(language):
        for purpose in ("publish", "quote", "photo", "contact", "share"):
            assert current(purpose).text("en") in page


def test_nothing_in_it_is_left_without_words():
    held = held_about(told_story())

    page = as_html(held, "en")

    shown = words_of(page)
    for value in leaves(held):
        # Times and choices are shown in words; everything else as it is.
        assert value in shown or value in KNOWN or looks_like_a_time(value), value


# Choices that the page says in words.
KNOWN = {
    *("en", "live", "other", "child", "30_49", "ON", "first_name", "approved", "replaced", "death"),
    *("author", "staff", "form", "publish", "quote", "photo", "contact", "share", "law", "story"),
    *("send", "edit", "ask", "answer", "agree", "approve", "moderator", "privacy_officer"),
    *("received", "agreement_asked", "published"),
}


def leaves(value):
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif not isinstance(value, (int, type(None))):
        for part in value:
            yield from leaves(part)


def looks_like_a_time(value):
    return value[:2] == "20" and "T" in value


def words_of(page):
    class Reader(HTMLParser):
        words = ""

        def handle_data(self, data):
            self.words += data

    reader = Reader()
    reader.feed(page.replace("<br>", "\n"))
    return reader.words


def test_who_looked_at_it_is_said_by_role_and_reason():
    held = held_about(told_story())

    assert [(one["what"], one["roles"], one["why"]) for one in held["viewings"]] == [
        ("story", ["moderator"], ""),
        ("contact", ["privacy_officer"], "law"),
    ]
    assert "The law asks for it" in as_html(held, "en")


def test_an_erased_story_has_nothing_left_to_tell():
    story = told_story()
    story.withdraw()
    story.erase(by=make_privacy_officer())

    page = as_html(held_about(again(story)), "en")

    assert [marker for marker in PLANTED if marker in page] == []
    assert "Erased" in page


def test_the_page_needs_nothing_from_anywhere():
    page = as_html(held_about(told_story()), "fr")

    assert page.startswith('<!doctype html>\n<html lang="fr-CA">')
    for what in ("<script", "<link", "url(", "src=", "http:", "https:"):
        assert what not in page


def test_words_of_a_person_are_marked_with_their_language():
    page = as_html(held_about(told_story()), "fr")

    assert '<dd lang="en-CA">Zirbelkiefer</dd>' in page
    assert '<dd lang="en-CA">Haselnussweg</dd>' in page


def test_every_letter_has_a_name_on_it():
    letters = {path.stem for path in (ROOT / "templates/mail/stories").glob("[a-z]*.txt")}

    # Two that no story keeps: they are written when nothing is left of it, or to somebody else.
    assert letters - {"erased", "report_answered"} <= set(LETTERS)


@pytest.mark.parametrize("many", [1, 6])
def test_it_costs_the_same_for_little_and_for_much(django_assert_num_queries, many):
    story = publish_story(photo=drawing())
    for _number in range(many):
        story.answer(message="Hello")
        story.read(by=make_moderator())
    story = again(story)

    with django_assert_num_queries(11):
        held_about(story)


def test_a_reason_that_is_not_given_any_more_is_still_told():
    story = send_story()
    Event.objects.create(story=story, move="answer", actor="author", reasons=["long_gone", *list(REASONS)[:1]])

    assert "long_gone, " in as_html(held_about(story), "en")


# The command.


def test_the_privacy_officer_finds_a_person_by_e_mail_and_gets_files(tmp_path, capsys):
    story = told_story()
    send_story("Another")
    second = send_story("The second", email="GUNDELREBE@example.org")

    export(tmp_path / "new", email=" Gundelrebe@Example.org")

    paths = capsys.readouterr().out.split()
    names = ["story-{0}.json", "story-{0}.html", "story-{0}.webp"]
    assert paths == [str(tmp_path / "new" / name.format(one.pk)) for one in (story, second) for name in names][:5]
    assert {(tmp_path / "new" / name).stat().st_mode & 0o777 for name in paths} == {0o600}
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    for path in paths[:2]:
        with open(path, encoding="utf-8") as file:
            content = file.read()
        assert [marker for marker in PLANTED if marker not in content] == []
    with open(paths[2], "rb") as file:
        assert Image.open(BytesIO(file.read())).size == (500, 400)


def test_the_export_is_written_down_with_who_made_it(tmp_path):
    story = told_story()

    export(tmp_path, story=story.pk, language="fr")

    viewing = Viewing.objects.order_by("-pk").first()
    assert (viewing.what, viewing.by, viewing.story) == ("export", make_privacy_officer(), story)
    assert Event.objects.filter(story=story, move="export", actor="staff").count() == 1
    assert '<html lang="fr-CA">' in (tmp_path / f"story-{story.pk}.html").read_text()


def test_what_an_author_takes_from_their_own_page_is_written_down_without_a_name():
    story = send_story()

    story.export(by=AUTHOR)

    assert not Viewing.objects.exists()
    assert Event.objects.filter(move="export", actor="author", by=None).count() == 1


@pytest.mark.parametrize("person", [make_moderator, make_editor])
def test_nobody_else_gets_anything(tmp_path, person):
    story = told_story()

    with pytest.raises(CommandError, match="needs the role Privacy officer"):
        export(tmp_path / "new", story=story.pk, by=person().username)

    assert not (tmp_path / "new").exists()
    assert not Viewing.objects.filter(what="export").exists()


def test_an_unknown_officer_address_or_story_is_told(tmp_path):
    for options in ({"by": "nobody", "story": 1}, {"email": "nobody@example.org"}, {"story": 99}):
        with pytest.raises(CommandError, match="There is no account|No story is held"):
            export(tmp_path / "new", **options)

    assert not (tmp_path / "new").exists()


def test_of_an_erased_story_nothing_is_exported(tmp_path, settings):
    settings.ERASURE_REGISTER = tmp_path / "erasures.jsonl"
    story = publish_story()
    story.withdraw()
    story.erase(by=make_privacy_officer())

    with pytest.raises(CommandError, match="Erased"):
        export(tmp_path / "new", story=story.pk)


def test_a_file_of_before_is_closed_to_others(tmp_path):
    story = told_story()
    path = tmp_path / f"story-{story.pk}.json"
    path.write_text("x" * 100_000)
    path.chmod(0o644)

    export(tmp_path, story=story.pk)

    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["number"] == story.pk


def test_an_answer_to_a_reader_is_not_among_the_letters_of_the_author():
    story = publish_story()
    report = Report.objects.create(story=story, reason="mine", email="reader@example.org", language="en")
    report.answer(by=make_moderator(), outcome="kept")

    kinds = [letter["kind"] for letter in held_about(story)["letters"]]

    assert kinds == ["received", "published"]
