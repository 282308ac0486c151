"""What an editor decides about a suggestion comes into the record: all of one decision, or nothing of it."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.workflow import MoveRefused

from .changing import together
from .choices import Status
from .services import Service
from .suggested_fields import FIELDS, How, column_of
from .suggestions import Decision, SuggestedChange, Suggestion

# What is written into columns, so that somebody else can have written there meanwhile.
WRITTEN = (How.COLUMN, How.REMOVING)
LONGEST_REASON = 100


@dataclass(frozen=True)
class Choice:
    """What an editor decided about one change on the screen."""

    decision: Decision
    # In place of what the sender wrote; of a removal the new status. Empty: as they wrote it.
    own_words: str = ""
    # digest_of() what stood in the record when the screen was opened.
    seen: str = ""
    why: str = ""


class NotApplied(Exception):
    """Nothing was changed. `sentences` says why: {pk of the change: sentence}."""

    def __init__(self, sentences):
        super().__init__()
        self.sentences = sentences


def digest_of(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def decide(suggestion, choices, *, by):
    """Decide about changes, {pk: Choice}, and take what is accepted into the record. Raises NotApplied, MoveRefused."""
    with together():
        suggestion = held(suggestion)
        service = Service.objects.select_for_update().filter(pk=suggestion.service_id).first()
        changes = list(suggestion.changes.select_related("decided_by").filter(pk__in=choices))
        _refuse(changes, choices, service)
        if service:
            _apply([change for change in changes if _is_accepted(change, choices)], choices, service, by=by)
        for change in changes:
            choice = choices[change.pk]
            change.decide(choice.decision, by=by, own_words=choice.own_words)
        SuggestedChange.objects.bulk_update(changes, ["decision", "decided_by", "decided_at", "own_words"])


def held(suggestion):
    """The suggestion as it is stored, nobody else’s for this transaction. Raises MoveRefused when it is settled."""
    found = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if found.settled_at:
        at = date_format(timezone.localtime(found.settled_at), "DATETIME_FORMAT")
        raise MoveRefused(_("%(who)s settled this suggestion at %(at)s.") % {"who": found.settled_by, "at": at})
    return found


def standing_in(service, change):
    """What the record says in the column that a change is about; "" where there is none."""
    field = FIELDS[change.field]
    if service is None or field.how not in WRITTEN:
        return ""
    return service.status if field.how is How.REMOVING else column_of(service, change.field, change.language)


def decided_already(change):
    """A sentence on who decided about a change, when and how."""
    at = date_format(timezone.localtime(change.decided_at), "DATETIME_FORMAT")
    said = {"who": change.decided_by, "at": at, "decision": change.get_decision_display()}
    return _("%(who)s decided about this at %(at)s: %(decision)s.") % said


def _is_accepted(change, choices):
    return choices[change.pk].decision == Decision.ACCEPTED


def _refuse(changes, choices, service):
    """Raise NotApplied for what somebody else decided, or wrote into the record, since the screen was opened."""
    sentences = {change.pk: _why_not(change, choices[change.pk], service) for change in changes}
    sentences = {pk: sentence for pk, sentence in sentences.items() if sentence}
    if sentences:
        raise NotApplied(sentences)


def _why_not(change, choice, service):
    if not change.is_waiting:
        return decided_already(change)
    if choice.decision != Decision.ACCEPTED:
        return ""
    if service is None:
        needs_it = FIELDS[change.field].how is How.BY_HAND and change.field != "words"
        return _("Make the service first: this is then put in by hand.") if needs_it else ""
    if FIELDS[change.field].how in WRITTEN and choice.seen != digest_of(standing_in(service, change)):
        return _("Somebody changed this in the record while you looked at it. What stands there now is shown here.")
    return ""


def _apply(changes, choices, service, *, by):
    service._change_reason = _("suggested by a reader")
    columns = {}
    for change in changes:
        field, choice = FIELDS[change.field], choices[change.pk]
        if field.how is How.COLUMN:
            columns[field.column_in(change.language)] = (change.pk, choice.own_words or change.after)
        if field.how is How.REMOVING:
            columns["status"] = (change.pk, choice.own_words or Status.INACTIVE)
            said = {"reason": service._change_reason, "why": choice.why}
            service._change_reason = (_("%(reason)s: %(why)s") % said)[:LONGEST_REASON]
    if columns:
        _write(service, columns, by=by)
    if any(FIELDS[change.field].how is How.VERIFYING for change in changes):
        service.verify(by=by)


def _write(service, columns, *, by):
    """Write {column: (pk of the change, text)} into the record, as its own page at the desk does."""
    for column, (_pk, text) in columns.items():
        setattr(service, column, text)
    if _is_hidden_by_its_day(service) and {"alert_en", "alert_fr"} & set(columns):
        service.alert_until = None
    try:
        service.clean_fields(exclude={field.name for field in Service._meta.fields} - set(columns))
        service.validate_constraints()
    except ValidationError as wrong:
        raise NotApplied(_by_change(wrong, columns)) from None
    service.edited_by = service._history_user = by
    service.edit_counter += 1
    service.save()


def _is_hidden_by_its_day(service):
    """A new notice with the last day of an old one would never be seen."""
    return service.alert_until is not None and service.alert_until < timezone.localdate()


def _by_change(wrong, columns):
    """The sentences of a ValidationError by the change that each is about."""
    sentences = wrong.message_dict
    named = {pk: " ".join(sentences[column]) for column, (pk, _text) in columns.items() if column in sentences}
    everything = " ".join(sentence for of_field in sentences.values() for sentence in of_field)
    return named or {pk: everything for pk, _text in columns.values()}
