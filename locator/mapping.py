"""Reading a partner’s own CSV by a mapping: a TOML file in mappings/ that says what each column is.

A mapping makes HSDS rows. Those of one line get ids made of the line’s key, so that the next file updates them.
docs/exchange.md explains how to write one.
"""

import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from .casing import title_case
from .hsds.csv_tables import read_table
from .hsds.faults import Unreadable
from .hsds.own import KINDS_OF_HELP, made_id
from .hsds.packages import Note, Package
from .hsds.rows import Row
from .mapping_postal import checked_postal_code

FOLDER = Path(__file__).parent / "mappings"


def names():
    """The names of the mappings that there are."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def _mapping(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read_mapped(content, mapping, *, name):
    """Return the Package that a CSV file, given as bytes, makes by a mapping. Raises Unreadable."""
    told = _mapping(mapping)
    lines = read_table(content, file=name, encoding=told["encoding"], delimiter=told.get("delimiter", ","))
    missing = set(_columns_needed(told)) - set(lines[0] if lines else ())
    if missing:
        columns = ", ".join(sorted(missing))
        raise Unreadable(_("“%(name)s” lacks these columns: %(columns)s.") % {"name": name, "columns": columns})
    mapped = _Mapped(mapping, told, name)
    for line in lines:
        mapped.take(line)
    return mapped.finished()


def _columns_needed(told):
    yield from [*told["key"], *told.get("town_names", ()), told["province"], told["language"]["column"]]
    for table in told["rows"].values():
        for source in table.values():
            if isinstance(source, dict):
                yield from source.get("from", ())


class _Mapped:
    def __init__(self, mapping, told, file):
        self.mapping = mapping
        self.told = told
        self.file = file
        self.package = Package()
        self.used_kinds = set()
        self.keys = set()

    def take(self, line):
        key = "/".join(str(line[column]).strip() for column in self.told["key"])
        if not key.strip("/") or key in self.keys:
            reason = _("The key of this line is missing.") if not key.strip("/") else _("This key stands twice.")
            self._note(line, "", reason, is_refused=True)
            return
        self.keys.add(key)
        for table, columns in self.told["rows"].items():
            self._add(table, columns, line, key)

    def _add(self, table, columns, line, key):
        row = Row(id=self._id(table, key), file=self.file, line=line.line)
        guessed = []
        for column, source in columns.items():
            reading = _Reading(self, table, column, line, key)
            value = reading.value(source)
            if value in ("", None):
                continue
            row[reading.column] = value
            if reading.is_guessed:
                guessed.append(reading.column)
                row[f"{reading.column}_as_given"] = reading.given
        if guessed:
            row["guessed"] = ",".join(guessed)
        self.package.rows.setdefault(table, []).append(row)

    def _id(self, table, key):
        return made_id(self.mapping, table, key)

    def kind(self, word):
        """The id of the kind of help that a word of the file stands for."""
        code = self.told["kinds"].get(word.strip().casefold())
        if code is None:
            return None
        self.used_kinds.add(code)
        return made_id("kind of help", code)

    def _note(self, line, column, reason, *, is_refused=False):
        self.package.notes.append(
            Note(self.file, str(line.line), "", "", column, reason, _words(line), is_refused=is_refused)
        )

    def finished(self):
        for code in sorted(self.used_kinds):
            row = {"id": made_id("kind of help", code), "code": code, "taxonomy": KINDS_OF_HELP}
            kind = Row(row | self.told["kind"][code], file=self.file)
            self.package.rows.setdefault("taxonomy_term", []).append(kind)
        return self.package


def _words(line):
    return " · ".join(str(value).strip() for value in list(line.values())[1:6] if value)[:200]


class _Reading:
    """One column of one row: where its value comes from, and what was guessed on the way."""

    def __init__(self, mapped, table, column, line, key):
        self.mapped = mapped
        self.column = column
        self.line = line
        self.key = key
        self.table = table
        self.is_guessed = False
        self.given = ""

    def value(self, source):
        if not isinstance(source, dict):
            return source
        if "id_of" in source:
            return self.mapped._id(source["id_of"], self.key)
        self.given = source.get("between", " ").join(
            part for part in (str(self.line[column]).strip() for column in source["from"]) if part
        )
        if "says" in source and self.given:
            self.given = source["says"].replace("{}", self.given)
        value = self.given
        for name in source.get("as", ()):
            value = getattr(self, f"_{name}")(value)
        # The base language of what a mapping makes is English.
        if source.get("in_language") and self._language != "en":
            self.column = f"{self.column}_{self._language}"
        return value

    @property
    def _language(self):
        rule = self.mapped.told["language"]
        return rule["values"].get(str(self.line[rule["column"]]).strip().casefold(), rule["otherwise"])

    def _title_case(self, text):
        told = title_case(" ".join(text.split()), self._language)
        self.is_guessed = told != text
        return told

    def _upper(self, text):
        return text.upper()

    def _kind(self, text):
        return self.mapped.kind(text)

    def _town(self, text):
        """The town as the census writes it, where it is the same one; else with capitals as names have them."""
        for column in self.mapped.told.get("town_names", ()):
            official = str(self.line[column]).strip()
            if official and (not text or official.casefold() == text.casefold()):
                self.is_guessed = not text
                return official
        return self._title_case(text)

    def _postal_code(self, text):
        province = str(self.line[self.mapped.told["province"]]).strip().upper()
        code, reason = checked_postal_code(text, province)
        if reason:
            self.mapped._note(self.line, self.column, reason)
        return code
