"""The fields of forms about a service: filled with what readers see now, and judged only where they were changed."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .categories import Category
from .choices import Cost, Status
from .suggested_fields import FIELDS, PLACE, plain

TOO_LONG = {"max_length": _("Please shorten this: at most %(limit_value)d characters.")}


class AsItWas:
    """A field that takes what it was filled with, be it ever so wrong: only what somebody changed is looked at."""

    before = ""

    def clean(self, value):
        if self.before and plain(value or "") == plain(self.before):
            return self.before
        return plain(super().clean(value))


class WordsField(AsItWas, forms.CharField):
    def to_python(self, value):
        # Browsers send two characters for the end of a line, which are not counted twice.
        return plain(super().to_python(value))


class AddressOfSiteField(AsItWas, forms.URLField):
    pass


class AddressOfMailField(AsItWas, forms.EmailField):
    pass


class ChoiceAsItWas(AsItWas, forms.ChoiceField):
    pass


WRONG_SITE = {"invalid": _("This is not the address of a website. It looks like www.example.org.")} | TOO_LONG
WRONG_MAIL = {"invalid": _("This is not an e-mail address. Look at it once more, or leave it out.")} | TOO_LONG
STATUSES = {
    Status.ACTIVE: _("Yes"),
    Status.CLOSED_FOR_NOW: _("It is closed for now"),
    Status.INACTIVE: _("No, not at present"),
    Status.DEFUNCT: _("No, it has ended for good"),
}
COSTS = [(cost.value, cost.label) for cost in Cost]
HINTS = {
    "alert": _("For example: moved until May. Empty it when it is over."),
    "phones": _("One number on each line."),
    "hours": _("One line for each day. Say it where people need an appointment."),
    "languages": _("One language on each line."),
    "areas": _("Towns, regions or provinces, one on each line. It can serve people far from where it is."),
}
HINTS_FOR_A_NEW_ONE = {
    "name": _("As it stands on its door or website."),
    "organization": _("If you know it."),
    "description": _("Who is helped, and how? Two or three sentences will do."),
    "where": _("A street and a town, or the towns or provinces that it serves by phone or online."),
}
ROWS = {"description": 8, "hours": 8, PLACE: 4, "where": 3, "phones": 3, "areas": 3, "languages": 3, "alert": 2}


def words_field(field, label, *, rows, before="", hint="", is_line=False, required=False):
    widget = forms.TextInput() if is_line else forms.Textarea(attrs={"rows": rows})
    made = WordsField(
        label=label,
        required=required,
        # What a partner brought in may be longer than anybody may write.
        max_length=max(field.longest, len(before)),
        widget=widget,
        help_text=hint,
        error_messages=TOO_LONG,
        initial=before,
    )
    made.before = before
    return made


def field_for(name, before, hint):
    """The field of a form for a SuggestedField that stands at `before` now."""
    field = FIELDS[name]
    options = {"label": field.label, "required": False, "initial": before, "help_text": hint}
    if name == "website":
        made = AddressOfSiteField(
            **options, max_length=max(500, len(before)), assume_scheme="https", error_messages=WRONG_SITE
        )
        made.widget = forms.TextInput(attrs={"inputmode": "url", "maxlength": 500})
    elif name == "email":
        made = AddressOfMailField(**options, max_length=max(254, len(before)), error_messages=WRONG_MAIL)
    elif name == "cost":
        made = ChoiceAsItWas(**options, choices=COSTS)
    elif name == "status":
        made = ChoiceAsItWas(**options, choices=list(STATUSES.items()))
    else:
        return words_field(field, field.label, rows=ROWS.get(name, 5), before=before, hint=hint, is_line=name == "name")
    made.before = before
    return made


def kinds_of_help():
    """The kinds as choices: those at the top as groups, each with itself and what stands below it."""
    kinds = list(Category.objects.all())
    below = {}
    for kind in kinds:
        below.setdefault(kind.parent_id, []).append(kind)
    groups = [(str(top), _tree(top, below, seen=set())) for top in below.get(None, [])]
    return [("", pgettext_lazy("kind of help", "I do not know")), *groups]


def _tree(kind, below, seen):
    # A ring of kinds cannot be saved at the desk, but would otherwise never end.
    seen.add(kind.pk)
    lines = [(kind.code, str(kind))]
    for child in below.get(kind.pk, []):
        if child.pk not in seen:
            lines += _tree(child, below, seen)
    return lines
