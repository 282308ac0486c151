"""Labels in two languages: the reader's own where there is one, or else the other, which is then said."""

from dataclasses import dataclass

from django.utils.translation import get_language

from publishing.languages import Language


@dataclass(frozen=True)
class Told:
    """A text and the language that it is in."""

    text: str
    language: str

    def __str__(self):
        return self.text

    def __bool__(self):
        return bool(self.text)

    @property
    def is_foreign(self):
        """Whether it is in another language than the page: templates then mark it with `lang` and say so."""
        return bool(self.text) and self.language != get_language()


def told(record, name, language=None):
    """The columns `name`_en and `name`_fr of a record as a Told, in a language or the reader's where it is there."""
    own = Language(language or get_language())
    for each in (own, own.other):
        text = getattr(record, f"{name}_{each}")
        if text:
            return Told(text, each.value)
    return Told("", own.value)
