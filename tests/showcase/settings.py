"""The project's settings as production has them, but for where things are kept and for pages that show each error."""

import os
from pathlib import Path

from cancerinfo.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["STATIC_FOLDER"])
ROOT_URLCONF = "tests.showcase.urls"
# Nobody misses this database after a power cut.
DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405
# The errors here are meant.
LOGGING = {"version": 1, "disable_existing_loggers": False, "loggers": {"django": {"level": "CRITICAL"}}}
