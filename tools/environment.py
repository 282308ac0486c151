"""The project's own Python packages, in a virtual environment that nobody has to think about.

Started as a program it sets the environment up: `python3 tools/environment.py requirements-dev.txt`.
Only the standard library is used here, since nothing else is installed yet.
"""

import hashlib
import importlib.util
import json
import platform
import re
import sys
from pathlib import Path

if not __package__:
    # Started as a file: Python then looks for modules beside it and not in the project.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from tools.places import PROJECT, check_writable, locked
from tools.programs import run
from tools.refusals import Refusal, plainly

FOLDER = PROJECT / ".venv"
TO_RUN = "requirements.txt"
TO_DEVELOP = "requirements-dev.txt"

NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure in name resolution|ConnectTimeout|ReadTimeout"
    r"|ProxyError|Max retries exceeded|Connection (refused|reset)|Network is unreachable|SSLError"
)


def python_in(folder=FOLDER):
    return str(folder / "bin" / "python")


def set_up(requirements, *, project=PROJECT, make=None, install=None):
    """Bring the environment to what a requirements file names, doing nothing when it is there already."""
    make = make or make_environment
    install = install or install_packages
    folder = project / ".venv"
    wanted = wanted_stamp(project / requirements, folder)
    if is_up_to_date(folder, wanted):
        return
    check_writable(project, keeps="the site's packages go", advice="give yourself the right, or copy the project")
    with locked(project):
        if is_up_to_date(folder, wanted):
            return
        # What is installed cannot be trusted until the stamp is back: an interrupted installation starts afresh.
        stamp = take_stamp_away(folder)
        if not stamp or is_stale(stamp, wanted):
            stamp = {}
            make(folder)
        install(folder, project / requirements)
        write_stamp(folder, stamp | wanted)


def wanted_stamp(requirements, folder):
    """Return what the environment must have been made of: this Python, in this place, and these files."""
    stamp = {"python": f"{platform.python_version()} of {sys.base_prefix} in {folder}"}
    for path in with_included(requirements):
        stamp[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return stamp


def with_included(requirements):
    included = re.findall(r"^-r\s+(\S+)", requirements.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [requirements, *(requirements.parent / name for name in included)]


def is_up_to_date(folder, wanted):
    return wanted.items() <= read_stamp(folder).items() and Path(python_in(folder)).exists()


def is_stale(stamp, wanted):
    return any(stamp.get(name, value) != value for name, value in wanted.items())


def stamp_path(folder):
    return folder / "installed.json"


def read_stamp(folder):
    try:
        return json.loads(stamp_path(folder).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}


def take_stamp_away(folder):
    stamp = read_stamp(folder)
    if stamp:
        stamp_path(folder).unlink()
    return stamp


def write_stamp(folder, stamp):
    temporary = stamp_path(folder).with_suffix(".new")
    temporary.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    temporary.replace(stamp_path(folder))


def check_ensurepip():
    if importlib.util.find_spec("ensurepip") is None:
        raise Refusal(
            "This Python cannot make virtual environments: install the missing part (Debian and Ubuntu: "
            "`apt install python3-venv`), then run the same command again."
        )


def make_environment(folder):
    check_ensurepip()
    print("Making a virtual environment in .venv …", flush=True)
    made = run([sys.executable, "-m", "venv", "--clear", folder], silent=True)
    if made.returncode:
        raise Refusal(f"The virtual environment in {folder} could not be made: {last_line(made.stdout)}")


def install_packages(folder, requirements):
    print(f"Installing the packages of {requirements.name} (about a minute the first time) …", flush=True)
    options = ["--disable-pip-version-check", "--no-input", "--no-user", "--progress-bar", "off"]
    installed = run([python_in(folder), "-m", "pip", "install", *options, "-r", requirements], silent=True)
    if installed.returncode:
        raise Refusal(why_pip_failed(installed.stdout, requirements))


def why_pip_failed(output, requirements):
    if "No space left on device" in output:
        return "The disk is full: make room on it, then run the same command again."
    if NO_NETWORK.search(output):
        return (
            "pip cannot reach its package index: check the network connection (or PIP_INDEX_URL, if an index of your "
            "own is used), then run the same command again."
        )
    return f"pip could not install {requirements.name}: {last_line(output)}"


def last_line(output):
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error:")]
    return (errors or lines or ["it did not say why."])[-1]


def main():
    set_up(sys.argv[1] if len(sys.argv) > 1 else TO_RUN)
    return 0


if __name__ == "__main__":
    sys.exit(plainly(main))
