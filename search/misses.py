"""Questions to which nothing was found, so that editors learn what readers look for.

What one person typed may be about that person. Until the same question was asked on three different days, nothing of
it is kept but a digest that cannot be turned back without the site's key.
"""

import re
from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from publishing.languages import Language

from .folding import words_of

DAYS_UNTIL_KEPT = 3
KEPT_FOR = timedelta(days=60)
LONGEST = 100
# A program that asks without end fills no table.
MOST_NEW_A_DAY = 1000
# What may be a way to reach somebody, or a number of a card, is never kept.
_PERSONAL = re.compile(r"@|(?:\d[\s().-]*){6}")


class MissQuerySet(models.QuerySet):
    def told(self):
        """Those that were asked often enough to be shown."""
        return self.exclude(text="")


class Miss(models.Model):
    """A question to which nothing was found: on how many days, and from the third on what it was."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    text = models.CharField(_("what was typed"), max_length=LONGEST, blank=True)
    days = models.PositiveIntegerField(_("on how many days"), default=1)
    first_on = models.DateField(_("first on"))
    last_on = models.DateField(_("last on"), db_index=True)

    objects = MissQuerySet.as_manager()

    class Meta:
        verbose_name = _("question without an answer")
        verbose_name_plural = _("questions without an answer")
        ordering = ["-days", "-last_on", "pk"]
        indexes = [models.Index(fields=["first_on"], name="misses_by_first_day")]

    def __str__(self):
        return self.text


def count_miss(query, *, language, now=None):
    """Count a question to which nothing was found, once a day."""
    today = timezone.localdate(now)
    words = list(words_of(query[: LONGEST + 1], language=language))
    text = " ".join(word.written for word in words)
    # Of both: without its signs a text may be a number that was typed in pieces.
    if not words or len(query) > LONGEST or any(map(_PERSONAL.search, (query, text))):
        return
    digest = _digest(words, language)
    if _count_again(digest, text, today):
        return
    if Miss.objects.filter(first_on=today).count() < MOST_NEW_A_DAY:
        Miss.objects.get_or_create(
            digest=digest, defaults={"language": language, "first_on": today, "last_on": today, "days": 1}
        )


def forget_misses(now=None):
    """Take away what nobody has asked for 60 days, and return how many. For the worker."""
    before = timezone.localdate(now) - KEPT_FOR
    return Miss.objects.filter(last_on__lt=before).delete()[0]


def _count_again(digest, text, today):
    """Whether this was asked before; counted, and kept, when it was on another day."""
    asked = Miss.objects.filter(digest=digest)
    if asked.filter(last_on__lt=today).update(days=F("days") + 1, last_on=today):
        asked.filter(days__gte=DAYS_UNTIL_KEPT, text="").update(text=text)
        return True
    return asked.exists()


def _digest(words, language):
    folded = " ".join(word.folded for word in words)
    return salted_hmac("search.misses", f"{language} {folded}", algorithm="sha256").hexdigest()
