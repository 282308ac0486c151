"""What searches find follows every change of a record, in the same transaction and once for many changes."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.utils.module_loading import import_string

_waiting = ContextVar("services_waiting_for_a_refresh", default=None)


@contextmanager
def together():
    """Make changes of many records one change: one transaction, and each service is refreshed once, at its end."""
    if _waiting.get() is not None:
        yield
        return
    token = _waiting.set(set())
    try:
        with transaction.atomic():
            yield
            _refresh(_waiting.get())
    finally:
        _waiting.reset(token)


def services_changed(ids):
    """Let searches find services, given by their ids, as they are now stored."""
    waiting = _waiting.get()
    if waiting is None:
        _refresh(set(ids))
    else:
        waiting.update(ids)


def _refresh(ids):
    if ids:
        # By name: what searches find is made from the records, whose module imports this one.
        import_string("locator.spots.refresh")(ids)
        import_string("locator.searchable.refresh")(ids)
