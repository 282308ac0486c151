import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.formats import date_format
from django.utils.translation import get_language, override

from publishing.languages import OWN_NAMES, Language

register = template.Library()


@dataclass(frozen=True)
class Switch:
    """The way to the other language: the same page, or the nearest that exists."""

    language: str
    name: str
    url: str
    is_same_page: bool


@register.filter
def long_date(value):
    """A date in words, by the calendar of the site: November 1, 2026; 1er novembre 2026."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    written = date_format(local, "DATE_FORMAT")
    return f"1er {written.removeprefix('1 ')}" if get_language() == "fr" and local.day == 1 else written


@register.simple_tag
def other_language():
    """{code, name} of the language that is not the active one, in its own words."""
    other = Language(get_language()).other
    return {"code": other.value, "name": OWN_NAMES[other]}


@register.simple_tag(takes_context=True)
def language_switch(context, index="", keep=""):
    """Where the other language is. `index` is the URL name that stands in when the page itself is missing there.

    A page without versions is there under the same URL name. `keep` names the parameters that go along.
    """
    found = context.get("alternates", {}).get(Language(get_language()).other)
    if found:
        return switch_to(found.get_absolute_url)
    if index:
        return switch_to(lambda: reverse(index), is_same_page="version" not in context)
    return switch_to(lambda: _same_address(context["request"], keep.split()))


def switch_to(address_of, *, is_same_page=True):
    """The switch to an address, which is asked for with the other language active."""
    other = Language(get_language()).other
    with override(other.value):
        return Switch(other.value, OWN_NAMES[other], address_of(), is_same_page)


def _same_address(request, keep):
    """The address that was asked for, in the active language; home where that would be no other one."""
    kept = urlencode({name: request.GET[name] for name in keep if request.GET.get(name)})
    return _same_path(request) + (f"?{kept}" if kept else "")


def _same_path(request):
    match = request.resolver_match
    try:
        path = reverse(match.view_name, args=match.args, kwargs=match.kwargs) if match else ""
    except NoReverseMatch:
        path = ""
    if not path:
        own = re.match(r"/(?:en|fr)(/.*)", request.path_info, re.DOTALL)
        path = escape_uri_path(f"/{get_language()}{own[1]}") if own else ""
    return reverse("home") if path in ("", request.path) else path
