"""What a reader can say about a story that is on the site."""

import uuid

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from .choices import ReportReason
from .reports import Report

SALT = "stories.report"
LONGEST_TEXT = Report._meta.get_field("text").max_length


def new_key(number):
    """A key for one report on the story with this number, which nobody else can make."""
    return signing.dumps([uuid.uuid4().hex, number], salt=SALT)


def read_key(signed, *, number):
    """The key that was given out for this story; None for anything else."""
    try:
        key, of = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return None
    return uuid.UUID(key) if of == number else None


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReportReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = forms.CharField(
        label=_("Tell us more"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Which words? What is wrong with them?"),
        error_messages={"max_length": _("Please shorten this: at most %(limit_value)d characters.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_(
            "Only if you would like an answer. We use it for nothing else, and delete it once we have answered."
        ),
        error_messages={"invalid": _("This is not an e-mail address. Look at it once more, or leave it out.")},
    )
    # Not for people: a program that fills in everything gives itself away.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please empty this field. It is a trap for programs."))
        return ""

    def clean(self):
        if self.cleaned_data.get("reason") == ReportReason.OTHER and not self.cleaned_data.get("text", "x").strip():
            self.add_error("text", _("Tell us in a few words what is wrong."))
