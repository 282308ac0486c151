"""A real browser for the tests in this folder, which fail on errors in a page and on requests to other sites."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from ..showcase import running
from .chromium import CHROMIUM, launched


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    in_browser = [item for item in items if here in item.path.parents]
    for item in in_browser:
        item.add_marker("browser")
    # Last: they are the slow ones, and Playwright's event loop stays with the process once it runs.
    items[:] = [item for item in items if item not in set(in_browser)] + in_browser


@pytest.fixture(scope="session", autouse=True)
def collected_static_files(tmp_path_factory):
    """The static files as they are published: what is kept out of collectstatic is missing here too."""
    # Not a plain assignment: the storage remembers where it writes until it hears that the setting has changed.
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.fail(
            "Browser tests need Chromium, and there is none here: install it, or give its path in CHROMIUM.", False
        )
    # Playwright runs an event loop in this thread, where Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with launched() as chromium:
        yield chromium
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Witness:
    """What the pages of one test said and asked for."""

    origins: tuple[str, ...]
    errors: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    # CKEditor's own attributes break the policy; pages without an editor must not.
    expects_violations: bool = False

    def watch(self, page):
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.console.append(message.text))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("response", lambda response: self.missing.append(response.url) if response.status == 404 else None)

    @property
    def strangers(self):
        asked = [url for url in self.requests if url.startswith(("http:", "https:", "ws:", "wss:"))]
        return [url for url in asked if not url.startswith(tuple(f"{origin}/" for origin in self.origins))]

    @property
    def violations(self):
        return [text for text in self.console if "Content Security Policy" in text]

    def testify(self):
        assert self.errors == [], "The page had errors."
        assert self.strangers == [], "The page asked another site."
        assert self.expects_violations or self.violations == [], "The page broke its Content-Security-Policy."


@pytest.fixture(scope="session")
def sites(tmp_path_factory):
    """Two sites to read, never to change: one with every state of every page, and one with nothing but notices."""
    folder = tmp_path_factory.mktemp("showcase")
    with running("everything", folder) as everything, running("bare", folder) as bare:
        yield everything.site, bare.site


@pytest.fixture
def origins(live_server):
    """Where a test's pages come from: a server with a database of its own. Modules that only read say otherwise."""
    return (live_server.url,)


@pytest.fixture
def witness(origins):
    return Witness(origins)


@pytest.fixture
def open_page(browser, witness, origins):
    """Open a page in a fresh context: open_page(locale="fr-CA", java_script_enabled=False, …)."""
    contexts = []

    def open_one(**options):
        context = browser.new_context(base_url=origins[0], **{"locale": "en-CA", **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        witness.watch(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    witness.testify()


@pytest.fixture
def page(open_page):
    return open_page()
