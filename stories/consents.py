"""What an author agreed to: rows that are only ever added to. The last word on a purpose is what holds."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.history import AppendOnly
from publishing.models import Language

from .choices import Method, Purpose
from .wordings import FORM_VERSION, current


class Consent(AppendOnly):
    """A yes or no to one purpose, with the very words that the person read."""

    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="consent_rows")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    is_given = models.BooleanField(_("given"))
    wording_version = models.PositiveIntegerField(_("version of the wording"))
    wording_hash = models.CharField(_("digest of the wording"), max_length=64)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    method = models.CharField(_("method"), max_length=15, choices=Method)
    form_version = models.PositiveIntegerField(_("version of the form"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        indexes = [models.Index(fields=["story", "purpose"], name="consents_of_a_story")]

    def __str__(self):
        return f"{self.story_id}: {self.purpose} {self.is_given}"

    @classmethod
    def record(cls, story, given, *, language, method, at, only=None):
        """Write a row for each purpose: given when it is in `given`. `only` names those that are asked about."""
        cls.objects.bulk_create(
            cls(
                story=story,
                purpose=purpose,
                is_given=purpose in given,
                wording_version=current(purpose).version,
                wording_hash=current(purpose).hash(language),
                language=language,
                method=method,
                form_version=FORM_VERSION,
                at=at,
            )
            for purpose in (only if only is not None else Purpose)
        )
