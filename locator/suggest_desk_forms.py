"""What an editor fills in beside a suggestion: what becomes of each change, and the answer to its sender."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .accepting import Choice, digest_of, standing_in
from .choices import Cost, Status
from .settling import Reason, label_of, needs_a_reason
from .suggest_form_fields import kinds_of_help
from .suggested_fields import FIELDS, How
from .suggestions import Decision

LATER, TAKE, OWN, REFUSE = "", "take", "own", "refuse"
LATER_LABEL = pgettext_lazy("suggested change", "Decide later")
REFUSE_LABEL = pgettext_lazy("suggested change", "Do not take it over")
TAKE_LABELS = {
    How.COLUMN: pgettext_lazy("suggested change", "Take it over"),
    How.MAKING: pgettext_lazy("suggested change", "Take it over"),
    How.BY_HAND: pgettext_lazy("suggested change", "Done by hand"),
    How.VERIFYING: pgettext_lazy("suggested change", "Verified today"),
    How.REMOVING: pgettext_lazy("suggested change", "Change its status"),
}
NEW_STATUSES = (Status.DEFUNCT, Status.INACTIVE, Status.CLOSED_FOR_NOW)
LONGEST_MESSAGE = 4000


class DecideForm(forms.Form):
    """What becomes of each change that waits. A radio button for each way, and the editor’s own words."""

    def __init__(self, data=None, *, changes, service):
        super().__init__(data, label_suffix="")
        self.changes = [change for change in changes if change.is_waiting]
        self.service = service
        for change in self.changes:
            self._add(change)

    def _add(self, change):
        field = FIELDS[change.field]
        self.fields[f"decision-{change.pk}"] = forms.ChoiceField(
            label=_("%(field)s: what becomes of it?") % {"field": label_of(change)},
            choices=self._ways(field),
            widget=forms.RadioSelect,
            required=False,
        )
        seen = digest_of(standing_in(self.service, change))
        self.fields[f"seen-{change.pk}"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=seen)
        if field.how in (How.COLUMN, How.MAKING):
            self.fields[f"words-{change.pk}"] = _own_words(change, field)
        if field.how is How.REMOVING:
            self.fields[f"words-{change.pk}"] = forms.ChoiceField(
                label=_("Its new status"), choices=[(status.value, status.label) for status in NEW_STATUSES]
            )
            self.fields[f"why-{change.pk}"] = forms.CharField(
                label=_("Why: this stands in the history of the record"), required=False, max_length=70
            )

    def _ways(self, field):
        own = pgettext_lazy("suggested change", "Take over these words:")
        with_own_words = [(OWN, own)] if field.how in (How.COLUMN, How.MAKING) else []
        return [(LATER, LATER_LABEL), (TAKE, TAKE_LABELS[field.how]), *with_own_words, (REFUSE, REFUSE_LABEL)]

    def fields_of(self, change):
        """The bound fields of one change, by what they are for; nothing of a change that is decided."""
        names = ("decision", "words", "why", "seen")
        return {name: self[f"{name}-{change.pk}"] for name in names if f"{name}-{change.pk}" in self.fields}

    def clean(self):
        cleaned = super().clean()
        for change in self.changes:
            decision = cleaned.get(f"decision-{change.pk}")
            if decision == OWN and not cleaned.get(f"words-{change.pk}", "x").strip():
                self.add_error(f"words-{change.pk}", _("Write the words that are to be taken over."))
            if decision == TAKE and FIELDS[change.field].how is How.REMOVING and not cleaned.get(f"why-{change.pk}"):
                self.add_error(f"why-{change.pk}", _("Say in a few words why."))
        return cleaned

    def choices(self):
        """{pk: Choice} of what was decided."""
        decided = [change for change in self.changes if self.cleaned_data.get(f"decision-{change.pk}")]
        return {change.pk: self._choice(change) for change in decided}

    def _choice(self, change):
        decision = self.cleaned_data[f"decision-{change.pk}"]
        seen = self.cleaned_data[f"seen-{change.pk}"]
        if decision == REFUSE:
            return Choice(Decision.REFUSED, seen=seen)
        takes_words = decision == OWN or FIELDS[change.field].how is How.REMOVING
        words = self.cleaned_data.get(f"words-{change.pk}", "") if takes_words else ""
        why = self.cleaned_data.get(f"why-{change.pk}", "")
        return Choice(Decision.ACCEPTED, own_words=words.replace("\r\n", "\n").strip(), seen=seen, why=why)

    def show_what_stands_now(self, *, changes, service):
        """This form once more over what is stored by now, with everything that the editor typed."""
        data = self.data.copy()
        for change in changes:
            data[f"seen-{change.pk}"] = digest_of(standing_in(service, change))
        return type(self)(data, changes=changes, service=service)


def _own_words(change, field):
    label = _("%(field)s: own words") % {"field": field.label}
    if change.field == "cost":
        return forms.ChoiceField(label=label, required=False, choices=Cost.choices, initial=change.after)
    if change.field == "status":
        return forms.ChoiceField(label=label, required=False, choices=Status.choices, initial=change.after)
    if change.field == "category":
        return forms.ChoiceField(label=label, required=False, choices=kinds_of_help, initial=change.after)
    is_line = field.longest <= 500
    widget = forms.TextInput() if is_line else forms.Textarea(attrs={"rows": 5})
    widget.attrs |= {"dir": "auto"} | ({"lang": f"{change.language}-CA"} if change.language else {})
    return forms.CharField(label=label, required=False, max_length=field.longest, widget=widget, initial=change.after)


class MakeForm(forms.Form):
    """Who offers a new service: somebody who is kept already, or the organization that the reader named."""

    NEW = "new"
    organization = forms.ChoiceField(label=gettext_lazy("Organization of the new service"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, organizations):
        super().__init__(data, label_suffix="")
        self.organizations = {str(organization.pk): organization for organization in organizations}
        new = (self.NEW, _("A new one, with the name that is accepted"))
        self.fields["organization"].choices = [*self.organizations.items(), new]

    def chosen(self):
        return self.organizations.get(self.cleaned_data["organization"])


class SettleForm(forms.Form):
    """The answer to the sender."""

    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Why something was not taken over: the sender reads these sentences"),
        choices=Reason,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    message = forms.CharField(
        label=gettext_lazy("In your own words, to the sender"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        required=False,
        max_length=LONGEST_MESSAGE,
    )

    def __init__(self, data=None, *, suggestion, changes):
        super().__init__(data, label_suffix="")
        self.asks_for_a_reason = bool(suggestion.sender_email) and needs_a_reason(changes)
        self.fields["message"].help_text = WRITE_IN[suggestion.language]
        if not self.asks_for_a_reason:
            del self.fields["reasons"]
        if not suggestion.sender_email:
            del self.fields["message"]

    def clean(self):
        cleaned = super().clean()
        said = cleaned.get("reasons") or cleaned.get("message", "").strip()
        if self.asks_for_a_reason and not said and not self.errors:
            self.add_error("reasons", _("Tick a reason, or write one below: the sender will read it."))
        return cleaned

    def words(self):
        message = self.cleaned_data.get("message", "").replace("\r\n", "\n")
        return {"reasons": self.cleaned_data.get("reasons", []), "message": message}


WRITE_IN = {
    "en": gettext_lazy("Write in English. It goes by letter, so name nobody."),
    "fr": gettext_lazy("Write in French. It goes by letter, so name nobody."),
}
