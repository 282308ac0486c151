"""What a page that cannot be found offers: a search for the words of its address, and the pages most like it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language_from_path

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
    words = words_in(request.path_info) if _may_be_a_page(request) else ""
    return {"asked": words, "likely": likely(words, language=language), "search_url": reverse("search:results")}


def _may_be_a_page(request):
    """What has a route outside of the languages is a picture or a file: its address has no words to look for."""
    is_file = request.resolver_match is not None and get_language_from_path(request.path_info) is None
    return request.method == "GET" and not is_file


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
