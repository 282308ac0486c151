"""What people type into the form of a story, made fit to keep, and the fields that look at it."""

import re
import unicodedata

from django import forms
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cancers.models import CancerVersion
from publishing.alphabet import sort_key

from .counting import count_words

LONGEST_BODY = 20_000  # characters: a thousand words of any language, and no more than that by far
TYPED = ("title", "body", "shown_name", "photo_description", "email")
# All that is space, but for what French writes before “?” and after “«”.
BREAKING_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
# Word processors write a line end as a vertical tab, among others.
LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n"))


def mended(posted):
    """Copy posted answers with line ends as one kind, and without characters that nobody sees or types.

    Returns (copy, names of the fields from which something was taken out).
    """
    copy, names = posted.copy(), []
    for name in TYPED:
        text = posted.get(name, "").replace("\r\n", "\n").replace("\r", "\n").translate(LINE_ENDS)
        kept = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))
        if kept != text:
            names.append(name)
        copy[name] = kept
    # The random name of a photo: whatever else stands there is the name of none.
    copy["photo_name"] = re.sub(r"[^A-Za-z0-9_-]", "", posted.get("photo_name", ""))[:43]
    return copy, names


def on_one_line(text):
    return BREAKING_SPACES.sub(" ", text).strip()


class LineField(forms.CharField):
    """A line of words that somebody can read: not empty to the eye, and no longer than it may be."""

    def __init__(self, *, longest, **kwargs):
        super().__init__(**kwargs)
        self.longest = longest

    def clean(self, value):
        text = super().clean(on_one_line(value or ""))
        if text and not count_words(text):
            raise forms.ValidationError(_("Please use at least one letter or number."))
        if len(text) > self.longest:
            raise forms.ValidationError(
                _("This has %(number)s characters. At most %(most)s fit: please make it shorter.")
                % {"number": grouped(len(text)), "most": grouped(self.longest)}
            )
        return text


def grouped(number):
    return number_format(number, use_l10n=True, force_grouping=True)


def cancers_to_choose():
    """{cancer id: title} of the pages that readers see in the active language, in alphabetical order."""
    titles = CancerVersion.objects.live().in_language(get_language()).values_list("page", "title")
    return dict(sorted(titles, key=lambda pair: sort_key(pair[1])))
