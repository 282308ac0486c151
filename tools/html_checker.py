"""The HTML checker that the tests ask: vnu, one file for Java, brought by npm and kept in the virtual environment."""

import hashlib
import shutil
from pathlib import Path

from tools.environment import FOLDER as VIRTUAL_ENVIRONMENT
from tools.places import PROJECT, locked
from tools.programs import run

VERSION = "26.9.27"
# Of the jar, so that what is run is what was looked at.
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
FOLDER = VIRTUAL_ENVIRONMENT / f"html-checker-{VERSION}"
JAR = Path("node_modules", "vnu-jar", "build", "dist", "vnu.jar")


def find_html_checker():
    """Return where the checker is, or None where it or Java is missing."""
    return str(FOLDER / JAR) if shutil.which("java") and is_sound(FOLDER / JAR) else None


def install_html_checker():
    """Install the checker where that is possible; whoever needs it looks for itself whether it worked."""
    if not shutil.which("java") or not shutil.which("npm"):
        return
    with locked(PROJECT):
        if find_html_checker():
            return
        print("Installing the HTML checker with npm …", flush=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        # No scripts: the package's own would fetch another Java.
        options = ["--prefix", FOLDER, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
        installed = run(["npm", "install", *options, f"vnu-jar@{VERSION}"], silent=True)
        if installed.returncode:
            print("\n".join(installed.stdout.splitlines()[-5:]), flush=True)
        elif not is_sound(FOLDER / JAR):
            print("What npm brought is not the HTML checker that was expected; it is left alone.", flush=True)


def is_sound(path):
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == SHA256
