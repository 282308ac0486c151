"""The index in SQLite: an FTS5 table whose rows have the numbers of documents.

It keeps its own copy of the words: taking a row out of a table without content needs exactly the words that were put
in, and the index would be damaged for ever by one that differs.
"""

from django.db import connection
from django.db.models import Q

from search.ranking import Where

TITLE = "{title_exact title}"
TITLE_AND_NAMES = "{title_exact title names}"
ANYWHERE = "{title_exact title names summary body}"
WEIGHTS = "12.0, 8.0, 6.0, 2.0, 1.0"
# A name that begins with what was typed comes before that with this sign after it; one that is the same, before a tab.
AFTER_ANY_LETTER, BEFORE_ANY_LETTER = "\U0010ffff", "\t"

IS_LIVE = "d.language = %s AND d.live_from <= %s AND (d.live_until IS NULL OR d.live_until > %s)"
# CROSS: from the index to the documents. The planner would rather look each document up in the index.
FROM_WORDS = "FROM search_words CROSS JOIN search_document d ON d.id = search_words.rowid"
FROM_NAMES = "FROM search_namestart n CROSS JOIN search_document d ON d.id = n.document_id"
COLUMNS = "d.id, d.kind, d.rank_bonus, length(d.title)"


def put(words):
    rows = [(pk, *(" ".join(part) for part in parts)) for pk, parts in words.items()]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO search_words (rowid, title_exact, title, names, summary, body)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            rows,
        )


def remove(document_ids):
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_words WHERE rowid = %s", [(pk,) for pk in document_ids])


def matches(question, *, at, kinds, most):
    live, live_values = _live(question.language, at, kinds)
    typed, everything = _all_of(question.typed_groups), _all_of(question.groups)
    parts = [
        _names_part(question, live, live_values, most),
        _words_part(Where.TITLE, f"{TITLE} : {typed}", live, live_values, most),
        _words_part(Where.NAMES, f"{TITLE_AND_NAMES} : {everything}", live, live_values, most),
        _words_part(Where.ANYWHERE, everything, live, live_values, most, score=f"-bm25(search_words, {WEIGHTS})"),
    ]
    return _rows(parts)


def loose_matches(question, *, at, kinds, most):
    live, live_values = _live(question.language, at, kinds)
    parts = []
    for number, group in enumerate(question.groups):
        for where, columns in ((Where.NAMES, TITLE_AND_NAMES), (Where.ANYWHERE, ANYWHERE)):
            found = f"{columns} : {_all_of([group])}"
            parts.append(_words_part(where, found, live, live_values, most, group=number))
    return _rows(parts)


def are_known(words, *, language, at):
    live, live_values = _live(language, at, None)
    sql = ", ".join([f"EXISTS (SELECT 1 {FROM_WORDS} WHERE search_words MATCH %s AND {live})"] * len(words))
    values = [value for forms in words for value in (_any_of(forms), *live_values)]
    with connection.cursor() as cursor:
        # No value stands in the statement itself: only how many there are.
        cursor.execute(f"SELECT {sql}", values)  # noqa: S608 — made of constants
        return [bool(is_known) for is_known in cursor.fetchone()]


def begins_with(field, text):
    """A condition that the database's own index answers, which it does not for LIKE."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + AFTER_ANY_LETTER})


def scrub():
    with connection.cursor() as cursor:
        # Rows that were taken out stay in older parts of the index until these are merged.
        cursor.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")
    return True


def _live(language, at, kinds):
    """The condition that a document is live, and its values."""
    moment = connection.ops.adapt_datetimefield_value(at)
    values = [language, moment, moment]
    if not kinds:
        return IS_LIVE, values
    return f"{IS_LIVE} AND d.kind IN ({', '.join(['%s'] * len(kinds))})", [*values, *kinds]


def _names_part(question, live, live_values, most):
    """Names that are, or begin with, what was typed. In the order of the index, what is the same comes first."""
    where = (
        f"CASE WHEN n.text <> %s THEN {Where.BEGINNING:d}"
        f" WHEN n.is_title THEN {Where.TITLE_ITSELF:d} ELSE {Where.NAME_ITSELF:d} END"
    )
    sql = (
        f"SELECT {COLUMNS}, {where}, 0, 0.0 {FROM_NAMES}"  # noqa: S608 — made of constants
        f" WHERE n.language = %s AND n.text >= %s AND n.text < %s AND n.is_whole AND {live}"
        " ORDER BY n.text LIMIT %s"
    )
    name = question.name
    last = name + (AFTER_ANY_LETTER if question.begins_names else BEFORE_ANY_LETTER)
    return sql, [name, question.language, name, last, *live_values, most]


def _words_part(where, found, live, live_values, most, *, group=0, score="0.0"):
    sql = (
        f"SELECT {COLUMNS}, {where:d}, {group:d}, {score} {FROM_WORDS}"  # noqa: S608 — made of constants
        f" WHERE search_words MATCH %s AND {live} ORDER BY search_words.rowid LIMIT %s"
    )
    return sql, [found, *live_values, most]


def _rows(parts):
    sql = " UNION ALL ".join(f"SELECT * FROM ({sql})" for sql, _values in parts)  # noqa: S608 — made of constants
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _sql, values in parts for value in values])
        return cursor.fetchall()


def _all_of(groups):
    """A question to FTS5. Its words are letters and digits alone, and quoted: nothing in them is read as a sign."""
    return "(" + " AND ".join(f"({' OR '.join(map(_phrase, group.phrases))})" for group in groups) + ")"


def _phrase(words):
    return f"({' AND '.join(map(_any_of, words))})"


def _any_of(forms):
    return "(" + " OR ".join(f'"{form}"' for form in forms) + ")"
