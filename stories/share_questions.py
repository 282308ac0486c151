"""The questions that somebody answers who sends a story."""

from django import forms
from django.utils.translation import gettext_lazy

from cancers.models import Cancer
from images.forms import VisitorPictureField
from publishing.choices import ListedChoiceField

from .choices import AgeBand, Display, Province, Relationship, Teller
from .share_fields import LineField

AS_TYPED = {"dir": "auto"}  # also from right to left
CHOOSE = {"invalid_choice": gettext_lazy("Choose one of the answers that are offered.")}


class Questions(forms.Form):
    """All that is asked. What is not asked here is never read, whatever is posted."""

    use_required_attribute = False

    teller = forms.ChoiceField(
        label=gettext_lazy("Whose story is it?"),
        choices=Teller,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whose story it is."), **CHOOSE},
    )
    relationship = forms.ChoiceField(
        label=gettext_lazy("What are you to them?"),
        choices=[("", gettext_lazy("Choose one")), *Relationship.choices],
        required=False,
        error_messages=CHOOSE,
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("How old is the person whose story it is?"),
        help_text=gettext_lazy("If they have died: how old they were then."),
        choices=AgeBand,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an age group."), **CHOOSE},
    )
    is_guardian = forms.BooleanField(
        label=gettext_lazy(
            "The person is under 14. I am their mother, father or guardian, and I am filling in this form."
        ),
        required=False,
    )
    cancer = ListedChoiceField(
        Cancer.objects.all(),
        label=gettext_lazy("Which cancer is the story about? (optional)"),
        labels={},
        empty_label=gettext_lazy("Another cancer, or I’d rather not say"),
        required=False,
        error_messages=CHOOSE,
    )
    province = forms.ChoiceField(
        label=gettext_lazy("Province or territory (optional)"),
        choices=[("", gettext_lazy("I’d rather not say")), *Province.choices],
        required=False,
        error_messages=CHOOSE,
    )
    title = LineField(
        label=gettext_lazy("A title for the story"),
        widget=forms.TextInput(attrs=AS_TYPED),
        help_text=gettext_lazy("At most 120 characters."),
        longest=120,
        error_messages={"required": gettext_lazy("Give the story a title. A few words will do.")},
    )
    body = forms.CharField(
        label=gettext_lazy("The story"),
        help_text=gettext_lazy("At most 1,000 words. An empty line starts a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 16, **AS_TYPED}),
        error_messages={"required": gettext_lazy("Write the story here.")},
    )
    display = forms.ChoiceField(
        label=gettext_lazy("How should the story be shown?"),
        # The most private first.
        choices=[(one.value, one.label) for one in (Display.ANONYMOUS, Display.OTHER_NAME, Display.FIRST_NAME)],
        initial=Display.ANONYMOUS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the story should be shown."), **CHOOSE},
    )
    shown_name = LineField(
        label=gettext_lazy("The name to show"),
        help_text=gettext_lazy("A first name alone, please: no family name."),
        longest=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", **AS_TYPED}),
    )
    photo = VisitorPictureField(
        label=gettext_lazy("A photo (optional)"),
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 15 MB. Others in the photo should agree to be seen."),
        required=False,
    )
    photo_name = forms.CharField(required=False)
    photo_remove = forms.BooleanField(label=gettext_lazy("Take this photo out"), required=False)
    photo_description = LineField(
        label=gettext_lazy("What does the photo show?"),
        help_text=gettext_lazy("One sentence for people who cannot see it. Needed only with a photo."),
        longest=250,
        required=False,
        widget=forms.TextInput(attrs=AS_TYPED),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("It is never shown. We need it to write to you about your story."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Write your e-mail address, so that we can answer you."),
            "invalid": gettext_lazy("This is not a whole e-mail address. One looks like name@example.org."),
        },
    )
    consents = forms.MultipleChoiceField(
        label=gettext_lazy("What do you agree to?"),
        help_text=gettext_lazy("Tick only what is right for you. We need the first to take in your story."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy(
                "We can take in your story only if you agree that it is published. If you would rather not, that is "
                "fine: then do not send it, and nothing is kept."
            ),
            "invalid_choice": gettext_lazy("Tick only what is offered."),
            "invalid_list": gettext_lazy("Tick only what is offered."),
        },
    )
    # No person sees it, unless something has filled it in.
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
