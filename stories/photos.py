"""The photo of a story."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from images.kept_pictures import KeptPicture

from .choices import Purpose
from .texts import Text


class PhotoQuerySet(models.QuerySet):
    def public(self, *, at=None):
        """Photos that readers may see: of a public text, agreed to, and not refused."""
        texts = Text.objects.public(at=at).allowing(Purpose.PHOTO)
        return self.filter(is_refused=False).filter(Exists(texts.filter(story=OuterRef("pk"))))


class Photo(KeptPicture):
    """A photo that was sent with a story. What it shows is described in the texts."""

    story = models.OneToOneField("stories.Story", models.PROTECT, primary_key=True, related_name="photo")
    is_refused = models.BooleanField(_("refused"), default=False)

    objects = PhotoQuerySet.as_manager()

    class Meta(KeptPicture.Meta):
        verbose_name = _("photo of a story")
        verbose_name_plural = _("photos of stories")

    def __str__(self):
        return f"{self.story_id}"

    def address(self, width):
        return f"{reverse('story_photo', args=[self.pk, width])}?v={self.digest[:8]}"
