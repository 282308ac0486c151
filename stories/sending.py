"""A story arrives: everything that belongs to it is kept together, or nothing is."""

import uuid
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from cancers.models import Cancer
from images.models import TemporaryUpload

from . import letters
from .choices import Display, Method, Teller
from .consents import Consent
from .contacts import Contact
from .likeness import likeness, signature
from .originals import Original
from .photos import Photo
from .rules import content_notes_in, danger_in
from .story import Story
from .texts import Text
from .workflow import AUTHOR

# How much two stories must have in common to be shown to moderators as the same, and how many are compared.
ALIKE = 0.6
COMPARED = 500


@dataclass(frozen=True)
class Answers:
    """What a person filled in. Choices are values of choices.py; names and texts are as typed."""

    language: str
    teller: str
    age_band: str
    title: str
    body: str
    display: str
    email: str
    relationship: str = ""
    is_guardian: bool = False
    cancer: Cancer | None = None
    province: str = ""
    shown_name: str = ""
    photo_description: str = ""
    consents: frozenset = field(default_factory=frozenset)

    def original(self):
        words = {name: getattr(self, name) for name in Original.WORDS}
        if self.display == Display.ANONYMOUS:
            words["shown_name"] = ""
        return Original(**words, is_guardian=self.is_guardian)


def send(answers, *, form_key, upload=None, method=Method.FORM, is_demonstration=False):
    """Keep a story, and return (story, whether it is new). The same words from the same form are one story, however
    often they arrive.

    `form_key` is the form's own random UUID; `upload` a TemporaryUpload, which the story takes over. Raises
    TemporaryUpload.DoesNotExist when the photo has expired meanwhile.
    """
    original = answers.original()
    # A demonstration story is the same one in whatever words: it is not told again when its file was changed.
    key = form_key if is_demonstration else uuid.uuid5(form_key, original.digest_of_words())
    kept = Story.objects.filter(key=key).first()
    if kept:
        return kept, False
    try:
        with transaction.atomic():
            return _keep(answers, original, key, upload, method, is_demonstration), True
    except (IntegrityError, TemporaryUpload.DoesNotExist):
        # The same words arrived at this very moment.
        kept = Story.objects.filter(key=key).first()
        if kept is None:
            raise
        return kept, False


def _keep(answers, original, key, upload, method, is_demonstration):
    now = timezone.now()
    original.signature = signature(answers.body)
    story = Story.objects.create(
        key=key,
        language=answers.language,
        cancer=answers.cancer,
        sent_at=now,
        is_urgent=bool(danger_in(f"{answers.title}\n{answers.body}", answers.language)),
        labels=sorted(content_notes_in(answers.body, answers.language)),
        similar_to=_alike(original.signature),
        is_demonstration=is_demonstration,
    )
    original.story = story
    original.save()
    text = Text(
        story=story,
        number=1,
        since=now,
        edited_at=now,
        title=answers.title,
        body=answers.body,
        shown_name=original.shown_name,
        told_by=answers.relationship if answers.teller == Teller.OTHER else "",
        province=answers.province,
        photo_description=answers.photo_description if upload else "",
        notes=story.labels,
    )
    text.agreed_digest = text.digest
    text.save()
    Consent.record(story, answers.consents, language=answers.language, method=method, at=now)
    if answers.email:
        Contact.objects.create(story=story, email=answers.email)
    if upload:
        photo = Photo(story=story)
        upload.give_to(photo)
        photo.save()
    event = story.record("send", by=AUTHOR, at=now, text=text)
    letters.write(story, "in_danger" if story.is_urgent else "received", event)
    return story


def _alike(new):
    """The kept story that is most like a new one, when it is very like it."""
    recent = Original.objects.exclude(signature=[]).order_by("-pk").values_list("story", "signature")[:COMPARED]
    best = max(((likeness(new, kept), story) for story, kept in recent), default=(0, None))
    return Story.objects.get(pk=best[1]) if best[0] >= ALIKE else None
