"""The project's settings as tests run them: plain static storage, quick password hashing, no SECRET_KEY to give."""

import os

os.environ.setdefault("SECRET_KEY", "tests")
os.environ.setdefault("SITE_ADDRESS", "http://testserver")

from cancerinfo.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
