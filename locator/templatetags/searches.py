from django import template
from django.utils.translation import gettext as _

from locator import found_words, opening, places
from publishing.templatetags.languages import switch_to

from .services import with_list

register = template.Library()
register.filter("distance", found_words.distance)


@register.simple_tag(takes_context=True)
def search_address(context, search, **changes):
    """The address of a search with changes; with what somebody chose so far."""
    return with_list(context, (search.with_(**changes) if changes else search).address())


@register.simple_tag(takes_context=True)
def choice_address(context, search, place):
    """Where somebody is led on with one of the places that they were asked about."""
    return with_list(context, search.at(place).with_(is_serving=False).address(view="locator:find"))


@register.simple_tag(takes_context=True)
def search_switch(context, search):
    """The same search in the other language."""
    return switch_to(lambda: with_list(context, search.address()))


@register.filter
def place_label(place):
    """A place by its name and province; a whole postal area says that it is one."""
    label = found_words.label_of(place)
    return _("anywhere in %(fsa)s") % {"fsa": label} if place.kind is places.Kind.POSTAL else label


@register.filter
def mark_of(state):
    """What a state of opening hours is marked with: "open", "closed" or "ask"."""
    if state.kind in opening.IS_OPEN:
        return "open"
    is_known = state.kind in (opening.Kind.OPENS_SOON, opening.Kind.CLOSED, opening.Kind.CLOSED_FOR)
    return "closed" if is_known else "ask"
