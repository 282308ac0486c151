"""What is kept no longer than people were told: docs/privacy.md and the site's privacy page have the same table.

Nothing here erases what readers can see, and what was withdrawn is erased by a person: it is only said to be overdue.
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Min, OuterRef, Q, Subquery
from django.utils import timezone

from images.clearing import clear_temporary_uploads
from images.models import TemporaryUpload
from mail.models import Letter
from publishing.senders import DailySalt, forget_senders

from . import letters
from .contacts import Contact
from .events import Event
from .reports import Report
from .story import Story
from .workflow import REPLIES, SYSTEM, Actor, State

logger = logging.getLogger(__name__)

REFUSED_IS_KEPT = timedelta(days=30)
# Of a story that waits for its author: sent back, with a question about edits, or taken off the site.
SILENCE_IS_WARNED_OF = timedelta(days=150)
SILENCE_IS_KEPT = timedelta(days=180)
CONTACT_IS_KEPT = timedelta(days=365)
ERASURE_IS_OVERDUE = timedelta(days=30)
# That there was a letter, of which kind and when. What it said went when it was delivered.
LETTERS_ARE_KEPT = timedelta(days=400)

WAITS_FOR_THE_AUTHOR = (State.ASKED, State.RETURNED, State.TAKEN_DOWN)
# What an author hears of. With each, and with all that authors do themselves, the wait starts anew.
HEARD_BY_THE_AUTHOR = (*REPLIES, "replace_link")


@dataclass
class Kept:
    """What a run did, or would do: numbers of stories, and how many rows of everything that belongs to none."""

    refused: list = field(default_factory=list)
    unanswered: list = field(default_factory=list)
    warned: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    overdue: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    reports: int = 0
    uploads: int = 0
    days_of_senders: int = 0
    letters: int = 0


def apply_retention(*, now=None, is_dry_run=False):
    """Do what is due, a transaction for each story, and return it as a Kept. It bears being cut off and done twice."""
    now = now or timezone.now()
    due = {
        "refused": (refused(before=now - REFUSED_IS_KEPT), _erase),
        "unanswered": (silent(before=now - SILENCE_IS_KEPT), _erase),
        "warned": (to_be_warned(now=now), _warn),
        "contacts": (with_an_old_contact(before=now - CONTACT_IS_KEPT), _forget_contact),
        "overdue": (overdue(before=now - ERASURE_IS_OVERDUE), None),
    }
    kept = Kept()
    for name, (stories, do) in due.items():
        numbers = list(stories.order_by("pk").values_list("pk", flat=True))
        if do and not is_dry_run:
            numbers = [number for number in numbers if _done(do, number, stories, kept)]
        setattr(kept, name, numbers)
    _apply_to_rows(kept, now=now, is_dry_run=is_dry_run)
    if kept.overdue:
        logger.warning("Withdrawn and still to be erased by the privacy officer: stories %s.", kept.overdue)
    return kept


def refused(*, before):
    """Stories that were refused and never on the site, once the decision is old."""
    return _heard_last(Story.objects.in_state(State.REFUSED), before=before)


def silent(*, before):
    """Stories that wait for their authors, of whom nothing was heard since a time. None of them is on the site."""
    states = [Q(pk__in=Story.objects.in_state(state).values("pk")) for state in WAITS_FOR_THE_AUTHOR]
    waiting = Story.objects.filter(states[0] | states[1] | states[2]).with_stages().filter(has_live_text=False)
    return _heard_last(waiting, before=before)


def _heard_last(stories, *, before):
    """Stories whose author and team said nothing to each other since a time, unless the team owes a reply."""
    heard = Event.objects.filter(story=OuterRef("pk")).filter(Q(actor=Actor.AUTHOR) | Q(move__in=HEARD_BY_THE_AUTHOR))
    last = heard.order_by("-at", "-pk")
    stories = stories.annotate(last_event=Subquery(last.values("pk")[:1]), heard_at=Subquery(last.values("at")[:1]))
    return stories.filter(heard_at__lte=before, unanswered_since=None)


def to_be_warned(*, now):
    """Silent stories whose authors can still be told in time, and were not."""
    stories = silent(before=now - SILENCE_IS_WARNED_OF).filter(
        heard_at__gt=now - SILENCE_IS_KEPT, contact__isnull=False
    )
    keys = {_key_of_warning(number, event): number for number, event in stories.values_list("pk", "last_event")}
    warned = Letter.objects.filter(key__in=keys).values_list("key", flat=True)
    return stories.exclude(pk__in=[keys[key] for key in warned])


def with_an_old_contact(*, before):
    """Stories whose first day on the site is so long ago that nobody needs to write to their authors any more."""
    return Story.objects.annotate(first_live=Min("texts__live_from")).filter(
        first_live__lte=before, contact__isnull=False
    )


def overdue(*, before):
    """Stories that were withdrawn and that nobody has erased yet."""
    return Story.objects.in_state(State.WITHDRAWN).filter(withdrawn_at__lte=before)


def _done(do, number, stories, kept):
    """Do something to one story in a transaction of its own, and return whether it was still due then."""
    try:
        with transaction.atomic():
            story = Story.objects.select_for_update().get(pk=number)
            # Its author may have answered at this very moment.
            still_due = stories.filter(pk=number).first()
            if still_due:
                do(story, still_due)
    except Exception as problem:
        # Its words could name somebody. The other stories do not wait for this one.
        logger.error("Story %s: what is due could not be done (%s).", number, type(problem).__name__)
        kept.failed.append(number)
        return False
    return still_due is not None


def _erase(story, due):
    story.erase(by=SYSTEM)


def _warn(story, due):
    letters.write(story, "will_expire", Event.objects.get(pk=due.last_event))


def _forget_contact(story, due):
    Contact.objects.filter(story=story).delete()
    # Letters that could not be delivered hold the address, too. One that is on its way arrives.
    Letter.objects.about(story.about).given_up().forget()


def _key_of_warning(number, event):
    return f"story-{number}-{event}-will_expire"


def _apply_to_rows(kept, *, now, is_dry_run):
    """What belongs to no story that could be named, or holds no word."""
    answered = Report.objects.filter(answered_at__isnull=False).exclude(text="", email="")
    ended = Q(delivered_at__lte=now - LETTERS_ARE_KEPT) | Q(forgotten_at__lte=now - LETTERS_ARE_KEPT)
    old_letters = Letter.objects.filter(ended)
    kept.reports = answered.count()
    kept.uploads = TemporaryUpload.objects.expired(now=now).count()
    kept.days_of_senders = DailySalt.objects.filter(day__lt=timezone.localdate(now)).count()
    kept.letters = old_letters.count()
    if is_dry_run:
        return
    answered.update(text="", email="")
    clear_temporary_uploads(now=now)
    forget_senders(now=now)
    old_letters.delete()
