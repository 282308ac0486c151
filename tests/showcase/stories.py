"""Stories in every state that has a page, and what each of their forms answers."""

import uuid
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cancers.models import CancerVersion
from images.making_safe import make_safe
from images.models import TemporaryUpload
from publishing.languages import Language
from stories.choices import Purpose
from stories.form_tokens import FormToken, wordings_in
from stories.models import Story, Text
from stories.report_forms import new_key

from ..factories import drawing, make_moderator, publish_story, send_story
from .forms_sent import address_of_answer
from .long_texts import LONG_WORD

REASONS = {"reasons": ["identifies", "names_staff"], "message": "Please look at the second paragraph."}
NOTES = ["death", "mental_health", "graphic_treatment"]
ANSWERS = {
    "step": "check",
    "teller": "self",
    "age_band": "50_69",
    "province": "NS",
    "title": "The garden",
    "body": f"When I heard the word, I went out into the garden.\n\nThe beans were up. {LONG_WORD}",
    "display": "first_name",
    "shown_name": "Audrey",
    "email": "audrey@example.org",
    "consents": ["publish", "quote"],
}


def of_stories(language):
    shown = Text.objects.public().in_language(language)
    open_story = shown.filter(notes=[]).exclude(quote="").exclude(story__photo=None).order_by("pk").first()
    closed_story = shown.exclude(notes=[]).order_by("pk").first()
    other = Text.objects.public().in_language(Language(language).other).order_by("pk").first()
    with override(language):
        return {
            "stories of a cancer": f"{reverse('stories:index')}?{urlencode({'cancer': slug_of_a_cancer(language)})}",
            "stories of a cancer that has none": f"{reverse('stories:index')}?cancer=none",
            "story": open_story.get_absolute_url(),
            "story behind a note": closed_story.get_absolute_url(),
            "story with long words": long_story(language).get_absolute_url(),
            "story in the other language": reverse("stories:detail", args=[other.story_id]),
            "story that is gone": withdrawn(language).get_absolute_url(),
            **of_reports(language, open_story.story_id),
            **of_sending(language),
            **of_own_pages(language),
        }


def slug_of_a_cancer(language):
    told = Text.objects.public().in_language(language).values("story__cancer")
    return CancerVersion.objects.live().in_language(language).filter(page__in=told).order_by("pk").first().slug


def long_story(language):
    body = "\n\n".join([f"{LONG_WORD} " * 20, "One line.\nAnother line.", "a" * 400])
    words = {"title": f"{LONG_WORD} {LONG_WORD}", "body": body, "shown_name": LONG_WORD, "province": "NL"}
    told = {"teller": "other", "relationship": "other", "photo": drawing((320, 900)), "photo_description": LONG_WORD}
    return publish_story(language=language, quote=f"{LONG_WORD} " * 3, notes=NOTES, **words, **told)


def of_reports(language, number):
    words = {"reason": "harmful", "text": LONG_WORD, "email": "reader@example.org"}
    return {
        "report": reverse("stories:report", args=[number]),
        "report that is wrong": address_of_answer(
            "report that is wrong", language, "stories:report", {"key": new_key(number), "email": "reader@"}, number
        ),
        "report that was trapped": address_of_answer(
            "report that was trapped", language, "stories:report", words | {"website": "x"}, number
        ),
        "report that was sent": address_of_answer(
            "report that was sent", language, "stories:report", words | {"key": new_key(number)}, number
        ),
    }


def of_sending(language):
    upload = TemporaryUpload.keep(make_safe(drawing((700, 350))))
    photo = {"photo_name": upload.name, "photo_description": LONG_WORD}
    danger = {"en": "I want to kill myself tonight.", "fr": "Je veux me tuer ce soir."}[language]
    sent = {
        "share that is wrong": {"step": "check", "title": LONG_WORD},
        "share from a child": ANSWERS | {"age_band": "under_14"},
        "share to check": ANSWERS | photo,
        "share to change": ANSWERS | photo | {"step": "edit"},
        "share that was sent": ANSWERS | {"step": "send"},
        "share from somebody in danger": ANSWERS | {"step": "send", "body": danger},
    }
    return {"share": reverse("stories:share")} | {
        name: address_of_answer(name, language, "stories:share", answers | {"token": token(language)})
        for name, answers in sent.items()
    }


def token(language):
    return FormToken(uuid.uuid4(), timezone.now() - timedelta(minutes=1), wordings_in(language)).signed()


def of_own_pages(language):
    own = {f"mine, {name.replace('_', ' ')}": bring(language) for name, bring in IN_EACH_STATE.items()}
    asked = link_of(own["mine, live"])
    return {
        "mine without a link": reverse("stories:mine"),
        "mine with a wrong link": f"{reverse('stories:mine')}?link=1-x",
        **{name: link_of(story) for name, story in own.items()},
        **{f"mine, step {step}": f"{asked}&step={step}" for step in ("correct", "withdraw", "new_link")},
    }


def link_of(story):
    story = Story.objects.get(pk=story.pk)
    return f"{reverse('stories:mine')}?{urlencode({'link': f'{story.pk}-{story.link_secret}'})}"


def waiting(language):
    return send_story(language=language, photo=drawing())


def asked(language):
    story, moderator = waiting(language), make_moderator()
    text = story.open_text
    seen = (text.number, text.edit_counter)
    story.edit(by=moderator, seen_counter=seen, title="A garden", body=text.body.replace("garden", LONG_WORD))
    story.ask(by=moderator, message=LONG_WORD)
    return story


def returned(language):
    story = waiting(language)
    story.return_to_author(by=make_moderator(), **REASONS)
    return story


def refused(language):
    story = waiting(language)
    story.refuse(by=make_moderator(), **REASONS)
    return story


def live(language):
    return publish_story(language=language, photo=drawing(), notes=["death"])


def hidden(language):
    story = publish_story(language=language)
    story.change_consents(set(Purpose) - {Purpose.PUBLISH})
    return story


def corrected(language):
    story = live(language)
    story.correct(title="The other garden", message=LONG_WORD)
    return story


def taken_down(language):
    story = publish_story(language=language)
    story.take_down(by=make_moderator(), **REASONS)
    return story


def withdrawn(language):
    story = publish_story(language=language)
    story.withdraw()
    return story


IN_EACH_STATE = {
    made.__name__: made for made in (waiting, asked, returned, refused, live, hidden, corrected, taken_down, withdrawn)
}
