"""A whole site for tests that only read: served as in production, with every public template in every state.

It runs in a process of its own with its own database, so that its content is loaded once and no test's database is
flushed for it.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, build_opener

from tools.places import PROJECT

# A setting that somebody's shell happens to hold must not change what the tests see.
FOREIGN = ("DEBUG", "DATABASE_URL", "SITE_ADDRESS", "MORE_HOSTS", "TIME_ZONE", "EMAIL_URL")
# Where only somebody from the desk finds a page that has the look of the public ones.
FOR_EDITORS = ("/admin/drugs/", "/admin/glossary/", "/en/styleguide/", "/fr/styleguide/")


@dataclass(frozen=True)
class Site:
    """A running site: its address, and the path of each of its states in each language."""

    address: str
    # {language: {state: path}}
    states: dict
    # The cookie of an editor, which only the preview needs.
    editor: dict

    def url(self, path):
        return urljoin(self.address, path)

    def is_for_editors(self, path):
        return bool(self.editor) and path.startswith(FOR_EDITORS)

    def html(self, path, *, language):
        """What is served at a path, whatever its status."""
        headers = {"Accept-Language": language}
        if self.is_for_editors(path):
            headers["Cookie"] = "{name}={value}".format(**self.editor)
        opener = build_opener(HTTPCookieProcessor())
        opener.addheaders = list(headers.items())
        try:
            return opener.open(self.url(path)).read()
        except HTTPError as error:
            with error:
                return error.read()


@contextmanager
def running(content, folder):
    """Run a site with some content ("everything", "bare" or "demonstration") while the block lasts.

    Sites that are given the same folder share its static files.
    """
    data = folder / content
    data.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN} | {
        "DJANGO_SETTINGS_MODULE": "tests.showcase.settings",
        "SECRET_KEY": "showcase",
        "PERSONAL_DATA_KEYS": "c2hvd2Nhc2Utc2hvd2Nhc2Utc2hvd2Nhc2UtMTIzNDU=",
        "DATA_FOLDER": str(data),
        "STATIC_FOLDER": str(folder / "static"),
    }
    # The site ends when its input does, so that it cannot outlive whoever started it.
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.showcase", content],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Starting(process)
        process.stdin.close()


class Starting:
    """A site that is on its way up, so that two of them can start together."""

    def __init__(self, process):
        self._process = process
        self._site = None

    @property
    def site(self):
        if self._site is None:
            said = self._process.stdout.readline()
            if not said:
                raise RuntimeError("The showcase did not start; its own words are above.")
            self._site = Site(**json.loads(said))
        return self._site
