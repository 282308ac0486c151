"""A page of results: what readers see of what was found, and where they can go from it."""

from dataclasses import dataclass
from functools import cached_property

from .asked import Asked
from .documents import Kind
from .finding import Hit, Results, search
from .other_language import number_in_the_other
from .places import PLACES, address_of
from .questions import key_of_text

ON_A_PAGE = 20


@dataclass(frozen=True)
class Row:
    """Something that was found, with its address."""

    hit: Hit
    sentence: str = ""

    @property
    def url(self):
        return address_of(self.hit)

    @property
    def names(self):
        """(another name that fits, its language), "" for that of the page."""
        return [(name, self.hit.document.names_in.get(name, "")) for name in self.hit.names]

    @property
    def identity(self):
        return self.hit.kind, self.hit.object_id


@dataclass(frozen=True)
class Filter:
    """A choice of one kind, or of all (None): what it is called, how many there are, and where they are shown."""

    kind: Kind | None
    name: str
    number: int
    url: str
    is_chosen: bool


class ResultsPage:
    """What a question found, as one page of it shows it."""

    def __init__(self, asked: Asked, *, language, at):
        self.asked, self.language, self.at = asked, language, at
        self.found = self._search() if asked.text else Results()

    def _search(self):
        asked = self.asked
        start = (asked.page - 1) * ON_A_PAGE
        return search(asked.text, language=self.language, kinds=asked.kinds, at=self.at, limit=ON_A_PAGE, offset=start)

    @property
    def last(self):
        """The number of the last page."""
        return max(1, -(-self.found.total // ON_A_PAGE))

    @property
    def total_of_all_kinds(self):
        return sum(self.found.counts.values())

    @property
    def is_nothing(self):
        """Whether there is nothing at all, of whatever kind."""
        return not self.found.counts and not self.found.best_bets

    @cached_property
    def best_bets(self):
        """What editors show first, on the first page of all kinds."""
        if self.asked.kind or self.asked.page > 1:
            return []
        return [Row(bet.hit, bet.sentence) for bet in self.found.best_bets]

    @cached_property
    def named(self):
        """The Rows that have the very name that was asked for, however it is inflected and written."""
        key = key_of_text(self.asked.text, language=self.language)
        return [Row(hit) for hit in self.found.hits if self._has_name(hit, key)]

    @cached_property
    def word(self):
        """The Row of the word that the question is, whose definition is the answer; None for another question."""
        return next((row for row in self.named if row.hit.kind == Kind.TERM), None) if self.asked.page == 1 else None

    @cached_property
    def rows(self):
        """The Rows of this page that do not stand above the list."""
        above = {row.identity for row in (*self.best_bets, *filter(None, [self.word]))}
        rows = map(Row, self.found.hits)
        return [row for row in rows if row.identity not in above]

    @cached_property
    def straight_to(self):
        """Where the one thing with this name is, for who asked to be led there."""
        return self.named[0].url if self.asked.is_straight and len(self.named) == 1 else ""

    @cached_property
    def filters(self):
        """The kinds that were found, and the one that was chosen."""
        counts, chosen = self.found.counts, self.asked.kind
        kinds = [kind for kind in Kind if counts.get(kind) or kind == chosen]
        if self.is_nothing or (len(kinds) < 2 and not chosen):
            return []
        several = [self._filter(kind, PLACES[kind].several, counts.get(kind, 0)) for kind in kinds]
        return [self._filter(None, "", self.total_of_all_kinds), *several]

    def _filter(self, kind, name, number):
        return Filter(kind, name, number, self.asked.with_(kind=kind).address(), is_chosen=kind == self.asked.kind)

    @property
    def earlier(self):
        page = self.asked.page
        return self.asked.with_(page=page - 1).address() if page > 1 else ""

    @property
    def later(self):
        page = self.asked.page
        return self.asked.with_(page=page + 1).address() if page < self.last else ""

    @property
    def corrected(self):
        """(the likely spelling, its address), or None."""
        better = self.found.did_you_mean
        return (better, self.asked.with_(text=better).address()) if better else None

    @cached_property
    def number_elsewhere(self):
        """How many things are found in the other language alone. Said once, on the first page."""
        if not self.asked.text or self.asked.page > 1:
            return 0
        return number_in_the_other(self.asked.text, language=self.language, kinds=self.asked.kinds, at=self.at)

    def _has_name(self, hit, key):
        names = (hit.document.title, *hit.names)
        return bool(key) and any(key_of_text(name, language=self.language) == key for name in names)
