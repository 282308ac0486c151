"""Atom feeds: what is new of each kind and of all kinds, in each language. What is not live is in none of them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.public import public_page
from stories.reading import texts_shown

from .absolute import absolute
from .described import NAME, credit_of, description_of
from .sections import HOME, SECTIONS, TEXTS

MOST = 30
# The year in which the ids of entries begin. They never change, or readers would be told of everything again.
SINCE = 2026
# What XML cannot hold.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """A page in a feed. `updated` is when it last said something new."""

    id: str
    title: str
    url: str
    summary: str
    updated: datetime
    author: str | None = None


@public_page
def feed(request, kind):
    """The newest pages of a kind, or of all kinds together."""
    language, at = get_language(), timezone.now()
    kinds = [*TEXTS, "stories"] if kind == "all" else [kind]
    entries = [entry for one in kinds for entry in _entries(one, language, at=at)]
    entries.sort(key=lambda entry: (entry.updated, entry.id), reverse=True)
    return _answer(request, _written(kind, language, entries[:MOST], url=absolute(request.path)), entries)


def _entries(kind, language, *, at):
    if kind == "stories":
        return [_story(text) for text in texts_shown(at=at).in_language(language)[:MOST]]
    return [_text(kind, version, updated) for version, updated in _newest(TEXTS[kind], language, at=at)]


def _newest(versions, language, *, at):
    """Yield (text, when it last said something new). A minor change makes nothing new, and takes nothing away."""
    live = versions.objects.live(at=at).in_language(language)
    news = versions.objects.in_language(language).filter(
        live_from__lte=at, is_minor=False, page__in=live.values("page")
    )
    newest = news.order_by().values("page_id").annotate(newest=Max("live_from")).order_by("-newest", "-page_id")
    updated = {row["page_id"]: row["newest"] for row in newest[:MOST]}
    for version in live.filter(page__in=updated):
        yield version, updated[version.page_id]


def _text(kind, version, updated):
    return Entry(
        id=_id(kind, version.page_id, version.language),
        title=version.title,
        url=absolute(version.get_absolute_url()),
        summary=description_of(version),
        updated=updated,
    )


def _story(text):
    return Entry(
        id=_id("stories", text.story_id, text.language),
        title=text.title,
        url=absolute(text.get_absolute_url()),
        summary=credit_of(text),
        updated=text.live_from,
        author=None if text.told_by else text.shown_name or None,
    )


def _id(*parts):
    """An id that outlives titles and addresses (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_ADDRESS).hostname},{SINCE}:{'/'.join(map(str, parts))}"


class Atom(Atom1Feed):
    """Without entries, a feed is as old as its ids: the time of the request would make it new at every look."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else datetime(SINCE, 1, 1, tzinfo=UTC)


def _written(kind, language, entries, *, url):
    section = SECTIONS.get(kind, HOME)
    title = str(section.name) if kind in SECTIONS else _("What is new")
    atom = Atom(
        title=f"{title} – {NAME}",
        link=absolute(reverse(section.list_route)),
        description=None,
        subtitle=str(section.description),
        language=f"{language}-CA",
        author_name=NAME,
        feed_url=url,
        feed_guid=_id(kind, language),
    )
    for entry in entries:
        atom.add_item(
            title=_clean(entry.title),
            link=entry.url,
            # Atom takes a summary for HTML.
            description=escape(_clean(entry.summary)) or None,
            unique_id=entry.id,
            updateddate=entry.updated.replace(microsecond=0),
            author_name=_clean(entry.author) if entry.author else None,
        )
    return atom.writeString("utf-8").encode()


def _clean(text):
    return _NOT_IN_XML.sub("", text)


def _answer(request, content, entries):
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    if entries:
        response["Last-Modified"] = http_date(max(entry.updated for entry in entries).timestamp())
    # By the ETag alone: what is withdrawn leaves no later date behind, and must be gone at the next look all the same.
    return get_conditional_response(request, etag=etag, response=response)
