"""The forms behind the moves: what a person must say or choose before a move is made."""

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .addresses import Withdrawal
from .permissions import can
from .workflow import MOVES


class MoveForm(forms.Form):
    """A move that only needs a word for the colleagues."""

    why = forms.CharField(
        label=gettext_lazy("A word for your colleagues"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args, version, move, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.version, self.move, self.user = version, move, user
        if MOVES[move].needs_reason:
            self.fields["why"].label = _("Reason")
            self.fields["why"].required = True

    def make(self):
        """Make the move and return a sentence that says what happened. Raises MoveRefused."""
        getattr(self.version, self.move)(by=self.user, **self.arguments())
        return self.said()

    def arguments(self):
        return {"why": self.cleaned_data["why"]}

    def said(self):
        return SENTENCES[self.move]


class ApproveForm(MoveForm):
    """Carries the digest of the text that the reviewer had before them, and when that was submitted."""

    digest = forms.CharField(widget=forms.HiddenInput)
    submitted_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    publish_now = forms.BooleanField(label=gettext_lazy("Also publish it now"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not can(self.user, "publish"):
            del self.fields["publish_now"]

    def arguments(self):
        return {name: self.cleaned_data[name] for name in ("why", "digest", "submitted_at")}

    @transaction.atomic
    def make(self):
        said = super().make()
        if not self.cleaned_data.get("publish_now"):
            return said
        self.version.publish(by=self.user)
        return SENTENCES["publish"]


class PublishForm(MoveForm):
    """Now, or at a time to come."""

    at = forms.SplitDateTimeField(
        label=gettext_lazy("Publish at"),
        widget=AdminSplitDateTime,
        required=False,
    )
    field_order = ["at", "why"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        place = settings.TIME_ZONE.split("/")[-1].replace("_", " ")
        self.fields["at"].help_text = _("Leave it empty to publish now. The hour is that of %(place)s.") % {
            "place": place
        }

    def arguments(self):
        return {"why": self.cleaned_data["why"], "at": self.cleaned_data["at"]}

    def said(self):
        return SENTENCES["schedule"] if self.cleaned_data["at"] else SENTENCES["publish"]


class WithdrawForm(MoveForm):
    """Why a page goes, and what its readers are told."""

    outcome = forms.ChoiceField(label=gettext_lazy("What readers find"), choices=Withdrawal.Outcome)
    moved_to = forms.ModelChoiceField(
        label=gettext_lazy("The page that takes its place"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Only if readers are led to another page."),
    )
    notice = forms.CharField(
        label=gettext_lazy("Notice for readers"),
        help_text=gettext_lazy("Only if the last text stays readable."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        required=False,
        max_length=1000,
    )
    field_order = ["outcome", "moved_to", "notice", "why"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        live = type(self.version).objects.live().in_language(self.version.language)
        self.fields["moved_to"].queryset = live.exclude(page=self.version.page_id)

    def clean(self):
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        if outcome == Withdrawal.Outcome.MOVED and not cleaned.get("moved_to"):
            self.add_error("moved_to", _("Choose the page that readers are led to."))
        if outcome == Withdrawal.Outcome.NOTICE and not cleaned.get("notice"):
            self.add_error("notice", _("Write the notice that readers see above the text."))
        return cleaned

    def arguments(self):
        cleaned = self.cleaned_data
        is_moved = cleaned["outcome"] == Withdrawal.Outcome.MOVED
        return {
            "why": cleaned["why"],
            "outcome": cleaned["outcome"],
            "moved_to": cleaned["moved_to"].page if is_moved else None,
            "notice": cleaned["notice"],
        }


MOVE_FORMS = {"approve": ApproveForm, "publish": PublishForm, "withdraw": WithdrawForm}

SENTENCES = {
    "submit": gettext_lazy("Submitted. A reviewer who did not write it can now approve it."),
    "take_back": gettext_lazy("It is a draft again, and you can change it."),
    "send_back": gettext_lazy("Sent back, with your reason."),
    "approve": gettext_lazy("Approved. A publisher can now publish it."),
    "publish": gettext_lazy("Published. Readers see it now."),
    "schedule": gettext_lazy("Scheduled. Readers will see it from that time on."),
    "unschedule": gettext_lazy("The schedule is cancelled. The version is still approved."),
    "abandon": gettext_lazy("Abandoned. Its text stays among the versions of the page."),
    "withdraw": gettext_lazy("Withdrawn. Readers now find what you chose."),
}
