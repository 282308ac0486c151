from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who works at the desk; what they may do follows from their roles (publishing/roles.py)."""

    edit_counter = models.PositiveIntegerField(default=0, editable=False)
