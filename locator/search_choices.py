"""What a search can be for, from the records: the kinds of help, and a cancer by its address."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import get_language

from cancers.models import CancerVersion
from publishing.languages import Language

from .categories import Category
from .told import Told, told


@dataclass
class KindOfHelp:
    """A kind of help as the form shows it, with all that stands below it, at whatever depth."""

    category: Category
    name: Told
    below: list = field(default_factory=list)

    @property
    def code(self):
        return self.category.code


@dataclass(frozen=True)
class NamedCancer:
    """A cancer by its live pages: ((language, slug, title), …)."""

    id: int
    pages: tuple

    @property
    def slug(self):
        """What stands in an address of the active language; without a page in it, the other one’s."""
        return self._page[1]

    @property
    def title(self):
        language, _slug, title = self._page
        return Told(title, language)

    @property
    def _page(self):
        return next((page for page in self.pages if page[0] == get_language()), self.pages[0])


def kinds_of_help():
    """Return the KindOfHelp at the top of the tree, each with those below it. One query."""
    children = defaultdict(list)
    for category in Category.objects.all():
        children[category.parent_id].append(category)
    return [_with_all_below(category, children) for category in children[None]]


def _with_all_below(top, children):
    # In the order of the tree. A kind stands below one other at most, so that no line comes round to where it was.
    below, waiting = [], list(reversed(children[top.pk]))
    while waiting:
        category = waiting.pop()
        below.append(KindOfHelp(category, told(category, "name")))
        waiting += reversed(children[category.pk])
    return KindOfHelp(top, told(top, "name"), below)


def by_code(kinds):
    """Return {code: KindOfHelp} of a tree."""
    return {kind.code: kind for top in kinds for kind in (top, *top.below)}


def cancer_named(slug, *, at):
    """Return the NamedCancer of a slug in either language, or None. One query."""
    if not slug or len(slug) > 200 or "\0" in slug:
        return None
    live = CancerVersion.objects.live(at=at)
    pages = live.filter(page__in=live.filter(slug=slug).values("page")).order_by("page", "language")
    found = list(pages.values_list("page", "language", "slug", "title"))
    # The same word can lead to two cancers, one in each language: the reader's own counts.
    own = next(
        (page for page, language, own_slug, _title in found if (language, own_slug) == (get_language(), slug)), None
    )
    chosen = own or (found[0][0] if found else None)
    pages = tuple((Language(language).value, *rest) for page, language, *rest in found if page == chosen)
    return NamedCancer(chosen, pages) if pages else None
