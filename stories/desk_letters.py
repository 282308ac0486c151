"""The letter of a move as its author would read it, for a moderator who has not sent it yet."""

from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from mail.composing import subject_and_text

from .letters import context_of

# The names of the letters that moves.py writes.
LETTERS = {
    "approve": "published",
    "ask": "agreement_asked",
    "return": "returned",
    "refuse": "refused",
    "take_down": "taken_down",
    "refuse_photo": "photo_refused",
    "write": "question",
}


def letter_before_sending(story, move, *, reasons=(), message=""):
    """(subject, text) of a letter, without the author's secret link. None for a move that is not previewed."""
    if move not in LETTERS:
        return None
    name = "correction_refused" if move == "refuse" and story.live_text else LETTERS[move]
    with override(story.language):
        link = _("[the author’s own link]")
        context = context_of(story, link=link, reasons=reasons, message=message, date=timezone.now())
        written = get_template(f"mail/stories/{name}.txt").template.render(Context(context, autoescape=False))
    return subject_and_text(written)
