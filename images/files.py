"""The files of a picture: written under names that are made here, and taken away together."""

import re
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

_written = ContextVar("files_written", default=None)


@contextmanager
def or_nothing():
    """Files that are written inside are removed again when what is done inside fails. Put the transaction inside."""
    outer, written = _written.get(), []
    token = _written.set(written)
    try:
        yield
    except BaseException:
        for folder, widths in written:
            remove(folder, widths)
        raise
    finally:
        _written.reset(token)
    if outer is not None:
        outer.extend(written)


def write(files):
    """Write {width: content} into a new folder and return its name. When one cannot be written, none is left."""
    folder = token_hex(16)
    with or_nothing():
        _written.get().append((folder, tuple(files)))
        for width, content in files.items():
            default_storage.save(path_of(folder, width), ContentFile(content))
    return folder


def remove(folder, widths):
    for width in widths:
        default_storage.delete(path_of(folder, width))
    # The folder itself, where the storage has folders. It is empty now.
    default_storage.delete(f"pictures/{folder}")


def folders():
    """The names of all folders that `write` made."""
    try:
        found, _files = default_storage.listdir("pictures")
    except FileNotFoundError:
        return set()
    return {name for name in found if re.fullmatch("[0-9a-f]{32}", name)}


def remove_abandoned(folder, *, before):
    """Remove a folder with whatever is in it, unless something was written there since a time."""
    place = f"pictures/{folder}"
    # Gone meanwhile: then it is as it should be.
    with suppress(FileNotFoundError):
        paths = [f"{place}/{name}" for name in default_storage.listdir(place)[1]]
        if any(default_storage.get_modified_time(path) >= before for path in paths or [place]):
            return
        for path in [*paths, place]:
            default_storage.delete(path)


def read(folder, width):
    with default_storage.open(path_of(folder, width)) as file:
        return file.read()


def path_of(folder, width):
    return f"pictures/{folder}/{width}.webp"
