"""What readers report about a published story."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from mail.encryption import EncryptedTextField
from mail.models import Letter
from publishing.models import Language
from publishing.workflow import MoveRefused

from .choices import ReportReason
from .permissions import can


class Outcome(models.TextChoices):
    """What came of a report: the first sentence of the answer."""

    TAKEN_DOWN = "taken_down", _("We took the story off the site.")
    CHANGED = "changed", _("We are changing the story together with its author.")
    KEPT = "kept", _("We read the story again with care, and it stays on the site.")


class Report(models.Model):
    """A reader's doubt about a story. It is answered, and then its words and address go."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="reports", editable=False)
    reason = models.CharField(_("reason"), max_length=12, choices=ReportReason)
    text = models.TextField(_("what is wrong"), blank=True, max_length=2000)
    email = EncryptedTextField(_("e-mail"), blank=True, default="")
    language = models.CharField(max_length=2, choices=Language, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_answered_report_says_by_whom",
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.story_id}: {self.reason}"

    def answer(self, *, by, outcome, message=""):
        """Answer the reader, once. What they wrote, and where to, goes in the same transaction. Raises MoveRefused."""
        verdict = can(by, "read", self.story)
        if not verdict:
            raise MoveRefused(verdict.why)
        with transaction.atomic():
            report = type(self).objects.select_for_update().get(pk=self.pk)
            if report.answered_at:
                raise MoveRefused(_answered_already(report))
            if report.email:
                report._write_answer(outcome, message)
            report.answered_by, report.answered_at = by, timezone.now()
            report.text = report.email = ""
            report.save()

    def _write_answer(self, outcome, message):
        with override(self.language):
            reasons = [str(Outcome(outcome).label)]
        Letter.write(
            key=f"report-{self.pk}",
            to=self.email,
            language=self.language,
            template="stories/report_answered",
            context={"story_number": self.story_id, "reasons": reasons, "message": message.strip()},
            about=self.story.about,
        )


def _answered_already(report):
    at = date_format(timezone.localtime(report.answered_at), "DATETIME_FORMAT")
    return gettext("%(who)s answered this report at %(at)s.") % {"who": report.answered_by, "at": at}
