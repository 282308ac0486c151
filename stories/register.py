"""The register of what authors took back: a file beside the database, which a restored backup does not undo.

A line holds ids, what happened, when, and names of purposes; nothing of a person or a story. restoring.py does again
what it says.
"""

import errno
import json
import os
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

CONSENTS, WITHDRAWN, ERASED = KINDS = ("consents", "withdrawn", "erased")


@dataclass(frozen=True)
class Entry:
    """A line of the register. `given` are the purposes that were agreed to from then on, for CONSENTS; `folder` is that
    of an erased photo's files, or "".
    """

    what: str
    story: int
    key: uuid.UUID
    at: datetime
    given: tuple = ()
    folder: str = ""


def register(what, story, *, at, **more):
    """Add a line and make sure that it is on the disk. Called before the transaction ends: a line too many is made good
    by doing again what it says, a line too few would bring a story back.
    """
    line = {"what": what, "story": story.pk, "key": str(story.key), "at": at.isoformat()} | more
    path = settings.ERASURE_REGISTER
    path.parent.mkdir(parents=True, exist_ok=True)
    # One write: lines of two processes never mix.
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        whole = (_end_of_a_broken_line(descriptor) + json.dumps(line) + "\n").encode()
        if os.write(descriptor, whole) < len(whole):
            # A full disk takes a part and says nothing. What is done must not outlive a line that nobody can read.
            raise OSError(errno.ENOSPC, "The register of erasures took only a part of a line.")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    _keep_name(path)


def read_register():
    """Return (entries, unreadable): every whole line as an Entry, the oldest first, and the numbers of the others."""
    try:
        lines = settings.ERASURE_REGISTER.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return [], []
    read = {number: _read(line) for number, line in enumerate(lines, start=1) if line.strip()}
    unreadable = [number for number, entry in read.items() if entry is None]
    return [entry for entry in read.values() if entry], unreadable


def _read(line):
    try:
        said = json.loads(line)
        entry = Entry(
            str(said["what"]),
            int(said["story"]),
            uuid.UUID(said["key"]),
            datetime.fromisoformat(said["at"]),
            tuple(said.get("given", ())),
            str(said.get("folder", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        # Cut off by a crash, or damaged.
        return None
    return entry if entry.what in KINDS and entry.at.tzinfo else None


def _end_of_a_broken_line(descriptor):
    """What a crash cut off must not take the next line with it."""
    size = os.fstat(descriptor).st_size
    return "\n" if size and os.pread(descriptor, 1, size - 1) != b"\n" else ""


def _keep_name(path):
    """Make sure that the folder, too, is on the disk with the name of a new file in it."""
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
