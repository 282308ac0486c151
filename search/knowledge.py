"""What this process knows about a language until the site changes: synonyms, best bets, the words of all names."""

from collections import Counter, defaultdict
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Min, Q

from publishing.generation import Generation

from .documents import Document
from .folding import words_of
from .guidance import BestBet, Synonym
from .questions import key_of_text

# {language: what was read last}.
_kept = {}


class Vocabulary(NamedTuple):
    """The folded words of all live names, how often each is used and how it is written; and for which times."""

    counts: dict
    written: dict
    since: datetime
    until: datetime | None

    def holds_at(self, at):
        return self.since <= at and (self.until is None or at < self.until)


class Knowledge:
    """What is known about a language at one generation of the site. Each part is read when it is first needed."""

    def __init__(self, language, generation):
        self.language, self.generation = language, generation
        self._vocabulary = None

    @cached_property
    def synonyms(self):
        """{key of the words that were typed: what to look for as well}."""
        found = defaultdict(list)
        for synonym in Synonym.objects.filter(language=self.language):
            for words, meanings in synonym.pairs():
                found[key_of_text(words, language=self.language)] += meanings
        return {key: tuple(dict.fromkeys(meanings)) for key, meanings in found.items() if key}

    @cached_property
    def best_bets(self):
        """{key of a question: best bets, the first one first}."""
        found = defaultdict(list)
        for bet in BestBet.objects.all():
            for key in bet.answers(self.language):
                found[key].append(bet)
        return dict(found)

    def vocabulary(self, *, at):
        """The words of what is live at a time: a correction must not tell the name of what is not."""
        if self._vocabulary is None or not self._vocabulary.holds_at(at):
            self._vocabulary = _read_vocabulary(self.language, at)
        return self._vocabulary


def knowledge_of(language):
    """What is known about a language now. One query, and two more after the site has changed."""
    generation = Generation.current()
    known = _kept.get(language)
    if known is None or known.generation != generation:
        known = _kept[language] = Knowledge(language, generation)
    return known


def forget_knowledge():
    """Start anew, as after a change."""
    _kept.clear()


def _read_vocabulary(language, at):
    documents = Document.objects.in_language(language)
    counts, written = Counter(), {}
    for title, names in documents.live(at=at).values_list("title", "names").iterator():
        words = {word.folded: word.written for word in words_of(f"{title}\n{names}", language=language)}
        counts.update(words.keys())
        written |= words
    return Vocabulary(counts, written, since=at, until=_next_change(documents, at))


def _next_change(documents, at):
    """When what is live changes by itself."""
    changes = documents.aggregate(
        starts=Min("live_from", filter=Q(live_from__gt=at)), ends=Min("live_until", filter=Q(live_until__gt=at))
    )
    return min(filter(None, changes.values()), default=None)
