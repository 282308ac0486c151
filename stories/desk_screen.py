"""What the one screen of a story shows: the author's words with every mark, the copy, and all that happened."""

from django.utils import timezone

from .choices import Display, Purpose
from .contacts import Contact
from .desk_copy import CopyForm
from .desk_lists import clock
from .differences import differences
from .marking import MARKED, findings_in, marks_in, segments
from .permissions import can, moves_open_to
from .reasons import REASONS
from .rules import ContentNote
from .texts import Text
from .workflow import State


def screen(story, user, *, form=None, refusal=""):
    """Everything that a moderator sees of a story. `form` is the copy that they sent, when it was not saved."""
    text = story.open_text or story.live_text or story.latest_text
    theirs = story.agreed_text or text
    may_edit = bool(can(user, "edit", story))
    return {
        **standing(story, user),
        "text": text,
        "theirs": theirs,
        "marked": _marked(theirs, story),
        "as_sent": story.original if theirs.number > 1 else None,
        "author": _about_the_author(story.original),
        "marks": [(mark, _label(mark.field)) for mark in marks_in(text.words(), story.language)],
        "changes": _changes(theirs.words(), text.words()),
        "unsaved": _changes(text.words(), form.words()) if form and form.is_valid() else [],
        "form": form or (CopyForm(story=story) if may_edit else None),
        "may_edit": may_edit,
        "refusal": refusal,
        "notes": [ContentNote(note).label for note in text.notes if note in ContentNote],
        "photo": getattr(story, "photo", None),
        "messages_with_author": story.messages.select_related("by", "event"),
        "reports": story.reports.order_by("-pk"),
    }


def standing(story, user):
    """What may be known of a story without opening it: where it stands, who did what, and no word of it."""
    holder = story.claim_holder()
    waits = story.state == State.WAITING
    return {
        "story": story,
        "state": story.state,
        "moves": moves_open_to(user, story),
        "labels": [ContentNote(label).label for label in story.labels if label in ContentNote],
        "holder": holder,
        "is_mine": holder == user,
        "clock": clock(story.open_text.since, now=timezone.now()) if waits else "",
        "may": {name: bool(can(user, name, story)) for name in SIDE_MOVES},
        "claim_refusal": can(user, "claim", story).why if waits and holder and holder != user else "",
        "consents": [(purpose.label, story.consents[purpose]) for purpose in Purpose],
        "may_share": story.consents[Purpose.PUBLISH] and story.consents[Purpose.SHARE],
        "is_unanswered": story.is_unanswered,
        "is_reachable": Contact.objects.filter(story=story).exists(),
        "events": events_of(story),
    }


# Offered beside what they are about, not among the buttons.
SIDE_MOVES = ("read", "claim", "release", "refuse_photo", "write", "settle", "share", "read_contact")


def events_of(story):
    """[(event, labels of its reasons)], the newest first."""
    events = story.events.select_related("by").order_by("-pk")
    return [(event, [REASONS[key].label for key in event.reasons if key in REASONS]) for event in events]


def _marked(text, story):
    """[(label, segments)] of the fields in which the rules look."""
    found = findings_in(text.words(), story.language, with_danger=True)
    return [(_label(field), field, segments(getattr(text, field), found[field])) for field in MARKED]


def _changes(before, after):
    """[(label, pieces)] of the fields that differ."""
    return [
        (_label(field), differences(before[field], after[field]))
        for field in (*MARKED, "quote")
        if before[field] != after.get(field, before[field])
    ]


def _label(field):
    return Text._meta.get_field(field).verbose_name


def _about_the_author(original):
    """What the author said of whose story it is, and how they want to be shown."""
    return {
        "teller": original.get_teller_display(),
        "relationship": original.get_relationship_display(),
        "age": original.get_age_band_display(),
        "is_guardian": original.is_guardian,
        "province": original.get_province_display(),
        "display": Display(original.display).label if original.display else "",
    }
