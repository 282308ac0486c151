"""Runs every test of the project: sets up what is missing, then tries each part and tells how it went.

`make test`, or without make `python3 tools/test.py`. One part: `--part sqlite`; what follows is pytest's: `-k words`.
"""

import argparse
import contextlib
import importlib.util
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

if not __package__:
    # Started as a file: Python then looks for modules beside it and not in the project.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from tools.environment import TO_DEVELOP, python_in, set_up
from tools.html_checker import find_html_checker, install_html_checker
from tools.postgresql import find_programs, temporary_postgresql
from tools.programs import run
from tools.refusals import Refusal, plainly
from tools.system_packages import install_system_packages

# A setting of the site that somebody's shell happens to hold must not change what the tests see.
SETTINGS = (
    *("DEBUG", "SECRET_KEY", "PERSONAL_DATA_KEYS", "SITE_ADDRESS", "MORE_HOSTS", "DATABASE_URL", "DATA_FOLDER"),
    *("EMAIL_URL", "MAIL_FROM", "TIME_ZONE", "PORT"),
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NOTHING_COLLECTED = 5


class Part(NamedTuple):
    """One part of the tests: commands that all have to succeed, and what they need besides Python packages."""

    name: str
    commands: tuple
    needs: tuple = ()


def pytest(*options):
    return ("pytest", *options)


PARTS = (
    Part("style", (("ruff", "check", "."), ("ruff", "format", "--check", "."))),
    Part("checks", (("django", "check"), ("django", "makemigrations", "--check", "--dry-run"))),
    Part("sqlite", (pytest("-n", "2", "-m", "not browser"),)),
    Part("postgresql", (pytest("-n", "2", "-m", "not browser and not of_sqlite"),), ("PostgreSQL",)),
    Part("browser", (pytest("-n", "2", "-m", "browser and not html"),), ("browser",)),
    Part("html", (pytest("-m", "html"),), ("HTML checker",)),
    Part("browser-postgresql", (pytest("-m", "browser and both_databases"),), ("browser", "PostgreSQL")),
)


class Result(NamedTuple):
    part: Part
    outcome: str
    seconds: float = 0

    def __str__(self):
        return f"{self.part.name:<20}{self.outcome:<14}{self.seconds:6.1f} s"


def main():
    options, for_pytest = read_arguments(sys.argv[1:])
    # Terminated is ended like interrupted: the temporary PostgreSQL has to go either way.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parts = [part for part in PARTS if not options.part or part.name in options.part]
    needs = {need for part in parts for need in part.needs}
    install_system_packages(missing_packages(needs))
    set_up(TO_DEVELOP)
    if "HTML checker" in needs:
        install_html_checker()
    strict = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(temporary_folder())
        environment = test_environment(folder)
        postgresql = start_postgresql(stack) if "PostgreSQL" in needs else None
        results = [try_part(part, environment, postgresql=postgresql, for_pytest=for_pytest) for part in parts]
    return report(results, strict=strict)


def read_arguments(arguments):
    parser = argparse.ArgumentParser(description="Run the tests.", allow_abbrev=False)
    parser.add_argument("--part", action="append", choices=[part.name for part in PARTS], help="only this part")
    return parser.parse_known_args(arguments)


def missing_packages(needs):
    wanted = {
        "python3-venv": not importlib.util.find_spec("ensurepip"),
        "chromium": "browser" in needs and not find_browser(),
        "postgresql": "PostgreSQL" in needs and not os.environ.get("TEST_DATABASE_URL") and not find_programs(),
        "gettext": not shutil.which("msgfmt"),
        "default-jre-headless": "HTML checker" in needs and not shutil.which("java"),
        "npm": "HTML checker" in needs and not find_html_checker() and not shutil.which("npm"),
    }
    return [name for name, is_missing in wanted.items() if is_missing]


def find_browser():
    given = os.environ.get("CHROMIUM")
    return given or next(filter(None, map(shutil.which, BROWSERS)), None)


@contextlib.contextmanager
def temporary_folder():
    with tempfile.TemporaryDirectory(prefix="cancerinfo-tests-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def test_environment(folder):
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATA_FOLDER": str(folder), "PYTHONUNBUFFERED": "1"}
    # What an interrupted test leaves behind goes away with the folder.
    environment["TMPDIR"] = str(folder)
    browser = find_browser()
    if browser:
        environment["CHROMIUM"] = browser
    # Browsers want a home to write to, and an account made for tests may have none.
    if not os.access(os.path.expanduser("~"), os.W_OK):
        environment["HOME"] = str(folder)
    return environment


def start_postgresql(stack):
    """Return the address of a PostgreSQL to test on, or None where there is none."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given
    programs = find_programs()
    if not programs:
        return None
    try:
        return stack.enter_context(temporary_postgresql(programs))
    except Refusal as refusal:
        print(refusal, flush=True)
        return None


def try_part(part, environment, *, postgresql, for_pytest):
    have = {
        "browser": "CHROMIUM" in environment,
        "HTML checker": "HTML checker" in part.needs and find_html_checker() is not None,
        "PostgreSQL": postgresql is not None,
    }
    missing = [need for need in part.needs if not have[need]]
    print(f"\n=== {part.name} ===", flush=True)
    if missing:
        print(f"Not run: no {' and no '.join(missing)} here.", flush=True)
        return Result(part, "not run")
    if "PostgreSQL" in part.needs:
        environment = environment | {"DATABASE_URL": postgresql}
    started = time.monotonic()
    codes = [execute(command, environment, for_pytest) for command in part.commands]
    return Result(part, outcome_of(codes), time.monotonic() - started)


def execute(command, environment, for_pytest):
    if command[0] == "pytest":
        command = (*command, *for_pytest)
    # Interrupted, pytest still tells what it was doing.
    return run([python_in(), "-m", *command], environment=environment, ended_by=signal.SIGINT).returncode


def outcome_of(codes):
    if NOTHING_COLLECTED in codes:
        return "ran nothing"
    return "failed" if any(codes) else "passed"


def report(results, *, strict):
    """Print a line for each part, and last of all what was not tried; return the exit code."""
    print("\n=== results ===")
    for result in results:
        print(result)
    not_tried = [result.part.name for result in results if result.outcome in ("not run", "ran nothing")]
    if not_tried:
        print(f"Not tried: {', '.join(not_tried)}{' (a failure, because CI is set)' if strict else ''}.")
    sys.stdout.flush()
    return int(any(result.outcome == "failed" for result in results) or (strict and bool(not_tried)))


if __name__ == "__main__":
    sys.exit(plainly(main))
