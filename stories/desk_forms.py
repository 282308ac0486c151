"""The forms behind the moves at the desk: the edited copy, and what a person says or chooses before a move is made."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .choices import ContactReason, Purpose
from .desk_sentences import SENTENCES
from .messages import MOST_CHARACTERS
from .reasons import reasons_for
from .reports import Outcome


def words_area(rows):
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class StoryMoveForm(forms.Form):
    """A move that needs no more than to be confirmed."""

    def __init__(self, *args, story, move, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.story, self.move, self.user = story, move, user

    def make(self):
        """Make the move and return a sentence that says what happened. Raises MoveRefused."""
        getattr(self.story, METHODS.get(self.move, self.move))(by=self.user, **self.arguments())
        return SENTENCES[self.move]

    def arguments(self):
        return {}

    def words_for_the_author(self):
        return {name: self.cleaned_data[name] for name in ("reasons", "message") if name in self.cleaned_data}


class MessageForm(StoryMoveForm):
    """A move with words for the author."""

    message = forms.CharField(
        label=gettext_lazy("In your own words, to the author"),
        widget=words_area(6),
        required=False,
        max_length=MOST_CHARACTERS,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["message"]
        field.help_text = WRITE_IN[self.story.language]
        field.required = self.move == "write"

    def arguments(self):
        return {"message": self.cleaned_data["message"].replace("\r\n", "\n")}


class ReasonsForm(MessageForm):
    """A move that the author is told the reasons of: sentences that are kept ready, own words, or both."""

    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons: the author reads these sentences"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ["reasons", "message"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = _sentences(self.move, self.story.language)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("reasons") and not cleaned.get("message", "").strip():
            self.add_error("reasons", _("Tick a reason, or write one below: the author will read it."))
        return cleaned

    def arguments(self):
        return super().arguments() | {"reasons": self.cleaned_data["reasons"]}


def _sentences(move, language):
    with override(language):
        return [(key, str(reason.sentence)) for key, reason in reasons_for(move).items()]


class ApproveForm(StoryMoveForm):
    """Carries the digest of the text that the moderator had before them."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    is_checked = forms.BooleanField(
        label=gettext_lazy("I looked at every mark that may not be published, and each of them may stay"),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not (self.story.open_text and self.story.open_text.refused_words()):
            del self.fields["is_checked"]

    def arguments(self):
        return {"seen": self.cleaned_data["seen"], "is_checked": self.cleaned_data.get("is_checked", False)}


class WithdrawForm(StoryMoveForm):
    """An officer withdraws only for an author."""

    is_wished = forms.BooleanField(
        label=gettext_lazy("The author asked for this in writing, and I know that it is them")
    )


class EraseForm(StoryMoveForm):
    """What cannot be undone is typed, not pressed."""

    number = forms.IntegerField(
        label=gettext_lazy("Number of the story"),
        help_text=gettext_lazy("Type the number that stands above, to confirm that you mean this story."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self):
        if self.cleaned_data["number"] != self.story.pk:
            raise forms.ValidationError(_("This is not the number of the story."))
        return self.cleaned_data["number"]


class ContactForm(forms.Form):
    """Why somebody reads how to reach an author."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why do you need it?"),
        choices=ContactReason,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Your name, the time and this reason are kept, and the author can ask for them."),
    )

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, **kwargs)
        if not story.consents[Purpose.CONTACT]:
            others = [choice for choice in ContactReason.choices if choice[0] != ContactReason.INVITATION]
            self.fields["why"].choices = others


class ReportForm(forms.Form):
    """The answer to a reader."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it: the answer begins with this"), choices=Outcome, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=gettext_lazy("In your own words, to the reader"),
        widget=words_area(6),
        required=False,
        max_length=MOST_CHARACTERS,
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].help_text = WRITE_IN[report.language]


WRITE_IN = {
    "en": gettext_lazy("Write in English. It goes by letter, so name nobody and nothing of a person’s health."),
    "fr": gettext_lazy("Write in French. It goes by letter, so name nobody and nothing of a person’s health."),
}

# Where a method cannot have the name of its move.
METHODS = {"return": "return_to_author"}
MOVE_FORMS = {
    "approve": ApproveForm,
    "ask": MessageForm,
    "return": ReasonsForm,
    "refuse": ReasonsForm,
    "take_down": ReasonsForm,
    "refuse_photo": ReasonsForm,
    "write": MessageForm,
    "replace_link": StoryMoveForm,
    "withdraw": WithdrawForm,
    "erase": EraseForm,
}
