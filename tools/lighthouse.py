"""Asks Lighthouse about the main pages in both languages, on a phone and on a desk: python -m tools.lighthouse

Names of pages may follow: `python -m tools.lighthouse home drug`. It needs Chromium, Node 18, npm, and what tests
need. It ends with 1 when a page has less than 100 for accessibility or for search engines.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.browser.chromium import CHROMIUM, FLAGS
from tests.showcase import running
from tools.environment import FOLDER as VIRTUAL_ENVIRONMENT
from tools.places import PROJECT, locked
from tools.programs import run
from tools.refusals import Refusal, plainly

VERSION = "12.8.2"
FOLDER = VIRTUAL_ENVIRONMENT / f"lighthouse-{VERSION}"
# Names every package by its version and the hash of its content, and no registry.
PACKAGES = PROJECT / "tools" / "lighthouse_packages"
PROGRAM = FOLDER / "node_modules" / ".bin" / "lighthouse"

CATEGORIES = {"performance": "speed", "accessibility": "access", "best-practices": "practices", "seo": "search"}
# What every page must have 100 for.
MUST_BE_WHOLE = ("accessibility", "seo")
FORMS = {"mobile": [], "desktop": ["--preset=desktop"]}

# Beside the pages of the demonstration that the showcase names.
ADDRESSES = {
    "search": {"en": "/en/search/?q=interferon", "fr": "/fr/recherche/?q=interferon"},
    "services": {"en": "/en/services/?near=ottawa-on", "fr": "/fr/services/?near=ottawa-on"},
}
PAGES = ("home", "drug", "cancer", "search", "services")
# Results of a search are kept out of search engines on purpose: that alone is not asked there.
KEPT_OUT = {page: ["--skip-audits=is-crawlable"] for page in ("search", "services")}


class Result(NamedTuple):
    """What Lighthouse says of one page on one kind of screen: {category: 0 to 100}, and what cost points."""

    page: str
    language: str
    form: str
    scores: dict
    faults: list

    @property
    def is_whole(self):
        return all(self.scores[category] == 100 for category in MUST_BE_WHOLE)

    def __str__(self):
        scores = "".join(f"{self.scores[category]:>{len(name) + 3}}" for category, name in CATEGORIES.items())
        return f"{self.page:<10}{self.language:<4}{self.form:<9}{scores}"


def main():
    asked = read_arguments(sys.argv[1:])
    install()
    with tempfile.TemporaryDirectory(prefix="cancerinfo-lighthouse-") as folder:
        with running("demonstration", Path(folder)) as starting:
            return report(list(results_of(starting.site, asked, Path(folder))))


def read_arguments(arguments):
    parser = argparse.ArgumentParser(description="Ask Lighthouse about the main pages.", allow_abbrev=False)
    parser.add_argument("pages", nargs="*", metavar="page", help=f"one of {', '.join(PAGES)}; all when none is named")
    pages = parser.parse_args(arguments).pages
    unknown = set(pages) - set(PAGES)
    if unknown:
        parser.error(f"no page is called {', '.join(sorted(unknown))}")
    return pages or PAGES


def install():
    """Bring what the lock file names, once, and nothing else: no package runs a script of its own."""
    missing = [name for name in ("node", "npm") if not shutil.which(name)]
    if missing or not CHROMIUM:
        raise Refusal(f"Lighthouse needs {' and '.join([*missing, *([] if CHROMIUM else ['chromium'])])}: install it.")
    with locked(PROJECT):
        if PROGRAM.exists():
            return
        print(f"Installing Lighthouse {VERSION} with npm …", flush=True)
        shutil.copytree(PACKAGES, FOLDER, dirs_exist_ok=True)
        options = ["--ignore-scripts", "--no-audit", "--no-fund"]
        installed = run(["npm", "ci", *options], folder=FOLDER, silent=True)
        if installed.returncode:
            last = installed.stdout.strip().splitlines()[-1:]
            raise Refusal(f"npm could not install Lighthouse: {' '.join(last)}")


def results_of(site, pages, folder):
    print(f"{'':<23}{''.join(f'{name:>{len(name) + 3}}' for name in CATEGORIES.values())}", flush=True)
    for page in pages:
        for language in site.states:
            path = ADDRESSES.get(page, {}).get(language) or site.states[language][page]
            if not is_there(site.url(path)):
                print(f"{page:<10}{language:<4}not there: {path}", flush=True)
                continue
            for form in FORMS:
                result = ask(site.url(path), page, language, form, folder)
                print(result, flush=True)
                yield result


def is_there(url):
    try:
        with urlopen(url):  # noqa: S310 - the showcase's own address
            return True
    except HTTPError as error:
        error.close()
        return False


def ask(url, page, language, form, folder):
    written = folder / "lighthouse.json"
    options = ["--output=json", f"--output-path={written}", "--quiet", f"--chrome-flags={flags()}"]
    options += [f"--only-categories={','.join(CATEGORIES)}", *FORMS[form], *KEPT_OUT.get(page, [])]
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    asked = run([PROGRAM, url, *options], environment=environment, silent=True)
    if asked.returncode:
        raise Refusal(f"Lighthouse could not read {url}: {' '.join(asked.stdout.strip().splitlines()[-1:])}")
    told = json.loads(written.read_text(encoding="utf-8"))
    scores = {name: round(100 * (told["categories"][name]["score"] or 0)) for name in CATEGORIES}
    return Result(page, language, form, scores, faults_in(told))


def flags():
    """The browser's flags in one line, as Lighthouse takes them apart again: values with spaces in quotes."""
    parted = (flag.partition("=") for flag in ["--headless=new", *FLAGS])
    return " ".join(f'{name}="{value}"' if " " in value else f"{name}{equals}{value}" for name, equals, value in parted)


def faults_in(told):
    """What cost points in the categories that must be whole, each in Lighthouse's own words."""
    weighed = [each for name in MUST_BE_WHOLE for each in told["categories"][name]["auditRefs"] if each["weight"]]
    audits = [told["audits"][each["id"]] for each in weighed]
    return [audit["title"] for audit in audits if audit["score"] is not None and audit["score"] < 1]


def report(results):
    wanting = [result for result in results if not result.is_whole]
    for result in wanting:
        print(f"\n{result.page}, {result.language}, {result.form}:", *result.faults, sep="\n  ")
    print(f"\n{len(results) - len(wanting)} of {len(results)} have 100 for accessibility and for search engines.")
    return int(bool(wanting) or not results)


if __name__ == "__main__":
    sys.exit(plainly(main))
