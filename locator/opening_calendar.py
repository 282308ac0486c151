"""The stretches of time that opening hours come to, by the calendar of a province and the clock of a zone.

A stretch is a pair of moments in UTC: its start belongs to it, its end no longer does. Times of the day are those of
the clock on the wall, so that a night on which the clock changes is an hour shorter or longer.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from .holidays_of import holiday_on
from .opening_hours import DAY, MIDNIGHT

NO_TIME = timedelta(0)
MINUTE = timedelta(minutes=1)
WHOLE_WEEK = frozenset(range(7))
# Beyond it no opening is looked for.
HORIZON = 366 * DAY
# A stretch is not followed for longer: its end is nothing that a reader wants to know.
ENDLESS = 9 * DAY


class Calendar:
    """The hours and closures of one place, laid over the days of its province and the clock of its zone."""

    def __init__(self, hours, closures, *, zone, province):
        self.zone, self.province, self.closures = ZoneInfo(zone), province, closures
        self.lines = [line for line in hours if line.days and line.has_times and not line.by_appointment]
        self.appointments = [line for line in hours if line.by_appointment]
        round_the_clock = [line.days for line in self.lines if line.is_round_the_clock]
        self.never_closes = frozenset().union(*round_the_clock) == WHOLE_WEEK
        self._next = self._asked_at = None

    def day_of(self, moment):
        """Return the date that the place has at a moment."""
        return moment.astimezone(self.zone).date()

    def closure_on(self, day):
        """Return the closure that covers a date, of several the one that lasts longest, or None."""
        found = [closure for closure in self.closures if closure.covers(day)]
        return max(found, key=lambda closure: closure.last, default=None)

    def holiday_on(self, day):
        return holiday_on(day, province=self.province)

    def holds_on_holidays(self, line):
        """Whether a line is trusted on holidays: when it says so, and when the place never closes at all."""
        return line.on_holidays or (self.never_closes and line.is_round_the_clock)

    def holds_on(self, line, day):
        """Whether what a line says is trusted on a date: never in a closure, seldom on a holiday."""
        if self.closures and self.closure_on(day):
            return False
        return self.holds_on_holidays(line) or not self.holiday_on(day)

    def stretch_at_or_after(self, moment):
        """Return the stretch that a moment lies in, else the next one, else None."""
        if not self._is_still_next(moment):
            yesterday = self.day_of(moment) - DAY
            self._next = next((stretch for stretch in self._stretches_from(yesterday) if stretch[1] > moment), None)
            self._asked_at = moment
        return self._next

    def is_by_appointment(self, moment):
        """Whether hours by appointment hold at a moment."""
        today = self.day_of(moment)
        days = (today - DAY, today)
        return any(self._has_appointments(line, day, moment) for line in self.appointments for day in days)

    def is_doubtful(self, moment):
        """Whether regular hours tell of a moment on a holiday, and none of them says that it holds on holidays."""
        today = self.day_of(moment)
        if not self.holiday_on(today):
            return False
        lines = [line for line in self.lines if line.applies_on(today)]
        if any(self.holds_on_holidays(line) for line in lines):
            return False
        return bool(lines) or self._began_before(moment, today)

    def edges_of(self, day):
        """Return the moments of a date at which a line of hours may begin or end to hold, and its end, in no order."""
        lines = [line for line in (*self.lines, *self.appointments) if line.has_times]
        starts = [(line, start) for line in lines for start in (day - DAY, day) if line.applies_on(start)]
        spans = [self._whole_span(line, start) for line, start in starts]
        return [self.moment(day + DAY, MIDNIGHT), *(edge for span in spans for edge in span)]

    def moment(self, day, at):
        """Return in UTC when the clock of the zone shows a time on a date.

        An hour that comes twice counts as its first pass. A time that the clock jumps over is the moment of the jump.
        """
        wall = datetime.combine(day, at, self.zone)
        moment = wall.astimezone(UTC)
        shown = moment.astimezone(self.zone)
        # Within one zone, moments are compared by what the clock shows.
        return moment if shown == wall else self._jump_before(shown)

    def _jump_before(self, shown):
        moment = shown.astimezone(UTC)
        while (moment - MINUTE).astimezone(self.zone).utcoffset() == shown.utcoffset():
            moment -= MINUTE
        return moment

    def _is_still_next(self, moment):
        # Of what is endless only the beginning was looked at.
        return self._next and self._asked_at <= moment < self._next[1] and self._next[1] - self._next[0] <= ENDLESS

    def _stretches_from(self, first):
        """Yield the stretches that begin on a date or later, in order; spans that touch or overlap are one."""
        current = None
        for day, spans in self._days_from(first):
            for span in spans:
                if current and span[0] > current[1]:
                    yield current
                    current = None
                current = (current[0], max(current[1], span[1])) if current else span
            if current and self._is_complete(current, day):
                yield current
                current = None

    def _is_complete(self, stretch, day):
        start, end = stretch
        return end < self.moment(day + DAY, MIDNIGHT) or end - start > ENDLESS

    def _days_from(self, first):
        """Yield the dates from one on, each with the spans of time that begin on it."""
        lines = [line for line in self.lines if not line.is_over(first)]
        if not lines:
            return
        wait = max(min(line.valid_from or first for line in lines) - first, NO_TIME)
        for number in range(wait.days, HORIZON.days):
            day = first + number * DAY
            spans = [self._span(line, day) for line in lines if line.applies_on(day) and self.holds_on(line, day)]
            yield day, sorted(span for span in spans if span[0] < span[1])

    def _span(self, line, day):
        # What is closed, or not trusted, from midnight on ends a night that began before.
        if line.is_overnight and not self.holds_on(line, day + DAY):
            return self.moment(day, line.opens), self.moment(day + DAY, MIDNIGHT)
        return self._whole_span(line, day)

    def _whole_span(self, line, day):
        return self.moment(day, line.opens), self.moment(day + DAY if line.is_overnight else day, line.end)

    def _began_before(self, moment, today):
        lines = [line for line in self.lines if line.is_overnight and line.applies_on(today - DAY)]
        return any(moment < self._whole_span(line, today - DAY)[1] for line in lines)

    def _has_appointments(self, line, day, moment):
        if not line.applies_on(day) or not self.holds_on(line, day):
            return False
        if not line.has_times:
            return day == self.day_of(moment)
        start, end = self._span(line, day)
        return start <= moment < end
