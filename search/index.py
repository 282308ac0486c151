"""The one door to the full-text index, whichever database it is in.

The index holds words as folding.py and stems.py make them, never a text. It has no triggers: documents.py says what is
put in and taken out. What can be asked of it is the same on SQLite and on PostgreSQL.
"""

from typing import NamedTuple

from django.db import connection

from .indexes import postgresql, sqlite

_INDEXES = {"sqlite": sqlite, "postgresql": postgresql}

# So many rows of each kind of match are looked at. Of what more than that hold, the order would say little.
MOST_RANKED = 500


class IndexedWords(NamedTuple):
    """The words of a document, part by part."""

    title_exact: list
    title: list
    names: list
    summary: list
    body: list


class Match(NamedTuple):
    """A document that was found, and how: `where` is a number of ranking.Where, a higher `score` is better."""

    document_id: int
    kind: str
    rank_bonus: int
    title_length: int
    where: int
    group: int
    score: float


def put(words):
    """Index documents, {pk: IndexedWords}, in place of what was indexed of them."""
    if words:
        _of_this_database().put(words)


def remove(document_ids):
    """Take documents out of the index."""
    if document_ids:
        _of_this_database().remove(document_ids)


def matches(question, *, at, kinds=None, most=MOST_RANKED):
    """The Matches of a question in which all its groups are found, and of names that it is, or begins. One query."""
    return [Match(*row) for row in _of_this_database().matches(question, at=at, kinds=kinds, most=most)]


def loose_matches(question, *, at, kinds=None, most=MOST_RANKED):
    """The same for each of its groups alone. One query."""
    return [Match(*row) for row in _of_this_database().loose_matches(question, at=at, kinds=kinds, most=most)]


def are_known(words, *, language, at):
    """For each word, given by its forms, whether a document that is live has it. One query."""
    return _of_this_database().are_known(words, language=language, at=at) if words else []


def begins_with(field, text):
    """A condition (Q) that a column begins with a text, in the form that the column's index answers."""
    return _of_this_database().begins_with(field, text)


def scrub():
    """Take the words of what was forgotten off the disk, where an index would keep them for a while; return whether
    that could be done. For the worker: it cannot within a transaction, nor while somebody reads for long.
    """
    return not connection.in_atomic_block and _of_this_database().scrub()


def _of_this_database():
    return _INDEXES[connection.vendor]
