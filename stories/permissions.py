"""The one gate of stories: who may make which move."""

from dataclasses import replace
from functools import partial

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.permissions import ALLOWED, Verdict, role_needed
from publishing.roles import ADMINISTRATOR, MODERATOR, PRIVACY_OFFICER, ROLES, roles_of

from .workflow import AUTHOR, MOVES, SYSTEM

# What one moderator does while the others leave the story alone.
WITH_A_CLAIM = ("edit", "refuse_photo", "approve", "ask", "return", "refuse")


def can(by, move, story=None):
    """Say whether somebody may make a move, a key of workflow.MOVES, on a story as it stands in memory.

    `by` is a user, AUTHOR or SYSTEM. Without a story the answer is about the role alone. Raises KeyError for a move
    that does not exist.
    """
    rule = MOVES[move]
    if not _roles(by).intersection(rule.roles):
        return Verdict(partial(_role_needed, rule))
    if story is None:
        return ALLOWED
    if story.state not in rule.states:
        return Verdict(partial(_wrong_state, rule, story, by))
    if rule.needs_live_text and not story.live_text:
        return Verdict(partial(_not_live, rule))
    if rule.refuses_live_text and story.live_text:
        return Verdict(partial(_still_live, rule))
    holder = story.claim_holder()
    if move in ("claim", "release", *WITH_A_CLAIM) and holder and holder != by:
        return Verdict(partial(_claimed, story, holder))
    return ALLOWED


def may_work_on_stories(user):
    """Say whether a user has anything to do with stories at the desk."""
    return bool(roles_of(user) & {MODERATOR, PRIVACY_OFFICER})


def may_read_viewings(user):
    """Say whether a user may read who looked at what."""
    return bool(roles_of(user) & {PRIVACY_OFFICER, ADMINISTRATOR})


def moves_open_to(by, story):
    """Return {name: Move} of what somebody may do next with a story, in the order of the table."""
    return {name: move for name, move in MOVES.items() if move.is_offered and can(by, name, story)}


def _roles(by):
    return {by} if by in (AUTHOR, SYSTEM) else roles_of(by)


def _role_needed(rule):
    at_desk = tuple(role for role in rule.roles if role in ROLES)
    if not at_desk:
        return _("“%(move)s” is up to the author of the story.") % {"move": rule.label}
    return role_needed(replace(rule, roles=at_desk))


def _not_live(rule):
    return _("“%(move)s” is not possible: the story is not on the site.") % {"move": rule.label}


def _still_live(rule):
    return _("“%(move)s” is not possible: readers can still see the story. Withdraw it first.") % {"move": rule.label}


def _claimed(story, holder):
    until = date_format(localtime(story.claimed_until), "DATETIME_FORMAT")
    return _("%(who)s has taken this story on, until %(until)s.") % {"who": holder, "until": until}


def _wrong_state(rule, story, by):
    state, last = story.state.label, story.events.select_related("by").last()
    # Who it was in the team stays in the team.
    if last is None or by == AUTHOR:
        return _("“%(move)s” is not possible: this story is “%(state)s”.") % {"move": rule.label, "state": state}
    return _("“%(move)s” is not possible: this story is “%(state)s”. %(who)s made the last move at %(at)s.") % {
        "move": rule.label,
        "state": state,
        "who": last.who,
        "at": last.local_time,
    }
