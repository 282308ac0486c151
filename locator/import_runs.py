import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.languages import Language
from publishing.roles import LOCATOR_EDITOR

# A run that nobody heard of for so long was cut off: the worker takes it up again, and what is in stays in.
SILENCE = timedelta(minutes=10)
KEPT_FOR = timedelta(days=30)


class ImportState(models.TextChoices):
    """How far an import is."""

    WAITING = "waiting", _("waiting for its turn")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped by a fault")


class ImportRunQuerySet(models.QuerySet):
    def due(self, *, now=None):
        """Those that wait, and those that were cut off; the oldest first."""
        silent = models.Q(state=ImportState.RUNNING, heard_at__lt=(now or timezone.now()) - SILENCE)
        return self.filter(models.Q(state=ImportState.WAITING) | silent).order_by("asked_at")

    def old(self, *, now=None):
        return self.filter(asked_at__lt=(now or timezone.now()) - KEPT_FOR)


class ImportRun(models.Model):
    """A file that somebody gave to the site; the worker tries it or brings it in, and reports what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    # In the database, so that a worker on another machine has it. Emptied with the run, after a month.
    content = models.BinaryField()
    mapping = models.CharField(_("mapping"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=120)
    language = models.CharField(_("language of the file"), max_length=2, choices=Language, default=Language.ENGLISH)
    is_trial = models.BooleanField(_("trial"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)
    # {"counts": {table: {outcome: number}}, "lines": [[…]], "message": …}, as exchange/report.py writes it.
    report = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = ImportRunQuerySet.as_manager()

    kept_by = (LOCATOR_EDITOR,)
    read_by = ()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-asked_at"]

    def __str__(self):
        return self.file_name

    @property
    def is_over(self):
        return self.state in (ImportState.DONE, ImportState.FAILED)

    def progress(self, done, total):
        """Say how far it is, so that nobody takes it for cut off."""
        self.done, self.total, self.heard_at = done, total, timezone.now()
        self.save(update_fields=["done", "total", "heard_at"])

    def end(self, state, report):
        self.state, self.report, self.ended_at = state, report, timezone.now()
        self.save(update_fields=["state", "report", "ended_at"])
