"""A decided suggestion is closed: its sender is answered, and then forgotten."""

from django.conf import settings
from django.db import models, transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mail.composing import subject_and_text
from mail.models import Letter
from publishing.workflow import MoveRefused

from .accepting import held
from .suggested_fields import FIELDS, PLACE
from .suggestions import Decision, SuggestionKind
from .told import told

LETTER = "locator/suggestion_settled"


class Reason(models.TextChoices):
    """Why something was not taken over: sentences of the letter to the sender."""

    NOT_REACHED = "not_reached", gettext_lazy("We could not reach the organization to ask whether this is so.")
    TOLD_OTHERWISE = "told_otherwise", gettext_lazy("The organization told us something else.")
    THERE_ALREADY = "there_already", gettext_lazy("Our page says this already.")
    NOT_FOR_US = "not_for_us", gettext_lazy("It is not help for people who face cancer, so it is not for our site.")
    NOT_PUBLIC = "not_public", gettext_lazy("It tells more about a person or a place than may stand on a public page.")


def settle(suggestion, *, by, reasons=(), message=""):
    """Close a suggestion that is decided, answer its sender and forget them. Raises MoveRefused."""
    with transaction.atomic():
        suggestion = held(suggestion)
        changes = list(suggestion.changes.all())
        if why_not := why_not_settled(suggestion, changes):
            raise MoveRefused(why_not)
        if suggestion.sender_email:
            _write_letter(suggestion, changes, reasons=reasons, message=message)
        suggestion.forget_sender()
        suggestion.settled_by, suggestion.settled_at = by, timezone.now()
        suggestion.save()
        # Free words can name anybody. What was decided about them stays.
        suggestion.changes.filter(field="words").update(after="", own_words="")


def why_not_settled(suggestion, changes):
    """Return a sentence on what is still to be done, or ""."""
    if any(change.is_waiting for change in changes):
        return _("Something of this suggestion is not decided yet.")
    is_to_be_made = suggestion.kind == SuggestionKind.NEW and suggestion.service_id is None
    if is_to_be_made and any(change.field == "name" for change in _decided(changes, Decision.ACCEPTED)):
        return _("Its name is accepted: make the service first.")
    return ""


def needs_a_reason(changes):
    """Whether something was refused, of which the sender is told why."""
    return bool(_decided(changes, Decision.REFUSED))


def letter_before_sending(suggestion, changes, *, reasons=(), message=""):
    """Return (subject, text) of the letter as its sender would read it."""
    with override(suggestion.language):
        context = Context(_context(suggestion, changes, reasons=reasons, message=message), autoescape=False)
        return subject_and_text(get_template(f"mail/{LETTER}.txt").template.render(context))


def label_of(change):
    """What a change is about, for the desk: of an address, which one."""
    label = str(FIELDS[change.field].label)
    street = change.before.partition("\n")[0] if change.field == PLACE else ""
    return _("%(field)s (%(place)s)") % {"field": label, "place": street} if street else label


def _write_letter(suggestion, changes, *, reasons, message):
    Letter.write(
        key=f"suggestion-{suggestion.pk}",
        to=suggestion.sender_email,
        language=suggestion.language,
        template=LETTER,
        context=_context(suggestion, changes, reasons=reasons, message=message),
        about=suggestion.about,
    )


def _context(suggestion, changes, *, reasons, message):
    """What the letter is filled with: names of fields, and none of the sender’s own words."""
    with override(suggestion.language):
        service = suggestion.service
        return {
            "kind": suggestion.kind,
            "name": told(service, "name").text if service else "",
            "link": f"{settings.SITE_ADDRESS}{service.get_absolute_url()}" if service and service.is_public else "",
            "accepted": _labels(_decided(changes, Decision.ACCEPTED)),
            "refused": _labels(_decided(changes, Decision.REFUSED)),
            "reasons": [str(Reason(reason).label) for reason in reasons],
            "message": message.strip(),
        }


def _labels(changes):
    # Without the street of an address, which may be confidential by now.
    return list(dict.fromkeys(str(FIELDS[change.field].label) for change in changes))


def _decided(changes, decision):
    return [change for change in changes if change.decision == decision]
