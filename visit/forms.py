"""What somebody writes themselves: about the appointment, and their own questions."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.form_fields import WordsField

LONGEST_LINE = 100
LONGEST_QUESTIONS = 2000
MOST_QUESTIONS = 20


class HourField(forms.TimeField):
    """A time of day as people write it and as the sheet prints it: 14:30, 14 h 30, 2:30 p.m."""

    input_formats = ["%H:%M", "%H:%M:%S", "%H h %M", "%Hh%M", "%H h", "%Hh", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p"]

    def to_python(self, value):
        return super().to_python(value and value.lower().replace("p.m.", "pm").replace("a.m.", "am"))


class DetailsForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=gettext_lazy("For example: 2027-05-28."),
        error_messages={"invalid": gettext_lazy("Write the day like this: 2027-05-28.")},
    )
    hour = HourField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M"),
        help_text=gettext_lazy("For example: 14:30."),
        error_messages={"invalid": gettext_lazy("Write the time like this: 14:30.")},
    )
    whom = WordsField(label=gettext_lazy("With whom"), required=False, longest=LONGEST_LINE)
    where = WordsField(label=gettext_lazy("Where"), required=False, longest=LONGEST_LINE)
    questions = WordsField(
        label=gettext_lazy("Your own questions"),
        required=False,
        longest=LONGEST_QUESTIONS,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("One question on each line. For example: May I go on working during the treatment?"),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, auto_id="id_%s", label_suffix="", **options)
        for name in ("day", "hour", "whom", "where"):
            self.fields[name].widget.attrs |= {"autocomplete": "off", "dir": "auto"}

    def clean_day(self):
        day, today = self.cleaned_data["day"], timezone.localdate()
        # West of here it may still be yesterday.
        if day and not today - timedelta(days=1) <= day <= today + timedelta(days=2 * 365):
            raise forms.ValidationError(_("This day is over, or more than 2 years away. Please look at it again."))
        return day

    def clean_questions(self):
        text = self.cleaned_data["questions"]
        if len(_lines(text)) > MOST_QUESTIONS:
            raise forms.ValidationError(
                _("At most %(number)d questions of your own fit on a sheet. Please leave some out.")
                % {"number": MOST_QUESTIONS}
            )
        return text

    @property
    def own_questions(self):
        return _lines(self.cleaned_data.get("questions", ""))

    @property
    def has_appointment(self):
        return any(self.cleaned_data.get(name) for name in ("day", "hour", "whom", "where"))

    @property
    def carried(self):
        """Yield (name, what was typed) of each field, for the page from which one can come back."""
        for field in self:
            yield field.html_name, field.value() or ""


def _lines(text):
    return [line.strip() for line in text.split("\n") if line.strip()]
