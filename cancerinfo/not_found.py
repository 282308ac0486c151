"""What a page that cannot be found offers: a search for the words of its address, and the pages most like it."""

from dataclasses import dataclass

from django.urls import reverse

from redirects.comparing import words_in
from search.documents import Kind
from search.finding import search
from search.places import address_of

MOST = 5


@dataclass(frozen=True)
class Likely:
    """A page that may be the one that was asked for."""

    title: str
    kind: Kind
    url: str


def offered(request, *, language):
    """What the page says beside its own words, as its template takes it."""
    words = words_in(request.path_info) if request.method == "GET" else ""
    return {"asked": words, "likely": likely(words, language=language), "search_url": reverse("search:results")}


def likely(words, *, language):
    """The live pages that fit some words best; when none does, those that fit the words as they may be meant."""
    if not words:
        return []
    found = search(words, language=language, limit=MOST)
    if not found.hits and found.did_you_mean:
        found = search(found.did_you_mean, language=language, limit=MOST)
    return [_likely(hit) for hit in found.hits]


def _likely(hit):
    return Likely(hit.document.title, hit.kind, address_of(hit))
