"""The one gate: who may do what to which version."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .roles import ROLES, roles_of
from .workflow import MOVES, State


@dataclass(frozen=True)
class Verdict:
    """True when the move is allowed; otherwise `why` says in a sentence what stands against it."""

    explain: Callable | None = None

    def __bool__(self):
        return self.explain is None

    @property
    def why(self):
        return self.explain() if self.explain else ""


ALLOWED = Verdict()


def can(user, move, version=None):
    """Say whether a user may make a move, a key of workflow.MOVES, on a version as it stands in memory.

    Without a version the answer is about the role alone. Raises KeyError for a move that does not exist.
    """
    rule = MOVES[move]
    if not roles_of(user).intersection(rule.roles):
        return Verdict(partial(role_needed, rule))
    if version is None:
        return ALLOWED
    if version.state not in rule.states:
        return Verdict(partial(_wrong_state, rule, version))
    if rule.by_another and version.is_written_by(user):
        return Verdict(_own_text)
    return ALLOWED


def may_read(user, records):
    """Say whether a user may see the fact records of a model at the desk."""
    return bool(roles_of(user).intersection([*records.read_by, *records.kept_by]))


def may_keep(user, records):
    """Say whether a user may add, change and delete the fact records of a model."""
    return bool(roles_of(user).intersection(records.kept_by))


def may_correct(user, records):
    """Say whether a user may correct the words of records that stand in texts which somebody vouched for."""
    return bool(roles_of(user).intersection(records.corrected_by))


def moves_open_to(user, version):
    """Return {name: Move} of what a user may do next with a version, in the order of the table."""
    return {name: move for name, move in MOVES.items() if move.is_offered and can(user, name, version)}


def _own_text():
    return _("You worked on this text yourself. Another reviewer must approve it.")


def role_needed(rule):
    names = [str(ROLES[role].label) for role in rule.roles]
    return ngettext(
        "“%(move)s” needs the role %(roles)s.", "“%(move)s” needs one of the roles %(roles)s.", len(names)
    ) % {"move": rule.label, "roles": ", ".join(names)}


def _wrong_state(rule, version):
    state = State(version.state).label
    last = version.last_move
    if last is None:
        return _("“%(move)s” is not possible: this version is “%(state)s”.") % {"move": rule.label, "state": state}
    return _("“%(move)s” is not possible: this version is “%(state)s” since %(by)s changed it at %(at)s.") % {
        "move": rule.label,
        "state": state,
        "by": last.by,
        "at": last.local_time,
    }
