"""One number for the state of the whole public site."""

from django.db import models
from django.db.models import F


class Generation(models.Model):
    """A counter that moves in the same transaction as any public change, so that copies know when they are old."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_generation", condition=models.Q(pk=1))]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls):
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def hold(cls):
        """Hold the number until the transaction ends: who moves or holds it waits. SQLite is locked as a whole."""
        cls.objects.select_for_update().get_or_create(pk=1)

    @classmethod
    def bump(cls):
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.create(pk=1, number=1)
