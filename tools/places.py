"""Where things are kept, and whether they can be written there."""

import contextlib
import errno
import fcntl
import os
import tempfile
from pathlib import Path

from tools.refusals import Refusal

PROJECT = Path(__file__).resolve().parent.parent


def data_folder():
    return Path(os.environ.get("DATA_FOLDER") or PROJECT / "var").absolute()


def check_writable(folder, *, keeps, advice):
    """Make the folder if need be and refuse when no file can be made in it.

    Tried rather than asked: permissions say nothing about a read-only disk, and to root they always say yes.
    """
    try:
        # 0o700: a data folder holds passwords and what patients wrote.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise Refusal(f"{folder} cannot be written to, and {keeps} there: {advice}.") from error


@contextlib.contextmanager
def locked(folder):
    """Wait for one's turn, so that two commands started together do not set up the same folder at once."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_privately(path, text):
    """Write a file that only its owner can read: whole, or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
