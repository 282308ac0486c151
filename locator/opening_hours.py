"""Opening hours and closures as people write them: lines of a regular schedule, and days that stand against it."""

from dataclasses import dataclass
from datetime import date, time, timedelta

MIDNIGHT = time(0)
DAY = timedelta(days=1)
LAST = -1  # the last week of a month
# Of the days 0 to 6, as calendars write them (RFC 5545).
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Hours:
    """A line of a regular schedule: on these days from one time to the other, which may be past midnight.

    `days` are 0 for Monday to 6 for Sunday. `weeks` are 1 to 5 for the first to fifth such day of a month, -1 for the
    last, and nothing for every week. Both dates are included. 00:00 to 00:00 and 00:00 to 23:59 are the whole day.
    What is by appointment may have neither days nor times, and then holds on any day.
    """

    days: frozenset[int] = frozenset()
    opens: time | None = None
    closes: time | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    weeks: frozenset[int] = frozenset()
    by_appointment: bool = False
    on_holidays: bool = False

    @classmethod
    def written(cls, *, days="", weeks="", **columns):
        """Return the hours of columns that have the days as "MO,TU" and the weeks as "1,3" or "-1"."""
        numbers = frozenset(CODES.index(code) for code in days.split(",") if code)
        return cls(days=numbers, weeks=frozenset(int(week) for week in weeks.split(",") if week), **columns)

    @property
    def has_times(self):
        return self.opens is not None and self.closes is not None

    @property
    def end(self):
        """When it closes, where 23:59 means midnight."""
        return MIDNIGHT if (self.closes.hour, self.closes.minute) == (23, 59) else self.closes

    @property
    def is_overnight(self):
        return self.end <= self.opens

    @property
    def is_whole_day(self):
        return self.has_times and self.opens == MIDNIGHT == self.end

    @property
    def is_round_the_clock(self):
        """Whether it is the whole of its days, in every week and season."""
        return self.is_whole_day and not (self.weeks or self.valid_from or self.valid_until)

    def applies_on(self, day):
        """Whether it begins on a date, closures and holidays aside."""
        if (self.days and day.weekday() not in self.days) or (self.weeks and not self._is_in_its_week(day)):
            return False
        if self.valid_from and day < self.valid_from:
            return False
        return not self.is_over(day)

    def is_over(self, day):
        return self.valid_until is not None and self.valid_until < day

    def _is_in_its_week(self, day):
        return (day.day + 6) // 7 in self.weeks or (LAST in self.weeks and (day + 7 * DAY).month != day.month)


@dataclass(frozen=True)
class Closure:
    """Days, both included, on which a place is closed whatever its hours say. The reason is in the reader’s words."""

    first: date
    last: date
    reason: str = ""

    def covers(self, day):
        return self.first <= day <= self.last
