"""Runs another program to its end, and takes it along when Ctrl-C ends this one."""

import contextlib
import os
import pwd
import signal
import subprocess

from tools.places import PROJECT


def run(command, *, environment=None, folder=PROJECT, silent=False, user=None, ended_by=signal.SIGTERM):
    """Run a program; returns its exit code and, when silent, what it wrote.

    It gets a session of its own: Ctrl-C then reaches only the tool, which ends the program with a signal of its choice.
    """
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if silent else {}
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        text=True,
        errors="replace",
        start_new_session=True,
        **output,
        **as_user(user),
    )
    try:
        written, _ = process.communicate()
    except BaseException:
        end_session(process, first=ended_by)
        raise
    return subprocess.CompletedProcess(command, process.returncode, written)


def as_user(user):
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


def end_session(process, *, first):
    for number in (first, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
            return
