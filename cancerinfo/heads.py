"""What the head of a page tells machines: its one address, the other language, the feeds, and what it is about.

Only pages that anybody may keep and pass on have one: the lists of the site, live texts and services. Previews, forms,
errors, somebody's own page and what is kept under a notice have none, nor has any page that is not named here.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.languages import Language

from . import described
from .absolute import absolute
from .sections import HOME, LISTS, OF_TEXT, SECTIONS, address_in

READ_BY = ("GET", "HEAD")


@dataclass(frozen=True)
class Head:
    """What stands in the head of a page, all addresses whole. One without its own says no more than the description."""

    title: str
    description: str
    url: str = ""
    thing: dict = field(default_factory=dict)
    # {tag of a language, or "x-default": address}, the page's own among them; empty where it is alone.
    alternates: dict = field(default_factory=dict)
    # {address: title}
    feeds: dict = field(default_factory=dict)
    # Whether no template says the description otherwise.
    describes: bool = True
    type: str = "website"
    locale: str = ""

    @property
    def other_locales(self):
        tags = (tag.replace("-", "_") for tag in self.alternates if tag != "x-default")
        return [tag for tag in tags if tag != self.locale]


def head_of(context):
    """Return the Head of the page that is made of a template's context; None for a page that has none."""
    request = context.get("request")
    route = getattr(getattr(request, "resolver_match", None), "view_name", "")
    if not route or request.method not in READ_BY:
        return None
    if route in LISTS:
        return _of_list(LISTS[route], context, request)
    if route == SECTIONS["services"].text_route:
        return _of_service(context["shown"]) if "shown" in context else None
    if route in OF_TEXT and "version" in context:
        return _of_text(context["version"], OF_TEXT[route], context)
    return None


def _of_list(section, context, request):
    if section.hides_questions and request.GET:
        return Head(title=str(section.title), description=str(section.description))
    part = _part_of_stories(context) if section is SECTIONS["stories"] else ""
    routes = {language: address_in(language, section.list_route) for language in Language}
    url = absolute(reverse(section.list_route) + part)
    return Head(
        title=str(section.title),
        description=str(section.description),
        url=url,
        thing=described.list_page(section, url=url),
        # What a filter or a further page shows is not the same in the other language.
        alternates={} if part else _alternates(routes, default="choose_language" if section is HOME else ""),
        feeds=_feeds(section),
        locale=_locale(get_language()),
    )


def _part_of_stories(context):
    """What the address of the list says beside its path: the cancer that is known, and the page from the second on."""
    cancer, page = context.get("cancer"), context.get("page")
    asked = {"cancer": cancer.slug if cancer else "", "page": page.number if page and page.number > 1 else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"?{query}" if query else ""


def _of_text(version, section, context):
    if context.get("is_preview") or getattr(version, "withdrawal", None):
        return None
    url = absolute(version.get_absolute_url())
    found = context.get("alternates", {})
    return Head(
        title=version.title,
        description=described.description_of(version),
        url=url,
        thing=described.text_page(version, section, url=url),
        alternates=_alternates({language: other.get_absolute_url() for language, other in found.items()}),
        feeds=_feeds(section),
        type="article",
        locale=_locale(version.language),
    )


def _of_service(shown):
    section = SECTIONS["services"]
    paths = {language: address_in(language, section.text_route, shown.service.pk) for language in Language}
    url = absolute(paths[get_language()])
    return Head(
        title=str(shown.name),
        description=described.beginning_of(shown),
        url=url,
        thing=described.service_page(shown, url=url),
        alternates=_alternates(paths),
        feeds=_feeds(section),
        describes=False,
        type="article",
        locale=_locale(get_language()),
    )


def _alternates(paths, *, default=""):
    """{tag of a language: address} of a page that stands in both, and where those go who read neither."""
    if len(paths) < len(Language):
        return {}
    found = {f"{language.value}-CA": absolute(path) for language, path in sorted(paths.items())}
    return found | {"x-default": absolute(reverse(default) if default else paths[Language.ENGLISH])}


def _feeds(section):
    routes = {HOME.feed_route: _("What is new")}
    if section and section.feed_route:
        routes.setdefault(section.feed_route, str(section.name))
    return {absolute(reverse(route)): f"{title} – {described.NAME}" for route, title in routes.items()}


def _locale(language):
    return f"{language}_CA"
