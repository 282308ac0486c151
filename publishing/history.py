"""Who did what, when and why. Rows hold ids, digests and reasons, never a text, so that a text can be erased."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .guards import Frozen, GuardedQuerySet
from .languages import Language
from .workflow import MOVE_LABELS

ADDED_TO_ONLY = "The history is only ever added to."


class AppendOnlyQuerySet(GuardedQuerySet):
    def refuse_frozen(self):
        raise Frozen(ADDED_TO_ONLY)


class AppendOnly(models.Model):
    """Base of rows that are only ever added."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save_base(self, *args, **options):
        if self.pk and type(self).objects.filter(pk=self.pk).exists():
            raise Frozen(ADDED_TO_ONLY)
        super().save_base(*args, **options)

    def delete(self, *args, **options):
        raise Frozen(ADDED_TO_ONLY)


class HistoryEntry(AppendOnly):
    """One move by one person, written in the transaction that made it."""

    kind = models.CharField(_("kind"), max_length=60)
    page_id = models.PositiveBigIntegerField()
    version_id = models.PositiveBigIntegerField()
    language = models.CharField(_("language"), max_length=2, choices=Language)
    number = models.PositiveIntegerField(_("version"))
    move = models.CharField(_("what"), max_length=20, choices=MOVE_LABELS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"))
    takes_effect_at = models.DateTimeField(_("takes effect"), null=True)
    why = models.TextField(_("why"), blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["kind", "version_id"], name="history_of_a_version"),
            models.Index(fields=["kind", "page_id", "language"], name="history_of_a_page"),
        ]
        verbose_name = _("history entry")
        verbose_name_plural = _("history")

    def __str__(self):
        return f"{self.kind} {self.page_id} {self.language} {self.number}: {self.move}"

    @property
    def local_time(self):
        return date_format(timezone.localtime(self.at), "DATETIME_FORMAT")
