from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Language


class User(AbstractUser):
    """A person who works at the desk; what they may do follows from their roles (publishing/roles.py)."""

    language = models.CharField(
        _("language of the desk"),
        max_length=2,
        choices=Language,
        blank=True,
        help_text=_("Left empty, the desk speaks the language that the person’s browser asks for."),
    )
    edit_counter = models.PositiveIntegerField(default=0, editable=False)
