"""A PostgreSQL of the tests' own: made in a temporary folder, gone when they end."""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import socket
import tempfile
from pathlib import Path

from tools.programs import run
from tools.refusals import Refusal

# Nothing here outlives the tests, so nothing has to survive a power cut.
SERVER_OPTIONS = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=100",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    # It sees nothing of what a test writes and takes back, and tells the planner that every table is empty.
    "autovacuum=off",
]
DATABASE_USER = "cancerinfo"


def find_programs():
    """Return the folder that holds initdb and pg_ctl, the newest where there are several, or None."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).parent] if found else []
    # Debian keeps them off the PATH.
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version_of, reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def version_of(folder):
    return [int(number) for number in re.findall(r"\d+", folder.parent.name)]


def unprivileged_user():
    """Return whom to run PostgreSQL as: it refuses to run as root. None means as whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextlib.contextmanager
def temporary_postgresql(programs):
    """Start a server and yield the address of its database, as DATABASE_URL takes it."""
    user = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="cancerinfo-postgresql-"))
    password = secrets.token_hex(16)
    try:
        write_password(folder, password)
        if user:
            hand_over(folder, user)
        make_cluster(programs, folder=folder, user=user)
        port = start_server(programs, folder=folder, user=user)
        yield f"postgres://{DATABASE_USER}:{password}@127.0.0.1:{port}/postgres"
    finally:
        stop_server(programs, folder=folder, user=user)
        shutil.rmtree(folder, ignore_errors=True)


def write_password(folder, password):
    (folder / "password").write_text(password, encoding="utf-8")


def hand_over(folder, user):
    for path in (folder, *folder.iterdir()):
        shutil.chown(path, user)


def make_cluster(programs, *, folder, user):
    command = [
        *(programs / "initdb", "--pgdata", folder / "data", "--no-sync"),
        *("--username", DATABASE_USER, "--pwfile", folder / "password", "--auth", "scram-sha-256"),
        # Plain C would not know that É is the capital of é.
        *("--encoding", "UTF8", "--locale", "C.UTF-8"),
    ]
    made = run(command, folder=folder, silent=True, user=user)
    if made.returncode:
        raise Refusal(f"initdb failed: {made.stdout.strip()}")


def start_server(programs, *, folder, user):
    # Between asking for a free port and using it, somebody else may take it: once more, then.
    for _attempt in range(3):
        port = free_port()
        options = " ".join(f"-c {option}" for option in [f"port={port}", *SERVER_OPTIONS])
        command = [programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options, "-w", "start"]
        if run(command, folder=folder, silent=True, user=user).returncode == 0:
            return port
    raise Refusal(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace').strip()[-500:]}")


def stop_server(programs, *, folder, user):
    if (folder / "data" / "postmaster.pid").exists():
        command = [programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop"]
        run(command, folder=folder, silent=True, user=user)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
