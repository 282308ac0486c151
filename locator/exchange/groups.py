"""How columns of HSDS and fields of records stand for each other, group by group.

A group reads some columns of a row into some fields, and writes them back. What would come back otherwise than it came
(an unknown time zone, a latitude of 100, "10:00" for "10:00:00") is kept beside the record as it came, and given back
as long as the fields still say what was read from it.
"""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from locator.hsds.own import NOT_GIVEN
from locator.hsds.package_writing import as_number
from locator.hsds.rows import is_given, is_same

is_email = EmailValidator()
is_url = URLValidator(schemes=["http", "https"])


class Refused(ValueError):
    """A value with which its row cannot go in."""

    def __init__(self, column, reason):
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Group:
    """One column and one field. Subclasses say how a text is read and written."""

    def __init__(self, column, field, *, is_required=False):
        self.columns = (column,)
        self.fields = (field,)
        self.is_required = is_required

    def read(self, values, *, language, is_known):
        value = values[self.columns[0]]
        return {self.fields[0]: self.value(value) if is_given(value) else self.nothing()}

    def write(self, record, *, language):
        return {self.columns[0]: self.text(getattr(record, self.fields[0]))}

    def value(self, given):
        return given

    def nothing(self):
        return ""

    def text(self, value):
        return value

    def understood(self, values, written):
        """The columns of which nothing needs keeping: `written` is what the fields that were read would give back."""
        return [column for column in self.columns if is_same(values[column], written.get(column))]

    def refuse(self, reason, column=None):
        raise Refused(column or self.columns[0], reason)


class Text(Group):
    def value(self, given):
        text = _as_text(given).strip()
        return "" if text in NOT_GIVEN.values() else text

    def write(self, record, *, language):
        text = getattr(record, self.fields[0])
        return {self.columns[0]: text or (NOT_GIVEN[language] if self.is_required else "")}


class Email(Text):
    def value(self, given):
        return _valid_or_nothing(super().value(given), is_email)


class Url(Text):
    def value(self, given):
        text = super().value(given)
        return _valid_or_nothing(f"https://{text}" if text.lower().startswith("www.") else text, is_url)


def _valid_or_nothing(text, check):
    try:
        check(text)
    except ValidationError:
        return ""
    return text


class Words(Text):
    """A text in the language of the file: `field`_en or `field`_fr."""

    def __init__(self, column, field=None, *, is_required=False, kind=Text):
        super().__init__(column, field or column, is_required=is_required)
        self.base = self.fields[0]
        self.kind = kind("", "")

    def read(self, values, *, language, is_known):
        value = values[self.columns[0]]
        return {f"{self.base}_{language}": self.kind.value(value) if is_given(value) else ""}

    def write(self, record, *, language):
        text = getattr(record, f"{self.base}_{language}")
        return {self.columns[0]: text or (NOT_GIVEN[language] if self.is_required else "")}


class OtherWords(Text):
    """The same text in the other language, in a column of ours."""

    def __init__(self, column, field, language, *, kind=Text):
        super().__init__(f"{column}_{language}", f"{field}_{language}")
        self.kind = kind("", "")

    def value(self, given):
        return self.kind.value(given)


class Name(Words):
    """A name that must be there: with none in the language of the file the other one is given, and that is said."""

    def __init__(self, column, field=None):
        super().__init__(column, field)
        self.columns = (column, f"{column}_language")

    def read(self, values, *, language, is_known):
        if self._is_borrowed(values, language):
            return {f"{self.base}_{language}": ""}
        return super().read(values, language=language, is_known=is_known)

    def understood(self, values, written):
        if is_given(values[self.columns[1]]):
            return self.columns
        return super().understood(values, written)

    def _is_borrowed(self, values, language):
        return values[self.columns[1]] not in (None, "", language)

    def write(self, record, *, language):
        own = getattr(record, f"{self.base}_{language}")
        if own:
            return {self.columns[0]: own, self.columns[1]: ""}
        other = "fr" if language == "en" else "en"
        text = getattr(record, f"{self.base}_{other}")
        return {self.columns[0]: text, self.columns[1]: other if text else ""}


class Choice(Group):
    """One of a few words: `words` are {what HSDS writes: what the field holds}, upper and lower case being the same."""

    def __init__(self, column, field, words, *, default, is_required=False, is_silent=False):
        super().__init__(column, field, is_required=is_required)
        self.words = words
        # A column of ours says nothing where there is nothing to say.
        self.is_silent = is_silent
        self.default = default
        self.of_field = {value: word for word, value in reversed(words.items())}

    def value(self, given):
        word = str(given).strip().casefold().replace("_", " ")
        if word not in self.words and self.is_required:
            self.refuse(_("It must be one of these: %(words)s.") % {"words": ", ".join(self.words)})
        return self.words.get(word, self.default)

    def nothing(self):
        return self.default

    def text(self, value):
        return "" if self.is_silent and value == self.default else self.of_field.get(value, value)


class Flag(Group):
    """Yes or no, in a column of ours."""

    def value(self, given):
        return str(given).strip().casefold() in ("true", "1", "yes", "oui")

    def nothing(self):
        return False

    def text(self, value):
        return "true" if value else ""


class Constant(Group):
    """What a column of ours says of every row of a kind."""

    def __init__(self, column, says):
        self.columns, self.fields, self.says = (column,), (), says

    def read(self, values, *, language, is_known):
        return {}

    def write(self, record, *, language):
        return {self.columns[0]: self.says}


class Day(Group):
    def value(self, given):
        try:
            return date.fromisoformat(str(given).strip()[:10])
        except ValueError:
            self.refuse(_("This is no date like 2026-01-31."))

    def nothing(self):
        return None

    def text(self, value):
        return value.isoformat() if value else ""


class Age(Group):
    def value(self, given):
        try:
            age = Decimal(str(given).strip())
        except InvalidOperation:
            self.refuse(_("This is no number."))
        if not age.is_finite() or not 0 <= age <= 130:
            self.refuse(_("This is no age in years."))
        return round(age, 2)

    def nothing(self):
        return None

    def text(self, value):
        return "" if value is None else as_number(str(value))


def _as_text(given):
    if isinstance(given, (dict, list, bool)):
        return ""
    return given if isinstance(given, str) else str(given)
