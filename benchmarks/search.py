"""What a search costs: python benchmarks/search.py [number of documents]

Makes documents of made-up words in a database of its own (SQLite in a temporary folder, or that of DATABASE_URL) and
looks up rare words, common words, several, misspelled and hostile ones. benchmarks/README.md says how to read it.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

DOCUMENTS = 10_000
WORDS = 250
REPEAT = 60
VOWELS = ("a", "e", "i", "o", "u", "an", "er", "in", "ol")
SYLLABLES = [first + second for first in "bcdfglmnprstv" for second in VOWELS]
KINDS = {"drug": 0.05, "term": 0.3, "cancer": 0.02, "story": 0.13, "service": 0.48, "page": 0.02}


def set_up(folder):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cancerinfo.settings")
    os.environ.setdefault("SECRET_KEY", "benchmark")
    os.environ.setdefault("PERSONAL_DATA_KEYS", "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE=")
    os.environ["DATA_FOLDER"] = folder
    import django  # noqa: PLC0415 - after the settings

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - after set_up()
    from django.db import connection  # noqa: PLC0415 - after set_up()

    # A file, as in production.
    settings.DATABASES["default"].setdefault("TEST", {})
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"{folder}/search.sqlite3"
    return connection


def make_words(source):
    """20,000 made-up words, and how often each is used: as in any text, the n-th one about n times less."""
    made = ("".join(source.choices(SYLLABLES, k=source.randint(2, 4))) for _ in range(24_000))
    words = list(dict.fromkeys(made))[:20_000]
    return words, [1 / (place + 5) for place in range(len(words))]


def make_documents(number, source, *, Document, now):
    words, weights = make_words(source)
    for place in range(number):
        [kind] = source.choices(list(KINDS), KINDS.values())
        body = source.choices(words, weights, k=WORDS) + ["cancer"] * (place % 10 != 0)
        title = source.choices(words[50:], k=source.randint(1, 4))
        yield Document(
            kind=kind,
            object_id=place,
            language="en" if place % 2 else "fr",
            title=" ".join(title).capitalize(),
            names="\n".join(" ".join(source.choices(words[200:], k=2)) for _ in range(source.randint(0, 4))),
            summary=" ".join(body[:20]).capitalize() + ".",
            body=". ".join(" ".join(body[start : start + 12]) for start in range(0, len(body), 12)),
            live_from=now - timedelta(days=1),
            live_until=now + timedelta(days=place % 30 - 1, hours=1),
        )


def questions(words, title):
    return {
        "a rare word": words[15_000],
        "a common word (9 of 10)": "cancer",
        "the most common word": words[0],
        "two common words": f"{words[0]} {words[1]}",
        "a common and a rare word": f"cancer {words[15_000]}",
        "twelve common words": " ".join(words[:12]),
        "an exact title": title,
        "the beginning of names": words[300][:3],
        "a misspelled word": words[301][:3] + "x" + words[301][3:],
        "three words that never meet": f"{words[15_000]} {words[15_001]} cancer",
        "one letter 10,000 times": "a " * 5_000,
        "quotes and signs": "\"'(*:^" * 1_500 + words[0],
    }


def milliseconds(work, *, repeat=REPEAT):
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def print_times(label, times, more=""):
    print(f"{label:<30}{statistics.median(times):9.1f}{times[int(len(times) * 0.99)]:9.1f}  {more}", flush=True)


def measure(number):
    from django.db import connection  # noqa: PLC0415 - after set_up()
    from django.utils import timezone  # noqa: PLC0415 - after set_up()

    from search.documents import Document  # noqa: PLC0415 - after set_up()
    from search.finding import search  # noqa: PLC0415 - after set_up()
    from search.index import scrub  # noqa: PLC0415 - after set_up()
    from search.suggestions import suggest  # noqa: PLC0415 - after set_up()

    now = timezone.now()
    source = random.Random(7)  # noqa: S311 - the same documents every time, nothing secret
    documents = list(make_documents(number, source, Document=Document, now=now))
    start = time.perf_counter()
    write(documents)
    print(f"writing all of them: {time.perf_counter() - start:.1f} s")
    again = list(make_documents(number, random.Random(7), Document=Document, now=now))  # noqa: S311 - nothing secret
    start = time.perf_counter()
    if write(again):
        raise SystemExit("Writing what is there wrote something.")
    print(f"comparing all of them: {time.perf_counter() - start:.1f} s\n")

    with connection.cursor() as cursor:
        # As the worker does for SQLite, and PostgreSQL for itself.
        cursor.execute("ANALYZE")

    words, _weights = make_words(random.Random(7))  # noqa: S311 - nothing secret
    titles = (document.title for document in documents if document.language == "en")
    title = next(title for title in titles if title.count(" ") == 2)
    asked = questions(words, title)
    print(f"{'ms':<30}{'p50':>9}{'p99':>9}")
    medians = {}
    for label, question in asked.items():
        found = search(question, language="en")
        times = milliseconds(lambda question=question: search(question, language="en"))
        medians[label] = statistics.median(times)
        print_times(label, times, f"{found.total}{'+' if found.is_capped else ''} found")
    for text in (words[300][:3], words[0][:3], "canc"):
        times = milliseconds(lambda text=text: suggest(text, language="en"))
        print_times(f"suggestions for “{text}”", times, f"{len(suggest(text, language='en'))} found")
    one = documents[7]
    print_times("forgetting and writing one", milliseconds(lambda: rewrite(one), repeat=30))
    print_times("taking words off the disk", milliseconds(scrub, repeat=3))
    ratio = medians["a common word (9 of 10)"] / medians["a rare word"]
    print(f"\na common word costs {ratio:.1f} times a rare one")


def write(documents):
    from search.documents import AT_ONCE, replace_each  # noqa: PLC0415 - after set_up()

    written = 0
    for kind in KINDS:
        of_kind = [document for document in documents if document.kind == kind]
        for start in range(0, len(of_kind), AT_ONCE):
            some = of_kind[start : start + AT_ONCE]
            written += replace_each(kind, [document.object_id for document in some], some)
    return written


def rewrite(document):
    from search.documents import replace_each  # noqa: PLC0415 - after set_up()

    replace_each(document.kind, [document.object_id], [])
    document.pk = None
    document._state.adding = True
    write([document])


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    with tempfile.TemporaryDirectory(prefix="cancerinfo-search-") as folder:
        connection = set_up(folder)
        before = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            print(f"{number:,} documents of {WORDS} words on {connection.vendor}")
            measure(number)
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


if __name__ == "__main__":
    main()
