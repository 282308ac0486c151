"""Lines of opening hours as rows of the table `schedule` of HSDS 3.0, and back (the rules of repeating are RFC 5545’s).

HSDS has no columns for “by appointment” and for “on holidays”: ours are `by_appointment` and `on_holidays`.
"""

import re
from datetime import date, time

from .opening_hours import CODES, LAST, Hours

BYDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)\Z")
# Seconds and an offset from UTC may follow.
TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d(?:\.0+)?)?(Z|[+-]\d\d:?(?:\d\d)?)?\Z")
# What cannot be told in a line of Hours: such a row is shown as its words.
NOT_UNDERSTOOD = ("count", "byweekno", "bymonthday", "byyearday")
# Hours west of Greenwich, from Newfoundland's summer to the Pacific's winter.
OURS = (2.5, 8)


def from_hsds(row):
    """Return the Hours of a row of `schedule`, or None where a line of Hours cannot say what the row says.

    Times are taken as the clock of the place shows them. An offset from UTC is passed over when it is one of Canada's,
    since with daylight saving none is right all year; a row with any other offset is not understood.
    """
    try:
        return _hours(row)
    except ValueError:
        return None


def to_hsds(hours):
    """Return the columns of a row of `schedule` for Hours, without ids and without what is empty."""
    weeks = sorted(hours.weeks - {LAST}) + sorted(hours.weeks & {LAST})
    days = [CODES[day] for day in sorted(hours.days)]
    row = {
        "freq": "MONTHLY" if weeks else "WEEKLY",
        "byday": ",".join(f"{week or ''}{day}" for week in weeks or [None] for day in days),
        "opens_at": f"{hours.opens:%H:%M}" if hours.opens is not None else "",
        "closes_at": _closing(hours),
        "valid_from": hours.valid_from.isoformat() if hours.valid_from else "",
        "valid_to": hours.valid_until.isoformat() if hours.valid_until else "",
        "by_appointment": hours.by_appointment,
        "on_holidays": hours.on_holidays,
    }
    return {column: value for column, value in row.items() if value}


def _hours(row):
    if any(row.get(column) not in (None, "") for column in NOT_UNDERSTOOD) or not _is_every_time(row):
        raise ValueError("It repeats in a way that a line of hours cannot say.")
    by_appointment = _is_true(row.get("by_appointment"))
    opens, closes = _time(row.get("opens_at")), _time(row.get("closes_at"))
    if (opens is None or closes is None) and not (by_appointment and opens == closes):
        raise ValueError("It has no opening or no closing time.")
    days, weeks = _days(row, by_appointment)
    valid_from = max(_dates(row, "valid_from", "dtstart"), default=None)
    valid_until = min(_dates(row, "valid_to", "until"), default=None)
    if valid_from and valid_until and valid_until < valid_from:
        raise ValueError("It ends before it begins.")
    return Hours(
        days=days,
        weeks=weeks,
        opens=opens,
        closes=closes,
        valid_from=valid_from,
        valid_until=valid_until,
        by_appointment=by_appointment,
        on_holidays=_is_true(row.get("on_holidays")),
    )


def _is_every_time(row):
    return str(row.get("interval") or 1) in ("1", "1.0") and _is_ours(row.get("timezone"))


def _is_ours(offset):
    return offset in (None, "") or OURS[0] <= -float(offset) <= OURS[1]


def _days(row, may_be_empty):
    parts = [part for part in str(row.get("byday") or "").upper().replace(" ", "").split(",") if part]
    found = [BYDAY.match(part) for part in parts]
    if not all(found) or (not found and not may_be_empty):
        raise ValueError("Its days are not days of the week.")
    pairs = {(int(match[1] or 0), CODES.index(match[2])) for match in found}
    weeks, days = frozenset(week for week, _ in pairs), frozenset(day for _, day in pairs)
    freq = str(row.get("freq") or "").upper()
    is_monthly = freq == "MONTHLY" and 0 not in weeks
    # All weeks must have all days, because a line of hours has one list of each.
    if len(pairs) != len(weeks) * len(days) or min(weeks, default=0) < LAST:
        raise ValueError("Its days differ from week to week.")
    if not is_monthly and (freq not in ("", "WEEKLY", "MONTHLY") or weeks - {0}):
        raise ValueError("Its days are not those of a week or a month.")
    return days, weeks if is_monthly else frozenset()


def _time(text):
    if text in (None, ""):
        return None
    found = TIME.match(str(text).strip().upper())
    if not found or not _is_offset_ours(found[3]):
        raise ValueError("It is not a time of the place.")
    hour, minute = int(found[1]), int(found[2])
    return time(0) if (hour, minute) == (24, 0) else time(hour, minute)


def _is_offset_ours(offset):
    if not offset:
        return True
    if offset == "Z":
        return False
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return offset[0] == "-" and OURS[0] <= int(digits[:2]) + int(digits[2:]) / 60 <= OURS[1]


def _dates(row, *columns):
    found = [str(row.get(column) or "").strip()[:10] for column in columns]
    return [date.fromisoformat(text) for text in found if text]


def _closing(hours):
    if hours.closes is None:
        return ""
    # HSDS writes a whole day as 00:00 to 23:59.
    return "23:59" if hours.is_whole_day else f"{hours.closes:%H:%M}"


def _is_true(value):
    return str(value or "").strip().lower() in ("true", "1", "yes")
