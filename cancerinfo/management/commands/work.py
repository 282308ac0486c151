"""The worker: what has to be done from time to time, beside the web server."""

import logging
import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from feedback.answers import forget_words
from images.clearing import clear_temporary_uploads
from locator.exchange.runs import forget_old_imports, run_waiting_imports
from locator.suggestions import forget_old_suggestions
from mail.delivery import deliver, forget_undeliverable
from publishing.senders import forget_senders
from search.documents import scrub
from search.misses import forget_misses
from search.rebuilding import rebuild
from stories.erasure import flush
from stories.restoring import apply_register
from stories.retention import apply_retention

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to do at an interval. It must bear being cut off half-way, and being done twice."""

    name: str
    do: Callable[[], None]
    every: timedelta


def clear_expired_sessions():
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def refresh_statistics():
    # PostgreSQL does this by itself.
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        # Not PRAGMA optimize: it looks only at tables that its own connection has read. A sample of each index will do.
        cursor.execute("PRAGMA analysis_limit = 400")
        cursor.execute("ANALYZE")


JOBS = (
    Job("clear expired sessions", clear_expired_sessions, every=timedelta(hours=1)),
    Job("apply the register of erasures", apply_register, every=timedelta(hours=1)),
    Job("refresh the database's statistics", refresh_statistics, every=timedelta(days=1)),
    Job("forget letters that were given up long ago", forget_undeliverable, every=timedelta(days=1)),
    Job("clear pictures of unfinished forms", clear_temporary_uploads, every=timedelta(hours=1)),
    Job("forget who sent something", forget_senders, every=timedelta(hours=1)),
    Job("import services", run_waiting_imports, every=timedelta(seconds=5)),
    Job("forget old imports", forget_old_imports, every=timedelta(days=1)),
    Job("forget who suggested something long ago", forget_old_suggestions, every=timedelta(days=1)),
    Job("forget what readers wrote about pages", forget_words, every=timedelta(days=1)),
    Job("apply the rules of retention", apply_retention, every=timedelta(days=1)),
    Job("compare what search finds with the site", rebuild, every=timedelta(days=1)),
    Job("forget questions without an answer", forget_misses, every=timedelta(days=1)),
    # Before what was erased is flushed: what this overwrites goes with it.
    Job("take forgotten words out of the search index", scrub, every=timedelta(minutes=10)),
    Job("flush what was erased", flush, every=timedelta(minutes=10)),
    Job("deliver letters", deliver, every=timedelta(seconds=5)),
)


class Signals:
    """Being asked to stop, as something to wait for.

    A handler alone is not enough: when the signal comes just before a wait, Python runs it only after the wait, which
    may be an hour. The byte that Python puts into this pipe is there at once.
    """

    def __init__(self):
        self.reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)

    def stop_within(self, seconds):
        ready, _, _ = select.select([self.reading], [], [], seconds)
        return bool(ready)


def work(jobs, *, stop_within):
    """Do each job at once, then again at its interval, until `stop_within(seconds)` says that it is time to stop."""
    turns = {job: time.monotonic() for job in jobs}
    while True:
        job = min(turns, key=turns.get)
        if stop_within(max(0, turns[job] - time.monotonic())):
            return
        attempt(job)
        # Before the next turn the database may go away and come back: each job opens a connection of its own.
        connections.close_all()
        turns[job] = time.monotonic() + job.every.total_seconds()


def attempt(job):
    """Do a job and return whether it went well. Nothing that goes wrong in one may end the worker."""
    try:
        job.do()
    except Exception:
        logger.exception("The job “%s” failed. It is tried again at its next turn.", job.name)
        return False
    return True


class Command(BaseCommand):
    help = "Does the regular jobs until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do every job once, then end")

    def handle(self, *, once, **options):
        if once:
            return self.work_once()
        work(JOBS, stop_within=Signals().stop_within)

    def work_once(self):
        failed = [job.name for job in JOBS if not attempt(job)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")
        self.stdout.write(f"Did {len(JOBS)} jobs.")
