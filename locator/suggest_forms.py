"""What anybody can tell about a service: that all is right, what has changed, that it is gone, or a new one."""

import uuid

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from .suggest_form_fields import (
    HINTS,
    HINTS_FOR_A_NEW_ONE,
    ROWS,
    TOO_LONG,
    WRONG_MAIL,
    WordsField,
    field_for,
    kinds_of_help,
    words_field,
)
from .suggested_fields import ABOUT_A_NEW_SERVICE, ABOUT_A_SERVICE, FIELDS, PLACE, plain
from .suggestions import Sender, Suggestion, SuggestionKind

SALT = "locator.suggest"
LONGEST_WORDS = FIELDS["words"].longest
ABOUT_THE_SENDER = ("sender", "sender_knows", "sender_name", "sender_email", "sender_phone")


def new_key(about, before):
    """A key for one suggestion about a service (its id, or "new"), with what the form was filled with."""
    return signing.dumps([uuid.uuid4().hex, str(about), before], salt=SALT, compress=True)


def read_key(signed, *, about):
    """(key, what the form was filled with), as it was given out for this service; None for anything else."""
    try:
        key, of, before = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return None
    return (uuid.UUID(key), before) if of == str(about) else None


class SuggestForm(forms.Form):
    """Base: who writes, and a trap for programs. `before` is what the form was filled with."""

    kind = None
    words = WordsField(
        label=_("Is there something else?"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please write nothing about your health, and no address that must stay secret."),
        error_messages=TOO_LONG,
    )
    sender = forms.ChoiceField(
        label=_("Who are you?"),
        choices=Sender,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    sender_knows = WordsField(
        label=_("How do you know?"),
        required=False,
        max_length=Suggestion._meta.get_field("sender_knows").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: I called last week. It helps us to check."),
        error_messages=TOO_LONG,
    )
    sender_name = WordsField(
        label=_("Your name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=TOO_LONG,
    )
    sender_email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("If you would like an answer."),
        error_messages=WRONG_MAIL,
    )
    sender_phone = WordsField(
        label=_("Your phone number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("If we may call you with a question."),
        error_messages=TOO_LONG,
    )
    # Not for people: a program that fills in everything gives itself away.
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, before=None, **options):
        super().__init__(*args, label_suffix="", **options)
        self.before = before or {}

    def clean_homepage(self):
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Please empty this field. It is a trap for programs."))
        return ""

    def changes(self):
        """[(field, place, before, after)] of what differs from what the form was filled with."""
        words = self.cleaned_data["words"]
        return [("words", "", "", words)] if words else []

    def about_the_sender(self):
        return {name: self.cleaned_data[name] for name in ABOUT_THE_SENDER}

    @property
    def in_order(self):
        return [*self.of_the_service, self["words"], *self.of_the_sender, self["homepage"]]

    @property
    def of_the_sender(self):
        return [self[name] for name in ABOUT_THE_SENDER]

    @property
    def of_the_service(self):
        return []


class RightForm(SuggestForm):
    kind = SuggestionKind.RIGHT

    def changes(self):
        return [("right", "", "", ""), *super().changes()]


class RemoveForm(SuggestForm):
    kind = SuggestionKind.REMOVE

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["words"].label = _("Why should it go?")
        self.fields["words"].required = True
        self.fields["words"].error_messages["required"] = _("Tell us in a few words why it should go.")

    def changes(self):
        return [("removal", "", "", ""), *super().changes()]


class ChangeForm(SuggestForm):
    """Everything that readers see of a service, as it stands, to be put right."""

    kind = SuggestionKind.CHANGE

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in self.asked():
            self.fields[name] = field_for(name, self.before.get(name, ""), HINTS.get(name, ""))
        if self.before.get("name"):
            self.fields["name"].required = True
            self.fields["name"].error_messages["required"] = _("A service needs a name.")
        for number, place in enumerate(self.places(), 1):
            label = _("Address") if len(self.places()) == 1 else _("Address %(number)d") % {"number": number}
            self.fields[place] = words_field(FIELDS[PLACE], label, rows=ROWS[PLACE], before=self.before[place])

    def asked(self):
        return ABOUT_A_SERVICE

    def places(self):
        """Keys of the places that the form was filled with."""
        return [key for key in self.before if key.startswith(f"{PLACE}-")]

    @property
    def of_the_service(self):
        names = list(self.asked())
        at = names.index("hours")
        return [self[name] for name in [*names[:at], *self.places(), *names[at:]]]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.changes():
            self.add_error(None, _("Nothing is different from before. Put right what is wrong, or tell us in words."))
        return cleaned

    def changes(self):
        found = []
        for key in [*self.asked(), *self.places()]:
            before, after = plain(self.before.get(key, "")), plain(self.cleaned_data.get(key) or "")
            if before != after:
                name, _dash, place = key.partition("-")
                found.append((name, place, before, after))
        return [*found, *super().changes()]


class NewForm(SuggestForm):
    """A service that is not on the site yet."""

    kind = SuggestionKind.NEW

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in ABOUT_A_NEW_SERVICE:
            self.fields[name] = self._field(name)
        for name, sentence in REQUIRED_OF_A_NEW_ONE.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence

    def _field(self, name):
        if name == "category":
            return forms.ChoiceField(label=FIELDS[name].label, required=False, choices=kinds_of_help)
        hint = HINTS_FOR_A_NEW_ONE.get(name, HINTS.get(name, ""))
        if name == "organization":
            return words_field(FIELDS[name], FIELDS[name].label, rows=1, hint=hint, is_line=True)
        return field_for(name, "", hint)

    @property
    def of_the_service(self):
        return [self[name] for name in ABOUT_A_NEW_SERVICE]

    def changes(self):
        told = [(name, "", "", plain(self.cleaned_data.get(name) or "")) for name in ABOUT_A_NEW_SERVICE]
        return [*[change for change in told if change[3]], *super().changes()]


REQUIRED_OF_A_NEW_ONE = {
    "name": _("Write what the service is called."),
    "description": _("Tell us in a few words what the service does."),
}
FORMS = {form.kind.value: form for form in (RightForm, ChangeForm, RemoveForm)}
