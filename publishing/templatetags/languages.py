from dataclasses import dataclass
from datetime import datetime

from django import template
from django.urls import reverse
from django.utils import timezone
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
def language_switch(context, index="home"):
    """Where the other language is. `index` is the URL name that stands in when the page itself is missing there."""
    other = Language(get_language()).other
    found = context.get("alternates", {}).get(other)
    if found:
        return Switch(other.value, OWN_NAMES[other], found.get_absolute_url(), True)
    with override(other.value):
        return Switch(other.value, OWN_NAMES[other], reverse(index), "version" not in context)
