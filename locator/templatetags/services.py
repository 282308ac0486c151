from urllib.parse import quote, urlencode

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from locator import chosen, languages_spoken, opening, places
from locator.models import Service
from locator.told import told
from publishing.alphabet import sort_key
from publishing.templatetags.languages import switch_to

# So many services stand on the page of a cancer.
MOST_FOR_CANCER = 5

register = template.Library()


def _list_of(context):
    """The signed list in the address of a page, or "" where there is none or none of ours."""
    signed = context["request"].GET.get("list", "") if "request" in context else ""
    try:
        return chosen.read(signed) and signed
    except chosen.NotOurs:
        return ""


@register.simple_tag(takes_context=True)
def with_list(context, url):
    """An address of the locator that keeps what somebody chose so far."""
    signed = _list_of(context)
    if not signed:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'list': signed})}"


@register.simple_tag(takes_context=True)
def service_switch(context, shown):
    """The same service in the other language, with what somebody chose so far."""
    return _switch(context, "locator:detail", shown.service.pk)


@register.simple_tag(takes_context=True)
def list_switch(context):
    """The same list in the other language."""
    return _switch(context, "locator:list")


def _switch(context, name, *args):
    return switch_to(lambda: with_list(context, reverse(name, args=args)))


@register.inclusion_tag("locator/_my_list.html", takes_context=True)
def my_list_link(context):
    """The way to what somebody chose so far."""
    signed = _list_of(context)
    return {"number": len(chosen.read(signed)), "url": _address(list=signed)}


@register.inclusion_tag("locator/_choose.html", takes_context=True)
def choose(context, shown):
    """The way to put a service on one's list, or to see that it is there."""
    signed = _list_of(context)
    ids = chosen.read(signed)
    return {
        "shown": shown,
        "is_chosen": shown.service.pk in ids,
        "is_full": len(ids) >= chosen.MOST,
        "add_url": _address(list=signed, add=shown.service.pk),
        "list_url": _address(list=signed),
    }


@register.simple_tag(takes_context=True)
def without(context, shown):
    """The address of somebody's list without one of its services."""
    return _address(list=_list_of(context), remove=shown.service.pk)


def _address(**values):
    query = urlencode({name: value for name, value in values.items() if value})
    return reverse("locator:list") + (f"?{query}" if query else "")


@register.simple_tag(name="told")
def told_of(record, name):
    """The columns `name`_en and `name`_fr of a record in the reader’s language, or in the other one."""
    return told(record, name)


@register.filter
def area_name(area):
    """An area that a service serves, in words: the editors’ own, or those of its key."""
    own = getattr(area, f"label_{get_language()}")
    return own or (places.area_label(area.key, get_language()) if area.key else area.label_en or area.label_fr)


@register.filter
def language_name(language):
    """A language in which people are served, by its name in the language of the page."""
    return languages_spoken.name(language.code, get_language()) or language.name or language.code


@register.filter
def week_of(place, today):
    """The lines of a table of a place's opening hours."""
    return opening.week(place.hours, today=today)


@register.filter
def ages(service):
    """Whom a service is for by age, as a sentence; "" for everybody."""
    low, high = _years(service.minimum_age), _years(service.maximum_age)
    if low and high:
        return _("People from %(low)s to %(high)s years of age.") % {"low": low, "high": high}
    if low:
        return _("People %(low)s years of age and over.") % {"low": low}
    return _("People up to %(high)s years of age.") % {"high": high} if high else ""


def _years(age):
    if age is None or age == 0:
        return ""
    return number_format(age.normalize() if age % 1 else int(age))


@register.filter
def telephone(phone):
    """A number as the address of a link: tel:+16135550123;ext=4."""
    digits = "".join(character for character in phone.number if character.isdecimal())
    # Ten digits are a number of North America; less is a short one such as 2-1-1.
    whole = {10: f"+1{digits}", 11: f"+{digits}"}.get(len(digits), digits)
    extension = "".join(character for character in phone.extension if character.isdecimal())
    return f"tel:{whole}" + (f";ext={extension}" if extension else "")


@register.filter
def map_query(place):
    """The point of a place as maps understand it."""
    return quote(f"{place.point.latitude:.5f},{place.point.longitude:.5f}")


@register.inclusion_tag("locator/_for_cancer.html")
def services_for_cancer(cancer):
    """The section of a cancer's page with services for people who have it, and the way to all others."""
    services = Service.objects.public().filter(cancer_links__cancer=cancer.page_id).select_related("organization")
    rows = [(service, told(service, "name"), told(service.organization, "name")) for service in services]
    rows.sort(key=lambda row: (_comes_late(row[0]), sort_key(row[1].text), row[0].pk))
    return {"cancer": cancer, "cancers": [cancer], "rows": rows[:MOST_FOR_CANCER]}


def _comes_late(service):
    # First who helps from afar: nobody knows yet where the reader is.
    return service.is_closed_for_now, not (service.by_phone or service.online)


@register.inclusion_tag("locator/_promo.html")
def services_promo(cancers=(), *, cancer=None):
    """A box that leads to help near the reader: for people with the cancer or one of the cancers, or for everybody."""
    return {"cancers": [cancer] if cancer else cancers}
