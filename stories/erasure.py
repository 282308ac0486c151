"""What is taken away when a story is erased: every word, the photo, how to reach the author, the letters.

Story.erase is the move that does it. What stays says that there was a story, what happened to it and when.
"""

import logging

from django.db import connection, transaction
from django.utils.translation import override

from mail.models import Letter
from publishing.generation import Generation
from publishing.waiting import sqlite_that_waits
from search.models import Document, NameStart

from .contacts import Contact
from .messages import Message
from .originals import Original
from .photos import Photo
from .reports import Outcome, Report
from .searchable import readers_see_otherwise
from .texts import Text

logger = logging.getLogger(__name__)

NOTHING_LEFT_OF_A_STORY = {
    "cancer": None,
    "labels": [],
    "similar_to": None,
    "is_urgent": False,
    "link_secret": "",
    "claimed_by": None,
    "claimed_until": None,
}
NOTHING_LEFT_OF_A_TEXT = {name: "" for name in (*Text.AGREED, "quote")} | {"notes": [], "red": []}
# Whoever reads the database meanwhile is waited for no longer than this; the worker tries again.
LONGEST_WAIT_FOR_READERS = 500  # milliseconds
MODELS_WITH_WORDS = (Original, Text, Message, Contact, Photo, Report, Letter, Document, NameStart)


def take_away(story, *, at):
    """Empty everything that belongs to a story, in the caller's transaction. Returns the folder of its photo, or ""."""
    Original.objects.filter(story=story).erase()
    story.texts.update(**NOTHING_LEFT_OF_A_TEXT)
    story.messages.update(text="")
    story.reports.update(text="", email="")
    Contact.objects.filter(story=story).delete()
    Letter.objects.about(story.about).forget(now=at)
    type(story).objects.filter(similar_to=story).update(similar_to=None)
    type(story).objects.filter(pk=story.pk).update(**NOTHING_LEFT_OF_A_STORY, erased_at=at)
    folder = _take_away_photo(story)
    Generation.bump()
    readers_see_otherwise(story)
    if connection.vendor == "sqlite":
        # A moment's work. PostgreSQL takes longer, and is left to the worker.
        transaction.on_commit(flush, robust=True)
    return folder


def _take_away_photo(story):
    photo = Photo.objects.filter(story=story).first()
    if photo is None:
        return ""
    # Its files go when this is committed. A process that dies in between leaves them to restoring.apply_register.
    photo.delete()
    return photo.folder


def write_last_letters(story, *, at):
    """Tell the author, and whoever still waits for the answer to a report. Called before their addresses go.

    These letters belong to no story, so that forgetting those of the story leaves them: they are blanked, like all
    letters, as soon as they are delivered.
    """
    contact = Contact.objects.filter(story=story).first()
    if contact:
        Letter.write(
            key=f"story-{story.pk}-erased",
            to=contact.email,
            language=story.language,
            template="stories/erased",
            context={"story_number": story.pk, "date": at},
        )
    for report in story.reports.filter(answered_at=None).exclude(email=""):
        _answer(report)


def _answer(report):
    with override(report.language):
        reasons = [str(Outcome.TAKEN_DOWN.label)]
    Letter.write(
        key=f"report-{report.pk}",
        to=report.email,
        language=report.language,
        template="stories/report_answered",
        context={"story_number": report.story_id, "reasons": reasons, "message": ""},
    )


def flush(*, wait=LONGEST_WAIT_FOR_READERS):
    """Let the database itself forget what was overwritten, and return whether it could.

    SQLite keeps the earlier pages in its log until they are written back and the log is cut off; a reader that started
    before holds it up. PostgreSQL keeps rows that were changed until they are vacuumed.
    """
    if connection.in_atomic_block:
        # Neither can be done within a transaction.
        return False
    is_done = _cut_off_log(wait) if connection.vendor == "sqlite" else _vacuum()
    if not is_done:
        logger.info("What was erased is still in the database's log: somebody is reading. It is tried again.")
    return is_done


def _cut_off_log(wait):
    with sqlite_that_waits(wait), connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_pages = cursor.fetchone()
    return not is_busy


def _vacuum():
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in MODELS_WITH_WORDS)
    with connection.cursor() as cursor:
        # ANALYZE: the planner's statistics keep values of the rows, too.
        cursor.execute(f"VACUUM (ANALYZE) {tables}")
    return True
