"""The author's link: which story a token of the form "<number>-<secret>" opens."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

from mail.encryption import decrypt, encrypt

from .story import Story, new_secret

# [0-9] and not \d: a digit of another script is no part of a link. Eighteen of them fit into every database.
_TOKEN = re.compile(r"([1-9][0-9]{0,17})-([A-Za-z0-9_-]{20,80})")


def story_behind(token):
    """Return the story that a token opens, or None. All that open nothing ask the same of the database, and take as
    long.
    """
    number, secret = _parted(token)
    story = Story.objects.filter(pk=number).first() or _stand_in()
    return story if story.opens_with(secret) else None


def _parted(token):
    match = _TOKEN.fullmatch(token)
    return (int(match[1]), match[2]) if match else (0, "")


def _stand_in():
    """A story that nobody has a link to, read with as much work as one from the database."""
    return Story(link_secret=decrypt(encrypt(new_secret())))


def token_of(story):
    return f"{story.pk}-{story.link_secret}"


@dataclass(frozen=True)
class OwnPage:
    """The author's page in a language, as the switch of languages asks for it."""

    story: Story
    language: str

    def get_absolute_url(self):
        with override(self.language):
            return address_of_own_page(self.story)


def address_of_own_page(story, **more):
    """The path and query of the author's page in the active language."""
    return f"{reverse('stories:mine')}?{urlencode({'link': token_of(story), **more})}"
