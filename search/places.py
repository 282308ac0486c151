"""Where what is found stands on the site, and what a list of its kind is called."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .documents import Kind


@dataclass(frozen=True)
class Place:
    """The page of one kind of thing, by the name of its route, and the word for several of them."""

    route: str
    several: Promise


PLACES = {
    Kind.DRUG: Place("drugs:detail", _("Drugs")),
    Kind.TERM: Place("glossary:detail", pgettext_lazy("kind of search result", "Words")),
    Kind.CANCER: Place("cancers:detail", _("Cancers")),
    Kind.STORY: Place("stories:detail", pgettext_lazy("patient stories", "Stories")),
    Kind.SERVICE: Place("locator:detail", _("Services")),
    Kind.PAGE: Place("pages:detail", _("Pages")),
}


def address_of(found):
    """The address of a Hit, a Suggestion or a Document, in the active language. No query."""
    return reverse(PLACES[Kind(found.kind)].route, args=[found.key])
