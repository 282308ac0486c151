"""Collects the words to translate into locale/, then compiles what is translated. `make messages`."""

import os
import shutil
import sys
from pathlib import Path

if not __package__:
    # Started as a file: Python then looks for modules beside it and not in the project.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from tools.environment import TO_DEVELOP, python_in, set_up
from tools.programs import run
from tools.refusals import Refusal, plainly

NOT_OURS = (".venv", "var", "media", "staticfiles", "tests", "tools", "benchmarks")


def main():
    if not shutil.which("xgettext"):
        raise Refusal("gettext collects the words to translate and is not installed here: `apt install gettext`.")
    set_up(TO_DEVELOP)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    ignored = [option for name in NOT_OURS for option in ("--ignore", f"{name}/*")]
    # File names without line numbers: a line that moves is no change of words.
    collect = ["django", "makemessages", "-l", "fr", "--add-location", "file", "--no-obsolete", *ignored]
    for command in (collect, ["tools.compile_messages"]):
        if run([python_in(), "-m", *command], environment=environment).returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(plainly(main))
