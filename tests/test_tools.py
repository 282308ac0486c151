"""The programs that set the project up, run it and test it, and the two commands that they start."""

import contextlib
import errno
import io
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth import authenticate, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cancerinfo.management.commands import work
from mail.keys import read_keys
from publishing.roles import ROLES
from tools import environment, html_checker, postgresql, run, test
from tools.places import PROJECT, check_writable, write_privately
from tools.refusals import Refusal, check_python, plainly
from tools.secret_key import keep_personal_data_keys, keep_secret_key

KEY = "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE="


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


# Refusals


def test_a_refusal_is_one_sentence_and_a_failure(capsys):
    def main():
        raise Refusal("Port 8000 is in use.")

    code = plainly(main)

    assert code == 1
    assert capsys.readouterr().err == "Port 8000 is in use.\n"


def test_a_full_disk_is_said_in_words(capsys):
    def main():
        raise OSError(errno.ENOSPC, "No space left on device")

    code = plainly(main)

    assert code == 1
    assert capsys.readouterr().err.startswith("The disk is full")


def test_ctrl_c_leaves_no_traceback(capsys):
    def main():
        raise KeyboardInterrupt

    code = plainly(main)

    assert code == 130
    assert capsys.readouterr().err == ""


def test_an_old_python_is_refused_by_number():
    with pytest.raises(Refusal, match="3.11 or newer is needed and this is Python 3.9"):
        check_python((3, 9, 18))


def test_a_busy_port_is_refused_with_another_one_to_try():
    with socket.socket() as other:
        other.bind((run.HOST, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Refusal, match=rf"Port {port} is in use.*PORT={port % 65535 + 1} make run"):
            run.check_port(port)


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "80.5", "²"])
def test_a_port_that_is_no_port_is_refused(text):
    with pytest.raises(Refusal, match="PORT must be a number"):
        run.read_port(text)


def test_a_folder_that_cannot_be_written_to_is_refused_with_advice(tmp_path):
    # Below a file no folder can be made, not even by root, whom permissions do not stop.
    (tmp_path / "file").touch()

    with pytest.raises(Refusal, match="cannot be written to, and data goes there: set DATA_FOLDER"):
        check_writable(tmp_path / "file" / "var", keeps="data goes", advice="set DATA_FOLDER")


def test_a_new_data_folder_is_closed_to_others(tmp_path):
    check_writable(tmp_path / "var", keeps="data goes", advice="")

    assert mode(tmp_path / "var") == 0o700
    assert list((tmp_path / "var").iterdir()) == []


# The secret key


def test_the_secret_key_is_made_once_and_kept_to_its_owner(tmp_path):
    first = keep_secret_key(tmp_path)
    second = keep_secret_key(tmp_path)

    assert first == second
    assert len(first) >= 50
    assert mode(tmp_path / "secret-key") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_two_places_have_two_secret_keys(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()

    assert keep_secret_key(tmp_path / "one") != keep_secret_key(tmp_path / "two")


def test_an_empty_secret_key_is_refused(tmp_path):
    (tmp_path / "secret-key").write_text("\n")

    with pytest.raises(Refusal, match="no usable key: delete it"):
        keep_secret_key(tmp_path)


def test_the_key_of_personal_data_is_made_once_and_kept_to_its_owner(tmp_path):
    first = keep_personal_data_keys(tmp_path)
    second = keep_personal_data_keys(tmp_path)

    assert first == second
    assert read_keys(first) == (first,)
    assert mode(tmp_path / "personal-data-keys") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["personal-data-keys"]


def test_two_places_have_two_keys_of_personal_data(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()

    assert keep_personal_data_keys(tmp_path / "one") != keep_personal_data_keys(tmp_path / "two")


def test_several_keys_of_personal_data_may_stand_in_the_file(tmp_path):
    new, old = (Fernet.generate_key().decode() for _ in range(2))
    (tmp_path / "personal-data-keys").write_text(f"{new},{old}\n")

    assert read_keys(keep_personal_data_keys(tmp_path)) == (new, old)


@pytest.mark.parametrize("text", ["", "short", "x" * 44, f"{KEY},", f"{KEY} {KEY}", "é" * 44])
def test_a_damaged_key_of_personal_data_is_refused_and_never_made_anew(tmp_path, text):
    (tmp_path / "personal-data-keys").write_text(text)

    with pytest.raises(Refusal, match="no usable keys: put the file back from a backup"):
        keep_personal_data_keys(tmp_path)

    assert (tmp_path / "personal-data-keys").read_text() == text


def test_a_private_file_that_cannot_be_finished_leaves_the_old_one(tmp_path):
    path = tmp_path / "secret-key"
    path.write_text("old")

    with pytest.raises(UnicodeEncodeError):
        write_privately(path, "\ud800")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_secret_key_from_outside_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")

    made = run.site_environment(port=8000, folder=tmp_path)

    assert made["SECRET_KEY"] == "given"
    assert not (tmp_path / "secret-key").exists()


def test_keys_of_personal_data_from_outside_are_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("PERSONAL_DATA_KEYS", "given")

    made = run.site_environment(port=8000, folder=tmp_path)

    assert made["PERSONAL_DATA_KEYS"] == "given"
    assert not (tmp_path / "personal-data-keys").exists()


def test_the_site_runs_with_the_keys_that_are_kept(tmp_path, monkeypatch):
    for name in ("SECRET_KEY", "PERSONAL_DATA_KEYS"):
        monkeypatch.delenv(name, raising=False)

    made = run.site_environment(port=8000, folder=tmp_path)

    assert made["SECRET_KEY"] == keep_secret_key(tmp_path)
    assert made["PERSONAL_DATA_KEYS"] == keep_personal_data_keys(tmp_path)


def test_the_site_s_address_follows_the_port_unless_it_is_given(tmp_path, monkeypatch):
    monkeypatch.delenv("SITE_ADDRESS", raising=False)
    plain = run.site_environment(port=8123, folder=tmp_path)
    monkeypatch.setenv("SITE_ADDRESS", "https://example.ca")
    given = run.site_environment(port=8123, folder=tmp_path)

    assert plain["SITE_ADDRESS"] == "http://127.0.0.1:8123"
    assert given["SITE_ADDRESS"] == "https://example.ca"


# The virtual environment


class Installation:
    """Stands in for the two slow steps, and remembers which were taken."""

    def __init__(self, project):
        self.project = project
        self.steps = []
        self.is_cut_off = False

    def set_up(self, requirements=environment.TO_RUN):
        self.steps.clear()
        environment.set_up(requirements, project=self.project, make=self.make, install=self.install)
        return self.steps

    def make(self, folder):
        self.steps.append("make")
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        (folder / "bin" / "python").touch()

    def install(self, folder, requirements):
        if self.is_cut_off:
            raise KeyboardInterrupt
        self.steps.append(f"install {requirements.name}")


@pytest.fixture
def installation(tmp_path):
    (tmp_path / "requirements.txt").write_text("Django\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\npytest\n")
    return Installation(tmp_path)


def test_a_second_set_up_does_nothing(installation):
    assert installation.set_up() == ["make", "install requirements.txt"]
    assert installation.set_up() == []


def test_what_tests_need_is_added_to_what_is_there(installation):
    installation.set_up()

    assert installation.set_up(environment.TO_DEVELOP) == ["install requirements-dev.txt"]
    assert installation.set_up(environment.TO_RUN) == []


def test_changed_requirements_start_afresh(installation):
    installation.set_up(environment.TO_DEVELOP)
    (installation.project / "requirements.txt").write_text("Django>5\n")

    assert installation.set_up(environment.TO_DEVELOP) == ["make", "install requirements-dev.txt"]


def test_another_python_starts_afresh(installation, monkeypatch):
    installation.set_up()
    monkeypatch.setattr(environment.platform, "python_version", lambda: "3.99.0")

    assert installation.set_up() == ["make", "install requirements.txt"]


def test_an_installation_that_was_cut_off_starts_afresh(installation):
    installation.set_up()
    installation.is_cut_off = True
    with pytest.raises(KeyboardInterrupt):
        installation.set_up(environment.TO_DEVELOP)
    installation.is_cut_off = False

    assert installation.set_up() == ["make", "install requirements.txt"]


def test_a_damaged_stamp_starts_afresh(installation):
    installation.set_up()
    environment.stamp_path(installation.project / ".venv").write_text('{"python": ')

    assert installation.set_up() == ["make", "install requirements.txt"]


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "NewConnectionError('...')\nERROR: No matching distribution found for Django",
            "cannot reach its package index",
        ),
        ("ERROR: Could not install: [Errno 28] No space left on device", "The disk is full"),
        ("Collecting\nERROR: No matching distribution found for Jango\n", "ERROR: No matching distribution found for"),
    ],
)
def test_why_pip_failed_is_said_in_words(output, sentence):
    assert sentence in environment.why_pip_failed(output, Path("requirements.txt"))


def test_a_python_that_cannot_make_environments_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(Refusal, match="apt install python3-venv"):
        environment.make_environment(tmp_path)


# Side by side

# os.write: two children's lines must not mix. sigwait: a signal that comes before the wait is not missed.
PATIENT_CHILD = """
import os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
os.write(1, b"started\\n")
signal.sigwait({signal.SIGTERM})
os.write(1, b"ended\\n")
"""
STUBBORN_CHILD = PATIENT_CHILD + "signal.sigwait({signal.SIGTERM})"
SUPERVISOR = """
import os, sys
from tools.supervisor import supervise
children = {f"child {number}": [sys.executable, "-c", code] for number, code in enumerate(sys.argv[1:], start=1)}
sys.exit(supervise(children, environment=os.environ, folder="."))
"""


@contextlib.contextmanager
def supervisor_of(*children):
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, *children],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as supervisor:
        try:
            yield supervisor
        finally:
            supervisor.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_ctrl_c_ends_both_programs(number):
    with supervisor_of(PATIENT_CHILD, PATIENT_CHILD) as supervisor:
        assert [supervisor.stdout.readline() for _ in range(2)] == ["started\n"] * 2
        supervisor.send_signal(number)
        output, errors = supervisor.communicate(timeout=60)

        assert output.count("ended\n") == 2
        assert errors == ""
        assert supervisor.returncode == 0


def test_one_program_that_dies_ends_the_other():
    with supervisor_of(PATIENT_CHILD, "raise SystemExit(3)") as supervisor:
        # Returns only when nobody holds the output any more: both children are gone.
        _, errors = supervisor.communicate(timeout=60)

        assert errors == "The child 2 ended by itself (with exit code 3), so everything was stopped.\n"
        assert supervisor.returncode == 1


def test_a_program_that_will_not_end_is_ended_by_a_second_ctrl_c():
    with supervisor_of(STUBBORN_CHILD) as supervisor:
        assert supervisor.stdout.readline() == "started\n"
        supervisor.send_signal(signal.SIGINT)
        assert [supervisor.stdout.readline() for _ in range(3)] == ["\n", "Ending …\n", "ended\n"]
        supervisor.send_signal(signal.SIGINT)
        supervisor.communicate(timeout=60)

        assert supervisor.returncode == 0


# First logins


def make_logins(path):
    output = io.StringIO()
    call_command("make_logins", file=path, stdout=output)
    return output.getvalue()


def logins_in(path):
    return dict(line.split() for line in path.read_text().splitlines() if not line.startswith("#"))


@pytest.mark.django_db
def test_every_role_gets_a_login_that_works(tmp_path):
    make_logins(tmp_path / "logins.txt")

    logins = logins_in(tmp_path / "logins.txt")
    assert list(logins) == list(ROLES)
    for role, password in logins.items():
        user = authenticate(username=role, password=password)
        assert user.is_staff and not user.is_superuser
        assert [group.name for group in user.groups.all()] == [role]
        assert len(password) >= 16


@pytest.mark.django_db
def test_the_file_of_logins_is_its_owner_s_alone(tmp_path):
    make_logins(tmp_path / "logins.txt")

    assert mode(tmp_path / "logins.txt") == 0o600


@pytest.mark.django_db
def test_a_second_run_changes_no_password(tmp_path):
    make_logins(tmp_path / "logins.txt")
    before = (tmp_path / "logins.txt").read_bytes()
    editor = get_user_model().objects.get(username="editor")
    editor.set_password("their own choice")
    editor.save()

    output = make_logins(tmp_path / "logins.txt")

    assert output == ""
    assert (tmp_path / "logins.txt").read_bytes() == before
    assert authenticate(username="editor", password="their own choice")


@pytest.mark.django_db
def test_a_new_role_gets_a_login_beside_the_others(tmp_path):
    make_logins(tmp_path / "logins.txt")
    before = logins_in(tmp_path / "logins.txt")
    get_user_model().objects.get(username="moderator").delete()

    make_logins(tmp_path / "logins.txt")

    after = logins_in(tmp_path / "logins.txt")
    assert after["moderator"] != before["moderator"]
    assert after | {"moderator": ""} == before | {"moderator": ""}


@pytest.mark.django_db
def test_a_lost_file_of_logins_is_said_with_the_way_out(tmp_path):
    make_logins(tmp_path / "logins.txt")
    (tmp_path / "logins.txt").unlink()

    output = make_logins(tmp_path / "logins.txt")

    assert "changepassword editor" in output
    assert not (tmp_path / "logins.txt").exists()


@pytest.mark.django_db
def test_no_login_is_kept_whose_password_cannot_be_written_down(tmp_path):
    with pytest.raises(FileNotFoundError):
        make_logins(tmp_path / "missing" / "logins.txt")

    assert not get_user_model().objects.filter(username__in=ROLES).exists()


def test_the_logins_are_shown_without_the_note_to_who_opens_the_file(tmp_path):
    path = tmp_path / "logins.txt"
    path.write_text("# Keep this file to yourself.\neditor          abcd-efgh\n")

    assert run.logins(path)[1:] == ["  editor          abcd-efgh"]


def test_no_file_of_logins_shows_none(tmp_path):
    assert run.logins(tmp_path / "logins.txt") == []


# The worker


@pytest.mark.django_db
def test_working_once_clears_expired_sessions_and_keeps_the_others():
    for key, days in (("expired", -1), ("current", 1)):
        expires = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=key, session_data=SessionStore().encode({}), expire_date=expires)

    call_command("work", once=True, stdout=io.StringIO())

    assert [session.session_key for session in Session.objects.all()] == ["current"]


@pytest.mark.django_db
def test_working_once_gathers_what_the_database_needs_to_choose_an_index():
    Session.objects.create(session_key="some", session_data="", expire_date=timezone.now() + timedelta(days=1))

    with CaptureQueriesContext(connection) as queries:
        call_command("work", once=True, stdout=io.StringIO())

    analyses = [query["sql"] for query in queries if query["sql"] == "ANALYZE"]
    # PostgreSQL keeps its statistics by itself, and its worker must leave them alone.
    assert analyses == (["ANALYZE"] if connection.vendor == "sqlite" else [])


def always(name, do):
    return work.Job(name, do, every=timedelta(0))


def fail():
    raise ValueError("no such thing")


def stopping_after(turns):
    """Return a stand-in for the wait for a signal, and the list of how long it was asked to wait each time."""
    waits = []

    def stop_within(seconds):
        waits.append(seconds)
        return len(waits) > turns

    return stop_within, waits


def test_a_job_that_fails_is_logged_and_ends_nothing(caplog):
    counted = []
    stop_within, _ = stopping_after(6)

    work.work([always("fail", fail), always("count", lambda: counted.append("once more"))], stop_within=stop_within)

    assert len(counted) == 3
    assert caplog.text.count("The job “fail” failed. It is tried again at its next turn.") == 3
    assert "no such thing" in caplog.text


def test_a_job_waits_for_its_interval():
    done = []
    stop_within, waits = stopping_after(1)

    work.work([work.Job("hourly", lambda: done.append("hourly"), every=timedelta(hours=1))], stop_within=stop_within)

    assert done == ["hourly"]
    assert waits[0] == 0
    assert 3500 < waits[1] <= 3600


def test_the_worker_outlives_an_unusable_database_and_ends_when_asked(tmp_path):
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/missing/no.sqlite3", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(
        [sys.executable, "manage.py", "work"], cwd=PROJECT, env=os.environ | settings, stderr=subprocess.PIPE, text=True
    ) as worker:
        first = worker.stderr.readline()
        worker.send_signal(signal.SIGTERM)
        rest = worker.communicate(timeout=60)[1]

    assert first == "The job “clear expired sessions” failed. It is tried again at its next turn.\n"
    assert "KeyboardInterrupt" not in rest
    assert worker.returncode == 0


def test_working_once_tells_which_job_failed(monkeypatch, caplog):
    monkeypatch.setattr(work, "JOBS", (always("fail", fail), always("pass", lambda: None)))

    with pytest.raises(CommandError, match="Failed: fail."):
        call_command("work", once=True)


# The test run


def part_named(name):
    return next(part for part in test.PARTS if part.name == name)


def test_a_part_that_lacks_its_database_is_named_in_the_last_line(capsys):
    results = [
        test.Result(part_named("sqlite"), "passed", 1),
        test.try_part(part_named("postgresql"), {}, postgresql=None, for_pytest=[]),
    ]

    code = test.report(results, strict=False)

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Not tried: postgresql."


@pytest.mark.parametrize("outcome", ["not run", "ran nothing"])
def test_what_was_not_tried_is_a_failure_in_ci(outcome):
    assert test.report([test.Result(part_named("browser"), outcome)], strict=True) == 1
    assert test.report([test.Result(part_named("browser"), outcome)], strict=False) == 0


@pytest.mark.parametrize(
    ("codes", "outcome"),
    [([0, 0], "passed"), ([0, 1], "failed"), ([1, 0], "failed"), ([5], "ran nothing"), ([-9], "failed")],
)
def test_a_part_passes_when_all_its_commands_do(codes, outcome):
    assert test.outcome_of(codes) == outcome


def test_one_failure_fails_the_run():
    results = [test.Result(part_named("style"), "failed"), test.Result(part_named("checks"), "passed")]

    assert test.report(results, strict=False) == 1


def test_settings_of_somebody_s_shell_do_not_reach_the_tests(tmp_path, monkeypatch):
    monkeypatch.setenv("DEBUG", "on")
    monkeypatch.setenv("DATABASE_URL", "postgres://production")
    monkeypatch.setenv("PERSONAL_DATA_KEYS", KEY)

    made = test.test_environment(tmp_path)

    assert "DEBUG" not in made
    assert "DATABASE_URL" not in made
    assert "PERSONAL_DATA_KEYS" not in made


def test_the_newest_of_several_postgresql_versions_comes_first():
    folders = [Path(f"/usr/lib/postgresql/{version}/bin") for version in ("9.6", "15", "16")]

    assert max(folders, key=postgresql.version_of).parent.name == "16"


def test_java_and_npm_are_installed_for_the_html_checker_alone(tmp_path, monkeypatch):
    # A machine without any program.
    monkeypatch.setenv("PATH", str(tmp_path))

    assert {"default-jre-headless", "npm"} <= set(test.missing_packages({"HTML checker"}))
    assert not {"default-jre-headless", "npm"} & set(test.missing_packages(set()))


def test_an_html_checker_that_is_another_than_expected_is_not_used(tmp_path):
    (tmp_path / "vnu.jar").write_bytes(b"Something else.")

    assert not html_checker.is_sound(tmp_path / "vnu.jar")
    assert not html_checker.is_sound(tmp_path / "missing.jar")


def test_every_test_in_a_browser_belongs_to_one_part():
    chosen = [command[-1] for part in test.PARTS for command in part.commands if command[0] == "pytest"]

    assert {"not browser", "browser and not html", "html"} <= set(chosen)


# The repository


def names_read():
    settings = (PROJECT / "cancerinfo" / "settings.py").read_text()
    tools = "\n".join(path.read_text() for path in (PROJECT / "tools").glob("*.py"))
    return {
        *re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', settings),
        *re.findall(r'\bos\.environ(?:\.get\(|\[)"([A-Z_]+)"', tools),
    }


def test_every_setting_is_described():
    table = re.findall(r"^\| `([A-Z_]+)` \|", (PROJECT / "docs" / "settings.md").read_text(), flags=re.MULTILINE)

    assert sorted(table) == sorted(names_read())


def test_every_target_of_make_is_explained():
    makefile = (PROJECT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)[1].split()

    assert re.findall(r"^([a-z]+):.* ## \S", makefile, flags=re.MULTILINE) == phony


def test_every_part_of_the_test_run_is_described():
    described = (PROJECT / "tools" / "README.md").read_text()

    assert [part.name for part in test.PARTS if f"| `{part.name}` |" not in described] == []


def test_the_run_for_every_change_can_be_started():
    assert os.access(PROJECT / ".ci" / "run", os.X_OK)
