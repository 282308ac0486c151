"""The stages of a story's text and the moves between them. A move that is not listed here is refused."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.roles import MODERATOR, PRIVACY_OFFICER

AUTHOR = "author"
SYSTEM = "system"


class Stage(TextChoices):
    """Where one text of a story stands."""

    WAITING = "waiting", pgettext_lazy("stage of a story", "Waiting for a moderator")
    ASKED = "asked", pgettext_lazy("stage of a story", "The author is asked to agree")
    RETURNED = "returned", pgettext_lazy("stage of a story", "Returned to the author")
    APPROVED = "approved", pgettext_lazy("stage of a story", "Approved")
    REFUSED = "refused", pgettext_lazy("stage of a story", "Refused")
    REPLACED = "replaced", pgettext_lazy("stage of a story", "Replaced by a later text")


OPEN_STAGES = (Stage.WAITING, Stage.ASKED, Stage.RETURNED)


class State(TextChoices):
    """Where a whole story stands. It follows from its texts and its end, and is stored nowhere."""

    WAITING = "waiting", pgettext_lazy("state of a story", "Waiting for a moderator")
    ASKED = "asked", pgettext_lazy("state of a story", "The author is asked to agree")
    RETURNED = "returned", pgettext_lazy("state of a story", "Returned to the author")
    LIVE = "live", pgettext_lazy("state of a story", "On the site")
    REFUSED = "refused", pgettext_lazy("state of a story", "Refused")
    TAKEN_DOWN = "taken_down", pgettext_lazy("state of a story", "Taken off the site")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a story", "Withdrawn by the author")
    ERASED = "erased", pgettext_lazy("state of a story", "Erased")


UNDECIDED = (State.WAITING, State.ASKED, State.RETURNED)
# Everything that still has words.
KEPT = tuple(state for state in State if state is not State.ERASED)
UNTIL_WITHDRAWN = tuple(state for state in KEPT if state is not State.WITHDRAWN)


@dataclass(frozen=True)
class Move:
    """A change that a person makes to a story: from which states, to which stage of its text, by whom."""

    label: Promise
    states: tuple
    to: str
    roles: tuple
    needs_reason: bool = False
    needs_live_text: bool = False
    refuses_live_text: bool = False
    is_offered: bool = True  # as a button at the desk


# docs/stories.md draws this table; a test compares the two.
MOVES = {
    "read": Move(_("Read"), KEPT, "", (MODERATOR,), is_offered=False),
    "claim": Move(_("Take it on"), (State.WAITING,), "", (MODERATOR,), is_offered=False),
    "release": Move(_("Give it back to the queue"), (State.WAITING,), "", (MODERATOR,), is_offered=False),
    "edit": Move(_("Save the edited copy"), (State.WAITING,), Stage.WAITING, (MODERATOR,), is_offered=False),
    "refuse_photo": Move(
        _("Refuse the photo"), (State.WAITING, State.LIVE), "", (MODERATOR,), needs_reason=True, is_offered=False
    ),
    "approve": Move(_("Approve"), (State.WAITING,), Stage.APPROVED, (MODERATOR,)),
    "ask": Move(_("Ask the author to agree"), (State.WAITING,), Stage.ASKED, (MODERATOR,)),
    "return": Move(_("Return to the author"), (State.WAITING,), Stage.RETURNED, (MODERATOR,), needs_reason=True),
    "refuse": Move(_("Refuse"), (State.WAITING,), Stage.REFUSED, (MODERATOR,), needs_reason=True),
    "take_down": Move(
        _("Take off the site"), UNTIL_WITHDRAWN, "", (MODERATOR,), needs_reason=True, needs_live_text=True
    ),
    "write": Move(_("Write to the author"), UNTIL_WITHDRAWN, "", (MODERATOR,), is_offered=False),
    "settle": Move(_("The message needs no answer"), UNTIL_WITHDRAWN, "", (MODERATOR,), is_offered=False),
    "share": Move(
        _("Take a copy for use outside the site"),
        UNTIL_WITHDRAWN,
        "",
        (MODERATOR,),
        needs_live_text=True,
        is_offered=False,
    ),
    "replace_link": Move(_("Send the author a new link"), KEPT, "", (MODERATOR, PRIVACY_OFFICER, AUTHOR)),
    "read_contact": Move(_("Read how to reach the author"), KEPT, "", (PRIVACY_OFFICER,), is_offered=False),
    "export": Move(_("Export what is held"), KEPT, "", (PRIVACY_OFFICER, AUTHOR), is_offered=False),
    "erase": Move(
        _("Erase for ever"),
        (State.WITHDRAWN, State.REFUSED, State.ASKED, State.RETURNED, State.TAKEN_DOWN),
        "",
        (PRIVACY_OFFICER, SYSTEM),
        refuses_live_text=True,
    ),
    "send": Move(_("Send"), (), Stage.WAITING, (AUTHOR,), is_offered=False),
    "agree": Move(_("Agree to the edits"), (State.ASKED,), Stage.WAITING, (AUTHOR,)),
    "decline": Move(_("Say no to the edits"), (State.ASKED,), Stage.WAITING, (AUTHOR,)),
    "correct": Move(_("Change the story"), UNTIL_WITHDRAWN, Stage.WAITING, (AUTHOR,)),
    "answer": Move(_("Write to the team"), UNTIL_WITHDRAWN, "", (AUTHOR,)),
    "change_consents": Move(_("Change what I agree to"), UNTIL_WITHDRAWN, "", (AUTHOR,)),
    "withdraw": Move(_("Withdraw the story"), UNTIL_WITHDRAWN, "", (AUTHOR, PRIVACY_OFFICER)),
}

# What the team does that answers what an author wrote before.
REPLIES = ("write", "settle", "refuse_photo", "approve", "ask", "return", "refuse", "take_down")


class Actor(TextChoices):
    AUTHOR = "author", _("The author")
    STAFF = "staff", _("The team")
    SYSTEM = "system", _("The site, by its rules of retention")
