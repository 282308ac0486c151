"""Compiles the translations with Babel, so that neither a fresh clone nor a server needs gettext.

The compiled files are committed: the same translations give the same bytes on every machine.
"""

import io
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tools.places import PROJECT


def compiled(path):
    """Return a translation file's compiled form. Fuzzy entries are left out: they are guesses until somebody agrees."""
    with open(path, "rb") as source:
        catalog = read_po(source, abort_invalid=True)
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def translations(folder=PROJECT / "locale"):
    return sorted(folder.glob("*/LC_MESSAGES/*.po"))


def main():
    for path in translations():
        path.with_suffix(".mo").write_bytes(compiled(path))
        print(f"Compiled {Path(path).relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
