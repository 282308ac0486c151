"""Does again what the register says: for a database or files that came back from a backup, and for a process that died
between the end of an erasure and the removal of its files.
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from images import files

from .photos import Photo
from .register import KINDS, read_register
from .story import Story

logger = logging.getLogger(__name__)


@dataclass
class Redone:
    """What a run did: numbers of stories, how many folders of files went, and the lines that cannot be read."""

    consents: list = field(default_factory=list)
    withdrawn: list = field(default_factory=list)
    erased: list = field(default_factory=list)
    folders: int = 0
    unreadable: list = field(default_factory=list)


def apply_register():
    """Do again what the register says of stories that the database has, and return what was done.

    The key decides: after a restore, another story may have got the same number. Nobody gets a letter: each was told
    at the time.
    """
    entries, unreadable = read_register()
    redone = Redone(unreadable=unreadable)
    if unreadable:
        logger.warning("Lines %s of the register of erasures cannot be read: what they say is not done.", unreadable)
    last = {entry.key: entry for entry in sorted(entries, key=_weight)}
    for story in Story.objects.filter(pk__in=_undone(last)).order_by("pk"):
        entry = last[story.key]
        if story.redo(entry):
            getattr(redone, entry.what).append(story.pk)
    redone.folders = _remove_files({entry.folder for entry in entries if entry.folder})
    return redone


def _weight(entry):
    """What outweighs what: an erasure is the last word, wherever it stands."""
    return KINDS.index(entry.what), entry.at


def _undone(last):
    """The numbers of the stories of which {key: entry} says what the database does not know."""
    rows = Story.objects.filter(erased_at=None).annotate(asked_at=Max("consent_rows__at"))
    found = rows.values_list("pk", "key", "withdrawn_at", "asked_at")
    return [
        number
        for number, key, withdrawn_at, asked_at in found
        if key in last and not _is_known(last[key], withdrawn_at, asked_at)
    ]


def _is_known(entry, withdrawn_at, asked_at):
    match entry.what:
        case "erased":
            return False
        case "withdrawn":
            return withdrawn_at is not None
        case "consents":
            return withdrawn_at is not None or (asked_at is not None and asked_at >= entry.at)


def _remove_files(folders):
    """Remove the folders of erased photos that are still there, and return how many."""
    left = folders & files.folders()
    # A register that says what is not so must not cost a story its photo.
    left -= set(Photo.objects.filter(folder__in=left).values_list("folder", flat=True))
    for folder in left:
        files.remove_abandoned(folder, before=timezone.now() + timedelta(days=1))
    return len(left)
