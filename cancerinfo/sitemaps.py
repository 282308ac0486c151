"""The map of the site for search engines (sitemaps.org): an index, and files with the live pages of each kind.

Each address stands with its other language, and nothing stands there that is not live when the map is asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from xml.sax.saxutils import escape

from django.db.models import Count, F, Max, Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from locator.models import Service
from publishing.languages import Language
from publishing.public import public_page
from stories.models import Text

from .absolute import absolute
from .sections import HOME, LISTS, SECTIONS, SITE_PAGES, TEXTS, address_in

# As many as a file may hold.
MOST = 50_000
WITH_PAGES = (*TEXTS, "stories", "services")
# As many as an index may hold.
MOST_FILES = 50_000
# Stands where the slug goes while the addresses of thousands of pages are made from one.
SLUG = "slug"
PLAIN = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
WITH_ALTERNATES = f'{PLAIN} xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@dataclass(frozen=True)
class Standing:
    """How many pages of a kind there are in a language, and when one of them changed last."""

    number: int
    changed: datetime | None


@dataclass(frozen=True)
class Place:
    """A page in one language."""

    page: object
    language: str
    path: str
    changed: datetime | None


@public_page
def index(request):
    standings = _standings(at=timezone.now())
    files = [
        _element("sitemap", absolute(reverse("sitemap_file", args=[kind, language.value, number])), standing.changed)
        for (kind, language), standing in (_of_lists(standings) | standings).items()
        for number in range(1, -(-standing.number // MOST) + 1)
    ]
    return _xml("sitemapindex", PLAIN, files)


@public_page
def file(request, section, language, part):
    if language not in Language or not 1 <= part <= MOST_FILES:
        raise Http404
    entries = _entries(section, Language(language), at=timezone.now(), first=(part - 1) * MOST)
    if not entries:
        raise Http404
    return _xml("urlset", WITH_ALTERNATES, entries)


def _standings(*, at):
    """{(kind, language): Standing}, in one query for each kind."""
    found = {}
    for kind in WITH_PAGES:
        counted = {row.pop("language"): Standing(**row) for row in _counted(kind, at=at)}
        found |= {(kind, language): counted.get(language, Standing(0, None)) for language in Language}
    return found


def _counted(kind, *, at):
    if kind == "services":
        counted = Service.objects.public().aggregate(number=Count("pk"), changed=Max("edited_at"))
        return [{"language": language, **counted} for language in Language]
    if kind == "stories":
        public = Text.objects.public(at=at).order_by().values(language=F("story__language"))
        return public.annotate(number=Count("pk"), changed=Max("live_from"))
    # What has ended changed its list, too.
    versions = TEXTS[kind].objects.filter(live_from__lte=at).order_by().values("language")
    is_live = Q(live_until=None) | Q(live_until__gt=at)
    return [
        {
            "language": row["language"],
            "number": row["number"],
            "changed": max(filter(None, (row["opened"], row["closed"]))),
        }
        for row in versions.annotate(
            number=Count("pk", filter=is_live),
            opened=Max("live_from"),
            closed=Max("live_until", filter=Q(live_until__lte=at)),
        )
    ]


def _of_lists(standings):
    return {
        ("lists", language): Standing(len(LISTS), _latest(standings, WITH_PAGES, language)) for language in Language
    }


def _latest(standings, kinds, language):
    return max((one.changed for kind in kinds if (one := standings[kind, language]).changed), default=None)


def _entries(kind, language, *, at, first):
    if kind == "lists":
        return _lists(language, at=at) if first == 0 else []
    if kind not in WITH_PAGES:
        raise Http404
    places = _places(kind, language, at=at, part=slice(first, first + MOST))
    return [_entry(list(same), language) for _page, same in groupby(places, key=attrgetter("page"))]


def _lists(language, *, at):
    standings = _standings(at=at)
    kinds = {section.list_route: [kind] for kind, section in SECTIONS.items()} | {HOME.list_route: WITH_PAGES}
    return [
        _entry(
            [
                Place(route, each, address_in(each, route), _latest(standings, kinds.get(route, ()), each))
                for each in Language
            ],
            language,
        )
        for route in LISTS
    ]


def _places(kind, language, *, at, part):
    """The pages of one file, each in every language in which it can be read, those of a page one after the other."""
    route = SECTIONS[kind].text_route if kind in SECTIONS else SITE_PAGES
    if kind == "services":
        for pk, changed in Service.objects.public().order_by("pk").values_list("pk", "edited_at")[part]:
            yield from (Place(pk, each, address_in(each, route, pk), changed) for each in Language)
    elif kind == "stories":
        stories = Text.objects.public(at=at).in_language(language).order_by("story_id")
        for number, changed in stories.values_list("story_id", "live_from")[part]:
            yield Place(number, language, address_in(language, route, number), changed)
    else:
        patterns = {each: address_in(each, route, SLUG) for each in Language}
        live = TEXTS[kind].objects.live(at=at)
        pages = live.in_language(language).order_by("page_id").values("page_id")[part]
        rows = live.filter(page__in=pages).order_by("page_id", "language")
        for page, each, slug, changed in rows.values_list("page_id", "language", "slug", "live_from"):
            yield Place(page, each, f"{patterns[each].removesuffix(f'{SLUG}/')}{slug}/", changed)


def _entry(places, language):
    """One page as it stands in the file of a language, with its other language where it has one."""
    own = next(place for place in places if place.language == language)
    others = places if len(places) > 1 else []
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{place.language}-CA" href="{escape(absolute(place.path))}"/>'
        for place in others
    )
    return _element("url", absolute(own.path), own.changed, alternates)


def _element(name, url, changed, more=""):
    when = f"<lastmod>{timezone.localtime(changed).isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<{name}><loc>{escape(url)}</loc>{when}{more}</{name}>\n"


def _xml(name, namespaces, elements):
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {namespaces}>\n{"".join(elements)}</{name}>\n'
    return HttpResponse(content, content_type="application/xml")
