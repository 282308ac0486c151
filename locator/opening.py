"""Whether a place is open at a moment, until when, when it opens next, and the words for it: by the place’s clock."""

from datetime import UTC

from .opening_calendar import MINUTE, Calendar
from .opening_hours import DAY, Closure, Hours
from .opening_rows import from_hsds, to_hsds
from .opening_state import SOON, Kind, State, in_utc, state, state_in
from .opening_words import minutes_until, sentence, week

__all__ = [
    "Closure",
    "Hours",
    "Kind",
    "State",
    "from_hsds",
    "is_open",
    "next_change",
    "sentence",
    "state",
    "to_hsds",
    "week",
]
IS_OPEN = (Kind.OPEN, Kind.ALWAYS_OPEN)
# A sentence that stays for longer is looked at again then.
STAYS = 2 * DAY


def is_open(hours, closures, *, zone, province, now):
    """Whether a place is open without an appointment at an aware moment; False where nobody can say."""
    return state(hours, closures, zone=zone, province=province, now=now).kind in IS_OPEN


def next_change(hours, closures, *, zone, province, now):
    """Return the moment after `now`, aware, from which the sentence may be another one: until then it stays the same.

    When it stays for two days, it is a moment then. None when there are neither hours nor closures: nothing can change.
    """
    if not hours and not closures:
        return None
    calendar, moment = Calendar(hours, closures, zone=zone, province=province), in_utc(now)
    said, last = _said(calendar, moment), moment + STAYS
    while moment < last:
        moment = _next_edge(calendar, moment)
        if _said(calendar, moment) != said:
            break
    return moment.astimezone(calendar.zone)


def _said(calendar, moment):
    return sentence(state_in(calendar, now=moment), now=moment.astimezone(calendar.zone))


def _next_edge(calendar, moment):
    state = state_in(calendar, now=moment)
    edges = calendar.edges_of(calendar.day_of(moment))
    if state.at:
        edges.append(state.at.astimezone(UTC))
    if state.kind in (Kind.CLOSED, Kind.OPENS_SOON):
        # From an hour before the opening on, the sentence counts the minutes.
        minutes = min(minutes_until(state.at, moment) - 1, SOON // MINUTE)
        edges.append(state.at.astimezone(UTC) - minutes * MINUTE)
    return min(edge for edge in edges if edge > moment)
