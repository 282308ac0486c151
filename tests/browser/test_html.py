"""What is sent keeps to the standards of HTML, CSS and SVG: every state of every public page, and every style sheet."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings

from tools.html_checker import find_html_checker

from .visits import states_of

pytestmark = pytest.mark.html

# Where vnu is wrong: {pattern of what it says: why}. What it no longer says is taken out here.
WRONG = {
    # A popover is the scope of its own autofocus, and each of them has exactly one.
    r'^There must not be two elements with the same "nearest ancestor autofocus scoping root element"': "popover",
    # Anchor positioning is younger than vnu's table of properties.
    r"^CSS: “position-(area|try-fallbacks)”: Property “[a-z-]+” doesn't exist\.$": "anchor positioning",
    r"^CSS: Unrecognized at-rule “@position-try”": "anchor positioning",
    # 100vw - 2 * var(--edge): it takes what stands in for a length for a number.
    r"^CSS: “width”: The types are incompatible\.$": "variables in calculations",
}


@pytest.fixture(scope="module")
def jar():
    found = find_html_checker()
    if not found:
        pytest.fail("These tests need Java and the HTML checker, which `make test PART=html` installs with npm.", False)
    return found


@pytest.fixture(scope="module")
def said(jar, sites, tmp_path_factory):
    """[(file, message)] of what vnu says about everything, in one run."""
    folder = tmp_path_factory.mktemp("pages")
    for site, language, state, path in states_of(sites):
        name = f"{state} in {language} on {sites.index(site)}.html".replace(" ", "-")
        (folder / name).write_bytes(site.html(path, language=language))
    for path in (settings.BASE_DIR / "static").rglob("*"):
        if path.suffix in (".css", ".svg"):
            shutil.copy(path, folder / "-".join(path.relative_to(settings.BASE_DIR).parts))
    assert len(list(folder.iterdir())) > 80
    return ask(jar, folder)


def ask(jar, folder):
    """Let vnu read every file of a folder; return [(file, message)]."""
    options = ("--also-check-css", "--also-check-svg", "--stdout", "--exit-zero-always", "--format", "json")
    answer = subprocess.run(
        ["java", "-jar", jar, *options, str(folder)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return [
        (unquote(Path(urlsplit(message["url"]).path).name), message["message"])
        for message in json.loads(answer.stdout)["messages"]
    ]


def is_wrong(message):
    return any(re.search(pattern, message) for pattern in WRONG)


def test_no_page_and_no_sheet_has_an_error_or_a_warning(said):
    justified = sorted({(file, message) for file, message in said if not is_wrong(message)})

    assert justified == []


def test_nothing_is_ignored_that_is_no_longer_said(said):
    unused = [pattern for pattern in WRONG if not any(re.search(pattern, message) for _, message in said)]

    assert unused == []


BROKEN = {
    "page.html": "<!doctype html><html lang=en><title>Broken</title><p id=a><p id=a><ul><p></ul>",
    "sheet.css": "p { colour: red }",
    "drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"><circel r="1"/></svg>',
}


def test_a_broken_file_of_each_kind_is_found(jar, tmp_path):
    for name, text in BROKEN.items():
        (tmp_path / name).write_text(text)

    found = {file for file, message in ask(jar, tmp_path) if not is_wrong(message)}

    assert found == set(BROKEN)
