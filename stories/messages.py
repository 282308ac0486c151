"""What authors and the team write to each other about a story."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_CHARACTERS = 4000


class Message(models.Model):
    """Words of an author or of a moderator. They go when the story is erased."""

    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="messages")
    event = models.OneToOneField("stories.Event", models.PROTECT, related_name="message")
    # The author wrote it when nobody is named.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("message"), blank=True, max_length=MOST_CHARACTERS)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.story_id}"

    @property
    def is_by_author(self):
        return self.by_id is None
