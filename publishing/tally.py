"""What each process counts in memory and writes from time to time: to be counted costs a reader no write.

Who counts gives a function that keeps {thing: number} in the database, and is called with what was counted since.
"""

import logging
import threading
import time
from collections import Counter
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import DatabaseError

from .waiting import transaction_that_waits

logger = logging.getLogger(__name__)

# So many different things are remembered before they are written, however long ago the last time was.
MOST_REMEMBERED = 5000
# Somebody waits for a page meanwhile.
LONGEST_WAIT_FOR_OTHERS = 500  # milliseconds


class Tally:
    """What this process has counted and not written yet."""

    def __init__(self):
        self._lock = threading.Lock()
        self._counts = {}
        self._written_at = time.monotonic()
        self._is_kept_at_exit = False

    def add(self, thing, *, keep):
        """Count a thing once, for a function that keeps it."""
        if not settings.COUNTS_WRITTEN_EVERY:
            return
        with self._lock:
            if not self._is_kept_at_exit:
                # atexit is passed over in the processes that a server forks.
                Finalize(None, self.write, exitpriority=0)
                self._is_kept_at_exit = True
            self._counts.setdefault(keep, Counter())[thing] += 1

    @property
    def is_due(self):
        """Whether there is something to write, and it is time to."""
        with self._lock:
            is_time = time.monotonic() - self._written_at >= settings.COUNTS_WRITTEN_EVERY
            return any(is_time or _is_full(counts) for counts in self._counts.values())

    def write(self):
        """Write what was counted. When the database does not take it, it is kept for the next time."""
        with self._lock:
            counts_of, self._counts, self._written_at = self._counts, {}, time.monotonic()
        for keep, counts in counts_of.items():
            try:
                with transaction_that_waits(LONGEST_WAIT_FOR_OTHERS):
                    keep(counts)
            except DatabaseError:
                logger.warning("What was counted could not be written. It is tried again.")
                self._take_back(keep, counts)

    def forget(self):
        """Drop what was counted, for tests that throw their database away."""
        with self._lock:
            self._counts.clear()

    def _take_back(self, keep, counts):
        # A database that stays away must not fill the memory, nor hold up every reader.
        if _is_full(counts):
            return
        with self._lock:
            self._counts.setdefault(keep, Counter()).update(counts)


def _is_full(counts):
    return len(counts) >= MOST_REMEMBERED


tally = Tally()


def write_counts(get_response):
    """Middleware: any answer writes what is due, so that nothing is remembered for long."""

    def answer(request):
        response = get_response(request)
        if tally.is_due:
            tally.write()
        return response

    return answer
