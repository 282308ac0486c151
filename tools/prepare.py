"""Readies the database, the static files, the demonstration content and the first logins. Started by tools/run.py.

One process for all of it: starting Django four times would take longer than the work on most days.
"""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from tools.refusals import plainly, say


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cancerinfo.settings")
    try:
        django.setup()
        print("Readying the database and its content …", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_demo")
        # For a site that had no search, or one whose database came back from a backup.
        call_command("rebuild_search", verbosity=0)
        call_command("rebuild_word_uses", verbosity=0, stdout=io.StringIO())
        # Before anybody can open the site: what came back from a backup, and what is loaded anew, stays away.
        call_command("apply_erasures")
        call_command("make_logins", file=str(settings.DATA_FOLDER / "logins.txt"))
        collect_static()
    except DatabaseError as error:
        return say(f"The database cannot be used: {first_line(error)}")
    except (CommandError, ImproperlyConfigured) as error:
        return say(first_line(error))
    return 0


def first_line(error):
    return str(error).strip().partition("\n")[0]


def collect_static():
    """Collect the static files when one of them, or the way they are collected, has changed since the last time."""
    # In the virtual environment: a new one brings new packages, and their files with them.
    stamp = Path(sys.prefix) / "static-files-collected"
    sources = fingerprint_of_sources()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == sources + fingerprint_of_manifest():
        return
    print("Collecting the static files …", flush=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(sources + fingerprint_of_manifest(), encoding="utf-8")


def fingerprint_of_sources():
    patterns = apps.get_app_config("staticfiles").ignore_patterns
    seen = [settings.STORAGES["staticfiles"], patterns, str(settings.STATIC_ROOT)]
    for finder in get_finders():
        for name, storage in finder.list(patterns):
            found = os.stat(storage.path(name))
            seen.append((name, found.st_size, found.st_mtime_ns))
    return digest(repr(seen).encode())


def fingerprint_of_manifest():
    """Return what tells that the collected files are still those that were collected, as far as one look can tell."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    return digest(manifest.read_bytes()) if manifest.exists() else ""


def digest(content):
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(plainly(main))
