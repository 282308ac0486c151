"""What a person sent, exactly as they sent it."""

import hashlib
import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.guards import Frozen, GuardedQuerySet

from .choices import AgeBand, Display, Province, Relationship, Teller


class OriginalQuerySet(GuardedQuerySet):
    def refuse_frozen(self):
        raise Frozen("An original is kept as it was sent.")

    def erase(self):
        """The one way past the guard: the words go, the digest stays."""
        models.QuerySet.update(self, **{name: "" for name in Original.WORDS}, is_guardian=False, signature=[])


class Original(models.Model):
    """The answers of the form as they were sent. Nobody changes them; erasing empties them."""

    story = models.OneToOneField("stories.Story", models.PROTECT, primary_key=True, related_name="original")
    teller = models.CharField(_("whose story"), max_length=10, choices=Teller)
    relationship = models.CharField(_("relationship"), max_length=10, choices=Relationship, blank=True)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand)
    is_guardian = models.BooleanField(_("sent by a parent or guardian"), default=False)
    province = models.CharField(_("province or territory"), max_length=2, choices=Province, blank=True)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("story"))
    display = models.CharField(_("how to be shown"), max_length=10, choices=Display)
    shown_name = models.CharField(_("name that is shown"), max_length=60, blank=True)
    photo_description = models.CharField(_("what the photo shows"), max_length=250, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    # For finding near-duplicates (likeness.py).
    signature = models.JSONField(default=list, blank=True, editable=False)

    objects = OriginalQuerySet.as_manager()

    WORDS = (
        "teller",
        "relationship",
        "age_band",
        "province",
        "title",
        "body",
        "display",
        "shown_name",
        "photo_description",
    )

    class Meta:
        verbose_name = _("story as sent")
        verbose_name_plural = _("stories as sent")
        constraints = [
            models.CheckConstraint(
                name="a_child_has_a_guardian",
                condition=~models.Q(age_band=AgeBand.UNDER_14) | models.Q(is_guardian=True, teller=Teller.OTHER),
            )
        ]

    def __str__(self):
        return f"{self.story_id}"

    def save_base(self, *args, **options):
        if type(self).objects.filter(pk=self.pk).exists():
            raise Frozen("An original is kept as it was sent.")
        self.digest = self.digest_of_words()
        super().save_base(*args, **options)

    def delete(self, *args, **options):
        raise Frozen("An original is kept as it was sent.")

    def digest_of_words(self):
        words = {name: getattr(self, name) for name in self.WORDS}
        return hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
