"""Fields for words that readers type, made fit to keep, to print and to compare."""

import unicodedata

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

# Word processors write a line end as a vertical tab, among others.
LINE_ENDS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))


def with_one_line_end(text):
    """A text in which every line end is one character, as browsers count them before they send two."""
    return text.replace("\r\n", "\n").translate(LINE_ENDS)


def without_unseen(text):
    """A text without characters that nobody types and some databases refuse: control characters, lone surrogates."""
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))


def tidy(text):
    return without_unseen(with_one_line_end(text))


class WordsField(forms.CharField):
    """Words without characters that nobody sees or types, and no more of them than fit.

    It writes no `maxlength`: browsers cut off what is pasted, and say nothing.
    """

    def __init__(self, *, longest, **options):
        super().__init__(**options)
        self.longest = longest

    def prepare_value(self, value):
        return tidy(value or "")

    def to_python(self, value):
        return super().to_python(tidy(value or ""))

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            raise forms.ValidationError(
                _("This has %(number)s characters. At most %(most)s fit: please make it shorter.")
                % {"number": grouped(len(value)), "most": grouped(self.longest)}
            )


def grouped(number):
    return number_format(number, use_l10n=True, force_grouping=True)
