"""Who works at the desk. Roles are groups of the same name; they are made from this file at every migrate."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EDITOR = "editor"
REVIEWER = "reviewer"
PUBLISHER = "publisher"
MODERATOR = "moderator"
PRIVACY_OFFICER = "privacy_officer"
LOCATOR_EDITOR = "locator_editor"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Role:
    """What a role is called at the desk, and its duty in one sentence. The moves it allows are in workflow.MOVES."""

    label: Promise
    duty: Promise


ROLES = {
    EDITOR: Role(_("Editor"), _("Writes and changes texts, and submits them for review.")),
    REVIEWER: Role(_("Medical reviewer"), _("Checks texts against the evidence, approves them or sends them back.")),
    PUBLISHER: Role(_("Publisher"), _("Decides when an approved text goes live, and withdraws what must go.")),
    MODERATOR: Role(_("Moderator"), _("Reads what patients send, and decides with them what appears.")),
    PRIVACY_OFFICER: Role(
        _("Privacy officer"),
        _("Answers for what is held about people: reaches authors, gives them their data, confirms erasures."),
    ),
    LOCATOR_EDITOR: Role(_("Locator editor"), _("Keeps the records of community services true.")),
    ADMINISTRATOR: Role(_("Administrator"), _("Opens and closes the accounts of people who work at the desk.")),
}

# The people who write, check or publish pages: they may read every version at the desk.
PAGE_ROLES = (EDITOR, REVIEWER, PUBLISHER)


def roles_of(user):
    """Return the set of role names of a user. Asked of the database once for each user object."""
    if not user.is_active or not user.is_staff:
        return frozenset()
    if user.is_superuser:
        return frozenset(ROLES)
    if not hasattr(user, "_roles"):
        user._roles = frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))
    return user._roles
