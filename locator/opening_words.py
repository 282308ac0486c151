"""What readers are told of opening hours, in their language: a sentence for now, and the lines of a week’s table."""

from datetime import UTC, timedelta

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from .holidays_of import name_of
from .opening_hours import DAY, LAST, MIDNIGHT
from .opening_state import Kind

MINUTE = timedelta(minutes=1)
# What closes before this hour of the next day closes “tonight”.
MORNING = 4
# Dates further away than this are told with their year.
FAR = 300 * DAY
NO_BREAK = "\u00a0"


def sentence(state, *, now):
    """Return what a reader is told of a State at the moment it was made for, such as “Open until 6 pm today”."""
    today = now.astimezone(state.at.tzinfo).date() if state.at else now.date()
    match state.kind:
        case Kind.ALWAYS_OPEN:
            return _("Open 24 hours")
        case Kind.OPEN:
            return _open_until(state.at, today)
        case Kind.OPENS_SOON:
            # At least one: the sentence may be written a moment after its State was made.
            return _opens_in(max(minutes_until(state.at, now), 1))
        case Kind.CLOSED:
            return _closed_until(state.at, today)
        case Kind.CLOSED_FOR:
            return _closed_for(state, today)
        case Kind.HOLIDAY:
            return _holiday(name_of(state.reason))
        case Kind.BY_APPOINTMENT:
            return _("By appointment")
    return _("Call for opening times")


def minutes_until(moment, now):
    """Return the minutes left, a begun one as a whole."""
    # In UTC, because a difference within one zone passes over a change of the clock.
    return -((now.astimezone(UTC) - moment.astimezone(UTC)) // MINUTE)


def week(hours, *, today):
    """Return the lines of a table of the week, (when, [what]): Monday to Sunday, then days of the month.

    What is over by `today` is left out. Without any hours the table is empty.
    """
    lines = sorted((line for line in hours if not line.is_over(today)), key=lambda line: _order(line, today))
    weekly = [line for line in lines if not line.weeks]
    monthly = [line for line in lines if line.weeks]
    return [*_days(weekly, today), *_days_of_the_month(monthly, today)]


def clock(at):
    """Return a time of the day in words: “6:30 pm”, “noon”, « 18 h 30 », « midi »."""
    if at.minute == 0 and at.hour in (0, 12):
        return _("noon") if at.hour else _("midnight")
    return _figures(at)


def _figures(at):
    if (get_language() or "").startswith("fr"):
        return NO_BREAK.join([str(at.hour), "h", *([f"{at.minute:02}"] if at.minute else [])])
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def _date(day, today):
    # In French the first day of a month is an ordinal number, the others are not.
    number = pgettext("the first day of a month", "1") if day.day == 1 else day.day
    values = {"month": MONTHS[day.month], "day": number, "year": day.year}
    return (_("%(month)s %(day)s, %(year)s") if abs(day - today) > FAR else _("%(month)s %(day)s")) % values


def _open_until(at, today):
    # Midnight belongs to the day that it ends.
    last = at.date() - DAY if at.time() == MIDNIGHT else at.date()
    values = {"time": clock(at), "day": WEEKDAYS[last.weekday()]}
    if at.time() == MIDNIGHT and last == today:
        return _("Open until midnight tonight")
    if at.date() == today + DAY and at.hour < MORNING:
        return _("Open until %(time)s tonight") % values
    if last == today:
        return _("Open until %(time)s today") % values
    if last == today + DAY:
        return _("Open until %(time)s tomorrow") % values
    return _("Open until %(day)s at %(time)s") % values


def _closed_until(at, today):
    opens = _opens(at, today)
    return opens if at.date() <= today + DAY else _("Closed now. %(opens)s") % {"opens": opens}


def _opens(at, today):
    # In figures, because “Monday at midnight” could be either end of the day.
    values = {"time": _figures(at) if at.hour == 0 else clock(at), "weekday": WEEKDAYS[at.weekday()]}
    if at.date() == today:
        return _("Opens today at %(time)s") % values
    if at.date() == today + DAY:
        return _("Opens tomorrow at %(time)s") % values
    if at.date() < today + 7 * DAY:
        return _("Opens %(weekday)s at %(time)s") % values
    return _("Opens %(weekday)s, %(date)s at %(time)s") % {**values, "date": _date(at.date(), today)}


def _opens_in(minutes):
    return ngettext("Opens in %(minutes)d minute", "Opens in %(minutes)d minutes", minutes) % {"minutes": minutes}


def _holiday(name):
    return _("Today is a holiday (%(holiday)s). Call to check opening times.") % {"holiday": name}


def _closed_for(state, today):
    then = _opens(state.at, today) if state.at else _("Call for opening times")
    return f"{_closure(state.closure, today)} {then}"


def _closure(closure, today):
    values = {"first": _date(closure.first, today), "last": _date(closure.last, today)}
    is_one_day = closure.first == closure.last
    dates = _("Closed today") if is_one_day else _("Closed from %(first)s to %(last)s") % values
    if reason := closure.reason.strip().rstrip("."):
        return _("%(closed)s: %(reason)s.") % {"closed": dates, "reason": reason}
    return f"{dates}."


def _order(line, today):
    begins = max(line.valid_from or today, today)
    return begins, line.opens or MIDNIGHT, line.closes or MIDNIGHT


def _days(lines, today):
    if not lines:
        return []
    closed = [pgettext("opening hours", "closed")]
    return [(str(name), _times(lines, day, today) or closed) for day, name in WEEKDAYS.items()]


def _days_of_the_month(lines, today):
    rows = []
    for week, words in _ordinals().items():
        of_week = [line for line in lines if week in line.weeks]
        named = [(words % {"weekday": name}, _times(of_week, day, today)) for day, name in WEEKDAYS.items()]
        rows += [(name, times) for name, times in named if times]
    return rows


def _ordinals():
    return {
        1: _("First %(weekday)s of the month"),
        2: _("Second %(weekday)s of the month"),
        3: _("Third %(weekday)s of the month"),
        4: _("Fourth %(weekday)s of the month"),
        5: _("Fifth %(weekday)s of the month"),
        LAST: _("Last %(weekday)s of the month"),
    }


def _times(lines, day, today):
    return [_times_of(line, today) for line in lines if not line.days or day in line.days]


def _times_of(line, today):
    parts = [_from_to(line), _("by appointment") if line.by_appointment else "", _season(line, today)]
    parts.append(_("also on holidays") if line.on_holidays else "")
    return ", ".join(part for part in parts if part) or _("call for the times")


def _from_to(line):
    if not line.has_times:
        return ""
    if line.is_whole_day:
        return _("open 24 hours")
    return _("%(opens)s to %(closes)s") % {"opens": clock(line.opens), "closes": clock(line.end)}


def _season(line, today):
    is_to_come = line.valid_from is not None and line.valid_from > today
    values = {
        "first": _date(line.valid_from, today) if is_to_come else "",
        "last": _date(line.valid_until, today) if line.valid_until else "",
    }
    if is_to_come and line.valid_until:
        return _("from %(first)s to %(last)s") % values
    if is_to_come:
        return _("from %(first)s") % values
    return _("until %(last)s") % values if line.valid_until else ""
