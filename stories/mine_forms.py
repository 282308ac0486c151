from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.form_fields import grouped, tidy

from .choices import Province, Purpose, Relationship
from .counting import count_words
from .form_tokens import wordings_in
from .messages import MOST_CHARACTERS
from .share_fields import LineField
from .share_forms import LONGEST_BODY
from .standing import just_done, message_of
from .texts import MOST_WORDS, Text
from .wordings import current
from .workflow import State


class TypedField(forms.CharField):
    """A field for words of a person, with line ends as the texts have them."""

    def clean(self, value):
        return super().clean(tidy(value or ""))

    def prepare_value(self, value):
        return tidy(value or "")

    def widget_attrs(self, widget):
        # No `maxlength`: browsers cut off what is pasted, and say nothing.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class MineForm(forms.Form):
    """A form on the author's own page: it knows whose page it is."""

    use_required_attribute = False

    def __init__(self, data=None, *, story):
        self.story = story
        super().__init__(data, auto_id=f"{self.name}-%s", label_suffix="")

    def says_the_same_as(self, event):
        """Whether an event of the same kind already did what this form asks for."""
        return False


class AgreeForm(MineForm):
    name = "agree"
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def says_the_same_as(self, event):
        return event.digest == self.cleaned_data["seen"]


class MessageForm(MineForm):
    message = TypedField(
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write your message first."),
            "max_length": _("This has %(show_value)s characters. At most %(limit_value)s fit: please make it shorter."),
        },
    )

    def says_the_same_as(self, event):
        return message_of(event) == self.cleaned_data["message"]


class AnswerForm(MessageForm):
    name = "answer"

    def __init__(self, data=None, *, story):
        super().__init__(data, story=story)
        self.fields["message"].label = _("Your message")
        self.fields["message"].help_text = _("Only our team reads it. It is not published.")


class DeclineForm(MessageForm):
    name = "decline"

    def __init__(self, data=None, *, story):
        super().__init__(data, story=story)
        self.fields["message"].label = _("Would you like to say why?")
        self.fields["message"].help_text = _("You do not have to.")
        self.fields["message"].required = False


class CorrectionForm(MessageForm):
    """The author's words of a story, to be changed. What is filled in first is `correctable(story)`."""

    name = "correct"
    title = LineField(
        label=_("Title"),
        longest=Text._meta.get_field("title").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the story a title. A few words will do.")},
    )
    body = TypedField(
        label=_("Your story"),
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("At most 1,000 words. An empty line starts a new paragraph."),
        error_messages={"required": _("Write the story here.")},
    )
    shown_name = LineField(
        label=_("The name to show"),
        required=False,
        longest=Text._meta.get_field("shown_name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Leave it empty to be shown without a name."),
    )
    told_by = forms.ChoiceField(
        label=_("Who tells the story?"),
        required=False,
        choices=lambda: [("", _("The person it is about")), *Relationship.choices],
    )
    province = forms.ChoiceField(
        label=_("Province or territory"),
        required=False,
        choices=lambda: [("", _("Do not show it")), *Province.choices],
    )
    photo_description = LineField(
        label=_("What does the photo show?"),
        longest=Text._meta.get_field("photo_description").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("One sentence, for people who cannot see it."),
        error_messages={"required": _("Say in a sentence what your photo shows.")},
    )

    field_order = ("title", "body", "shown_name", "told_by", "province", "photo_description", "message")

    def __init__(self, data=None, *, story):
        super().__init__(data, story=story)
        self.initial = correctable(story)
        self.fields["message"].label = _("Is there anything that our team should know?")
        self.fields["message"].help_text = _("You do not have to write anything. It is not published.")
        self.fields["message"].required = False
        if not hasattr(story, "photo"):
            del self.fields["photo_description"]

    @property
    def number_of_words(self):
        return count_words(self["body"].value() or "")

    def clean_body(self):
        body = self.cleaned_data["body"]
        if not count_words(body):
            raise forms.ValidationError(self.fields["body"].error_messages["required"])
        too_many = count_words(body) - MOST_WORDS
        if too_many > 0:
            sentence = ngettext(
                "The story is %(number)s word too long. Please shorten it: at most 1,000 words fit.",
                "The story is %(number)s words too long. Please shorten it: at most 1,000 words fit.",
                too_many,
            )
            raise forms.ValidationError(sentence % {"number": grouped(too_many)})
        if len(body) > LONGEST_BODY:
            raise forms.ValidationError(
                _("The story has %(number)s characters. At most %(most)s fit: please make it shorter.")
                % {"number": grouped(len(body)), "most": grouped(LONGEST_BODY)}
            )
        return body

    def clean(self):
        # Elsewhere the same words may be sent again: the author stands by them.
        needs_a_change = self.story.state in (State.WAITING, State.LIVE) and not self.errors
        if needs_a_change and not self._is_changed() and not self._was_just_sent():
            raise forms.ValidationError(_("You have not changed anything yet. Change your words, then send them."))
        return self.cleaned_data

    def _is_changed(self):
        """Whether anything that is agreed to differs from what was filled in; line ends are no words."""
        return any(tidy(self.initial[name]) != self.cleaned_data.get(name, "") for name in self._words())

    def _was_just_sent(self):
        last = just_done(self.story)
        return bool(last) and last.move == "correct"

    def says_the_same_as(self, event):
        return super().says_the_same_as(event) and not self._is_changed()

    def words(self):
        """{field: value} of everything that the author agrees to by sending this: nothing in it goes unseen."""
        return {name: self.cleaned_data[name] for name in self._words()}

    def _words(self):
        return [name for name in Text.AGREED if name in self.fields]


def correctable(story):
    """The words that an author starts from: what the team proposes while it asks them, else their own last ones."""
    text = story.open_text if story.state == State.ASKED else story.agreed_text
    return {name: getattr(text, name) for name in Text.AGREED}


class ConsentsForm(MineForm):
    """Each consent in the very words that are kept with it: those of the story's language."""

    name = "consents"
    given = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    # The digest of the wordings that the person has before them.
    wordings = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, story):
        super().__init__(data, story=story)
        self.fields["given"].choices = [(purpose, current(purpose).text(story.language)) for purpose in Purpose]
        self.initial = {
            "given": [purpose for purpose, is_given in story.consents.items() if is_given],
            "wordings": wordings_in(story.language),
        }

    def clean_wordings(self):
        if self.cleaned_data["wordings"] != self.initial["wordings"]:
            raise forms.ValidationError(_("We have changed the words of this page. Please read them once more."))
        return ""

    def boxes(self):
        """[(name of the purpose, checkbox)]"""
        return list(zip([purpose.label for purpose in Purpose], self["given"], strict=True))


class CopyForm(MineForm):
    """In which form a copy of what is held comes."""

    name = "copy"
    as_what = forms.ChoiceField(choices=[("html", "HTML"), ("json", "JSON"), ("photo", "WebP")])


class NewLinkForm(MineForm):
    name = "new_link"


class WithdrawForm(MineForm):
    name = "withdraw"

    def says_the_same_as(self, event):
        return True
