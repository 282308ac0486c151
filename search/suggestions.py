"""What may be meant while somebody types: names that begin with it, then names in which a word does."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone

from . import index
from .documents import Kind, NameStart
from .folding import folded_beginning
from .questions import LONGEST_COMPARED, MOST_CHARACTERS, SHORTEST_BEGINNING

MOST = 10
# A document may be found by several of its names.
READ_FOR_EACH = 4


@dataclass(frozen=True)
class Suggestion:
    """A name that fits what was typed, and what it leads to. `title` is another text when it is a second name."""

    name: str
    title: str
    kind: Kind
    object_id: str
    key: str


def suggest(text, *, language, limit=MOST, kinds=None, at=None):
    """Return at most `limit` Suggestions, each document once; none for less than three letters. Two queries at most."""
    beginning = folded_beginning(text[:MOST_CHARACTERS], language=language)[:LONGEST_COMPARED]
    if len(beginning) < SHORTEST_BEGINNING:
        return []
    starts = _live_starts(beginning, language=language, kinds=kinds, at=at or timezone.now())
    found = _once(starts.filter(is_whole=True)[: limit * READ_FOR_EACH])
    if len(found) < limit:
        found = _once([*found.values(), *starts.filter(is_whole=False)[: limit * READ_FOR_EACH]])
    return [_suggestion(start) for start in list(found.values())[:limit]]


def _live_starts(beginning, *, language, kinds, at):
    is_live = Q(document__live_from__lte=at) & (Q(document__live_until=None) | Q(document__live_until__gt=at))
    starts = NameStart.objects.filter(is_live, index.begins_with("text", beginning), language=language)
    if kinds:
        starts = starts.filter(document__kind__in=kinds)
    needed = ("name", "document__title", "document__kind", "document__object_id", "document__key")
    return (
        starts.select_related("document")
        .only(*needed)
        .order_by("-document__rank_bonus", "-is_title", Length("text"), "text", "pk")
    )


def _once(starts):
    """{document: its first name start}."""
    found = {}
    for start in starts:
        found.setdefault(start.document_id, start)
    return found


def _suggestion(start):
    document = start.document
    return Suggestion(start.name, document.title, Kind(document.kind), document.object_id, document.key)
