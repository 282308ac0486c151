"""No form overwrites what somebody else saved meanwhile: both texts are shown, and the person decides."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .cleaning import plain_text


class LostUpdateMixin(forms.ModelForm):
    """For the form of a model with an `edit_counter`: carries the counter that the person's copy was read at."""

    seen_counter = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_counter"].initial = self.instance.edit_counter

    def clean(self):
        cleaned = super().clean()
        # The view holds the row's lock and has read the instance afresh: what was saved meanwhile is in `initial`.
        stored = self.initial.get("seen_counter", self.fields["seen_counter"].initial)
        if self.instance.pk and cleaned.get("seen_counter") != stored:
            self._show_both(stored)
        return cleaned

    def _show_both(self, stored):
        self.instance.changed_meanwhile = True
        self.add_error(
            None,
            _(
                "%(who)s saved this while you were working on it. Nothing of yours is lost: it is still in the form. "
                "Look at the notes below; if you then save again, your changes take the place of theirs."
            )
            % {"who": self.saved_by()},
        )
        for name in self.changed_data:
            if name in self.initial and name != "seen_counter":
                self.add_error(name, _("Saved meanwhile: %(text)s") % {"text": _readable(self.initial[name])})
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_counter")] = stored

    def saved_by(self):
        return getattr(self.instance, "edited_by", None) or _("Somebody else")


class LostUpdateFormSet(forms.BaseInlineFormSet):
    """For the rows of such a form: rows that somebody else changed meanwhile say so too."""

    def clean(self):
        super().clean()
        if not getattr(self.instance, "changed_meanwhile", False):
            return
        for form in self.initial_forms:
            for name in form.changed_data:
                if name in form.initial:
                    form.add_error(name, _("Saved meanwhile: %(text)s") % {"text": _readable(form.initial[name])})


def _readable(value):
    return Truncator(plain_text(str(value))).chars(2000) if value else _("(empty)")
