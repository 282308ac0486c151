"""What can be found: one row for each text that is, or at its time will be, open to readers.

Whoever publishes writes these rows in the same transaction. Nobody has to come by at the hour of a schedule: a search
compares the intervals with its own time.
"""

import logging

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.generation import Generation
from publishing.languages import Language

from . import index
from .folding import folded_text, joined_words, words_of
from .questions import LONGEST_COMPARED
from .stems import VERSION, forms

logger = logging.getLogger(__name__)

MOST_NAMES = 200
LONGEST_NAME = 200
# What PostgreSQL can index of one row is limited. A drug page has about 20,000 characters.
LONGEST = {"title": 300, "names": 20_000, "summary": 10_000, "body": 100_000}
AT_ONCE = 500
# The generation of the site at which this process last scrubbed the index.
_scrubbed_at = None


class Kind(models.TextChoices):
    DRUG = "drug", _("Drug")
    TERM = "term", pgettext_lazy("kind of search result", "Word")
    CANCER = "cancer", _("Type of cancer")
    STORY = "story", _("Story")
    SERVICE = "service", _("Service")
    PAGE = "page", _("Page")


class DocumentQuerySet(models.QuerySet):
    def live(self, *, at=None):
        at = at or timezone.now()
        return self.filter(live_from__lte=at).exclude(live_until__lte=at)

    def in_language(self, language):
        return self.filter(language=language)

    def titled(self, title):
        """Those with a title that differs in nothing but capitals, accents and signs, in either language."""
        texts = {folded_text(title, language=language)[:LONGEST_COMPARED] for language in Language}
        starts = NameStart.objects.filter(text__in=texts, is_whole=True, is_title=True)
        return self.filter(pk__in=starts.values("document"))

    def delete(self):
        with transaction.atomic():
            index.remove(list(self.values_list("pk", flat=True)))
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class Document(models.Model):
    """One text that can be found: what it is about, in which language, from when until when."""

    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=Language)
    # Where readers of one language find what is told in the other alone: the language of the title, that of summary and
    # body, and {name: its language} of such other names.
    told_in = models.CharField(max_length=2, choices=Language, blank=True)
    text_in = models.CharField(max_length=2, choices=Language, blank=True)
    names_in = models.JSONField(default=dict, blank=True)
    title = models.CharField(max_length=LONGEST["title"])
    names = models.TextField(blank=True, help_text=_("Other names, one a line."))
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True, help_text=_("Plain text."))
    key = models.CharField(max_length=200, blank=True, help_text=_("What its address is made of, such as a slug."))
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True, blank=True)
    rank_bonus = models.SmallIntegerField(default=0)
    is_demonstration = models.BooleanField(default=False)
    words_version = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = DocumentQuerySet.as_manager()

    IDENTITY = ("kind", "object_id", "language", "live_from")
    WORDS = ("title", "names", "summary", "body", "words_version")
    WRITTEN = (*WORDS, "told_in", "text_in", "names_in", "key", "live_until", "rank_bonus", "is_demonstration")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "language", "live_from"], name="a_text_is_found_once_at_a_time"
            ),
            models.CheckConstraint(
                name="what_is_found_ends_after_it_starts",
                condition=Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
            ),
        ]

    def __str__(self):
        return self.title

    def delete(self, *args, **options):
        with transaction.atomic():
            index.remove([self.pk])
            return super().delete(*args, **options)

    delete.alters_data = True

    @property
    def identity(self):
        return tuple(str(getattr(self, name)) for name in self.IDENTITY[:-1]) + (self.live_from,)

    @property
    def all_names(self):
        """The title, then the other names, each once."""
        lines = (line.strip() for line in self.names.splitlines())
        return list(dict.fromkeys([self.title, *filter(None, lines)]))[:MOST_NAMES]

    def has_ended(self, *, at):
        return self.live_until is not None and self.live_until <= at

    def differs_from(self, other, names=WRITTEN):
        return any(getattr(self, name) != getattr(other, name) for name in names)

    def in_order(self):
        """This document as the database will hold it. Both databases refuse a NUL, or cut a text off there."""
        for name, longest in LONGEST.items():
            setattr(self, name, getattr(self, name).replace("\x00", "")[:longest])
        self.object_id, self.words_version = str(self.object_id), VERSION
        return self

    def indexed_words(self):
        """The words of each part as they are looked up."""
        others = self.all_names[1:]
        title_words = list(words_of(self.title, language=self.language))
        return index.IndexedWords(
            title_exact=[word.folded for word in title_words] + list(joined_words(title_words)),
            title=self._forms(self.title),
            names=[form for name in others for form in self._forms(name, joined=True)],
            summary=self._forms(self.summary),
            body=self._forms(self.body),
        )

    def _forms(self, text, *, joined=False):
        words = list(words_of(text, language=self.language))
        found = [form for word in words for form in forms(word, self.language)]
        return [*found, *joined_words(words)] if joined else found


class NameStart(models.Model):
    """A name of a document from one of its words on, so that "leukemia" leads to "acute leukemia" while it is typed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="name_starts")
    language = models.CharField(max_length=2, choices=Language)
    text = models.CharField(max_length=LONGEST_COMPARED)
    name = models.CharField(max_length=LONGEST_NAME)
    is_whole = models.BooleanField()
    is_title = models.BooleanField()

    class Meta:
        indexes = [
            # Looked up by how it begins, which PostgreSQL does with this kind of index alone.
            models.Index(
                fields=["language", "text"], name="names_by_how_they_begin", opclasses=["varchar_pattern_ops"] * 2
            )
        ]

    def __str__(self):
        return self.text

    @classmethod
    def of(cls, document):
        """The rows of a document, not yet saved."""
        seen = set()
        for number, name in enumerate(document.all_names):
            folded = [word.folded for word in words_of(name, language=document.language)]
            for start in range(len(folded)):
                text = " ".join(folded[start:])[:LONGEST_COMPARED]
                if (text, start == 0) in seen:
                    continue
                seen.add((text, start == 0))
                yield cls(
                    document=document,
                    language=document.language,
                    text=text,
                    name=name[:LONGEST_NAME],
                    is_whole=start == 0,
                    is_title=number == 0,
                )


def replace_each(kind, object_ids, documents):
    """Let these unsaved documents be all that is found of some hundreds of objects of a kind; return how many rows had
    to be written or taken away. Compares first: what is there already is not written again.

    The caller moves the generation of the site, or holds it, in the same transaction and before: of two changes, the
    second one reads what the first one wrote.
    """
    documents = [document.in_order() for document in documents]
    kept = {document.identity for document in documents}
    with transaction.atomic():
        stored = list(Document.objects.filter(kind=kind, object_id__in=[str(object_id) for object_id in object_ids]))
        gone = [document.pk for document in stored if document.identity not in kept]
        if gone:
            Document.objects.filter(pk__in=gone).delete()
        return len(gone) + _write_some(documents, stored)


def differences(kind, object_ids, documents):
    """How what is found of some objects differs from these unsaved documents, as (what, document). Writes nothing."""
    wanted = {document.in_order().identity: document for document in documents}
    stored = Document.objects.filter(kind=kind, object_id__in=[str(object_id) for object_id in object_ids])
    for document in stored:
        right = wanted.pop(document.identity, None)
        if right is None:
            yield "too much", document
        elif right.differs_from(document):
            yield "different", right
    yield from (("missing", document) for document in wanted.values())


def forget_past(*, now=None):
    """Take away what has ended, which no search finds any more; return how many. For the worker."""
    past = Document.objects.filter(live_until__lte=now or timezone.now())
    ids = list(past.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            Generation.bump()
            past.filter(pk__in=ids[start : start + AT_ONCE]).delete()
    return len(ids)


def scrub():
    """Take the words of what was forgotten off the disk, if the site has changed since. For the worker."""
    global _scrubbed_at
    generation = Generation.current()
    if generation == _scrubbed_at:
        return
    if index.scrub():
        _scrubbed_at = generation
    else:
        logger.info("The search index still has words of what was forgotten: somebody is reading. It is tried again.")


def forget_scrub():
    """Drop what the process remembers of the last time, for tests that throw their database away."""
    global _scrubbed_at
    _scrubbed_at = None


def index_again():
    """Index anew what was indexed when the same text had other words; return how many. For the worker."""
    number = 0
    while indexed := _index_some_again():
        number += indexed
    return number


def _write_some(documents, stored):
    stored = {document.identity: document for document in stored}
    new = [document for document in documents if document.identity not in stored]
    changed = []
    for document in documents:
        before = stored.get(document.identity)
        if before and document.differs_from(before):
            document.pk = before.pk
            changed.append(document)
    other_words = [document for document in changed if document.differs_from(stored[document.identity], Document.WORDS)]
    Document.objects.bulk_create(new)
    if changed:
        Document.objects.bulk_update(changed, Document.WRITTEN, batch_size=50)
    if other_words:
        NameStart.objects.filter(document__in=[document.pk for document in other_words]).delete()
    _index([*new, *other_words])
    return len(new) + len(changed)


def _index_some_again():
    with transaction.atomic():
        # What is indexed is what the row says when this is over.
        Generation.hold()
        documents = list(Document.objects.exclude(words_version=VERSION).order_by("pk")[:AT_ONCE])
        if documents:
            NameStart.objects.filter(document__in=[document.pk for document in documents]).delete()
            _index(documents)
            Document.objects.filter(pk__in=[document.pk for document in documents]).update(words_version=VERSION)
            Generation.bump()
        return len(documents)


def _index(documents):
    NameStart.objects.bulk_create((start for document in documents for start in NameStart.of(document)), batch_size=500)
    index.put({document.pk: document.indexed_words() for document in documents})
