"""The moderators' copy of a story as a form."""

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import Red, Relationship
from .desk_forms import words_area
from .marking import redacted
from .rules import ContentNote
from .texts import Text

# In the order of the author’s words beside them.
PLAIN = ("title", "shown_name", "body", "quote", "photo_description", "told_by", "province")
TYPED = ("title", "shown_name", "body", "photo_description", "quote")


class CopyForm(forms.Form):
    """The moderators' copy of a story, made from one text in the counter that `seen` says."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    notes = forms.MultipleChoiceField(
        label=gettext_lazy("Content notes: readers are told first that it speaks of"),
        choices=ContentNote,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    red = forms.MultipleChoiceField(
        label=gettext_lazy("Red: it must not appear as it is, because it"),
        choices=Red,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, story, **kwargs):
        # Decided on meanwhile: what was typed is still shown, beside what is stored.
        text = story.open_text or story.latest_text
        initial = {name: getattr(text, name) for name in (*PLAIN, "notes", "red")}
        super().__init__(*args, initial=initial | {"seen": _seen(text)}, **kwargs)
        self.story, self.text = story, text
        widgets = {"body": words_area(_rows_for(text.body)), "photo_description": words_area(3), "quote": words_area(3)}
        self.fields |= fields_for_model(Text, fields=PLAIN, widgets=widgets)
        self.order_fields(["seen", *PLAIN, "notes", "red"])
        for name in TYPED:
            self.fields[name].strip = False
            self.fields[name].widget.attrs |= {"dir": "auto", "lang": f"{story.language}-CA"}
        self.fields["told_by"].choices = [("", _("The person themselves")), *Relationship.choices]
        self.fields["title"].required = self.fields["body"].required = True
        if not hasattr(story, "photo"):
            del self.fields["photo_description"]

    @property
    def ticked(self):
        """The keys of the marks whose redaction is to be used."""
        return self.data.getlist("use") if self.is_bound else []

    def words(self):
        """{field: value} to be saved: as typed, with the chosen redactions, and as stored where nothing changed."""
        cleaned = {name: self.cleaned_data[name] for name in self.fields if name != "seen"}
        typed = {name: _as_stored(cleaned[name], getattr(self.text, name)) for name in TYPED if name in cleaned}
        typed = redacted(typed, self.ticked, self.story.language)
        boxes = {name: _as_kept(cleaned[name], getattr(self.text, name)) for name in ("notes", "red")}
        return cleaned | typed | boxes

    def changes_something(self):
        return any(getattr(self.text, name) != value for name, value in self.words().items())

    def save(self, *, by):
        """Save the copy; raises MoveRefused. Who begins to edit takes the story on."""
        if self.story.claim_holder() is None:
            self.story.claim(by=by)
        self.story.edit(by=by, seen_counter=self.seen_counter, **self.words())

    @property
    def seen_counter(self):
        number, _dot, counter = self.cleaned_data["seen"][:30].partition(".")
        return (int(number), int(counter)) if number.isdecimal() and counter.isdecimal() else (0, 0)

    def show_both(self):
        """Let a second try take the place of what was saved meanwhile, which the page shows."""
        self.data = self.data.copy()
        self.data["seen"] = _seen(self.text)


def _seen(text):
    return f"{text.number}.{text.edit_counter}"


def _rows_for(body):
    return min(max(12, len(body) // 60 + body.count("\n")), 40)


def _as_stored(typed, stored):
    """What was typed; but browsers send other line ends, which are no change of anybody."""
    typed = typed.replace("\r\n", "\n")
    return stored if typed.strip() == stored.replace("\r\n", "\n").strip() else typed.strip()


def _as_kept(ticked, kept):
    return kept if set(ticked) == set(kept) else sorted(ticked)
