"""Runs programs side by side: they start together and end together."""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time

TO_STOP = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
SECONDS_TO_END = 10


class Signals:
    """Signals as something to wait for.

    A handler alone is not enough: when the signal comes just before a wait, Python runs it only after the wait, which
    may be never. The byte that Python puts into this pipe is there at once.
    """

    def __init__(self, numbers):
        self.reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing)
        for number in numbers:
            signal.signal(number, lambda *_: None)

    def wait(self, *, seconds=None):
        """Return the signals that have come; none when the time is over."""
        ready, _, _ = select.select([self.reading], [], [], seconds)
        return set(os.read(self.reading, 1024)) if ready else set()


def supervise(commands, *, environment, folder, when_started=None):
    """Run the named commands until somebody asks to stop (Ctrl-C, SIGTERM) or one of them ends by itself.

    Returns the exit code: 0 for the first, 1 for the second.
    """
    signals = Signals({*TO_STOP, signal.SIGCHLD})
    children = {}
    try:
        for name, command in commands.items():
            children[name] = start(command, environment=environment, folder=folder)
        if when_started:
            threading.Thread(target=when_started, daemon=True).start()
        ended = wait_for_end(children, signals)
    finally:
        stop(children.values(), signals)
    if not ended:
        return 0
    print(f"The {ended}, so everything was stopped.", file=sys.stderr, flush=True)
    return 1


def start(command, *, environment, folder):
    # A session each: the terminal's Ctrl-C then reaches only the supervisor, which asks everybody once.
    return subprocess.Popen(
        ending_with_this(command), env=environment, cwd=folder, stdin=subprocess.DEVNULL, start_new_session=True
    )


def ending_with_this(command):
    """Have a program ended when this one is killed outright (Linux): left over, it would keep the port."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else command


def wait_for_end(children, signals):
    """Return who ended by itself and how, in words; nothing when somebody asked to stop."""
    while True:
        if signals.wait() & TO_STOP:
            # On a line of its own, below the terminal's ^C.
            print("\nEnding …", flush=True)
            return None
        for name, child in children.items():
            if child.poll() is not None:
                return f"{name} ended by itself ({how_it_ended(child.returncode)})"


def how_it_ended(code):
    return f"with exit code {code}" if code >= 0 else f"by {signal.Signals(-code).name}"


def stop(children, signals):
    """Ask every child to end, give all of them together a few seconds, then end what is left."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + SECONDS_TO_END
    while any(child.poll() is None for child in children) and time.monotonic() < deadline:
        if signals.wait(seconds=max(0, deadline - time.monotonic())) & TO_STOP:
            # Asked a second time: nobody wants to wait.
            break
    for child in children:
        # A child's own children too, also when the child itself is gone: a left-over server would keep the port.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
