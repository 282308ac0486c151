"""Content notes: labels that stand before a story that some readers may not wish to read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContentNote(TextChoices):
    """What a reader is told before the story opens."""

    DEATH = "death", _("death and grief")
    MENTAL_HEALTH = "mental_health", _("mental health")
    GRAPHIC_TREATMENT = "graphic_treatment", _("treatment described in detail")
