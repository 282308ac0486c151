"""The stages of a version and the moves between them. A move that is not listed here is refused."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .roles import EDITOR, PAGE_ROLES, PUBLISHER, REVIEWER


class Stage(TextChoices):
    DRAFT = "draft", pgettext_lazy("stage", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("stage", "In review")
    APPROVED = "approved", pgettext_lazy("stage", "Approved")
    ABANDONED = "abandoned", pgettext_lazy("stage", "Abandoned")


class State(TextChoices):
    """What people at the desk see of a version. It follows from stage and interval, and is stored nowhere."""

    DRAFT = "draft", pgettext_lazy("state", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("state", "In review")
    APPROVED = "approved", pgettext_lazy("state", "Approved, not published")
    SCHEDULED = "scheduled", pgettext_lazy("state", "Scheduled")
    LIVE = "live", pgettext_lazy("state", "Live")
    PAST = "past", pgettext_lazy("state", "Past")
    ABANDONED = "abandoned", pgettext_lazy("state", "Abandoned")


@dataclass(frozen=True)
class Move:
    """A change that a person makes to a version: from which states, to which stage, by whom."""

    label: Promise
    states: tuple
    to: str
    roles: tuple
    needs_reason: bool = False
    by_another: bool = False
    is_offered: bool = True  # as a button at the desk; reading, saving and starting have their own forms


# docs/publishing.md draws this table; a test compares the two.
MOVES = {
    "view": Move(_("Read"), tuple(State), "", PAGE_ROLES, is_offered=False),
    "start": Move(_("Start a new page or translation"), (), Stage.DRAFT, (EDITOR,), is_offered=False),
    "open_draft": Move(
        _("Open next draft"),
        (State.APPROVED, State.SCHEDULED, State.LIVE, State.PAST, State.ABANDONED),
        Stage.DRAFT,
        (EDITOR,),
    ),
    "edit": Move(_("Save changes"), (State.DRAFT,), Stage.DRAFT, (EDITOR,), is_offered=False),
    "submit": Move(_("Submit for review"), (State.DRAFT,), Stage.IN_REVIEW, (EDITOR,)),
    "take_back": Move(_("Take back to change it"), (State.IN_REVIEW,), Stage.DRAFT, (EDITOR,)),
    "send_back": Move(_("Send back"), (State.IN_REVIEW,), Stage.DRAFT, (REVIEWER,), needs_reason=True),
    "approve": Move(_("Approve"), (State.IN_REVIEW,), Stage.APPROVED, (REVIEWER,), by_another=True),
    "publish": Move(_("Publish"), (State.APPROVED, State.SCHEDULED), Stage.APPROVED, (PUBLISHER,)),
    "unschedule": Move(_("Cancel the schedule"), (State.SCHEDULED,), Stage.APPROVED, (PUBLISHER,)),
    "abandon": Move(_("Abandon"), (State.DRAFT, State.APPROVED), Stage.ABANDONED, (EDITOR, PUBLISHER)),
    "withdraw": Move(_("Withdraw from the site"), (State.LIVE,), Stage.APPROVED, (PUBLISHER,), needs_reason=True),
}

# Also written to the history, but never chosen by a person: what publishing one version does to another.
CONSEQUENCES = {
    "supersede": _("Schedule cancelled by another publication"),
}
MOVE_LABELS = {name: move.label for name, move in MOVES.items()} | CONSEQUENCES


class MoveRefused(Exception):
    """A move that may not be made; its text says why, in the reader's language."""
