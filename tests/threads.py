"""Calls that run at the same moment, each with a connection of its own to the database."""

import threading

from django.db import connection

from publishing.models import MoveRefused

# Longer than anything here takes, so that what hangs is named and does not hold up all that follows.
LONGEST_WAIT = 60  # seconds


def at_once(*calls):
    """Run calls in threads that start together; return what each answered or the MoveRefused it met."""
    barrier = threading.Barrier(len(calls), timeout=LONGEST_WAIT)
    answers = [None] * len(calls)

    def run(index, call):
        barrier.wait()
        try:
            answers[index] = call()
        except MoveRefused as refused:
            answers[index] = refused

    threads = [beside(run, index, call) for index, call in enumerate(calls)]
    for thread in threads:
        end(thread)
    return answers


def beside(call, *arguments):
    """Start a call in a thread of its own and return the thread, for end()."""

    def run():
        try:
            call(*arguments)
        finally:
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def end(thread):
    """Wait until a thread has come to its end."""
    thread.join(LONGEST_WAIT)
    assert not thread.is_alive(), "A thread hangs."


def wait_for(event):
    """Wait until a thread says that something has happened."""
    assert event.wait(LONGEST_WAIT), "What a thread should have said was not said."
