"""What the references in rich texts lead to: pages by their kind and number, pictures by theirs.

A text holds `<a href="page:drugs.drug:12">` and `<img data-picture="12">`; readers get today's address and the picture.
"""

import re
from collections import defaultdict

from django.conf import settings
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from .checks import kinds_of
from .cleaning import plain_text
from .fields import rich_text_fields
from .richtext import PAGE_REFERENCE, PICTURE_REFERENCE
from .versions import Version

# Clean texts spell their tags in one way alone, so patterns find every one of them.
_LINK = re.compile(rf'<a href="{PAGE_REFERENCE.pattern}">(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(rf'<img data-picture="({PICTURE_REFERENCE.pattern})">')
_TABLE_TAG = re.compile(r"</?table>")
_CAPTION = re.compile(r"<table><caption>(.*?)</caption>", re.DOTALL)


class References:
    """The references of one page's texts, read together: a query for each kind of page, one for all pictures.

    `figures` answers {number: html} for numbers of pictures in a language.
    """

    def __init__(self, *, language, at, figures):
        self.language = language
        self.at = at
        self._find_figures = figures
        self._addresses = {}
        self._figures = {}

    def read(self, texts):
        """Find out about everything that these texts refer to and that is not known yet."""
        pages, pictures = set(), set()
        for text in filter(None, texts):
            pages |= pages_in(text)
            pictures |= pictures_in(text)
        self._read_pages(pages - self._addresses.keys())
        self._read_pictures(pictures - self._figures.keys())

    def linked(self, text):
        """The text with addresses in its links, each table where it can be scrolled. Dead links leave their words."""
        self.read([text])
        return _with_scrolled_tables(_LINK.sub(self._link, text))

    def illustrated(self, text):
        """The text with its pictures. Apart from linked(), so that what comes between never meets their captions."""
        return _PICTURE.sub(lambda found: self._figures.get(int(found[1]), ""), text)

    def shown(self, text):
        return self.illustrated(self.linked(text))

    def _link(self, found):
        address = self._addresses[found[1], int(found[2])]
        return format_html('<a href="{}">', address) + found[3] + "</a>" if address else found[3]

    def _read_pages(self, pages):
        self._addresses |= dict.fromkeys(pages)
        for kind, numbers in _by_kind(pages).items():
            for version in self._live(kind, numbers):
                self._addresses[kind, version.page_id] = version.get_absolute_url()

    def _live(self, kind, numbers):
        versions = versions_of_kinds().get(kind)
        if versions is None:
            return []
        live = versions.objects.live(at=self.at).in_language(self.language).filter(page__in=numbers)
        return live.defer(*(field.name for field in rich_text_fields(versions)))

    def _read_pictures(self, pictures):
        if pictures:
            found = self._find_figures(sorted(pictures), language=self.language)
            self._figures |= dict.fromkeys(pictures, "") | found


def pages_in(text):
    """The pages that a clean text links to, as {(kind, number)}."""
    return {(kind, int(number)) for kind, number, _words in _LINK.findall(text)}


def pictures_in(text):
    """The numbers of the pictures in a clean text."""
    return {int(number) for number in _PICTURE.findall(text)}


def show_in_place(version, *, at):
    """Put into a version that is only looked at, and never saved, its texts as readers would get them."""
    references = References(language=version.language, at=at, figures=import_string(settings.PICTURES_ARE_DRAWN_BY))
    references.read(rich_texts_of(version))
    for field in rich_text_fields(type(version)):
        # Safe because rich text was cleaned when it was saved, and addresses and figures are escaped.
        setattr(version, field.attname, mark_safe(references.shown(getattr(version, field.attname))))  # noqa: S308


def rich_texts_of(version):
    return [getattr(version, field.attname) for field in rich_text_fields(type(version))]


def versions_of_kinds():
    """{kind of page: its model of versions}."""
    return {model._meta.get_field("page").related_model.kind(): model for model in kinds_of(Version)}


def missing(html):
    """Say for each link in a clean text that leads to no page at all. For REFERENCE_CHECKS."""
    links = _LINK.findall(html)
    existing = _existing(pages_in(html))
    return [
        _("The link “%(words)s” leads to a page that does not exist. Choose the page again.")
        % {"words": plain_text(words)}
        for kind, number, words in links
        if (kind, int(number)) not in existing
    ]


def _existing(pages):
    models = {kind: versions._meta.get_field("page").related_model for kind, versions in versions_of_kinds().items()}
    return {
        (kind, number)
        for kind, numbers in _by_kind(pages).items()
        if kind in models
        for number in models[kind].objects.filter(pk__in=numbers).values_list("pk", flat=True)
    }


def _by_kind(pages):
    numbers = defaultdict(set)
    for kind, number in pages:
        numbers[kind].add(number)
    return numbers


def _with_scrolled_tables(text):
    """Put each table into a region that scrolls by itself: on a narrow screen, the page must not."""
    depth = 0

    def in_region(tag):
        nonlocal depth
        is_start = tag[0] == "<table>"
        depth += 1 if is_start else -1
        # A table inside another scrolls with it.
        if is_start:
            return _region(text, tag.start()) + tag[0] if depth == 1 else tag[0]
        return f"{tag[0]}</div>" if depth == 0 else tag[0]

    return _TABLE_TAG.sub(in_region, text)


def _region(text, start):
    caption = _CAPTION.match(text, start)
    name = plain_text(caption[1]) if caption else _("Table")
    return format_html('<div class="table-scroll" role="region" tabindex="0" aria-label="{}">', name)
