"""What processes count in memory and write from time to time: nobody who reads waits for it or meets an error."""

import os
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from publishing.generation import Generation
from publishing.tally import MOST_REMEMBERED, Tally, tally
from search.misses import Miss

from .factories import make_document
from .test_search_pages import FROM_OUR_PAGE, look_for
from .threads import beside, end, wait_for

pytestmark = pytest.mark.usefixtures("counting")


class Refusing:
    """A database that takes nothing until it is told to."""

    def __init__(self):
        self.kept, self.is_away = [], True

    def keep(self, counts):
        if self.is_away:
            raise DatabaseError
        self.kept.append(dict(counts))


@pytest.mark.django_db
def test_what_the_database_does_not_take_is_kept_for_the_next_time():
    mine, database = Tally(), Refusing()
    mine.add("a", keep=database.keep)
    mine.write()
    mine.add("a", keep=database.keep)
    database.is_away = False

    mine.write()
    mine.write()

    assert database.kept == [{"a": 2}]


@pytest.mark.django_db
def test_what_one_database_table_refuses_holds_nothing_else_up():
    mine, refusing, taking = Tally(), Refusing(), Refusing()
    taking.is_away = False
    mine.add("a", keep=refusing.keep)
    mine.add("b", keep=taking.keep)

    mine.write()
    assert (refusing.kept, taking.kept) == ([], [{"b": 1}])

    refusing.is_away = False
    mine.write()
    assert (refusing.kept, taking.kept) == ([{"a": 1}], [{"b": 1}])


@pytest.mark.django_db
def test_a_database_that_stays_away_does_not_fill_the_memory():
    mine, database = Tally(), Refusing()
    for number in range(MOST_REMEMBERED):
        mine.add(number, keep=database.keep)
    assert mine.is_due

    mine.write()
    database.is_away = False
    mine.write()

    assert not mine.is_due
    assert database.kept == []


@pytest.mark.django_db
def test_any_answer_writes_what_is_due(client, settings):
    make_document("Interferon")
    look_for(client, "zebra", headers=FROM_OUR_PAGE)
    assert not Miss.objects.exists()

    settings.COUNTS_WRITTEN_EVERY = 0.000001
    client.get("/nothing")

    assert Miss.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_triggers_the_writing_waits_for_nobody_and_meets_no_error(client, settings):
    settings.COUNTS_WRITTEN_EVERY = 0.000001
    is_held, is_answered = threading.Event(), threading.Event()
    writer = beside(hold_what_is_written, is_held, is_answered)
    wait_for(is_held)
    began = time.monotonic()

    response = look_for(client, "zebra", headers=FROM_OUR_PAGE)
    waited = time.monotonic() - began
    is_answered.set()
    end(writer)

    assert response.status_code == 200
    assert waited < 5
    assert not Miss.objects.exists()
    tally.write()
    assert Miss.objects.count() == 1


def hold_what_is_written(is_held, is_answered):
    with transaction.atomic():
        # SQLite is locked as a whole.
        Generation.hold()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE search_miss IN EXCLUSIVE MODE")
        is_held.set()
        wait_for(is_answered)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_wait_for_others_is_short_for_the_writing_alone():
    before, waits = longest_wait(), []
    tally.add("a", keep=lambda counts: waits.append(longest_wait()))

    tally.write()

    assert longest_wait() == before
    assert waits and waits != [before]


def longest_wait():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        return cursor.fetchone()


A_SERVER_THAT_FORKS = """
import multiprocessing, sys
from pathlib import Path
import django
django.setup()
from publishing.tally import Tally

def keep(counts):
    Path(sys.argv[1]).write_text(str(dict(counts)))

def work():
    Tally().add("a", keep=keep)

worker = multiprocessing.get_context("fork").Process(target=work)
worker.start()
worker.join()
"""


def test_a_process_that_ends_writes_what_it_counted(tmp_path):
    kept = tmp_path / "kept"
    own = {"DATA_FOLDER": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cancerinfo.settings"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own

    subprocess.run(
        [sys.executable, "-c", A_SERVER_THAT_FORKS, kept],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
        timeout=60,
    )

    assert kept.read_text() == "{'a': 1}"
