"""Settings that are safe by default, read from the environment of a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASK = """
import json, sys
from cancerinfo import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


KEY = "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE="
KEYS = {"SECRET_KEY": "x", "PERSONAL_DATA_KEYS": KEY}


def settings_with(*names, **environment):
    """The named settings under an environment that holds nothing else of ours."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", ASK, *names],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
    )


def values(answer):
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_without_a_secret_key_the_site_does_not_start_and_says_why():
    answer = settings_with("DEBUG")

    assert answer.returncode != 0
    assert "SECRET_KEY is not set. Give it a long random value that you keep" in answer.stderr


def test_without_a_key_for_personal_data_the_site_does_not_start_and_says_why():
    answer = settings_with("DEBUG", SECRET_KEY="x")

    assert answer.returncode != 0
    assert "PERSONAL_DATA_KEYS is not set. Give it a key that you keep" in answer.stderr


def test_a_malformed_key_is_named_by_its_place_and_never_shown():
    answer = settings_with("DEBUG", SECRET_KEY="x", PERSONAL_DATA_KEYS=f"{KEY}, {KEY[:-4]}")

    sentence = answer.stderr.splitlines()[-1]
    assert answer.returncode != 0
    assert "PERSONAL_DATA_KEYS: key 2 of 2 is not a key." in sentence
    assert KEY[:10] not in answer.stderr


def test_debug_needs_no_keys():
    assert values(settings_with("PERSONAL_DATA_KEYS", DEBUG="1"))["PERSONAL_DATA_KEYS"]


def test_debug_is_off_unless_asked_for():
    assert values(settings_with("DEBUG", **KEYS)) == {"DEBUG": False}
    assert values(settings_with("DEBUG", DEBUG="1")) == {"DEBUG": True}


def test_on_https_cookies_and_transport_are_strict():
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS"]

    found = values(settings_with(*names, **KEYS, SITE_ADDRESS="https://cancer.example/"))

    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31536000
    assert found["ALLOWED_HOSTS"] == ["cancer.example"]


def test_sqlite_waits_writes_ahead_and_loses_no_commit():
    database = values(settings_with("DATABASES", **KEYS))["DATABASES"]["default"]

    assert database["OPTIONS"]["timeout"] == 20
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_postgresql_comes_by_its_address():
    address = "postgres://someone:secret@db.example:5433/cancer"
    database = values(settings_with("DATABASES", **KEYS, DATABASE_URL=address))["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "cancer")


def test_letters_go_into_the_data_folder_until_a_server_is_named(tmp_path):
    names = ["EMAIL_BACKEND", "EMAIL_FILE_PATH", "EMAIL_HOST", "EMAIL_PORT", "DEFAULT_FROM_EMAIL"]

    plain = values(settings_with(*names, **KEYS, DATA_FOLDER=str(tmp_path)))
    served = values(settings_with(*names, **KEYS, EMAIL_URL="smtp+tls://me:word@mail.example.org:587"))

    assert plain["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert plain["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    assert (served["EMAIL_HOST"], served["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert served["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
