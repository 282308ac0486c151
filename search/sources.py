"""Where what is found comes from: for each kind of thing, how its documents are made of what is stored.

The apps that own the things have a module `searchable.py` with a Source, named in settings: search knows none of them.
"""

import re
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from publishing.cleaning import plain_text

from .documents import Document, replace_each

# Where one line of a clean text ends and the next begins. A sentence never goes on from one to the next.
_LINE = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|table|caption|thead|tbody|tfoot|tr|blockquote|br|img)\b[^>]*>")


class Source:
    """A kind of thing that is found. Subclasses answer for it."""

    kind = None

    def ids(self):
        """The ids of everything of this kind."""
        raise NotImplementedError

    def documents(self, ids, *, now):
        """Yield the unsaved documents of these that are live at a time, or will be."""
        raise NotImplementedError

    def changed(self, ids):
        """Let these be found as they are now stored; return how many rows that took. The caller has moved the
        generation of the site in the same transaction, so that no other change writes the same rows.
        """
        return replace_each(self.kind, ids, self.documents(ids, now=timezone.now()))


class PageSource(Source):
    """A kind of page: what is found are its versions, for as long as each is live."""

    versions = None
    # The rows of a version that are read for it.
    shown_parts = ()
    rank_bonus = 0

    def ids(self):
        return self._pages.values_list("pk", flat=True)

    def documents(self, ids, *, now):
        intervals = self.versions.objects.filter(page__in=ids).live_or_coming(now=now)
        for version in intervals.prefetch_related(*self.shown_parts):
            yield Document(
                kind=self.kind,
                object_id=version.page_id,
                language=version.language,
                title=version.title,
                names=one_a_line(self.names(version)),
                summary=self.summary(version),
                body=one_a_line(self.body(version)),
                key=version.slug,
                live_from=version.live_from,
                live_until=version.live_until,
                rank_bonus=self.rank_bonus,
            )

    def names(self, version):
        """Yield the other names of a version."""
        return (row.name for row in version.names.all())

    def summary(self, version):
        return version.summary

    def body(self, version):
        """Yield the lines of a version’s own text. What a page shows of other records is left to these."""
        raise NotImplementedError

    @property
    def _pages(self):
        return self.versions._meta.get_field("page").related_model.objects


@cache
def sources():
    """{kind: Source}."""
    found = [import_string(name)() for name in settings.SEARCH_SOURCES]
    return {source.kind: source for source in found}


def page_changed(version):
    """Let a page be found as its versions now are. For WHEN_INTERVALS_CHANGE."""
    for source in sources().values():
        if getattr(source, "versions", None) is type(version):
            source.changed([version.page_id])


def lines_of_html(html):
    """Yield the lines of a clean rich text as plain texts."""
    for line in _LINE.split(html):
        text = plain_text(line)
        if text:
            yield text


def one_a_line(texts):
    """Join texts, each once, without line ends of their own."""
    lines = (" ".join(text.split("\n")).strip() for text in texts)
    return "\n".join(dict.fromkeys(filter(None, lines)))
