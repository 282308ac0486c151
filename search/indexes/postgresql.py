"""The index in PostgreSQL: two columns of the table of documents that Django does not know of.

`words` holds the words of all parts, `name_words` those of title and names: PostgreSQL reads a row again to see in
which part a word stands, and reading the long ones for every page that says "cancer" would be slow. Both are written
as lexemes, so that no configuration and no dictionary of the server changes a word.
"""

from django.db import OperationalError, connection, transaction
from django.db.models import Q

from search.ranking import Where

# A tsvector is at most 1 MB long, has no position beyond this, and a lexeme no more than 255 of them.
LAST_POSITION = 16_383
# For whoever holds one of the indexes. The worker comes by again.
LONGEST_WAIT = 2000  # milliseconds
LOCK_NOT_AVAILABLE = "55P03"
# Of D (body), C (summary), B (names), A (title).
WEIGHTS = "'{0.1, 0.2, 0.6, 1.0}'"

IS_LIVE = "d.language = %s AND d.live_from <= %s AND (d.live_until IS NULL OR d.live_until > %s)"
COLUMNS = "d.id, d.kind, d.rank_bonus, length(d.title)"
PUT = (
    "UPDATE search_document d SET words = new.words::tsvector, name_words = new.name_words::tsvector"
    " FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (id, words, name_words) WHERE d.id = new.id"
)


def put(words):
    everything = [_lexemes(parts) for parts in words.values()]
    names = [_lexemes(parts, letters="AB") for parts in words.values()]
    with connection.cursor() as cursor:
        cursor.execute(PUT, [list(words), everything, names])


def remove(document_ids):
    """The columns go with their row."""


def matches(question, *, at, kinds, most):
    live, live_values = _live(question.language, at, kinds)
    typed, everything = _all_of(question.typed_groups, "A"), _all_of(question.groups, "")
    parts = [
        _names_part(question, live, live_values, most),
        _words_part(Where.TITLE, "name_words", typed, live, live_values, most),
        _words_part(Where.NAMES, "name_words", everything, live, live_values, most),
        _ranked_part(everything, live, live_values, most),
    ]
    return _rows(parts)


def loose_matches(question, *, at, kinds, most):
    live, live_values = _live(question.language, at, kinds)
    parts = []
    for number, group in enumerate(question.groups):
        found = _all_of([group], "")
        for where, column in ((Where.NAMES, "name_words"), (Where.ANYWHERE, "words")):
            parts.append(_words_part(where, column, found, live, live_values, most, group=number))
    return _rows(parts)


def are_known(words, *, language, at):
    live, live_values = _live(language, at, None)
    one = f"EXISTS (SELECT 1 FROM search_document d WHERE d.words @@ %s::tsquery AND {live})"  # noqa: S608 — made of constants
    values = [value for forms in words for value in (_any_of(forms, ""), *live_values)]
    with connection.cursor() as cursor:
        # No value stands in the statement itself: only how many there are.
        cursor.execute(f"SELECT {', '.join([one] * len(words))}", values)
        return list(cursor.fetchone())


def begins_with(field, text):
    return Q(**{f"{field}__startswith": text})


def scrub():
    with connection.cursor() as cursor:
        # ANALYZE: the planner's statistics keep words, too. An index keeps those that no row has any more.
        cursor.execute("VACUUM (ANALYZE) search_document, search_namestart")
        try:
            with transaction.atomic():
                # Not CONCURRENTLY: interrupted, that leaves an index behind with all its words, and for good.
                cursor.execute(f"SET LOCAL lock_timeout = {LONGEST_WAIT}")
                for name in ("search_words", "search_name_words"):
                    cursor.execute(f"REINDEX INDEX {name}")
        except OperationalError as error:
            if error.__cause__.pgcode != LOCK_NOT_AVAILABLE:
                raise
            return False
    return True


def _live(language, at, kinds):
    """The condition that a document is live, and its values."""
    if not kinds:
        return IS_LIVE, [language, at, at]
    return f"{IS_LIVE} AND d.kind = ANY(%s)", [language, at, at, list(kinds)]


def _names_part(question, live, live_values, most):
    """Names that are, or begin with, what was typed; what is the same first."""
    where = (
        f"CASE WHEN n.text <> %s THEN {Where.BEGINNING:d}"
        f" WHEN n.is_title THEN {Where.TITLE_ITSELF:d} ELSE {Where.NAME_ITSELF:d} END"
    )
    sql = (
        f"SELECT {COLUMNS}, {where}, 0, 0.0::float8"  # noqa: S608 — made of constants
        " FROM search_namestart n JOIN search_document d ON d.id = n.document_id"
        f" WHERE n.language = %s AND n.text LIKE %s AND n.is_whole AND {live}"
        " ORDER BY n.text <> %s, n.text LIMIT %s"
    )
    name = question.name
    # A folded text holds letters, digits and spaces: no sign that LIKE would read.
    pattern = name + "%" if question.begins_names else name
    return sql, [name, question.language, pattern, *live_values, name, most]


def _words_part(where, column, found, live, live_values, most, *, group=0):
    sql = (
        f"SELECT {COLUMNS}, {where:d}, {group:d}, 0.0::float8 FROM search_document d"  # noqa: S608 — made of constants
        f" WHERE d.{column} @@ %s::tsquery AND {live} ORDER BY d.id LIMIT %s"
    )
    return sql, [found, *live_values, most]


def _ranked_part(found, live, live_values, most):
    """Only what is within the limit is ranked: for that its words have to be read."""
    some = f"SELECT d.* FROM search_document d WHERE d.words @@ %s::tsquery AND {live} ORDER BY d.id LIMIT %s"  # noqa: S608 — made of constants
    sql = (
        f"SELECT {COLUMNS}, {Where.ANYWHERE:d}, 0, ts_rank_cd({WEIGHTS}, d.words, %s::tsquery, 1)::float8"  # noqa: S608 — made of constants
        f" FROM ({some}) d"
    )
    return sql, [found, found, *live_values, most]


def _rows(parts):
    sql = " UNION ALL ".join(f"({sql})" for sql, _values in parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _sql, values in parts for value in values])
        return cursor.fetchall()


def _lexemes(parts, *, letters="ABCD"):
    """The text of a tsvector. Its words are letters and digits alone."""
    by_letter = {"A": [*parts.title_exact, *parts.title], "B": parts.names, "C": parts.summary, "D": parts.body}
    lexemes, position = [], 0
    for letter in letters:
        for word in by_letter[letter]:
            position = min(position + 1, LAST_POSITION)
            lexemes.append(f"'{word}':{position}{letter}")
    return " ".join(lexemes)


def _all_of(groups, letters):
    """The text of a tsquery, for words in the parts with these letters; in all parts without any."""
    return " & ".join(f"({' | '.join(_phrase(phrase, letters) for phrase in group.phrases)})" for group in groups)


def _phrase(words, letters):
    return f"({' & '.join(_any_of(forms, letters) for forms in words)})"


def _any_of(forms, letters):
    of_parts = f":{letters}" if letters else ""
    return "(" + " | ".join(f"'{form}'{of_parts}" for form in forms) + ")"
