"""What a page asks at its end: the signed note that says which text was on it, and what a reader may write.

The note is the same for everybody, so that a page can be kept and given to many.
"""

import uuid
from dataclasses import astuple, dataclass

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from publishing.form_fields import WordsField

ABOUT, ANSWER = "feedback.about", "feedback.answer"
LONGEST_WORDS = 1000
# The second: half a character, which can be signed by nobody.
NOT_OURS = (signing.BadSignature, UnicodeEncodeError)


@dataclass(frozen=True)
class About:
    """The text that a reader had before them. `record` is what the desk opens: a version, or a service."""

    # Labels of models: "drugs.drug", "drugs.drugversion". For a service both are the same.
    kind: str
    page: str
    language: str
    record_kind: str
    record: str
    # Of the version; 0 for what has none.
    number: int
    title: str
    path: str

    @classmethod
    def of_version(cls, version):
        path = version.get_absolute_url()
        of_page = (version.kind, str(version.page_id), version.language)
        of_text = (version._meta.label_lower, str(version.pk), version.number)
        return cls(*of_page, *of_text, version.title, path)

    @classmethod
    def of_record(cls, record, *, title, language):
        kind, key = record._meta.label_lower, str(record.pk)
        return cls(kind, key, language, kind, key, 0, str(title)[:200], record.get_absolute_url())

    @classmethod
    def read(cls, signed):
        """What signed() wrote; None for anything else."""
        try:
            return cls(*signing.Signer(salt=ABOUT).unsign_object(signed))
        except (*NOT_OURS, TypeError):
            # The last: of a page that somebody opened before the site was changed.
            return None

    def signed(self):
        return signing.Signer(salt=ABOUT).sign_object(astuple(self))


def sign_key(key):
    """A key of an answer as only the site can write it: whoever answered can add words to it, and nobody else."""
    return signing.Signer(salt=ANSWER).sign(key.hex)


def read_key(signed):
    """The key that sign_key() signed; None for anything else."""
    try:
        return uuid.UUID(signing.Signer(salt=ANSWER).unsign(signed))
    except NOT_OURS:
        return None


class WhyForm(forms.Form):
    why = WordsField(
        label=_("What was clear, or what was not?"),
        longest=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Do not write names or anything about your health. We cannot answer you here."),
        error_messages={"required": _("Write a few words, or go back to the page.")},
    )
    # Not for people: a program that fills in everything gives itself away.
    website = WordsField(
        label=_("Leave this empty"),
        required=False,
        longest=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please empty this field. It is a trap for programs."))
        return ""
