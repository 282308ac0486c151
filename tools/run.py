"""Runs the site on this machine: sets up what is missing, then starts the web server and the worker.

`make run`, or without make `python3 tools/run.py`. The environment variables are in docs/settings.md.
"""

import contextlib
import http.client
import os
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

if not __package__:
    # Started as a file: Python then looks for modules beside it and not in the project.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from tools.environment import TO_RUN, python_in, set_up
from tools.places import PROJECT, check_writable, data_folder
from tools.programs import run
from tools.refusals import Refusal, plainly
from tools.secret_key import keep_personal_data_keys, keep_secret_key
from tools.supervisor import supervise

HOST = "127.0.0.1"


def main():
    port = read_port(os.environ.get("PORT") or "8000")
    check_port(port)
    folder = data_folder()
    check_writable(folder, keeps="the site keeps its data", advice="set DATA_FOLDER to a folder that you may write to")
    set_up(TO_RUN)
    environment = site_environment(port=port, folder=folder)
    if run([python_in(), "-m", "tools.prepare"], environment=environment).returncode:
        return 1
    return supervise(
        {"web server": server_command(port), "worker": [python_in(), "manage.py", "work"]},
        environment=environment,
        folder=PROJECT,
        when_started=lambda: announce(port=port, site_address=environment["SITE_ADDRESS"], folder=folder),
    )


def read_port(text):
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Refusal(f"PORT must be a number from 1 to 65535 and is {text!r}.")
    return int(text)


def check_port(port):
    with socket.socket() as probe:
        # Without it a port that was in use a minute ago would look busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise Refusal(
                f"Port {port} is reserved for root: choose one above 1023, as in `PORT=8001 make run`."
            ) from error
        except OSError as error:
            raise Refusal(
                f"Port {port} is in use by another program: stop that one, or choose another port, as in "
                f"`PORT={port % 65535 + 1} make run`."
            ) from error


def site_environment(*, port, folder):
    environment = os.environ | {"DATA_FOLDER": str(folder), "PYTHONUNBUFFERED": "1"}
    if not os.environ.get("SECRET_KEY"):
        environment["SECRET_KEY"] = keep_secret_key(folder)
    if not os.environ.get("PERSONAL_DATA_KEYS"):
        environment["PERSONAL_DATA_KEYS"] = keep_personal_data_keys(folder)
    if not os.environ.get("SITE_ADDRESS"):
        environment["SITE_ADDRESS"] = f"http://{HOST}:{port}"
        # People type localhost as often as the number.
        environment["MORE_HOSTS"] = os.environ.get("MORE_HOSTS") or "localhost"
    return environment


def server_command(port):
    return [
        *(python_in(), "-m", "granian", "cancerinfo.wsgi:application"),
        *("--interface", "wsgi", "--http", "1", "--no-ws", "--host", HOST, "--port", str(port)),
        # Every thread holds a connection to the database; SQLite gains nothing from more.
        *("--workers", "1", "--blocking-threads", "4"),
        # A page that is being saved gets a moment to finish; nothing can hold up the end for longer.
        *("--workers-kill-timeout", "5"),
        *("--log-level", "warning"),
    ]


def announce(*, port, site_address, folder):
    wait_for_answer(port=port, host=urlsplit(site_address).netloc)
    address = site_address.rstrip("/")
    served = "" if address == f"http://{HOST}:{port}" else f" (served at http://{HOST}:{port})"
    lines = [
        "",
        f"CancerInfo is running{served}. Ctrl-C ends it.",
        f"  English      {address}/en/",
        f"  French       {address}/fr/",
        f"  Desk         {address}/admin/",
        *logins(folder / "logins.txt"),
    ]
    print("\n".join(lines), flush=True)


def logins(path):
    """Return what the file of first logins says, as lines to show; its first line is for who opens the file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [f"First logins for the desk ({path}):", *(f"  {line}" for line in lines if not line.startswith("#"))]


def wait_for_answer(*, port, host):
    """Wait until a page is answered: the port opens earlier, while the site is still being loaded."""
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(HOST, port, timeout=60)
            connection.request("GET", "/en/", headers={"Host": host})
            connection.getresponse().read()
            connection.close()
            return
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(plainly(main))
