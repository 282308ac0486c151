"""Opening hours: what readers are told at a moment, when that changes, and how hours go to and from HSDS."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from locator.holidays_of import NAMES, OBSERVED, holiday_on, name_of
from locator.opening import Closure, Hours, Kind, from_hsds, is_open, next_change, sentence, state, to_hsds, week

CASES = tomllib.loads((Path(__file__).parent / "cases" / "opening.toml").read_text())["case"]
PROVINCES = ["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"]
TORONTO = {"zone": "America/Toronto", "province": "ON"}
WEEKDAYS = "MO,TU,WE,TH,FR"
EVERY_DAY = f"{WEEKDAYS},SA,SU"
INSTANT = timedelta(microseconds=1)


def read_hours(line):
    """Return the Hours of a line such as "MO,TU 09:00-17:00 until 2026-06-30"; a dash is nothing."""
    days, times, *limits = line.split()
    opens, closes = [time.fromisoformat(text) if text else None for text in times.split("-")]
    words = dict(zip(limits, [*limits[1:], ""], strict=False))
    return Hours.written(
        days=days.strip("-"),
        weeks=words.get("weeks", ""),
        opens=opens,
        closes=closes,
        valid_from=date.fromisoformat(words["from"]) if "from" in words else None,
        valid_until=date.fromisoformat(words["until"]) if "until" in words else None,
        by_appointment="appointment" in words,
        on_holidays="holidays" in words,
    )


def read_closure(closure):
    first, last, reason = closure
    return Closure(date.fromisoformat(first), date.fromisoformat(last), reason)


def at(text, *, zone="America/Toronto"):
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def told(*lines, now, closures=(), zone="America/Toronto", province="ON"):
    hours, now = [read_hours(line) for line in lines], at(now, zone=zone)
    found = state(hours, [read_closure(closure) for closure in closures], zone=zone, province=province, now=now)
    return sentence(found, now=now)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_a_reader_is_told(case):
    where = {key: case[key] for key in ("zone", "province", "closures") if key in case}

    assert told(*case["hours"], now=case["now"], **where) == case["says"]


def test_each_case_has_a_name_of_its_own():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 100


@pytest.mark.parametrize(
    ("line", "now", "says"),
    [
        ("MO 09:00-18:00", "2026-11-23 10:00", "Ouvert jusqu’à 18 h aujourd’hui"),
        ("MO 09:00-18:30", "2026-11-23 10:00", "Ouvert jusqu’à 18 h 30 aujourd’hui"),
        ("MO 09:00-12:00", "2026-11-23 10:00", "Ouvert jusqu’à midi aujourd’hui"),
        ("MO 18:00-00:00", "2026-11-23 20:00", "Ouvert jusqu’à minuit ce soir"),
        ("MO 18:00-02:05", "2026-11-23 20:00", "Ouvert jusqu’à 2 h 05 cette nuit"),
        ("MO 20:00-08:00", "2026-11-23 21:00", "Ouvert jusqu’à 8 h demain"),
        (f"{WEEKDAYS} 00:00-00:00", "2026-11-23 10:00", "Ouvert jusqu’à vendredi à minuit"),
        (f"{EVERY_DAY} 00:00-00:00", "2026-11-23 10:00", "Ouvert 24 heures sur 24"),
        ("MO 09:00-18:00", "2026-11-23 08:40", "Ouvre dans 20 minutes"),
        ("MO 09:00-18:00", "2026-11-23 08:59", "Ouvre dans 1 minute"),
        ("MO 12:00-18:00", "2026-11-23 08:00", "Ouvre aujourd’hui à midi"),
        ("TU 09:00-18:00", "2026-11-23 08:00", "Ouvre demain à 9 h"),
        ("FR 09:00-18:00", "2026-11-23 08:00", "Fermé pour le moment. Ouvre vendredi à 9 h"),
        ("MO 00:00-08:00", "2026-11-25 08:00", "Fermé pour le moment. Ouvre lundi à 0 h"),
        (
            "TH 09:00-18:00 from 2027-01-05",
            "2026-11-23 08:00",
            "Fermé pour le moment. Ouvre le jeudi 7 janvier à 9 h",
        ),
        ("TU 09:00-18:00 weeks 1", "2026-11-23 08:00", "Fermé pour le moment. Ouvre le mardi 1er décembre à 9 h"),
        ("- - appointment", "2026-11-23 08:00", "Sur rendez-vous"),
        ("MO -", "2026-11-23 08:00", "Appelez pour connaître les heures d’ouverture"),
        (
            "MO 09:00-18:00",
            "2026-02-16 10:00",
            "C’est un jour férié aujourd’hui (jour de la Famille). Appelez pour vérifier les heures d’ouverture.",
        ),
        (
            "MO 09:00-18:00",
            "2026-12-28 10:00",
            "C’est un jour férié aujourd’hui (lendemain de Noël, reporté). "
            "Appelez pour vérifier les heures d’ouverture.",
        ),
    ],
)
def test_what_a_reader_is_told_in_french(line, now, says):
    with translation.override("fr"):
        words = told(line, now=now)

    assert words.replace("\u00a0", " ") == says


def test_a_closure_is_told_in_french():
    closures = [("2027-01-01", "2027-01-03", "congé des Fêtes")]

    with translation.override("fr"):
        words = told("FR 09:00-17:00", now="2027-01-02 10:00", closures=closures)

    assert words.replace("\u00a0", " ") == "Fermé du 1er janvier au 3 janvier : congé des Fêtes. Ouvre vendredi à 9 h"


def test_a_time_in_french_is_not_broken_over_two_lines():
    with translation.override("fr"):
        assert "18\u00a0h\u00a030" in told("MO 09:00-18:30", now="2026-11-23 10:00")


def test_the_next_opening_is_by_the_clock_of_the_place():
    hours, now = [read_hours("MO 09:00-17:00")], at("2026-11-22T12:00Z")

    found = state(hours, [], zone="America/St_Johns", province="NL", now=now)

    assert (found.kind, found.at.isoformat()) == (Kind.CLOSED, "2026-11-23T09:00:00-03:30")


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        state([], [], now=datetime(2026, 11, 23), **TORONTO)


def test_the_time_zones_are_those_of_the_package_and_not_of_the_machine():
    offset = datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("America/Edmonton")).utcoffset()

    assert offset == timedelta(hours=-6)


@pytest.mark.parametrize("province", PROVINCES)
def test_every_holiday_for_ten_years_has_a_name_in_both_languages(province):
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(3652)]
    found = {holiday_on(day, province=province) for day in days} - {""}

    assert {name.removesuffix(OBSERVED) for name in found} <= set(NAMES)
    in_english = {name_of(name) for name in found}
    with translation.override("fr"):
        assert not {name_of(name) for name in found} & in_english


def test_the_table_of_the_week_has_a_line_for_each_day():
    hours = [read_hours(line) for line in (f"{WEEKDAYS} 13:00-17:00", f"{WEEKDAYS} 09:00-12:00", "SA 18:30-00:00")]

    lines = week(hours, today=date(2026, 11, 23))

    assert lines[0] == ("Monday", ["9 am to noon", "1 pm to 5 pm"])
    assert lines[5:] == [("Saturday", ["6:30 pm to midnight"]), ("Sunday", ["closed"])]


def test_the_table_of_the_week_says_what_limits_a_line():
    texts = (
        "MO 09:00-12:00 until 2026-12-31",
        "MO 10:00-12:00 from 2027-01-01 until 2027-06-30",
        "TU 09:00-12:00 until 2026-06-30",
        "WE 00:00-23:59 holidays",
        "TH 09:00-12:00 appointment",
        "FR - appointment",
        "SA -",
        "SU 09:00-12:00 from 2027-05-01",
    )

    lines = dict(week([read_hours(text) for text in texts], today=date(2026, 11, 23)))

    assert lines == {
        "Monday": ["9 am to noon, until December 31", "10 am to noon, from January 1 to June 30"],
        "Tuesday": ["closed"],
        "Wednesday": ["open 24 hours, also on holidays"],
        "Thursday": ["9 am to noon, by appointment"],
        "Friday": ["by appointment"],
        "Saturday": ["call for the times"],
        "Sunday": ["9 am to noon, from May 1"],
    }


def test_days_of_the_month_follow_the_week():
    hours = [read_hours(line) for line in ("WE 13:00-16:00 weeks 1,-1", "MO 09:00-12:00 weeks 1")]

    assert week(hours, today=date(2026, 11, 23)) == [
        ("First Monday of the month", ["9 am to noon"]),
        ("First Wednesday of the month", ["1 pm to 4 pm"]),
        ("Last Wednesday of the month", ["1 pm to 4 pm"]),
    ]


def test_the_table_of_the_week_in_french():
    hours = [read_hours(line) for line in ("MO 09:00-12:00 from 2027-05-01", "WE 13:00-16:30 weeks 2")]

    with translation.override("fr"):
        lines = week(hours, today=date(2026, 11, 23))

    assert lines[0] == ("lundi", ["9\u00a0h à midi, à partir du 1er mai"])
    assert lines[1] == ("mardi", ["fermé"])
    assert lines[-1] == ("Deuxième mercredi du mois", ["13\u00a0h à 16\u00a0h\u00a030"])


def test_without_hours_there_is_no_table():
    assert week([], today=date(2026, 11, 23)) == []


@pytest.mark.parametrize(
    ("line", "now", "change"),
    [
        ("MO 09:00-17:00", "2026-11-23 10:00", "2026-11-23T17:00:00-05:00"),
        ("MO 09:00-12:00", "2026-11-23 07:10", "2026-11-23T08:00:00-05:00"),
        ("MO 09:00-12:00", "2026-11-23 08:00", "2026-11-23T08:01:00-05:00"),
        ("MO 09:00-12:00", "2026-11-23 08:40:30", "2026-11-23T08:41:00-05:00"),
        ("MO 09:00-12:00", "2026-11-23 08:59:30", "2026-11-23T09:00:00-05:00"),
        ("MO 09:00-12:00", "2026-11-28 10:00", "2026-11-29T00:00:00-05:00"),
        ("MO 18:00-02:00", "2026-11-23 20:00", "2026-11-24T00:00:00-05:00"),
        ("MO 09:00-17:00 appointment", "2026-11-23 10:00", "2026-11-26T00:00:00-05:00"),
        ("FR 09:00-17:00", "2026-12-25 10:00", "2026-12-26T00:00:00-05:00"),
    ],
)
def test_when_the_sentence_becomes_wrong(line, now, change):
    assert next_change([read_hours(line)], [], now=at(now), **TORONTO).isoformat() == change


def test_a_closure_changes_the_sentence_at_midnight():
    closures = [Closure(date(2026, 11, 24), date(2026, 11, 24))]

    change = next_change([read_hours(f"{EVERY_DAY} 00:00-00:00")], closures, now=at("2026-11-23 10:00"), **TORONTO)

    assert change == at("2026-11-24 00:00")


def test_nothing_changes_where_nothing_is_known():
    assert next_change([], [], now=at("2026-11-23 10:00"), **TORONTO) is None


times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 0, 15, 30, 59]))
dates = st.dates(date(2026, 10, 20), date(2026, 11, 10)) | st.dates(date(2026, 3, 1), date(2026, 3, 15))
lines_of_hours = st.builds(
    lambda days, opens, closes, first, length, weeks, by_appointment, on_holidays: Hours(
        days=days,
        opens=opens,
        closes=closes,
        valid_from=first,
        valid_until=first and first + timedelta(days=length),
        weeks=weeks,
        by_appointment=by_appointment,
        on_holidays=on_holidays,
    ),
    st.frozensets(st.integers(0, 6), min_size=1),
    times,
    times,
    st.none() | dates,
    st.integers(0, 30),
    st.just(frozenset()) | st.frozensets(st.sampled_from([1, 2, 3, 4, 5, -1])),
    st.sampled_from([False, False, False, True]),
    st.booleans(),
)
schedules = st.lists(lines_of_hours, max_size=4)
many_closures = st.lists(
    st.builds(lambda first, length: Closure(first, first + timedelta(days=length)), dates, st.integers(0, 5)),
    max_size=2,
)
moments = st.datetimes(datetime(2026, 2, 25), datetime(2026, 12, 31), timezones=st.just(UTC))
zones = st.sampled_from(["America/Toronto", "America/St_Johns", "America/Regina", "America/Whitehorse"])


@settings(max_examples=300, deadline=None)
@given(schedules, many_closures, moments, zones, st.floats(0, 1, exclude_max=True))
def test_a_state_holds_until_the_moment_that_it_names(hours, closures, now, zone, part):
    where = {"zone": zone, "province": "ON"}

    found = state(hours, closures, now=now, **where)

    assert is_open(hours, closures, now=now, **where) == (found.kind in (Kind.OPEN, Kind.ALWAYS_OPEN))
    if found.at:
        then = found.at.astimezone(UTC)
        between = min(now + (then - now) * part, then - INSTANT)
        assert then > now
        assert is_open(hours, closures, now=between, **where) == (found.kind == Kind.OPEN)
        assert is_open(hours, closures, now=then, **where) != (found.kind == Kind.OPEN)


@settings(max_examples=300, deadline=None)
@given(schedules, many_closures, moments, zones, st.floats(0, 1, exclude_max=True))
def test_the_sentence_stays_the_same_until_it_changes(hours, closures, now, zone, part):
    where = {"zone": zone, "province": "ON"}

    def said(moment):
        local = moment.astimezone(ZoneInfo(zone))
        return sentence(state(hours, closures, now=local, **where), now=local)

    change = next_change(hours, closures, now=now, **where)

    if change is None:
        assert not hours and not closures
        return
    change = change.astimezone(UTC)
    assert change > now
    between = min(now + (change - now) * part, change - INSTANT)
    assert said(between) == said(now) == said(change - INSTANT)


def is_open_by_the_wall(hours, closures, wall):
    """Say it once more, the plain way, where the clock never changes and no day is a holiday."""
    today, yesterday = wall.date(), wall.date() - timedelta(days=1)
    if any(closure.covers(today) for closure in closures):
        return False
    for line in hours:
        closes = time(0) if line.closes == time(23, 59) else line.closes
        is_over_midnight = closes <= line.opens
        if line.applies_on(today) and line.opens <= wall.time() and (is_over_midnight or wall.time() < closes):
            return True
        is_closed = any(closure.covers(yesterday) for closure in closures)
        if line.applies_on(yesterday) and is_over_midnight and wall.time() < closes and not is_closed:
            return True
    return False


@settings(max_examples=300, deadline=None)
@given(schedules, many_closures, st.datetimes(datetime(2026, 10, 14), datetime(2026, 11, 9, 23, 59)))
def test_open_is_what_the_lines_say(hours, closures, wall):
    hours = [line for line in hours if not line.by_appointment]
    now = wall.replace(tzinfo=ZoneInfo("America/Regina"))

    found = is_open(hours, closures, zone="America/Regina", province="SK", now=now)

    assert found == is_open_by_the_wall(hours, closures, wall)


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ({"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:00"}, "MO,TU 09:00-17:00"),
        ({"freq": "WEEKLY", "byday": "mo, tu", "opens_at": "9:00:00", "closes_at": "17:00:00"}, "MO,TU 09:00-17:00"),
        ({"freq": "", "byday": "MO", "opens_at": "09:00", "closes_at": "24:00"}, "MO 09:00-00:00"),
        (
            {"freq": "MONTHLY", "byday": "1MO,3MO", "opens_at": "09:00", "closes_at": "17:00"},
            "MO 09:00-17:00 weeks 1,3",
        ),
        ({"freq": "MONTHLY", "byday": "-1FR", "opens_at": "09:00", "closes_at": "17:00"}, "FR 09:00-17:00 weeks -1"),
        ({"freq": "MONTHLY", "byday": "FR", "opens_at": "09:00", "closes_at": "17:00"}, "FR 09:00-17:00"),
        ({"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00-05:00", "closes_at": "17:00-0500"}, "MO 09:00-17:00"),
        ({"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00-03:30", "closes_at": "17:00-03:30"}, "MO 09:00-17:00"),
        (
            {
                "freq": "WEEKLY",
                "interval": 1,
                "timezone": -5,
                "byday": "MO",
                "opens_at": "09:00",
                "closes_at": "17:00",
                "dtstart": "2026-01-01",
                "valid_to": "2026-06-30",
                "until": "2026-07-31",
            },
            "MO 09:00-17:00 from 2026-01-01 until 2026-06-30",
        ),
        ({"by_appointment": "true", "freq": "WEEKLY"}, "- - appointment"),
        ({"byday": "MO", "on_holidays": True, "opens_at": "00:00", "closes_at": "23:59"}, "MO 00:00-23:59 holidays"),
    ],
)
def test_a_row_of_hsds_is_understood(row, line):
    assert from_hsds(row) == read_hours(line)


ROW = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}


@pytest.mark.parametrize(
    "changes",
    [
        {"byday": ""},
        {"byday": "MONDAY"},
        {"byday": "1MO"},
        {"freq": "MONTHLY", "byday": "1MO,3WE"},
        {"freq": "MONTHLY", "byday": "1MO,WE"},
        {"freq": "MONTHLY", "byday": "-2MO"},
        {"freq": "MONTHLY", "byday": "", "bymonthday": "1,15"},
        {"freq": "DAILY"},
        {"interval": 2},
        {"count": 3},
        {"byweekno": "41,42"},
        {"timezone": 3},
        {"timezone": "east"},
        {"opens_at": ""},
        {"closes_at": None},
        {"opens_at": "9 am"},
        {"opens_at": "25:00"},
        {"opens_at": "14:00Z"},
        {"opens_at": "14:00+01:00"},
        {"valid_from": "spring"},
        {"valid_from": "2026-07-01", "valid_to": "2026-06-30"},
    ],
    ids=lambda changes: ",".join(f"{key}={value}" for key, value in changes.items()),
)
def test_a_row_that_a_line_cannot_say_is_not_guessed(changes):
    assert from_hsds({**ROW, **changes}) is None


def test_hours_are_written_as_hsds_has_them():
    line = read_hours("MO,WE 00:00-00:00 weeks 1,-1")

    assert to_hsds(line) == {
        "freq": "MONTHLY",
        "byday": "1MO,1WE,-1MO,-1WE",
        "opens_at": "00:00",
        "closes_at": "23:59",
    }


@given(lines_of_hours)
def test_hours_come_back_from_hsds_as_they_went(line):
    found = from_hsds(to_hsds(line))

    assert to_hsds(found) == to_hsds(line)
    assert found == line or line.is_whole_day
