"""The language in which an address is answered: its own; without one, the browser's, and never one from a cookie.

An address without a language leads on to the same one with it: in the language whose words it is made of, or in the
browser's where it could be of either.
"""

import re

from django.http import HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import has_vary_header, patch_vary_headers
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.translation import activate, get_language, override

from pages.models import SitePage
from publishing.accept_language import preferred
from publishing.addresses import Address
from publishing.languages import Language

_OWN = re.compile(r"/(en|fr)(?:/|\Z)")
# As people and other sites write it: /FR/, /fr-ca/, /en_CA/.
_MISSPELT = re.compile(r"/(en|fr)(?:[-_][a-z]{2})?(?=/|\Z)", re.IGNORECASE)


def language_of(request):
    """The language of an address, or of the browser where the address has none."""
    own = _OWN.match(request.path_info)
    return Language(own[1]) if own else preferred(request.headers.get("Accept-Language", ""))


def reading_language(get_response):
    """Middleware: speak the language of the address, or else of the browser."""

    def respond(request):
        activate(language_of(request).value)
        request.LANGUAGE_CODE = get_language()
        response = get_response(request)
        if _OWN.match(request.path_info) or has_vary_header(response, "Accept-Language"):
            response.headers.setdefault("Content-Language", get_language())
        return response

    return respond


def in_language_asked(request, response):
    """An answer in the language of the address or the browser, which says so where it was the browser's."""
    if not _OWN.match(request.path_info):
        patch_vary_headers(response, ["Accept-Language"])
    return response


def lead_to_language(request):
    """The redirect for an address that has no language and can be read in one, or None."""
    if _OWN.match(request.path_info) or request.method not in ("GET", "HEAD"):
        return None
    languages, path = _languages_of(request.path_info)
    if len(languages) == 1:
        return HttpResponseRedirect(_address(request, languages[0], path))
    if languages:
        return in_language_asked(request, HttpResponseRedirect(_address(request, language_of(request), path)))
    return None


def _address(request, language, path):
    query = request.META.get("QUERY_STRING", "")
    return escape_uri_path(f"/{language}{path}") + (f"?{iri_to_uri(query)}" if query else "")


def _languages_of(path):
    """The languages in which an address without one can be read, and that address with its slash."""
    misspelt = _MISSPELT.match(path)
    if misspelt:
        path = path[misspelt.end() :] or "/"
    path = path if path.endswith("/") else f"{path}/"
    languages = [Language(misspelt[1].casefold())] if misspelt else list(Language)
    routes = {language: route for language in languages if (route := _route(language, path))}
    of_pages = _languages_of_page(next(filter(_is_page, routes.values()), None))
    return [language for language, route in routes.items() if not _is_page(route) or language in of_pages], path


def _route(language, path):
    with override(language.value):
        try:
            return resolve(f"/{language}{path}")
        except Resolver404:
            return None


def _is_page(route):
    # Site pages stand at the first level, where their route takes any word.
    return route.view_name == "pages:detail"


def _languages_of_page(route):
    if route is None:
        return []
    known = Address.objects.filter(kind=SitePage.kind(), slug=route.kwargs["slug"]).open(at=timezone.now())
    return list(known.values_list("language", flat=True))
