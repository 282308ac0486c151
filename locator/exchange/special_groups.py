"""Groups of columns with rules of their own: whom a row belongs to, points, opening hours, areas, extensions."""

from datetime import time

from django.utils.translation import gettext as _

from locator.hsds.own import as_uuid
from locator.hsds.rows import is_given
from locator.placing import GUESSED

from .groups import Group


class Belongs(Group):
    """The record that a row belongs to."""

    def __init__(self, column, field, table, *, is_required=False):
        super().__init__(column, f"{field}_id", is_required=is_required)
        self.table = table

    def read(self, values, *, language, is_known):
        identity = as_uuid(values[self.columns[0]])
        if identity and is_known(self.table, identity):
            return {self.fields[0]: identity}
        if self.is_required:
            self.refuse(_("Nothing with this id is here or in the file."))
        return {self.fields[0]: None}

    def text(self, value):
        return str(value) if value else ""


class Extension(Group):
    """The extension of a phone is a number in HSDS; what is none goes out in a column of ours."""

    def __init__(self):
        super().__init__("extension", "extension")
        self.columns = ("extension", "extension_text")

    def read(self, values, *, language, is_known):
        given = values["extension_text"] if is_given(values["extension_text"]) else values["extension"]
        return {"extension": str(given).strip() if is_given(given) else ""}

    def write(self, record, *, language):
        text = record.extension
        is_number = text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))
        return {"extension": int(text) if is_number else "", "extension_text": "" if is_number else text}


class Point(Group):
    """Where a location is: both coordinates, or neither."""

    def __init__(self):
        self.columns, self.fields = ("latitude", "longitude"), ("latitude", "longitude")

    def read(self, values, *, language, is_known):
        try:
            latitude, longitude = (float(str(values[column])) for column in self.columns)
        except ValueError:
            return {"latitude": None, "longitude": None}
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            return {"latitude": None, "longitude": None}
        return {"latitude": latitude, "longitude": longitude}

    def write(self, record, *, language):
        # Where the site guessed it, nobody else is told that it lies there.
        if getattr(record, "point_from", "") in GUESSED:
            return {"latitude": "", "longitude": ""}
        return {"latitude": _number(record.latitude), "longitude": _number(record.longitude)}


def _number(value):
    if value is None:
        return ""
    return int(value) if value == int(value) else value


class Opening(Group):
    """A line of opening hours. A rule that the site does not know is not half understood: its words alone are shown."""

    RULE = ("freq", "byday", "opens_at", "closes_at")
    UNKNOWN = ("dtstart", "until", "count", "byweekno", "bymonthday", "byyearday")

    def __init__(self):
        self.columns = (*self.RULE, "interval", *self.UNKNOWN)
        self.fields = ("days", "weeks", "opens", "closes")

    def read(self, values, *, language, is_known):
        opens, closes = (self._time(values[column], column) for column in ("opens_at", "closes_at"))
        rule = self._rule(values)
        if rule is None or (opens is None) != (closes is None) or (opens and not rule[0]):
            return {"days": "", "weeks": "", "opens": None, "closes": None}
        return {"days": rule[0], "weeks": rule[1], "opens": opens, "closes": closes}

    def _time(self, given, column):
        if not is_given(given):
            return None
        try:
            return time.fromisoformat(str(given).strip().removesuffix("Z")).replace(microsecond=0, tzinfo=None)
        except ValueError:
            self.refuse(_("This is no time like 17:30."), column)

    def _rule(self, values):
        """(days, weeks) of a rule, or None for one that is not known."""
        if any(is_given(values[column]) for column in self.UNKNOWN):
            return None
        if values["interval"] not in (None, "", 1, "1"):
            return None
        days = [day.strip().upper() for day in str(values["byday"] or "").split(",") if day.strip()]
        if str(values["freq"] or "WEEKLY").upper() == "WEEKLY":
            return (_in_order(days), "") if set(days) <= set(DAYS) else None
        return _monthly(days)

    def write(self, record, *, language):
        days = record.days.split(",") if record.days else []
        weeks = record.weeks.split(",") if record.weeks else []
        freq = "MONTHLY" if weeks else "WEEKLY" if days else ""
        return {
            "freq": freq,
            "byday": ",".join(f"{week}{day}" for week in weeks or [""] for day in days),
            "opens_at": record.opens.isoformat() if record.opens else "",
            "closes_at": record.closes.isoformat() if record.closes else "",
        }


DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKS = ("1", "2", "3", "4", "5", "-1")


def _in_order(days):
    return ",".join(day for day in DAYS if day in days)


def _monthly(days):
    """(days, weeks) of "1MO,3MO"; None where the weeks are not the same for each of the days."""
    pairs = {(day[:-2].removeprefix("+"), day[-2:]) for day in days}
    weeks, names = {week for week, _name in pairs}, {name for _week, name in pairs}
    if not pairs or not weeks <= set(WEEKS) or not names <= set(DAYS) or len(pairs) != len(weeks) * len(names):
        return None
    return _in_order(names), ",".join(week for week in WEEKS if week in weeks)


class Area(Group):
    """The key of an area served stands in `extent`, where the kind of extent is text."""

    def __init__(self, is_key):
        self.columns, self.fields = ("extent", "extent_type"), ("key",)
        self.is_key = is_key

    def read(self, values, *, language, is_known):
        key = str(values["extent"] or "").strip()
        is_ours = values["extent_type"] == "text" and len(key) <= 80 and self.is_key(key)
        return {"key": key if is_ours else ""}

    def write(self, record, *, language):
        return {"extent": record.key, "extent_type": "text" if record.key else ""}
