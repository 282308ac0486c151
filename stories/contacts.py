"""How to reach an author, kept apart and encrypted; and who looked at what nobody else may see."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mail.encryption import EncryptedTextField
from publishing.history import AppendOnly

from .choices import ContactReason


class Contact(models.Model):
    """The address that the site's letters go to. It is deleted when it is no longer needed."""

    story = models.OneToOneField("stories.Story", models.PROTECT, primary_key=True, related_name="contact")
    email = EncryptedTextField(_("e-mail"))

    class Meta:
        verbose_name = _("contact details")
        verbose_name_plural = _("contact details")

    def __str__(self):
        return f"{self.story_id}"


class Viewing(AppendOnly):
    """Somebody at the desk opened something of a story that is not public."""

    class What(models.TextChoices):
        STORY = "story", _("The story as sent")
        PHOTO = "photo", _("The photo")
        CONTACT = "contact", _("How to reach the author")
        EXPORT = "export", _("Everything that is held")

    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="viewings", verbose_name=_("story"))
    what = models.CharField(_("what"), max_length=10, choices=What)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    why = models.CharField(_("why"), max_length=10, choices=ContactReason, blank=True)

    class Meta:
        verbose_name = _("viewing")
        verbose_name_plural = _("viewings")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="who_reads_contact_details_says_why", condition=~models.Q(what="contact") | ~models.Q(why="")
            )
        ]

    def __str__(self):
        return f"{self.story_id}: {self.what}"
