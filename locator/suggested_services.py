"""A service that a reader told of becomes a record: out of what was accepted, and found by nobody yet."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from publishing.workflow import MoveRefused

from .accepting import held
from .categories import Category
from .changing import together
from .choices import Status
from .organizations import Organization
from .services import Service, ServiceCategory
from .suggested_fields import FIELDS, How
from .suggestions import Decision, SuggestionKind

TAKEN_OVER = ("name", "description", "website")
MOST_OFFERED = 10


def organizations_like(name):
    """Organizations that are kept already and may be the one that a reader named."""
    words = name.split()
    if not words:
        return Organization.objects.none()
    alike = Q(name_en__istartswith=words[0]) | Q(name_fr__istartswith=words[0])
    return Organization.objects.filter(alike | Q(name_en__icontains=name) | Q(name_fr__icontains=name))[:MOST_OFFERED]


def make_service(suggestion, *, organization, by):
    """Make the service of a suggestion; editors open it when they know enough. Raises MoveRefused.

    `organization` is one that is kept already; None makes the one that the reader named.
    """
    with together():
        suggestion = held(suggestion)
        said = _accepted(suggestion)
        owner = organization or _new_organization(said.get("organization", ""), suggestion.language, by=by)
        service = Service(organization=owner, status=Status.INACTIVE)
        for name in TAKEN_OVER:
            setattr(service, FIELDS[name].column_in(suggestion.language), said.get(name, ""))
        _save(service, by=by)
        if category := Category.objects.filter(code=said.get("category", "")).first():
            ServiceCategory(service=service, category=category).save()
        suggestion.service = service
        suggestion.save(update_fields=["service"])
    return service


def _accepted(suggestion):
    """{field: words} of what was accepted."""
    if suggestion.kind != SuggestionKind.NEW or suggestion.service_id:
        raise MoveRefused(_("The service of this suggestion is there already."))
    changes = list(suggestion.changes.all())
    if any(change.is_waiting and FIELDS[change.field].how is not How.BY_HAND for change in changes):
        raise MoveRefused(_("Decide first about everything that can be taken over."))
    accepted = [change for change in changes if change.decision == Decision.ACCEPTED]
    said = {change.field: change.own_words or change.after for change in accepted}
    if not said.get("name"):
        raise MoveRefused(_("A service needs a name, and none is accepted."))
    return said


def _new_organization(name, language, *, by):
    if not name:
        raise MoveRefused(_("Choose an organization: none is accepted from the suggestion."))
    organization = Organization(**{f"name_{language}": name})
    _save(organization, by=by)
    return organization


def _save(record, *, by):
    record.edited_by = record._history_user = by
    record._change_reason = _("suggested by a reader")
    try:
        record.full_clean()
    except ValidationError as wrong:
        raise MoveRefused(" ".join(wrong.messages)) from None
    record.save()
