"""Questions to which nothing was found, so that editors learn what readers look for.

What one person typed may be about that person. Until the same question was asked on three different days, nothing of
it is kept but a digest that cannot be turned back without the site's key.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from publishing.languages import Language
from publishing.tally import tally

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


@dataclass(frozen=True)
class Unanswered:
    """A question to which nothing was found on a day, as the process remembers it until it is written."""

    day: date
    digest: str
    language: str
    text: str


def count_miss(query, *, language, now=None):
    """Count a question to which nothing was found."""
    words = list(words_of(query[: LONGEST + 1], language=language))
    text = " ".join(word.written for word in words)
    # Of both: without its signs a text may be a number that was typed in pieces, and signs may be words.
    if not words or max(len(query), len(text)) > LONGEST or any(map(_PERSONAL.search, (query, text))):
        return
    tally.add(Unanswered(timezone.localdate(now), _digest(words, language), language, text), keep=keep)


def keep(counts):
    """Write down questions, {Unanswered: number}, each once a day however often it was asked, in the transaction of the
    tally.
    """
    days = {}
    for question in counts:
        days.setdefault(question.day, {}).setdefault(question.digest, question)
    for day in sorted(days):
        _keep_day(day, days[day])


def forget_misses(now=None):
    """Take away what nobody has asked for 60 days, and return how many. For the worker."""
    before = timezone.localdate(now) - KEPT_FOR
    return Miss.objects.filter(last_on__lt=before).delete()[0]


def _keep_day(day, asked):
    """Write down what was asked on a day, {digest: Unanswered}."""
    # In the same order in every process, so that two never wait for each other.
    stored = list(Miss.objects.filter(digest__in=asked).order_by("pk").select_for_update())
    again = [miss for miss in stored if miss.last_on < day]
    for miss in again:
        miss.days, miss.last_on = miss.days + 1, day
        if miss.days >= DAYS_UNTIL_KEPT and not miss.text:
            miss.text = asked[miss.digest].text
    Miss.objects.bulk_update(again, ["days", "last_on", "text"])
    new = sorted(asked.keys() - {miss.digest for miss in stored})
    room = max(0, MOST_NEW_A_DAY - Miss.objects.filter(first_on=day).count())
    fields = {"first_on": day, "last_on": day}
    # Another process may write the same one now.
    Miss.objects.bulk_create(
        [Miss(digest=digest, language=asked[digest].language, **fields) for digest in new[:room]], ignore_conflicts=True
    )


def _digest(words, language):
    folded = " ".join(word.folded for word in words)
    return salted_hmac("search.misses", f"{language} {folded}", algorithm="sha256").hexdigest()
