"""Things with one truth and labels in two languages: edited directly, every earlier state kept."""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .generation import Generation
from .roles import PAGE_ROLES, PUBLISHER


class FactRecord(models.Model):
    """Base of what has no drafts: a change shows at once. Subclasses say in `kept_by` which roles may change it."""

    edit_counter = models.PositiveIntegerField(default=0, editable=False)
    edited_at = models.DateTimeField(_("last edited"), auto_now=True, editable=False)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    history = HistoricalRecords(inherit=True, excluded_fields=["edit_counter"])

    kept_by = (PUBLISHER,)
    read_by = PAGE_ROLES

    class Meta:
        abstract = True

    def save(self, *args, **options):
        with transaction.atomic():
            super().save(*args, **options)
            Generation.bump()

    def delete(self, *args, **options):
        with transaction.atomic():
            deleted = super().delete(*args, **options)
            Generation.bump()
        return deleted

    def in_language(self, name, language=None):
        """The text of the columns `name`_en and `name`_fr in a language; in that of the reader when none is given."""
        return getattr(self, f"{name}_{language or get_language() or settings.LANGUAGE_CODE}")
