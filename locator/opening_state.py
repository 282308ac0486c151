"""What a reader is told of a place at a moment: open until when, or when it opens next, or why nobody can say."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .opening_calendar import Calendar
from .opening_hours import DAY, Closure

SOON = timedelta(minutes=60)
MOMENT = timedelta(microseconds=1)


class Kind(StrEnum):
    OPEN = "open"
    ALWAYS_OPEN = "always_open"
    OPENS_SOON = "opens_soon"
    CLOSED = "closed"
    CLOSED_FOR = "closed_for"
    HOLIDAY = "holiday"
    BY_APPOINTMENT = "by_appointment"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class State:
    """How a place stands at a moment.

    `at` is when it closes, if it is open, else when it opens next, by the clock of the place; None when that is not
    known, or more than a week away for what is open. `reason` is the closure’s,
    or the holiday, for `holidays_of.name_of`.
    """

    kind: Kind
    at: datetime | None = None
    reason: str = ""
    closure: Closure | None = None


def state(hours, closures, *, zone, province, now):
    """Return the State of a place: its lines of Hours and its Closures, at an aware moment.

    `zone` is the place's IANA time zone, `province` its two letters. Lines that overlap add up. An opening is looked
    for up to a year ahead, past holidays. Raises ValueError for a moment without a zone.
    """
    calendar = Calendar(hours, closures, zone=zone, province=province)
    return state_in(calendar, now=in_utc(now))


def state_in(calendar, *, now):
    """Return the State at a moment in UTC, by a Calendar."""
    today = calendar.day_of(now)
    stretch = calendar.stretch_at_or_after(now)
    is_open = stretch is not None and stretch[0] <= now
    if closure := calendar.closure_on(today):
        return State(Kind.CLOSED_FOR, at=_opening(calendar, stretch), reason=closure.reason, closure=closure)
    if is_open:
        return _open_until(calendar, stretch[1], today)
    if calendar.is_doubtful(now):
        return State(Kind.HOLIDAY, at=_opening(calendar, stretch), reason=calendar.holiday_on(today))
    return _closed(calendar, stretch, now)


def _open_until(calendar, end, today):
    # What closes at midnight closes at the end of the day before.
    if calendar.day_of(end - MOMENT) - today >= 7 * DAY:
        return State(Kind.ALWAYS_OPEN)
    return State(Kind.OPEN, at=end.astimezone(calendar.zone))


def _closed(calendar, stretch, now):
    at = _opening(calendar, stretch)
    if calendar.is_by_appointment(now):
        return State(Kind.BY_APPOINTMENT, at=at)
    if at:
        return State(Kind.OPENS_SOON if stretch[0] - now <= SOON else Kind.CLOSED, at=at)
    is_ever = any(not line.is_over(calendar.day_of(now)) for line in calendar.appointments)
    return State(Kind.BY_APPOINTMENT if is_ever else Kind.UNKNOWN)


def _opening(calendar, stretch):
    return stretch[0].astimezone(calendar.zone) if stretch else None


def in_utc(now):
    if now.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return now.astimezone(UTC)
