from dataclasses import dataclass

from django import template
from django.urls import reverse
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


@register.simple_tag(takes_context=True)
def language_switch(context, index="home"):
    """Where the other language is. `index` is the URL name that stands in when the page itself is missing there."""
    other = Language(get_language()).other
    found = context.get("alternates", {}).get(other)
    if found:
        return Switch(other.value, OWN_NAMES[other], found.get_absolute_url(), True)
    with override(other.value):
        return Switch(other.value, OWN_NAMES[other], reverse(index), "version" not in context)
