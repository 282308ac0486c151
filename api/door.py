"""What every request to the API goes through: methods, limits, parameters, languages, ETags."""

import hashlib
import logging
import time
from functools import wraps

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from publishing.languages import Language
from publishing.where_from import client_address

from .limits import limits
from .pages import Elsewhere
from .problems import Problem, of_parameters

METHODS = "GET, HEAD, OPTIONS"
# Anybody’s pages may read. Nobody is known by a cookie here, so there is nothing to read in somebody’s name.
FOR_ALL_SITES = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, RateLimit, RateLimit-Policy, Retry-After",
}
BEFOREHAND = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
log = logging.getLogger("django.request")


def door(view, *, names):
    """Let a view of the API be read, and nothing else. `names()` are the parameters that it knows; None takes any."""

    # Nothing to forge: nothing can be changed here, and without this POST would get a page where 405 is promised.
    @csrf_exempt
    @wraps(view)
    def answer(request, *args, **kwargs):
        allowance = limits.count(client_address(request), most=settings.API_RATE, now=time.time())
        with override(_language(request)):
            try:
                response = _answer(request, view, names, allowance, args, kwargs)
            except Problem as problem:
                response = problem.response()
            except SuspiciousOperation:
                response = Problem(400, _("This was not understood.")).response()
            # Programs get a document they can read, whatever the fault; the log and the signal get the fault itself.
            except Exception as fault:
                response = _our_fault(request, fault)
            return _finished(request, response, allowance)

    return answer


def _language(request):
    """The language that was asked for; where that is none, the one that the browser prefers tells what is wrong."""
    try:
        asked = request.GET.get("language", Language.ENGLISH.value)
    except SuspiciousOperation:
        asked = None
    return asked if asked in Language.values else request.LANGUAGE_CODE


def _answer(request, view, names, allowance, args, kwargs):
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=BEFOREHAND)
    if allowance.is_used_up:
        sentence = _("This address sent more than %(number)s requests in a minute. Try again in %(seconds)s seconds.")
        raise Problem(429, sentence % {"number": allowance.most, "seconds": allowance.seconds})
    if request.method not in ("GET", "HEAD"):
        raise Problem(405, _("Use GET, HEAD or OPTIONS: nothing can be changed here."), headers={"Allow": METHODS})
    if names:
        _check_parameters(request.GET, names())
    if any("\0" in str(value) for value in kwargs.values()):
        raise Problem(404, _("No page of the API has this address."))
    return _read(request, view, args, kwargs)


def _check_parameters(query, known):
    faults = []
    for name, values in query.lists():
        if name not in known:
            said = ", ".join(sorted(known)) or "–"
            # What was sent is not said again: anybody can write anything into an address.
            shown = name if name.isidentifier() and len(name) < 40 else "?"
            sentence = _("There is no such parameter here. Those there are: %(names)s.") % {"names": said}
            faults.append((shown, sentence))
        elif len(values) > 1:
            faults.append((name, _("Give it once.")))
        elif "\0" in values[0]:
            faults.append((name, _("This was not understood.")))
    if faults:
        raise of_parameters(faults[:10])


def _read(request, view, args, kwargs):
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    except Elsewhere as elsewhere:
        # A browser would keep a permanent redirect without end, and a page may get its earlier address back one day.
        said = {"Location": elsewhere.url, "Cache-Control": "max-age=86400" if elsewhere.for_ever else "no-cache"}
        return JsonResponse({"url": elsewhere.url}, status=301 if elsewhere.for_ever else 302, headers=said)
    except Http404:
        raise Problem(404, _("No page of the API has this address.")) from None
    finally:
        request.method = method


def _our_fault(request, fault):
    got_request_exception.send(sender=None, request=request)
    log.error("Internal Server Error: %s", request.path, exc_info=fault, extra={"status_code": 500})
    return Problem(500, _("We are told of it, and will look. Try again later.")).response()


def _finished(request, response, allowance):
    if response.status_code == 200:
        response = _unless_known(request, response)
    for name, value in (FOR_ALL_SITES | allowance.headers()).items():
        response[name] = value
    response["Content-Language"] = get_language()
    return response


def _unless_known(request, response):
    """The answer with its ETag; 304 for who has it already.

    The ETag is that of what is said, so nothing can change without it: not even by time alone, as when a text goes live
    at its hour.
    """
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    known = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    if etag in known or "*" in known:
        response = HttpResponseNotModified()
    response["ETag"] = etag
    # Kept only to be asked about again: what is withdrawn is gone at the next look.
    patch_cache_control(response, public=True, no_cache=True)
    return response
