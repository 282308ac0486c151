"""Where a story stands, as its author reads it on their own page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Purpose
from .differences import differences
from .reasons import sentences_of
from .retention import HEARD_BY_THE_AUTHOR, REFUSED_IS_KEPT, SILENCE_IS_KEPT, WAITS_FOR_THE_AUTHOR
from .texts import Text
from .workflow import Actor, State

# How long the page remembers what was done: somebody may press twice, or keep its address.
JUST_NOW = timedelta(minutes=10)

HAPPENED = {
    "send": _("You sent us your story."),
    "approve": _("We put your story on the site."),
    "ask": _("We asked whether you agree to some changes."),
    "agree": _("You agreed to the changes."),
    "decline": _("You said no to the changes."),
    "return": _("We asked you to look at your story again."),
    "refuse": _("We could not publish this text."),
    "refuse_photo": _("We decided not to show your photo."),
    "take_down": _("We took your story off the site."),
    "write": _("We wrote to you."),
    "answer": _("You wrote to us."),
    "correct": _("You sent us new words."),
    "change_consents": _("You changed what you agree to."),
    "share": _("We took a copy to use it outside this site, as you let us."),
    "replace_link": _("The link to this page was replaced."),
    "export": _("A copy of what we hold was made."),
    "withdraw": _("Your story was taken back."),
}

# The move that leads to a state, and whose reasons are worth reading first.
SAID_BY = {
    State.ASKED: "ask",
    State.RETURNED: "return",
    State.REFUSED: "refuse",
    State.TAKEN_DOWN: "take_down",
}


@dataclass(frozen=True)
class Happening:
    """One thing that was done to a story or said about it. Who it was in the team stays in the team."""

    move: str
    at: datetime
    sentence: str
    is_by_author: bool
    reasons: list
    message: str


def happenings(story):
    """What happened to a story as far as it concerns its author, the newest first."""
    events = story.events.filter(move__in=HAPPENED).select_related("message").order_by("-pk")
    return [
        Happening(
            event.move,
            event.at,
            HAPPENED[event.move],
            event.actor == Actor.AUTHOR,
            sentences_of(event.reasons),
            message_of(event),
        )
        for event in events
    ]


def just_done(story):
    """The last thing that the author did, as an Event, when it was a moment ago; otherwise None."""
    last = story.events.filter(actor=Actor.AUTHOR).select_related("message").order_by("-pk").first()
    return last if last and last.at > timezone.now() - JUST_NOW else None


def message_of(event):
    return event.message.text if hasattr(event, "message") else ""


def what_the_team_said(story, happenings):
    """What the team did that made the story stand where it stands; None when it waits for nothing of its author."""
    move = SAID_BY.get(story.state)
    return next((happening for happening in happenings if happening.move == move), None)


def proposed_changes(story):
    """[(name of the field, pieces)] of what the team would like to change in the author's last words."""
    if story.state != State.ASKED:
        return []
    own, proposed = story.agreed_text, story.open_text
    compared = [(name, _shown(own, name), _shown(proposed, name)) for name in Text.AGREED]
    return [(_label(name), differences(before, after)) for name, before, after in compared if before != after]


def _label(name):
    return Text._meta.get_field(name).verbose_name


def _shown(text, name):
    """The words for a value: "Ontario" and not "ON"."""
    if Text._meta.get_field(name).choices:
        return str(getattr(text, f"get_{name}_display")())
    return getattr(text, name)


def shown_now(story):
    """The text that readers see now; None when they see nothing of the story."""
    return story.live_text if story.consents[Purpose.PUBLISH] else None


def last_day(story, happenings):
    """When the story is erased unless its author does something; None when nothing runs out."""
    is_waiting = story.state == State.REFUSED or story.state in WAITS_FOR_THE_AUTHOR
    if story.live_text or not is_waiting or story.is_unanswered:
        return None
    heard = max(one.at for one in happenings if one.is_by_author or one.move in HEARD_BY_THE_AUTHOR)
    return heard + (REFUSED_IS_KEPT if story.state == State.REFUSED else SILENCE_IS_KEPT)
