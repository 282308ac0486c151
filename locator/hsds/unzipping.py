"""Opening a zip that may come from anybody."""

import io
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from .faults import Unreadable

MEGABYTE = 1024 * 1024
LARGEST_FILE = 200 * MEGABYTE
LARGEST_PACKAGE = 500 * MEGABYTE
MOST_FILES = 200
# Text of many equal rows shrinks to a hundredth; a bomb to a thousandth and less.
LARGEST_RATIO = 400


def unzipped(content):
    """{name: bytes} of a zip that may come from anybody. Raises Unreadable for what is broken, hostile or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _entries(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable(_("This is not a zip file that can be opened. It may be damaged or locked.")) from fault


def _entries(package):
    entries = [entry for entry in package.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise Unreadable(_("This zip holds more than %(number)d files.") % {"number": MOST_FILES})
    files, total = {}, 0
    for entry in entries:
        name = _safe_name(entry.filename)
        if not is_wanted(PurePosixPath(name)):
            continue
        content = _unpacked(package, entry, name)
        total += len(content)
        if total > LARGEST_PACKAGE:
            raise Unreadable(_("The files in this zip are too large together."))
        if name in files:
            raise Unreadable(_("This zip holds “%(name)s” twice.") % {"name": name})
        files[name] = content
    return files


def _safe_name(name):
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        raise Unreadable(_("This zip holds a file whose name leads out of it. It was not opened."))
    return path.name


def _unpacked(package, entry, name):
    # Not by the sizes that the zip itself tells, which may lie.
    with package.open(entry) as stream:
        content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Unreadable(_("“%(name)s” is too large.") % {"name": name})
    if len(content) > MEGABYTE and len(content) > LARGEST_RATIO * max(entry.compress_size, 1):
        raise Unreadable(_("“%(name)s” is packed so tightly that it cannot be real. It was not read.") % {"name": name})
    return content


def is_wanted(path):
    """Whether a file of a package is to be read."""
    hidden = path.name.startswith((".", "__MACOSX"))
    return not hidden and path.suffix.lower() in (".csv", ".json")
