"""Letters to authors: each in the language of the story, in the transaction of what it tells."""

from django.conf import settings
from django.utils.translation import override

from mail.models import Letter

from .reasons import sentences_of


def write(story, name, event, *, message=""):
    """Write a letter about an event to the author, if the site can still reach them. Its template says nothing
    of the story but its number.
    """
    contact = getattr(story, "contact", None)
    if contact is None:
        return None
    return Letter.write(
        key=f"story-{story.pk}-{event.pk}-{name}",
        to=contact.email,
        language=story.language,
        template=f"stories/{name}",
        context=context_of(story, link=story.link, reasons=event.reasons, message=message, date=event.at),
        about=story.about,
    )


def context_of(story, *, link, reasons, message, date):
    """What the templates of letters to authors are filled with. `reasons` are keys of reasons.py."""
    with override(story.language):
        sentences = sentences_of(reasons)
    return {
        "story_number": story.pk,
        "link": link,
        "public_link": f"{settings.SITE_ADDRESS}{story.get_absolute_url()}",
        "reasons": sentences,
        "message": message.strip(),
        "date": date,
    }
