"""Erasing: nothing is left of what a person told, anywhere, and it stays away whatever comes back from a backup."""

import json
import logging
import os
import resource
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from images.clearing import clear_temporary_uploads
from images.making_safe import make_safe
from images.models import TemporaryUpload
from mail.delivery import deliver
from mail.models import Letter
from mail.rotation import encrypted_fields
from publishing.workflow import MoveRefused
from stories.erasure import flush
from stories.models import Consent, Contact, Event, Message, Photo, Report, Story, Viewing
from stories.register import read_register, register
from stories.restoring import apply_register
from stories.retention import apply_retention
from stories.workflow import SYSTEM, State

from . import test_mine, test_moderation, test_reports, test_sharing
from .factories import (
    drawing,
    make_cancer,
    make_editor,
    make_moderator,
    make_privacy_officer,
    make_user,
    publish_story,
    send_story,
)
from .threads import at_once

DAY = timedelta(days=1)

# What is planted, each where it stands in the clear.
WORDS = {
    "title": "Zirbelkiefer",
    "body": "Quittengelee",
    "shown name": "Wiebkelotte",
    "photo description": "Strohhutkrempe",
    "edited copy": "Holunderhecke",
    "quote": "Birnbaumschatten",
    "correction": "Mirabellenkorb",
    "message of the author": "Kranichzug",
    "message of a moderator": "Haselnussweg",
    "report": "Dachsbaubrief",
}
# What is planted, and stands nowhere but encrypted.
ENCRYPTED = {"e-mail": "gundelrebe@example.org", "e-mail of a report": "feldlerche@example.org"}
MARKERS = {**WORDS, **ENCRYPTED}


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    """A register and a folder for files of each test's own."""
    settings.ERASURE_REGISTER = tmp_path / "erasures.jsonl"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}


@pytest.fixture
def logged():
    """Everything that any logger says, at every level."""
    lines, written = [], logging.Formatter()

    class Listener(logging.Handler):
        def emit(self, record):
            lines.append(written.format(record))

    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    before, listener = [(one, one.level) for one in loggers], Listener()
    for one in loggers:
        one.setLevel(logging.DEBUG)
        if one is logging.root or not one.propagate:
            one.addHandler(listener)
    yield lines
    for one, level in before:
        one.setLevel(level)
        one.removeHandler(listener)


def again(story):
    return Story.objects.get(pk=story.pk)


def erased(story):
    """The story, withdrawn by its author and erased by the privacy officer."""
    story = again(story)
    story.withdraw()
    story.erase(by=make_privacy_officer())
    return again(story)


# The whole life of a story by the real pages, with something to look for in every place that takes words.


def live_through_it():
    """Send a story, edit, ask, answer, correct, publish and report it, all by the pages that people use."""
    checked = test_sharing.post(
        title=f"The {WORDS['title']}",
        body=f"{WORDS['body']} and more. {WORDS['quote']} at noon.\n\n" + f"{WORDS['body']} again. " * 400,
        display="first_name",
        shown_name=WORDS["shown name"],
        photo=test_sharing.photo(),
        photo_description=WORDS["photo description"],
        email=ENCRYPTED["e-mail"],
        cancer=str(make_cancer().page_id),
        consents=["publish", "quote", "photo"],
    )
    test_sharing.post(**test_sharing.hidden(checked) | {"step": "send"})
    story = Story.objects.get()
    moderating = Client()
    moderating.force_login(make_moderator())
    edited = {"title": f"A {WORDS['edited copy']}", "quote": f"{WORDS['quote']} at noon."}
    test_moderation.save(moderating, story, **edited)
    test_moderation.move(
        moderating, story, "ask", seen=again(story).open_text.digest, message=WORDS["message of a moderator"]
    )
    test_mine.do(again(story), "answer", message=WORDS["message of the author"])
    test_mine.do(again(story), "agree", seen=again(story).open_text.digest)
    again(story).approve(by=make_moderator(), seen=again(story).open_text.public_digest, is_checked=True)
    send_report(story)
    again(story).correct(title=f"Our {WORDS['correction']}")
    return again(story)


def send_report(story):
    test_reports.send(Client(), story, text=WORDS["report"], email=ENCRYPTED["e-mail of a report"])


def erase_by_the_pages(story):
    test_mine.do(story, "withdraw")
    officer = Client()
    officer.force_login(make_privacy_officer())
    test_moderation.move(officer, story, "erase", number=story.pk)


def tokens():
    """What stands in the encrypted fields, as it is stored."""
    found = {}
    for model, field in encrypted_fields():
        table, column = map(connection.ops.quote_name, (model._meta.db_table, field.column))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")
            found |= {f"{model.__name__} {number}": token for number, (token,) in enumerate(cursor.fetchall())}
    return found


def bytes_of_database():
    """SQLite's files as they lie on the disk; what a dump of PostgreSQL says, and what its statistics know."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return b"".join(Path(name + end).read_bytes() for end in ("", "-wal", "-shm") if os.path.exists(name + end))
    return dump() + statistics()


def dump():
    given = connection.settings_dict
    program = shutil.which("pg_dump")
    if not program:
        return b"".join(copies())
    command = [program, "--host", given["HOST"], "--port", str(given["PORT"]), "--username", given["USER"]]
    environment = os.environ | {"PGPASSWORD": given["PASSWORD"]}
    return subprocess.run([*command, given["NAME"]], env=environment, check=True, capture_output=True).stdout


def copies():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield repr(cursor.fetchall()).encode()


def statistics():
    with connection.cursor() as cursor:
        cursor.execute("SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats")
        return repr(cursor.fetchall()).encode()


def files():
    """{path: content} of everything that is stored beside the database."""
    root = Path(default_storage.location)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def found_in(content, markers):
    return {name for name, marker in markers.items() if marker.encode() in content}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_after_erasure_nothing_that_was_planted_is_left_anywhere(logged, mailoutbox):
    story = live_through_it()
    unfinished = TemporaryUpload.keep(make_safe(drawing((300, 200))))
    deliver()
    planted = WORDS | tokens() | {"name of a file": story.photo.folder, "name of an upload": unfinished.name}
    assert len(planted) >= 12
    secret = story.link_secret
    # The planner's statistics keep samples of what stands in the rows.
    connection.cursor().execute("ANALYZE")
    flush()

    before = found_in(bytes_of_database(), planted)
    files_before = len(files())
    erase_by_the_pages(story)
    deliver()
    clear_temporary_uploads(now=timezone.now() + 2 * DAY)
    is_flushed = flush()

    assert before == set(planted)
    assert files_before == 3
    assert is_flushed
    assert again(story).state == State.ERASED
    assert found_in(bytes_of_database(), planted) == set()
    assert files() == {}
    assert [letter.content for letter in Letter.objects.all() if letter.content] == []
    assert {to for letter in mailoutbox for to in letter.to} == set(ENCRYPTED.values())
    assert logged
    assert found_in("\n".join(logged).encode(), MARKERS | {"secret": secret}) == set()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_people_agreed_to_and_what_was_done_stays_without_a_word():
    story = live_through_it()
    consents = Consent.objects.count()

    erase_by_the_pages(story)

    assert Consent.objects.filter(story=story).count() == consents
    assert list(Event.objects.filter(story=story).values_list("move", flat=True))[-2:] == ["withdraw", "erase"]
    assert Viewing.objects.filter(story=story).exists()
    assert Message.objects.filter(story=story).count() == 2
    assert not Contact.objects.exists()
    assert not Photo.objects.exists()


# Columns that hold no word of a person: names of choices and reasons, digests, the site's own wordings.
NO_WORDS = {
    *("Story.key", "Story.language", "Original.digest", "Text.stage", "Text.agreed_digest", "Report.key"),
    *("Event.move", "Event.actor", "Event.reasons", "Event.digest", "Viewing.what", "Viewing.why"),
    *("Consent.purpose", "Consent.wording_hash", "Consent.language", "Consent.method"),
    *("Report.reason", "Report.language"),
}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_every_column_that_could_hold_a_word_is_empty():
    story = live_through_it()

    erase_by_the_pages(story)

    filled = set()
    for model in [Story, *(relation.related_model for relation in Story._meta.related_objects)]:
        for row in model._base_manager.all():
            filled |= {
                f"{model.__name__}.{field.name}" for field in columns_of_words(model) if getattr(row, field.name)
            }
    assert filled - NO_WORDS == set()
    assert {"Event.digest", "Consent.wording_hash"} <= filled


def columns_of_words(model):
    kinds = (models.CharField, models.TextField, models.JSONField, models.UUIDField)
    return [field for field in model._meta.concrete_fields if isinstance(field, kinds)]


@pytest.mark.django_db
@pytest.mark.parametrize("person", [None, make_moderator, make_privacy_officer])
def test_no_page_knows_anything_of_an_erased_story(client, person):
    story = publish_story(title=WORDS["title"], quote="The beans were up.", photo=drawing())
    link, photo = story.link, story.photo.address(story.photo.widths[0])
    erased(story)
    if person:
        client.force_login(person())

    answers = {
        address: client.get(address)
        for address in (story.get_absolute_url(), link, photo, test_moderation.address(story), test_moderation.LIST)
    }

    assert [answer.status_code for answer in answers.values()][:3] == [410, 404, 404]
    for address, answer in answers.items():
        assert found_in(answer.content, WORDS) == set(), address
        assert answer.status_code < 500


@pytest.mark.of_sqlite
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_reader_who_holds_up_the_log_of_the_database_is_waited_for():
    story = send_story(f"The {WORDS['title']}")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM stories_story").fetchone()

        erased(story)
        while_reading = flush(wait=0), found_in(bytes_of_database(), WORDS)
        reader.execute("ROLLBACK")

    call_command("work", once=True)

    assert while_reading == (False, {"title"})
    assert found_in(bytes_of_database(), WORDS) == set()


@pytest.mark.of_sqlite
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_erasing_itself_empties_the_log_of_the_database():
    story = send_story(f"The {WORDS['title']}")

    erased(story)

    assert found_in(bytes_of_database(), WORDS) == set()


# All or nothing.


@pytest.mark.django_db
def test_an_erasure_that_fails_at_its_end_has_taken_nothing(settings, django_capture_on_commit_callbacks):
    story = publish_story(photo=drawing())
    story.withdraw()
    kept = files()
    settings.ERASURE_REGISTER.unlink()
    settings.ERASURE_REGISTER.mkdir()

    with pytest.raises(IsADirectoryError), django_capture_on_commit_callbacks(execute=True):
        story.erase(by=make_privacy_officer())

    assert again(story).state == State.WITHDRAWN
    assert again(story).original.title == "The garden"
    assert Contact.objects.filter(story=story).exists()
    assert files() == kept != {}
    assert not Letter.objects.filter(template="stories/erased").exists()


@pytest.mark.django_db
def test_files_that_a_dead_process_left_go_at_the_next_turn_of_the_worker():
    other = publish_story(photo=drawing())
    story = publish_story(photo=drawing())
    kept = set(files())

    # Nothing that is to be done on commit is done in this test, as when the process is killed there.
    erased(story)
    left = set(files())
    call_command("work", once=True)

    assert left == kept
    assert {Path(path).parts[1] for path in files()} == {other.photo.folder}


@pytest.mark.django_db
def test_the_last_letters_go_to_the_author_and_to_whoever_reported(mailoutbox):
    story = publish_story(email=ENCRYPTED["e-mail"])
    send_report(story)
    make_answered_report(story)

    erased(story)
    deliver()

    subjects = {(letter.to[0], letter.subject) for letter in mailoutbox}
    assert (ENCRYPTED["e-mail"], "Your story has been erased") in subjects
    assert (ENCRYPTED["e-mail of a report"], "About the story you told us about") in subjects
    # Letters of before are not sent any more.
    assert len(mailoutbox) == 2


def make_answered_report(story):
    return Report.objects.create(
        story=story, reason="other", answered_at=timezone.now(), answered_by=make_moderator(), language="en"
    )


@pytest.mark.django_db
def test_a_story_that_cannot_be_reached_is_erased_without_a_letter():
    story = publish_story()
    Contact.objects.filter(story=story).delete()

    assert erased(story).state == State.ERASED

    assert not Letter.objects.filter(template="stories/erased").exists()


@pytest.mark.django_db
def test_another_story_that_was_like_it_is_so_no_more():
    body = " ".join(f"word{number} is a word of my story" for number in range(60))
    first, second = send_story(body=body), send_story(body=body + " And one more.")

    erased(first)

    assert second.similar_to == first
    assert again(second).similar_to is None


# Who may, and when.


@pytest.mark.django_db
@pytest.mark.parametrize("person", [make_moderator, make_editor])
def test_only_the_privacy_officer_erases(person):
    story = publish_story()
    story.withdraw()

    with pytest.raises(MoveRefused):
        story.erase(by=person())

    assert again(story).original.title == "The garden"


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["officer", SYSTEM])
def test_what_readers_can_see_is_not_erased_even_while_its_author_is_asked(by):
    story = publish_story()
    story.correct(title="Our garden")
    story = again(story)
    story.return_to_author(by=make_moderator(), reasons=["too_long"])

    with pytest.raises(MoveRefused, match="readers can still see"):
        story.erase(by=make_privacy_officer() if by == "officer" else by)

    assert again(story).live_text.title == "The garden"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_officers_at_once_erase_it_once():
    story = publish_story()
    story.withdraw()
    officers = [make_privacy_officer(), make_user("privacy_officer", username="second")]

    answers = at_once(*(partial(again(story).erase, by=officer) for officer in officers))

    assert sorted(isinstance(answer, MoveRefused) for answer in answers) == [False, True]
    assert Event.objects.filter(move="erase").count() == 1
    assert Letter.objects.filter(template="stories/erased").count() == 1


# The register, and what comes back from a backup.


@pytest.mark.of_sqlite
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_a_restored_backup_brings_back_is_withdrawn_and_erased_again(tmp_path, settings):
    story = live_through_it()
    planted, withdrawn = WORDS | tokens(), publish_story(title="The shed")
    shutil.copytree(settings.MEDIA_ROOT, tmp_path / "files")
    with closing(sqlite3.connect(tmp_path / "backup.sqlite3")) as backup:
        connection.connection.backup(backup)
        erase_by_the_pages(story)
        withdrawn.withdraw()
        backup.backup(connection.connection)
    shutil.copytree(tmp_path / "files", settings.MEDIA_ROOT, dirs_exist_ok=True)
    letters = Letter.objects.count()

    before = again(story).state, again(withdrawn).state, found_in(bytes_of_database(), planted), len(files())
    call_command("apply_erasures")

    assert before == (State.WAITING, State.LIVE, set(planted), 2)
    assert (again(story).state, again(withdrawn).state) == (State.ERASED, State.WITHDRAWN)
    assert found_in(bytes_of_database(), planted) == set()
    assert files() == {}
    assert Letter.objects.count() == letters


@pytest.mark.django_db
def test_what_the_register_says_is_done_once_more_and_only_once(capsys):
    story, other = publish_story(photo=drawing()), publish_story(title="The shed")
    at = timezone.now() - 3 * DAY
    register("withdrawn", story, at=at)
    register("erased", story, at=at, folder=story.photo.folder)
    register("withdrawn", other, at=at)

    call_command("apply_erasures")
    first = capsys.readouterr().out
    call_command("apply_erasures")

    assert first == f"Withdrawn again: {other.pk}.\nErased again: {story.pk}.\nFolders of erased photos removed: 1.\n"
    assert capsys.readouterr().out == ""
    assert again(story).state == State.ERASED
    assert (again(other).state, again(other).withdrawn_at) == (State.WITHDRAWN, at)
    assert Event.objects.filter(story=other, move="withdraw", actor="system").count() == 1
    assert files() == {}


@pytest.mark.django_db
def test_consents_that_were_taken_back_are_taken_back_once_more(capsys):
    story = publish_story(quote="The beans were up.", photo=drawing())
    register("consents", story, at=timezone.now() + DAY, given=["publish", "share"])

    call_command("apply_erasures")
    call_command("apply_erasures")

    assert capsys.readouterr().out == f"Consents taken back again: {story.pk}.\n"
    assert {purpose for purpose, is_given in again(story).consents.items() if is_given} == {"publish", "share"}
    assert not Photo.objects.public().exists()


@pytest.mark.django_db
def test_a_yes_that_was_lost_with_the_backup_is_not_given_in_the_name_of_its_author():
    story = publish_story(consents=["publish"])
    register("consents", story, at=timezone.now() + DAY, given=["publish", "quote"])

    assert apply_register().consents == []

    assert not again(story).consents["quote"]


@pytest.mark.django_db
def test_what_an_author_agreed_to_later_is_not_undone(settings):
    story = publish_story()
    story.change_consents(["publish"])
    story.change_consents(["publish", "quote"])

    assert apply_register().consents == []

    assert again(story).consents["quote"]
    assert len(settings.ERASURE_REGISTER.read_text().splitlines()) == 2


@pytest.mark.django_db
def test_another_story_that_got_the_same_number_is_left_alone():
    story = publish_story(photo=drawing())
    register("erased", Story(pk=story.pk), at=timezone.now())

    assert apply_register().erased == []

    assert again(story).state == State.LIVE
    assert files() != {}


@pytest.mark.django_db
def test_a_register_that_is_wrong_about_files_costs_no_story_its_photo():
    story = publish_story(photo=drawing())
    register("erased", Story(pk=99), at=timezone.now(), folder=story.photo.folder)

    assert apply_register().folders == 0

    assert files() != {}


@pytest.mark.django_db
def test_a_damaged_register_is_told_of_and_read_as_far_as_it_goes(settings, capsys):
    story = publish_story()
    register("withdrawn", story, at=timezone.now())
    whole = settings.ERASURE_REGISTER.read_bytes()
    damaged = [b"\xff\xfe\x00", b"[]", b'{"what": "erased"}', b'{"what": 1', whole.strip()[:-7]]
    settings.ERASURE_REGISTER.write_bytes(b"\n".join(damaged))
    # The next line must not be lost with what was cut off before it.
    register("withdrawn", story, at=timezone.now())

    call_command("apply_erasures")

    told = capsys.readouterr()
    assert told.out == f"Withdrawn again: {story.pk}.\n"
    assert "Lines of the register that cannot be read, and what they say is not done: 1, 2, 3, 4, 5." in told.err


@pytest.mark.django_db
def test_without_a_register_nothing_is_done(capsys):
    publish_story()

    call_command("apply_erasures")

    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_the_register_holds_no_word_and_is_open_to_its_owner_alone(settings):
    story = publish_story(title=WORDS["title"], photo=drawing())

    erased(story)

    entries, unreadable = read_register()
    lines = [json.loads(line) for line in settings.ERASURE_REGISTER.read_text().splitlines()]
    assert [entry.what for entry in entries] == ["withdrawn", "erased"]
    assert unreadable == []
    assert {name for line in lines for name in line} == {"what", "story", "key", "at", "folder"}
    assert settings.ERASURE_REGISTER.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_the_worker_does_what_is_due(time_machine):
    refused, brought_back = send_story(), publish_story()
    refused.refuse(by=make_moderator(), reasons=["hurts"])
    register("withdrawn", brought_back, at=timezone.now())
    time_machine.move_to(timezone.now() + 31 * DAY)

    call_command("work", once=True)

    assert again(refused).state == State.ERASED
    assert again(brought_back).state == State.WITHDRAWN
    assert apply_retention().refused == []


@pytest.mark.django_db
def test_nothing_is_taken_back_when_the_register_has_no_room_for_the_line(settings):
    story = publish_story()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    settings.ERASURE_REGISTER.parent.mkdir(parents=True, exist_ok=True)
    settings.ERASURE_REGISTER.write_text(" " * 10_000_000)

    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000_020, usual[1]))
    try:
        with pytest.raises(OSError, match="only a part of a line"):
            story.withdraw()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)

    assert Story.objects.get(pk=story.pk).state == State.LIVE
