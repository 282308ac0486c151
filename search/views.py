from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from publishing.public import public_page
from publishing.where_from import came_from_here

from .asked import Asked
from .misses import count_miss
from .places import address_of
from .showing import ResultsPage
from .suggestions import suggest

# What a person looks for may be about that person, and what was found may be withdrawn at any moment: no copy of an
# answer is shared, and none is shown again without asking.
for_one_reader = cache_control(private=True, no_cache=True)


@public_page
@for_one_reader
def results(request):
    asked, at = Asked.read(request.GET), timezone.now()
    page = ResultsPage(asked, language=get_language(), at=at)
    if page.straight_to:
        return HttpResponseRedirect(page.straight_to)
    if asked.page > page.last:
        return HttpResponseRedirect(asked.with_(page=page.last).address())
    if asked.text and page.is_nothing and _is_a_person(request):
        count_miss(asked.text, language=get_language(), now=at)
    return render(request, "search/results.html", {"asked": asked, "results": page, "at": at})


@public_page
@for_one_reader
def suggestions(request):
    """Names that begin with what is being typed, for the script of the search box."""
    asked = Asked.read(request.GET)
    found = suggest(asked.text, language=get_language(), kinds=asked.kinds)
    response = JsonResponse({"suggestions": [_as_data(suggestion) for suggestion in found]})
    response["X-Robots-Tag"] = "noindex"
    return response


def _as_data(suggestion):
    return {
        "name": suggestion.name,
        "title": suggestion.title if suggestion.title != suggestion.name else "",
        "kind": str(suggestion.kind.label),
        "url": address_of(suggestion),
    }


def _is_a_person(request):
    """Whether a page of ours sent the question. Robots, and browsers that look ahead, ask what nobody wants to know."""
    return request.method == "GET" and "Sec-Purpose" not in request.headers and came_from_here(request)
