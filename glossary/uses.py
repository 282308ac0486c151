"""Which texts use which words: rows that follow every move that changes what readers can read.

There is a row for each pair of a word and a text that are live, or will be, when the word's names stand in the text as
readers get it. So a word that comes later, or by another name, is found in texts that were there before.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.html import conditional_escape
from django.utils.module_loading import import_string

from publishing.checks import kinds_of
from publishing.fields import rich_text_fields
from publishing.languages import Language
from publishing.models import Generation, Version

from .linking import Dictionary, Name
from .models import Policy, TermName, TermVersion, WordUse

AT_ONCE = 500


@dataclass(frozen=True)
class UsedIn:
    """A text in which words may be used: what it is, and the html of everything in it that is explained to readers."""

    kind: str
    text_id: int
    passages: Iterable[str]


def page_changed(version):
    """Write down the uses in a page as its texts now are, and of a word in all texts. For WHEN_INTERVALS_CHANGE."""
    texts = _versions(version.siblings)
    replace(version.kind, version.siblings.values_list("pk", flat=True), texts, language=version.language)
    if isinstance(version, TermVersion):
        _write_words(version.siblings, language=version.language)


@transaction.atomic
def replace(kind, text_ids, texts, *, language):
    """Let the uses in these texts be all there are in any text of a kind that has one of these ids. Returns how many
    rows that changed.
    """
    # A word and a text that change at the same moment see one another.
    Generation.hold()
    dictionary = _dictionary(TermVersion.objects.in_language(language).live_or_coming(), language)
    return _let_be(WordUse.objects.filter(kind=kind, text_id__in=list(text_ids)), _uses(texts, dictionary))


@transaction.atomic
def rebuild():
    """Compare all rows with the texts, and mend what differs. Returns how many rows that changed."""
    Generation.hold()
    wanted = {}
    for language in Language.values:
        words = TermVersion.objects.in_language(language).live_or_coming()
        wanted |= _uses(_all_texts(language), _dictionary(words, language))
    return _let_be(WordUse.objects.all(), wanted)


def _write_words(words, *, language):
    """Write down where some words are used, in whatever text."""
    current = words.live_or_coming()
    dictionary = _dictionary(current, language)
    _let_be(WordUse.objects.filter(term__in=words), _uses(_all_texts(language), dictionary) if current else {})


def _dictionary(words, language):
    """The names of some versions of words that are explained wherever they are used."""
    words = words.filter(policy=Policy.AUTOMATIC)
    titles = words.values_list("title", "pk", "match_case")
    others = TermName.objects.filter(version__in=words.values("pk")).values_list("name", "version", "match_case")
    return Dictionary((Name(*row) for row in [*titles, *others]), language=language)


def _all_texts(language):
    """Yield everything in a language that readers can or will read."""
    for versions in kinds_of(Version):
        yield from _versions(versions.objects.in_language(language))
    for name in settings.OTHER_TEXTS_WITH_WORDS:
        yield from import_string(name)(language)


def _versions(versions):
    """Yield each current version as a text."""
    parts = [part for part in versions.model.parts if getattr(versions.model, part).rel.related_model.explained]
    current = versions.live_or_coming().order_by("pk").prefetch_related(*parts)
    for version in current.iterator(chunk_size=AT_ONCE):
        yield UsedIn(version.kind, version.pk, _passages(version, parts))


def _passages(version, parts):
    for field in rich_text_fields(type(version)):
        yield getattr(version, field.attname)
    for part in parts:
        for row in getattr(version, part).all():
            for name in row.explained:
                yield str(conditional_escape(getattr(row, name)))


def _uses(texts, dictionary):
    """{(word, kind, text): how often}"""
    found = {}
    for text in texts:
        uses = sum((dictionary.count(passage) for passage in text.passages if passage), Counter())
        found |= {(term, text.kind, text.text_id): number for term, number in uses.items()}
    return found


def _let_be(stored, wanted):
    """Let rows say what is wanted, and return how many had to be written: what is there already stays as it is."""
    right, wrong = set(), []
    for row in stored:
        key = (row.term_id, row.kind, row.text_id)
        if wanted.get(key) == row.number:
            right.add(key)
        else:
            wrong.append(row.pk)
    missing = [
        WordUse(term_id=term, kind=kind, text_id=text_id, number=wanted[term, kind, text_id])
        for term, kind, text_id in wanted.keys() - right
    ]
    for start in range(0, len(wrong), AT_ONCE):
        WordUse.objects.filter(pk__in=wrong[start : start + AT_ONCE]).delete()
    WordUse.objects.bulk_create(missing, batch_size=AT_ONCE)
    return len(wrong) + len(missing)
