from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from publishing.templatetags.languages import switch_to

register = template.Library()

# What a page puts on a visit sheet: {kind of its version: the name in the address}.
ON_A_SHEET = {"drugs.drugversion": "drug", "glossary.termversion": "word", "cancers.cancerversion": "cancer"}
# Pages that are what their address asks for. Of all others the query is left off the paper: it can be a secret link.
WITH_A_QUERY = {"locator:index", "stories:index", "search:results"}
# Without their query these are other pages, and with it the address is a secret or as long as the sheet.
WITHOUT_AN_ADDRESS = {"locator:list", "stories:mine"}


@dataclass(frozen=True)
class Tools:
    """What can be done with a page: pass it on, or put it on a visit sheet."""

    title: str
    address: str
    add_url: str

    @property
    def mail(self):
        body = f"{self.title}\r\n{self.address}"
        return f"mailto:?subject={quote(self.title)}&body={quote(body)}"


@register.simple_tag(takes_context=True)
def page_tools(context):
    """The tools of a page about a version or a service."""
    if shown := context.get("shown"):
        return _tools(str(shown.name), shown, {"service": shown.service.pk})
    version = context["version"]
    name = ON_A_SHEET.get(version._meta.label_lower)
    is_live = not getattr(version, "withdrawal", None)
    return _tools(version.title, version, {name: version.slug} if name and is_live else {})


def _tools(title, page, put_on_sheet):
    add_url = f"{reverse('visit:index')}?{urlencode(put_on_sheet)}" if put_on_sheet else ""
    return Tools(title, settings.SITE_ADDRESS + page.get_absolute_url(), add_url)


@register.simple_tag(takes_context=True)
def printed_address(context):
    """The address that stands on paper, for people to type; "" where there is no page to come back to."""
    request = context.get("request")
    if request is None:
        return ""
    route = request.resolver_match.view_name if request.resolver_match else ""
    if route in WITHOUT_AN_ADDRESS:
        return ""
    query = request.META.get("QUERY_STRING", "") if route in WITH_A_QUERY else ""
    return settings.SITE_ADDRESS + request.path + (f"?{query}" if query else "")


@register.simple_tag
def today():
    return timezone.localdate()


@register.simple_tag(takes_context=True)
def sheet_switch(context):
    """The same sheet in the other language: slugs of either are understood."""
    query = context["request"].META.get("QUERY_STRING", "")
    return switch_to(lambda: reverse("visit:index") + (f"?{query}" if query else ""))
