"""Letters: written with what causes them, delivered in the end, never twice, and readable to nobody on the way."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mail.composing import Block, blocks_of, subject_and_text
from mail.delivery import BATCH, UNDELIVERABLE_IS_KEPT, deliver, forget_undeliverable
from mail.models import LEASE, LONGEST_WAIT, MOST_ATTEMPTS, Letter, wait_after
from publishing.roles import ADMINISTRATOR, ROLES

from . import mail_server
from .factories import make_user
from .mail_server import HANG_UP, OK
from .threads import at_once

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = """{% load i18n %}A letter for {{ name }}

Here is what « l’équipe » d'ici says to {{ name }}:

- one
- two

https://example.org/?a=1&b=2

{% translate "Yes" %}
"""
LIST = "admin:mail_letter_changelist"


@pytest.fixture(autouse=True)
def template(settings, tmp_path):
    folder = tmp_path / "mail" / "tests"
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text(TEMPLATE)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5
    with mail_server.running() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def write(key="one", *, to="ada@example.org", name="Ada", language="en", about=""):
    return Letter.write(key=key, to=to, language=language, template="tests/letter", context={"name": name}, about=about)


def again(letter):
    return Letter.objects.get(pk=letter.pk)


# What a letter is made of


def test_the_first_line_is_the_subject_and_the_rest_the_text():
    assert subject_and_text("\n Hello you \n\n\n\nOne.\r\nTwo.\n\n\nThree.\n") == (
        "Hello you",
        "One.\nTwo.\n\nThree.\n",
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\0", "\t"])
def test_no_subject_has_two_lines(end):
    subject, text = subject_and_text(f"For Ada{end}Bcc: eve@example.org\n\nHello.")

    assert subject == "For Ada Bcc: eve@example.org"
    assert text == "Hello.\n"


def test_the_no_break_spaces_of_a_subject_stay():
    assert subject_and_text("Une question\u00a0: laquelle\u00a0?\n\nOui.")[0] == "Une question\u00a0: laquelle\u00a0?"


def test_a_text_has_paragraphs_lists_and_links():
    text = "One,\ntwo.\n\nThese:\n- first\n- second\n\nhttps://example.org/a?b=c\n\nNot https://example.org here.\n"

    assert blocks_of(text) == [
        Block("paragraph", ("One,", "two.")),
        Block("paragraph", ("These:",)),
        Block("list", ("first", "second")),
        Block("link", ("https://example.org/a?b=c",)),
        Block("paragraph", ("Not https://example.org here.",)),
    ]


@pytest.mark.parametrize("text", ["javascript:alert(1)", 'https://a" onclick="b', "https://a <b>", "data:text/html,x"])
def test_what_is_no_address_becomes_no_link(text):
    assert blocks_of(text)[0].kind == "paragraph"


# Writing


@pytest.mark.django_db
def test_a_key_that_was_used_gives_the_first_letter_unchanged():
    first = write("one", to="ada@example.org")

    second = write("one", to="eve@example.org", language="fr")

    assert second == first
    assert "ada@example.org" in again(first).content
    assert (again(first).language, Letter.objects.count()) == ("en", 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_key_that_two_use_at_once_gives_one_letter():
    for number in range(20):
        letters = at_once(*[lambda n=number: write(f"letter-{n}")] * 4)

        assert len({letter.pk for letter in letters}) == 1
    assert Letter.objects.count() == 20


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_letter_goes_away_with_what_caused_it():
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        write()
        raise ValueError("no")

    deliver()

    assert not Letter.objects.exists()
    assert mail.outbox == []


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["", "ada", "ada@example.org\nBcc: eve@example.org", "a@b.ca,c@d.ca", "a@b.ca\r"])
def test_who_it_goes_to_is_one_address(to):
    with pytest.raises(ValidationError):
        write(to=to)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_that_is_readable_lies_in_the_database():
    write(to="ada@example.org", name="Lovelace")

    stored = everything_stored()

    assert b"tests/letter" in stored
    assert not [word for word in (b"ada@", b"example.org", b"Lovelace", b"quipe") if word in stored]


def everything_stored():
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        return b"".join(path.read_bytes() for path in Path(name).parent.glob(f"{Path(name).name}*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT mail_letter::text FROM mail_letter")
        return "\n".join(row for (row,) in cursor.fetchall()).encode()


# Delivering


@pytest.mark.django_db
def test_a_letter_reads_well_in_both_its_parts():
    letter = write(name="Zoé & <i>Noé</i>", language="fr")

    deliver()

    [sent] = mail.outbox
    html = sent.alternatives[0].content
    assert sent.to == ["ada@example.org"]
    assert sent.subject == "A letter for Zoé & <i>Noé</i>"
    assert "« l’équipe » d'ici says to Zoé & <i>Noé</i>:\n\n- one\n- two\n" in sent.body
    assert sent.body.endswith("Oui\n")
    assert '<html lang="fr">' in html
    assert "Zoé &amp; &lt;i&gt;Noé&lt;/i&gt;:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in html
    assert '<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>' in html
    assert again(letter).delivered_at


@pytest.mark.django_db
def test_a_letter_arrives_whole(server):
    letter = write(name="Zoé Œuvrard", language="fr")

    deliver()

    [arrived] = server.letters
    assert arrived["Subject"] == "A letter for Zoé Œuvrard"
    assert arrived["Message-ID"] == letter.message_id
    assert arrived["Message-ID"].endswith("@testserver>")
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Date"].datetime == letter.written_at.replace(microsecond=0)
    assert "« l’équipe » d'ici says to Zoé Œuvrard:" in arrived.get_body(["plain"]).get_content()
    assert "« l’équipe »" in arrived.get_body(["html"]).get_content()


@pytest.mark.django_db
def test_once_delivered_it_holds_nothing_of_what_it_said(server):
    letter = write()

    deliver()
    deliver()

    assert (again(letter).content, again(letter).last_problem) == ("", "")
    assert len(server.accepted) == 1


@pytest.mark.django_db
def test_the_longest_waiting_come_first(server):
    letters = [write(f"letter-{number}") for number in range(3)]

    deliver()

    assert server.message_ids == [letter.message_id for letter in letters]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Ada\nBcc: eve@example.org", "Ada\r\nBcc: eve@example.org", "Ada\u2028Bcc: x", "\0"])
def test_no_name_makes_a_header(server, name):
    write(name=name)

    deliver()

    [arrived] = server.letters
    assert arrived["Bcc"] is None
    assert arrived["To"] == "ada@example.org"
    assert arrived["Subject"].startswith("A letter for")


@pytest.mark.django_db
def test_a_forgotten_letter_is_never_sent(server):
    waiting = write("waiting", about="stories.story:12")
    other = write("other", about="stories.story:1")

    Letter.objects.about("stories.story:12").forget()
    deliver()

    assert server.message_ids == [other.message_id]
    assert again(waiting).content == ""
    assert again(waiting).delivered_at is None


@pytest.mark.django_db
def test_a_letter_that_is_forgotten_while_it_is_on_its_way_keeps_nothing(server):
    letter = write(about="stories.story:12")
    assert letter.lease(now=timezone.now())

    Letter.objects.about("stories.story:12").forget()
    letter.mark_failed("SMTPDataError 451", now=timezone.now())

    assert again(letter).content == ""
    assert not Letter.objects.due(now=timezone.now() + timedelta(days=9)).exists()


# When something goes wrong


@pytest.mark.django_db
def test_five_hundred_letters_arrive_once_each_through_every_kind_of_trouble(server, settings):
    with transaction.atomic():
        letters = [write(f"letter-{number}", to=f"person-{number}@example.org") for number in range(500)]
    start, seen = timezone.now(), {}

    def trouble(stage, text):
        """For half of the letters, the first two times: no, not now, and a connection that breaks after the text."""
        if stage != "data":
            return OK
        message_id = next(line for line in text.splitlines() if line.startswith("Message-ID"))
        seen[message_id] = seen.get(message_id, 0) + 1
        kind = len(seen) % 4 if seen[message_id] < 3 else 0
        return {1: "451 not now", 3: HANG_UP}.get(kind, OK)

    settings.EMAIL_PORT = mail_server.closed_port()
    for minutes in range(3):
        deliver(now=start + timedelta(minutes=minutes))
    attempts_while_down = sum(Letter.objects.values_list("attempts", flat=True))
    settings.EMAIL_PORT, server.judge = server.port, trouble
    for hours in range(1, 100):
        deliver(now=start + timedelta(hours=hours))
        if not Letter.objects.waiting().exists():
            break

    assert attempts_while_down == 3
    assert sorted(server.message_ids) == sorted(letter.message_id for letter in letters)
    assert Letter.objects.filter(delivered_at__isnull=False, content="").count() == 500
    assert max(seen.values()) > 1


@pytest.mark.django_db
def test_a_server_out_of_reach_costs_one_letter_one_attempt(settings, server):
    for number in range(5):
        write(f"letter-{number}")
    settings.EMAIL_PORT = mail_server.closed_port()

    deliver()

    assert list(Letter.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 0, 0, 0, 0]
    assert Letter.objects.first().last_problem == "Server out of reach: ConnectionRefusedError"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "answer", "problem"),
    [
        ("greeting", "421 busy", "Server out of reach: SMTPConnectError 421"),
        ("greeting", HANG_UP, "Server out of reach: SMTPServerDisconnected"),
        ("rcpt", "550 no ada@example.org here", "SMTPRecipientsRefused 550"),
        ("data", "452 disk full", "SMTPDataError 452"),
        ("data", HANG_UP, "SMTPServerDisconnected"),
    ],
)
def test_a_problem_is_noted_without_the_words_of_the_server(server, caplog, stage, answer, problem):
    letter = write()
    server.judge = lambda now_at, text: answer if now_at == stage else OK

    deliver()

    assert again(letter).last_problem == problem
    assert "example.org" not in caplog.text
    assert not server.accepted


@pytest.mark.django_db
def test_one_broken_letter_holds_up_no_other(server, settings):
    keys = settings.PERSONAL_DATA_KEYS
    settings.PERSONAL_DATA_KEYS = ("bG9zdGxvc3Rsb3N0bG9zdGxvc3Rsb3N0bG9zdGxvc3Q=",)
    broken = write("broken")
    settings.PERSONAL_DATA_KEYS = keys
    whole = write("whole")

    deliver()

    assert server.message_ids == [whole.message_id]
    assert Letter.objects.defer("content").get(pk=broken.pk).last_problem == "Undecipherable"


@pytest.mark.django_db
def test_a_letter_at_which_the_server_hangs_up_holds_up_no_other(server):
    hated, liked = write("hated", to="hated@example.org"), write("liked")
    server.judge = lambda stage, text: HANG_UP if stage == "rcpt" and "hated" in text else OK

    deliver()

    assert server.message_ids == [liked.message_id]
    assert again(hated).attempts == 1


@pytest.mark.django_db
def test_a_server_that_keeps_hanging_up_is_left_alone_after_two(server):
    for number in range(5):
        write(f"letter-{number}")
    server.judge = lambda stage, text: HANG_UP if stage == "data" else OK

    deliver()

    assert list(Letter.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 1, 0, 0, 0]


@pytest.mark.django_db
def test_a_server_that_says_nothing_costs_no_more_than_the_time_it_is_given(server, settings):
    write()
    settings.EMAIL_TIMEOUT = 0.2
    over = threading.Event()
    server.judge = lambda stage, text: over.wait(30) and OK

    started = timezone.now()
    deliver()
    took = timezone.now() - started
    over.set()

    assert took < timedelta(seconds=5)
    assert Letter.objects.get().last_problem.startswith("Server out of reach:")


@pytest.mark.django_db
def test_it_is_tried_after_one_minute_then_less_and_less_often_then_given_up(server, caplog):
    letter, now, tried = write(), timezone.now(), []
    server.judge = lambda stage, text: "451 never" if stage == "rcpt" else OK

    while again(letter).given_up_at is None:
        deliver(now=now)
        tried.append(now)
        now = again(letter).next_attempt_at

    waits = [after - before for before, after in zip(tried, tried[1:], strict=False)]
    assert [wait // timedelta(minutes=1) for wait in waits[:4]] == [1, 2, 4, 8]
    assert (len(tried), max(waits)) == (MOST_ATTEMPTS, LONGEST_WAIT)
    assert timedelta(days=4, hours=12) < tried[-1] - tried[0] < timedelta(days=5, hours=12)
    assert not Letter.objects.due(now=now + timedelta(days=30)).exists()


def test_no_wait_is_too_long_to_reckon():
    assert wait_after(10_000) == LONGEST_WAIT


@pytest.mark.django_db
def test_what_was_given_up_long_ago_is_forgotten():
    now = timezone.now()
    old, young = write("old"), write("young")
    for letter, days in ((old, 1), (young, -1)):
        at = now - UNDELIVERABLE_IS_KEPT - timedelta(days=days)
        Letter.objects.filter(pk=letter.pk).update(attempts=MOST_ATTEMPTS, given_up_at=at)

    forget_undeliverable(now=now)

    assert again(old).content == ""
    assert "ada@example.org" in again(young).content


# Several workers, and those that are killed


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_workers_at_once_send_each_letter_once(server):
    letters = [write(f"letter-{number}") for number in range(BATCH)]

    at_once(*[deliver] * 4)

    assert sorted(server.message_ids) == sorted(letter.message_id for letter in letters)
    assert set(Letter.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db
def test_of_two_who_take_a_letter_one_gets_it():
    letter = write()
    one, other = again(letter), again(letter)

    assert one.lease(now=timezone.now())
    assert not other.lease(now=timezone.now())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_worker_killed_after_the_server_accepted_sends_the_same_letter_again(server, settings):
    letter = write()
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work", "--once"], cwd=ROOT, env=environment_of_a_worker(server)
    )
    server.judge = lambda stage, text: (worker.kill(), HANG_UP)[1] if stage == "accepted" else OK
    worker.wait(timeout=120)
    left = again(letter)
    server.judge = mail_server.accept_everything

    deliver(now=timezone.now() + timedelta(minutes=1))
    sent_within_the_lease = len(server.accepted)
    deliver(now=timezone.now() + LEASE + timedelta(minutes=1))

    assert worker.returncode == -9
    assert (left.attempts, left.delivered_at) == (1, None)
    assert sent_within_the_lease == 1
    assert server.message_ids == [letter.message_id] * 2
    assert server.letters[0]["Date"] == server.letters[1]["Date"]
    assert again(letter).delivered_at


def environment_of_a_worker(server):
    database = connection.settings_dict
    address = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        person = f"{database['USER']}:{database['PASSWORD']}"
        address = f"postgres://{person}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return os.environ | {"DATABASE_URL": address, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}


class Interrupted(BaseException):
    """What a process that is about to end raises."""


class InterruptedAfterSending(BaseEmailBackend):
    """Accepts a letter; then the worker ends before it can write that down."""

    def send_messages(self, messages):
        mail.outbox.extend(messages)
        raise Interrupted


@pytest.mark.django_db
def test_a_worker_that_ends_between_sending_and_noting_leaves_the_letter_to_be_sent_again(settings):
    letter, normal = write(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.InterruptedAfterSending"
    with pytest.raises(Interrupted):
        deliver()
    settings.EMAIL_BACKEND = normal

    deliver(now=timezone.now() + LEASE + timedelta(minutes=1))

    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [letter.message_id] * 2


# What the database keeps


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"key": ""}, "a_letter_has_a_key"),
        ({"language": "de"}, "a_letter_is_in_a_language_of_the_site"),
        ({"content": ""}, "a_letter_has_content_until"),
        ({"attempts": 1, "delivered_at": timezone.now()}, "a_letter_has_content_until"),
        ({"forgotten_at": timezone.now()}, "a_letter_has_content_until"),
        ({"content": "", "delivered_at": timezone.now()}, "no_letter_ends_without_an_attempt"),
        ({"given_up_at": timezone.now()}, "no_letter_ends_without_an_attempt"),
        (
            {"attempts": 1, "content": "", "delivered_at": timezone.now(), "given_up_at": timezone.now()},
            "a_letter_is_not_delivered_and_given_up",
        ),
    ],
)
def test_the_database_refuses_a_letter_that_cannot_be(change, promise):
    write()

    with pytest.raises(IntegrityError, match=promise):
        Letter.objects.update(**change)


# At the desk


def given_up(key="given-up"):
    letter = write(key, to="ada@example.org", name="Lovelace")
    Letter.objects.filter(pk=letter.pk).update(
        attempts=MOST_ATTEMPTS, given_up_at=timezone.now(), last_problem="SMTPDataError 452"
    )
    return letter


@pytest.mark.django_db
def test_an_administrator_sees_what_became_of_letters_and_nothing_of_what_they_say(client):
    client.force_login(make_user(ADMINISTRATOR))
    given_up()

    page = client.get(reverse(LIST)).content.decode()

    assert "given-up" in page
    assert "SMTPDataError 452" in page
    assert "ada@example.org" not in page
    assert "Lovelace" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in ROLES if role != ADMINISTRATOR])
def test_nobody_else_sees_letters(client, role):
    client.force_login(make_user(role))
    letter = given_up()

    answers = [client.get(reverse(LIST)), client.post(reverse(LIST), trying_again(letter))]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert again(letter).given_up_at
    assert reverse(LIST) not in client.get("/admin/").content.decode()


def trying_again(letter):
    return {"action": "try_again", "_selected_action": [letter.pk]}


@pytest.mark.django_db
def test_what_was_given_up_is_tried_again_on_request(client):
    client.force_login(make_user(ADMINISTRATOR))
    letter = given_up()

    answer = client.post(reverse(LIST), trying_again(letter), follow=True)
    deliver()

    assert "1 letter is tried again." in answer.content.decode()
    assert again(letter).delivered_at
    assert [sent.to for sent in mail.outbox] == [["ada@example.org"]]


@pytest.mark.django_db
def test_what_was_delivered_or_forgotten_is_not_tried_again(client):
    client.force_login(make_user(ADMINISTRATOR))
    delivered, forgotten = write("delivered"), given_up("forgotten")
    deliver()
    Letter.objects.filter(pk=forgotten.pk).forget()

    for letter in (delivered, forgotten):
        client.post(reverse(LIST), trying_again(letter))
    deliver()

    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "keys"), [("waiting", {"waiting"}), ("given_up", {"given-up"}), ("delivered", {"delivered"})]
)
def test_the_list_can_be_narrowed(client, state, keys):
    client.force_login(make_user(ADMINISTRATOR))
    write("delivered")
    deliver()
    write("waiting")
    given_up()

    rows = client.get(reverse(LIST), {"state": state}).context["cl"].result_list

    assert {letter.key for letter in rows} == keys


@pytest.mark.django_db
def test_the_list_costs_the_same_for_three_letters_as_for_forty(client):
    client.force_login(make_user(ADMINISTRATOR))
    client.get(reverse(LIST))
    costs = []

    for number in (3, 37):
        for index in range(number):
            write(f"letter-{number}-{index}")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(LIST))
        costs.append(len(queries))

    assert costs == [5, 5]


@pytest.mark.django_db
def test_the_list_stands_although_a_key_was_lost(client, settings):
    client.force_login(make_user(ADMINISTRATOR))
    write("unreadable")
    settings.PERSONAL_DATA_KEYS = ("bG9zdGxvc3Rsb3N0bG9zdGxvc3Rsb3N0bG9zdGxvc3Q=",)

    assert "unreadable" in client.get(reverse(LIST)).content.decode()
