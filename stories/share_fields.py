"""What people type into the form of a story, made fit to keep, and the fields that look at it."""

import re

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cancers.models import CancerVersion
from publishing.alphabet import sort_key
from publishing.form_fields import WordsField, with_one_line_end, without_unseen

from .counting import count_words

LONGEST_BODY = 20_000  # characters: a thousand words of any language, and no more than that by far
TYPED = ("title", "body", "shown_name", "photo_description", "email")
# All that is space, but for what French writes before “?” and after “«”.
BREAKING_SPACES = re.compile(r"[^\S\u00a0\u202f]+")


def mended(posted):
    """Copy posted answers with line ends as one kind, and without characters that nobody sees or types.

    Returns (copy, names of the fields from which something was taken out).
    """
    copy, names = posted.copy(), []
    for name in TYPED:
        text = with_one_line_end(posted.get(name, ""))
        kept = without_unseen(text)
        if kept != text:
            names.append(name)
        copy[name] = kept
    # The random name of a photo: whatever else stands there is the name of none.
    copy["photo_name"] = re.sub(r"[^A-Za-z0-9_-]", "", posted.get("photo_name", ""))[:43]
    return copy, names


def on_one_line(text):
    return BREAKING_SPACES.sub(" ", text).strip()


class LineField(WordsField):
    """A line of words that somebody can read: not empty to the eye, and no longer than it may be."""

    def to_python(self, value):
        return on_one_line(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if value and not count_words(value):
            raise forms.ValidationError(_("Please use at least one letter or number."))


def cancers_to_choose():
    """{cancer id: title} of the pages that readers see in the active language, in alphabetical order."""
    titles = CancerVersion.objects.live().in_language(get_language()).values_list("page", "title")
    return dict(sorted(titles, key=lambda pair: sort_key(pair[1])))
