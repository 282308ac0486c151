"""The project's settings as tests run them: plain static storage, quick password hashing, no keys to give."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests")
os.environ.setdefault("PERSONAL_DATA_KEYS", "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE=")
os.environ.setdefault("SITE_ADDRESS", "http://testserver")

from cancerinfo.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in production: threads cannot share a database in memory the way processes share a file.
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/cancerinfo-tests-{os.getpid()}.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
ERASURE_REGISTER = Path(tempfile.gettempdir(), f"cancerinfo-tests-{os.getpid()}-erasures.jsonl")
# Tests of what is counted say so; in all others nothing is written beside what they are about.
COUNTS_WRITTEN_EVERY = 0
# Nothing is collected for tests, but by those in a browser, which do so themselves.
MIDDLEWARE = [middleware for middleware in MIDDLEWARE if not middleware.startswith("whitenoise")]  # noqa: F405
# A walk over every route sends more than anybody may; tests of the limit set it.
API_RATE = 0
