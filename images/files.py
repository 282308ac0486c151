"""The files of a picture: written under names that are made here, and taken away together."""

from contextlib import contextmanager
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


def read(folder, width):
    with default_storage.open(path_of(folder, width)) as file:
        return file.read()


def path_of(folder, width):
    return f"pictures/{folder}/{width}.webp"
