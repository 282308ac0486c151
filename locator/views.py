"""Finding help: one page with a box and what it finds. What a person types as a place goes no further than `find`."""

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from publishing.public import public_page
from publishing.where_from import came_from_here

from . import asking, found_words, places, postal
from .finding import find as find_services
from .map import map_of, policy
from .search_choices import by_code, cancer_named, kinds_of_help
from .search_forms import SearchForm
from .searches import GUESS, read
from .templatetags.services import with_list
from .unmet import UnmetNeed

MAP_TILES, MAP_TILES_CREDIT = settings.MAP_TILES, settings.MAP_TILES_CREDIT


class SeeOther(HttpResponseRedirect):
    """On to another address by GET, however this one was asked for."""

    status_code = 303


@csp_update(policy(MAP_TILES))
@public_page
def index(request):
    """The box, and what is found near the place of the address."""
    now = timezone.now()
    form = _form(request.GET, at=now)
    form.search = form.search.at(places.by_key(form.place_typed))
    if form.search.place:
        return _page(request, form, found=find_services(form.search, now=now))
    if form.place_typed.strip():
        # An address written by hand. As of what is typed into the box, only the key of a place may stay in it.
        return _led_on(request, form, places.find(form.place_typed))
    return _page(request, form)


# Nothing to forge: it changes a count of searches and nothing else. The form is posted so that a postal code stands in
# no address, log or history, and a token against forgery would cost every reader a cookie.
@csrf_exempt
@never_cache
@sensitive_post_parameters("near")
@csp_update(policy(MAP_TILES))
@require_http_methods(["GET", "HEAD", "POST"])
def find(request):
    """From what a person typed to the plain address of their search. By GET, from the answer to a question about it."""
    form = _form(request.POST or request.GET, at=timezone.now())
    if request.method == "POST":
        answer = _place_typed(form, kept=request.POST.get("place", ""))
    elif place := places.by_key(form.place_typed):
        answer = places.Found(place)
    else:
        return SeeOther(with_list({"request": request}, form.search.address()))
    if isinstance(answer, places.Found) and not form.age_problem:
        _count_if_unmet(request, form, answer.place)
    return _led_on(request, form, answer)


def _form(query, *, at):
    kinds, cancer = kinds_of_help(), cancer_named(query.get("cancer", ""), at=at)
    search, unknown = read(query, kinds=by_code(kinds), cancer=cancer)
    return SearchForm(kinds, search, unknown, place_typed=query.get("near", ""), age_typed=query.get("age", ""))


def _place_typed(form, *, kept):
    """The place that a person typed; the one that stood in the box, if they left it there."""
    place = places.by_key(kept)
    if place and form.place_typed == found_words.label_of(place):
        return places.Found(place)
    return places.find(form.place_typed)


def _led_on(request, form, answer):
    """To the search for a place; or the form again, with a question or with what is wrong."""
    if isinstance(answer, places.Found) and not form.age_problem:
        search = form.search.at(answer.place).with_(understood=_understood(form, answer), is_serving=False)
        response = SeeOther(with_list({"request": request}, search.address()))
        response["Cache-Control"] = "no-store"
        return response
    form.question = answer if isinstance(answer, places.Choice) else None
    form.problem = answer.sentence if isinstance(answer, places.Refused) else ""
    return _page(request, form)


def _understood(form, answer):
    """What tells the next page how the text was understood, without the text."""
    if not answer.note:
        return ""
    code = postal.read(form.place_typed) or postal.read_inside(form.place_typed)
    return code.fsa if isinstance(code, postal.PostalCode) else GUESS


def _count_if_unmet(request, form, place):
    """Count a person's search that has nothing near enough. A robot or a page of another site sends none of ours."""
    is_a_person = request.method != "HEAD" and "Sec-Purpose" not in request.headers and came_from_here(request)
    if is_a_person and not asking.is_met(form.search.at(place)):
        UnmetNeed.count(area=place.fsa or place.province, category=form.kind and form.kind.category)


def _page(request, form, *, found=None):
    context = {"form": form, "search": form.search, "found": found}
    if found:
        kind = form.kind.name.text if form.kind else ""
        context |= {
            "headline": found_words.headline(found, kind=kind),
            "explanation": found_words.explanation(found),
            "serving_heading": found_words.serving_heading(found),
            "map": _map(found),
        }
    return render(request, "locator/index.html", context)


def _map(found):
    return map_of(
        [result.point for result in found.results],
        place=found.search.place,
        language=get_language(),
        tiles=MAP_TILES,
        credit=MAP_TILES_CREDIT,
    )
