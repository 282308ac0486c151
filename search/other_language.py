"""How many things are found in the other language and cannot be read in this one."""

from django.db.models import Exists, OuterRef

from publishing.languages import Language

from . import index
from .documents import Document
from .knowledge import knowledge_of
from .questions import ask

# More than so many are not counted: a reader is told that there are some.
MOST_COUNTED = 100


def number_in_the_other(query, *, language, kinds=None, at):
    """How many things with all the words are live in the other language alone, up to MOST_COUNTED. Three queries."""
    other = Language(language).other.value
    question = ask(query, language=other, synonyms=knowledge_of(other).synonyms)
    if not question.groups:
        return 0
    matches = index.matches(question, at=at, kinds=kinds, most=MOST_COUNTED)
    here = Document.objects.in_language(language).live(at=at)
    here = here.filter(kind=OuterRef("kind"), object_id=OuterRef("object_id"))
    found = Document.objects.filter(pk__in={match.document_id for match in matches}).live(at=at)
    return min(found.exclude(Exists(here)).count(), MOST_COUNTED)
