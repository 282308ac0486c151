"""Comparing everything that is found with everything that is stored: for a site that had no search, and as a proof."""

from django.db import transaction
from django.utils import timezone

from publishing.generation import Generation

from .documents import AT_ONCE, Document, differences, forget_past, index_again, replace_each
from .sources import sources


def rebuild():
    """Make what is found what the site's records say; return how many rows that took: 0 when all was right.

    What has ended goes too, and does not count: nobody comes by at the end of an interval.
    """
    forget_past()
    return sum(_in_batches(_mend)) + index_again()


def all_differences():
    """Every difference as (what, document), at one moment for each batch. Nothing is written."""
    return [found for batch in _in_batches(_compare) for found in batch]


def index_all_again():
    """Put the words of every document into the index anew, as after damage to it; return how many documents."""
    Document.objects.update(words_version=0)
    return index_again()


def _in_batches(do):
    for source in sources().values():
        # Read first: of what is made meanwhile, the rows are right.
        found = set(Document.objects.filter(kind=source.kind).values_list("object_id", flat=True))
        ids = sorted(source.ids())
        for start in range(0, len(ids), AT_ONCE):
            batch = ids[start : start + AT_ONCE]
            yield _alone(do, source.kind, batch, source.documents(batch, now=timezone.now()))
        yield _alone(do, source.kind, sorted(found.difference(map(str, ids))), [])


@transaction.atomic
def _alone(do, *arguments):
    """Do something while nothing else changes what is found."""
    Generation.hold()
    return do(*arguments)


def _mend(kind, ids, documents):
    changed = replace_each(kind, ids, documents)
    if changed:
        Generation.bump()
    return changed


def _compare(kind, ids, documents):
    now = timezone.now()
    found = differences(kind, ids, documents)
    return [(what, document) for what, document in found if what != "too much" or not document.has_ended(at=now)]
