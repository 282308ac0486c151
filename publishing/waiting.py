"""How long somebody waits for others who hold what they want of the database."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def transaction_that_waits(milliseconds):
    """A transaction that waits no longer than this for others. Raises OperationalError when they take longer."""
    if connection.vendor == "sqlite":
        with sqlite_that_waits(milliseconds), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {int(milliseconds)}")
            yield


@contextmanager
def sqlite_that_waits(milliseconds):
    """Let SQLite wait no longer than this for who writes, in place of the time that settings give it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [usual] = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {int(milliseconds)}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
