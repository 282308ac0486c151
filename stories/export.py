"""What is held about the author of a story: as data, and as a page that people can read.

The link stays out of both: whoever found a copy could do with it what the author may.
"""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from cancers.models import CancerVersion
from mail.models import Letter
from publishing.roles import ROLES

from .held_page import sections_of, time_of
from .photos import Photo
from .wordings import WORDINGS

FORMAT = 1
TEXTS_OF_WORDINGS = {(wording.purpose, wording.version): wording for wording in WORDINGS}


def held_about(story, *, now=None):
    """Return everything that is held about the author of a story, ready for JSON: choices as their values, times as in
    ISO 8601. Who works at the desk is named by role. What readers report is theirs, and is not in it.
    """
    original, contact = story.original, getattr(story, "contact", None)
    return {
        "format": FORMAT,
        "made_at": _time(now or timezone.now()),
        "number": story.pk,
        "language": story.language,
        "state": str(story.state),
        "sent_at": _time(story.sent_at),
        "withdrawn_at": _time(story.withdrawn_at),
        "erased_at": _time(story.erased_at),
        "cancer": _name_of_cancer(story),
        "is_urgent": story.is_urgent,
        "labels": story.labels,
        "is_demonstration": story.is_demonstration,
        "is_like_another": story.similar_to_id is not None,
        "has_link": bool(story.link_secret),
        "contact": contact and {"email": contact.email},
        "original": {name: getattr(original, name) for name in (*original.WORDS, "is_guardian", "digest", "signature")},
        "photo": _photo(story),
        "texts": [_text(text) for text in story.texts.order_by("number")],
        "messages": [_message(message) for message in story.messages.order_by("pk")],
        "consents": [_consent(row) for row in story.consent_rows.order_by("pk")],
        "events": [_event(event) for event in story.events.order_by("pk")],
        "viewings": _viewings(story),
        "letters": [_letter(letter) for letter in _letters_to_the_author(story)],
    }


def as_html(held, language):
    """Return what held_about gave as a page of its own, in "en" or "fr": it needs nothing from the site."""
    with override(language):
        return render_to_string(
            "stories/held.html",
            {
                "language": language,
                "number": held["number"],
                "made_at": time_of(held["made_at"]),
                "has_photo": held["photo"] is not None,
                "sections": sections_of(held),
            },
        )


def _name_of_cancer(story):
    if story.cancer_id is None:
        return ""
    versions = CancerVersion.objects.filter(page=story.cancer_id, language=story.language).order_by("-number")
    return versions.values_list("title", flat=True).first() or ""


def _photo(story):
    photo = Photo.objects.filter(story=story).first()
    return photo and {name: getattr(photo, name) for name in ("width", "height", "digest", "is_refused")}


def _text(text):
    return text.words() | {
        "number": text.number,
        "stage": text.stage,
        "since": _time(text.since),
        "by": _side(text.edited_by_id),
        "edited_at": _time(text.edited_at),
        "is_agreed": text.is_agreed,
        "red": text.red,
        "live_from": _time(text.live_from),
        "live_until": _time(text.live_until),
    }


def _message(message):
    return {"at": _time(message.at), "by": _side(message.by_id), "text": message.text}


def _consent(row):
    wording = TEXTS_OF_WORDINGS.get((row.purpose, row.wording_version))
    return {
        "at": _time(row.at),
        "purpose": row.purpose,
        "is_given": row.is_given,
        "wording": wording.text(row.language) if wording else "",
        "wording_version": row.wording_version,
        "wording_hash": row.wording_hash,
        "language": row.language,
        "method": row.method,
        "form_version": row.form_version,
    }


def _event(event):
    return {
        "at": _time(event.at),
        "move": event.move,
        "by": event.actor,
        "text": event.text_number,
        "reasons": event.reasons,
        "digest": event.digest,
    }


def _viewings(story):
    viewings = story.viewings.select_related("by").prefetch_related("by__groups").order_by("pk")
    return [
        {
            "at": _time(viewing.at),
            "what": viewing.what,
            "why": viewing.why,
            "roles": sorted(group.name for group in viewing.by.groups.all() if group.name in ROLES),
        }
        for viewing in viewings
    ]


def _letters_to_the_author(story):
    # What is answered to a reader names the same story, and is the reader's.
    return Letter.objects.about(story.about).exclude(template="stories/report_answered").order_by("pk")


def _letter(letter):
    return {
        "kind": letter.template.rpartition("/")[2],
        "language": letter.language,
        "written_at": _time(letter.written_at),
        "delivered_at": _time(letter.delivered_at),
    }


def _side(person):
    return "staff" if person else "author"


def _time(at):
    return at and at.isoformat()
