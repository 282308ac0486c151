"""How much one internet address sent today, without keeping the address."""

import hmac
from secrets import token_hex

from django.db import models
from django.db.models import F
from django.utils import timezone

MOST_A_DAY = 5
# Photos of forms that are not finished: somebody may choose another one a few times.
MOST_PHOTOS_A_DAY = 20


class TooMany(Exception):
    """So much came from one internet address today."""


class DailySalt(models.Model):
    """A random value that lives for a day: without it, nobody can tell what address a tally stands for."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64, default=token_hex)

    def __str__(self):
        return f"{self.day}"


class SenderTally(models.Model):
    """How often one address sent something on one day."""

    day = models.ForeignKey(DailySalt, models.CASCADE)
    sender = models.CharField(max_length=64)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "sender"], name="what_an_address_sent_is_counted_daily")]

    def __str__(self):
        return f"{self.number}"

    @classmethod
    def of(cls, address, *, now=None):
        """The tally of an internet address today; a new one with 0."""
        salt, _ = DailySalt.objects.get_or_create(day=timezone.localdate(now))
        sender = hmac.digest(salt.salt.encode(), address.encode(), "sha256").hex()
        tally, _ = cls.objects.get_or_create(day=salt, sender=sender)
        return tally

    @classmethod
    def count_one_of(cls, address, *, most=MOST_A_DAY):
        """Count what is kept from an address, in the transaction that keeps it. Raises TooMany when it is full."""
        # Held, so that of many that arrive at once no more are taken than of many in a row.
        tally = cls.objects.select_for_update().get(pk=cls.of(address).pk)
        if tally.number >= most:
            raise TooMany
        tally.count()

    @property
    def is_full(self):
        return self.number >= MOST_A_DAY

    def count(self):
        type(self).objects.filter(pk=self.pk).update(number=F("number") + 1)


def forget_senders(now=None):
    """Take away the salts and tallies of all days before today. Nothing is kept longer than a day."""
    DailySalt.objects.filter(day__lt=timezone.localdate(now)).delete()
