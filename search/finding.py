"""Looking something up: what is live in one language, the most fitting first."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from . import index
from .documents import Document, Kind
from .folding import words_of
from .knowledge import knowledge_of
from .passages import Piece, marked, passage
from .questions import MOST_CHARACTERS, MOST_WORDS, ask, key_of
from .ranking import loosely_ranked, ranked
from .spelling import corrected
from .stems import forms

# With fewer hits than this, a likely spelling is offered.
FEW = 3
MOST_HITS = 100


@dataclass(frozen=True)
class Hit:
    """A document that was found. `names` are its other names that fit the question; pieces are for marking words."""

    kind: Kind
    object_id: str
    language: str
    key: str
    title: tuple[Piece, ...]
    names: tuple[str, ...]
    passage: tuple[Piece, ...]
    document: Document


@dataclass(frozen=True)
class Recommended:
    """What editors show first for a question, and their sentence about it."""

    sentence: str
    hit: Hit


@dataclass(frozen=True)
class Results:
    """What was found. `total` is a least number when `is_capped`; `counts` are of all kinds, whatever was chosen.

    `is_loose`: nothing has all the words, and these have at least one of them. `did_you_mean` is another
    question, or "".
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    is_capped: bool = False
    is_loose: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    best_bets: list[Recommended] = field(default_factory=list)
    did_you_mean: str = ""


def search(query, *, language, kinds=None, at=None, limit=20, offset=0):
    """Look words up in what is live. At most 5 queries, 3 for most questions (and 2 to 4 after the site changed)."""
    at = at or timezone.now()
    known = knowledge_of(language)
    question = ask(query, language=language, synonyms=known.synonyms)
    if not question.groups:
        return Results()
    found, is_loose = _found(question, at)
    chosen, is_capped = _chosen(question, found, kinds, at, is_loose)
    start = max(0, offset)
    page = chosen[start : start + max(0, min(limit, MOST_HITS))]
    hits, best_bets = _read(question, page, known.best_bets.get(_key(question), []), at)
    return Results(
        hits=hits,
        total=len(chosen),
        is_capped=is_capped,
        is_loose=is_loose,
        counts=_counts(found),
        best_bets=best_bets,
        did_you_mean=_did_you_mean(query, question, known, at, is_few=is_loose or len(found) < FEW),
    )


def _found(question, at, kinds=None):
    """The matches in their order, and whether they have only some of the words."""
    found = ranked(index.matches(question, at=at, kinds=kinds))
    if found or len(question.groups) < 2:
        return found, False
    return _loosely_found(question, at, kinds), True


def _loosely_found(question, at, kinds=None):
    return loosely_ranked(index.loose_matches(question, at=at, kinds=kinds), most=index.MOST_RANKED)


def _chosen(question, found, kinds, at, is_loose):
    """What was found of the chosen kinds, and whether there may be more."""
    is_capped = len(found) >= index.MOST_RANKED
    if not kinds:
        return found, is_capped
    if is_capped:
        # The limit may have cut off what was chosen.
        found = _loosely_found(question, at, kinds) if is_loose else ranked(index.matches(question, at=at, kinds=kinds))
        is_capped = len(found) >= index.MOST_RANKED
    return [match for match in found if match.kind in kinds], is_capped


def _counts(found):
    counts = {}
    for match in found:
        counts[match.kind] = counts.get(match.kind, 0) + 1
    return counts


def _read(question, page, bets, at):
    """The hits of a page and what editors recommend, read at once."""
    is_on_page = Q(pk__in=[match.document_id for match in page])
    is_of_bets = Q(kind__in=[bet.kind for bet in bets], object_id__in=[bet.object_id for bet in bets])
    # Live once more: between two queries somebody may have withdrawn it.
    documents = Document.objects.in_language(question.language).live(at=at).filter(is_on_page | is_of_bets)
    by_pk = {document.pk: document for document in documents}
    by_object = {(document.kind, document.object_id): document for document in by_pk.values()}
    hits = [_hit(by_pk[match.document_id], question) for match in page if match.document_id in by_pk]
    return hits, [
        Recommended(bet.in_language("sentence", question.language), _hit(by_object[bet.kind, bet.object_id], question))
        for bet in bets
        if (bet.kind, bet.object_id) in by_object
    ]


def _hit(document, question):
    language = question.language
    groups = [group.forms for group in question.groups]
    return Hit(
        kind=Kind(document.kind),
        object_id=document.object_id,
        language=language,
        key=document.key,
        title=marked(document.title, question.forms, language=language),
        names=tuple(name for name in document.all_names[1:] if _is_asked_for(name, question)),
        passage=passage([document.summary, document.body], groups, language=language),
        document=document,
    )


def _is_asked_for(name, question):
    """Whether a name has every word that was typed, or begins with what was."""
    words = list(words_of(name, language=question.language))
    if question.begins_names and " ".join(word.folded for word in words).startswith(question.name):
        return True
    matched = [piece for piece in marked(name, question.forms, language=question.language) if piece.is_match]
    return len(matched) >= len(question.words)


def _key(question):
    return frozenset(key_of(question.words, language=question.language))


def _did_you_mean(query, question, known, at, *, is_few):
    """The question with the words corrected that nothing live has; "" when there is nothing to correct."""
    if not is_few:
        return ""
    vocabulary = known.vocabulary(at=at)
    unknown = _unknown(question, vocabulary, at)
    return _rewritten(query[:MOST_CHARACTERS], question, unknown, vocabulary) if unknown else ""


def _unknown(question, vocabulary, at):
    """{folded word: its correction} for the words that no live document has."""
    corrections = {}
    for word in question.words:
        better = corrected(word.folded, vocabulary.counts)
        if better:
            corrections[word.folded] = better
    words = [word for word in question.words if word.folded in corrections]
    known = index.are_known([forms(word, question.language) for word in words], language=question.language, at=at)
    return {word.folded: corrections[word.folded] for word, is_known in zip(words, known, strict=True) if not is_known}


def _rewritten(query, question, corrections, vocabulary):
    """The question as it was typed, but for the corrected words. Long questions end with the last word looked for."""
    text, end = "", 0
    for word in list(words_of(query, language=question.language))[:MOST_WORDS]:
        if word.folded in corrections:
            better = vocabulary.written[corrections[word.folded]]
            text += query[end : word.start] + (better.lower() if better.istitle() else better)
        else:
            text += query[end : word.end]
        end = word.end
    return text.strip()
