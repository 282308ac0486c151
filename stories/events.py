"""Who did what to a story, when and why. Rows hold ids, digests and names of reasons, never a word of a person."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from publishing.history import AppendOnly

from .workflow import MOVES, Actor


class Event(AppendOnly):
    """One move, written in the transaction that made it."""

    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="events", verbose_name=_("story"))
    text_number = models.PositiveIntegerField(_("text"), default=0)
    move = models.CharField(_("what"), max_length=20, choices={name: move.label for name, move in MOVES.items()})
    actor = models.CharField(_("by"), max_length=10, choices=Actor)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    reasons = models.JSONField(_("reasons"), default=list)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="what_the_team_did_has_a_name",
                condition=models.Q(actor="staff", by__isnull=False) | (~models.Q(actor="staff") & models.Q(by=None)),
            )
        ]

    def __str__(self):
        return f"{self.story_id}: {self.move}"

    @property
    def who(self):
        return self.by or self.get_actor_display()

    @property
    def local_time(self):
        return date_format(timezone.localtime(self.at), "DATETIME_FORMAT")
