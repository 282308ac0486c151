"""What finding help costs: python benchmarks/locator.py

Fills one database with 10,000 and one with 100,000 made-up services that lie where people live, and searches both from
a city, a town and the country. benchmarks/README.md says how to read it. It answers 1 when a figure is beyond its
target. With DATABASE_URL it makes databases of its own on that server and removes them afterwards; otherwise SQLite.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from datetime import date
from datetime import time as clock
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SIZES = (10_000, 100_000)
MOST_GROWTH = 3
MOST_QUERIES = 12
RUNS = 100
# The last one is open at any hour at which this is run.
HOURS = ((8, 16), (9, 17), (0, 0))
CHUNK = 5_000

PLACES = {"Toronto": "M5V", "Saskatoon": "S7K", "the country": "almonte-on"}
DISTANCES = (5, 25, 100)
FILTERS = {
    "any help": "",
    "filters": "kind=kind-3&mode=in_person&language=fr&age=67&wheelchair=1",
    "rare": "language=iu&age=7",
    "open now": "kind=kind-1&open=1",
}


def main():
    """Build and measure each size in a process of its own: one process keeps one database."""
    with tempfile.TemporaryDirectory() as folder:
        measured = {size: measured_apart(size, folder) for size in SIZES}
    return print_table(measured)


def measured_apart(size, folder):
    server = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    name = f"locator_benchmark_{size}"
    address = f"{server}/{name}" if server else f"sqlite:///{folder}/{name}.sqlite3"
    own = {"DATABASE_URL": address, "DATA_FOLDER": folder, "DEBUG": "", "SECRET_KEY": "benchmark"}
    own |= {
        "PERSONAL_DATA_KEYS": "dGVzdC1rZXktdGVzdC1rZXktdGVzdC1rZXktdGVzdCE=",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    if server:
        psql(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    try:
        command = [sys.executable, __file__, "--measure", str(size)]
        answer = subprocess.run(command, env=os.environ | own, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    finally:
        if server:
            psql(server, f"DROP DATABASE IF EXISTS {name}")
    rows = [line.split("\t") for line in answer.stdout.splitlines() if "\t" in line]
    return {tuple(row[:3]): tuple(map(float, row[3:])) for row in rows}


def psql(server, *commands):
    for command in commands:
        subprocess.run(["psql", "-qX", f"{server}/postgres", "-c", command], check=True, stderr=subprocess.DEVNULL)  # noqa: S603, S607


# -- in the process that measures --------------------------------------------------------------------------------------


def measure(size):
    """Build a database, search it, and print a line for each search, with tabs between the figures."""
    import django  # noqa: PLC0415 - not in the process that only starts others

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from locator.spots import refresh_all  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    build(size)
    say(f"{connection.vendor}, {size:,} services: built in {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    spots = refresh_all()
    say(f"  {spots:,} spots in {time.perf_counter() - started:.0f} s")
    if connection.vendor == "postgresql":
        # As the server does by itself after some minutes. SQLite never does.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    search_it()


def search_it():
    for place, key in PLACES.items():
        for distance in DISTANCES:
            for name, asked in FILTERS.items():
                figures = of_a_search(f"near={key}&within={distance}&{asked}")
                print(place, distance, name, *figures, sep="\t", flush=True)


def say(words):
    print(words, file=sys.stderr, flush=True)


def of_a_search(query):
    """Milliseconds for the page (median, 99th percentile) and its search (median); queries, rows read, shown."""
    from django.db import connection  # noqa: PLC0415
    from django.http import QueryDict  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from locator import places  # noqa: PLC0415
    from locator.finding import find  # noqa: PLC0415
    from locator.search_choices import by_code, kinds_of_help  # noqa: PLC0415
    from locator.searches import read  # noqa: PLC0415

    client, address = Client(), f"/en/services/?{query}"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    queries = [query["sql"] for query in captured]
    if answer.status_code != 200:
        sys.exit(f"{address}: {answer.status_code}")
    asked = QueryDict(query)
    search = read(asked, kinds=by_code(kinds_of_help()))[0].at(places.by_key(asked["near"]))
    now = timezone.now()
    pages = [milliseconds(lambda: client.get(address)) for _ in range(RUNS)]
    searches = [milliseconds(lambda: find(search, now=now)) for _ in range(RUNS // 4)]
    shown = len(find(search, now=now).results)
    rows = rows_read(search, queries)
    return (*percentiles(pages), statistics.median(searches), len(queries), rows, shown)


def milliseconds(work):
    """CPU time; with a server, which spends its own, the time by the clock."""
    from django.db import connection  # noqa: PLC0415

    now = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    started = now()
    work()
    return (now() - started) * 1000


def percentiles(times):
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.99) - 1]


def rows_read(search, queries):
    """How many entries of an index the questions of a search went through: those of its boxes and of its areas."""
    from locator import asking, places  # noqa: PLC0415
    from locator.distance import bands, box  # noqa: PLC0415
    from locator.spots import Spot  # noqa: PLC0415

    of_kind = Spot.objects.filter(kind=search.kind)
    number = sum('"band" IN' in sql for sql in queries)
    circles = [*asking._circles(search), next(circle for circle in asking.WIDER if circle > search.within)]
    boxes = [box(search.place.point, circle) for circle in circles[:number]]
    near = [of_kind.filter(band__in=bands(one), longitude__range=(one.west, one.east)).count() for one in boxes]
    return sum(near) + of_kind.filter(area__in=places.reach(search.place)).count()


def print_table(measured):
    """Print each search over both sizes, and answer 1 when one is beyond a target."""
    small, large = (measured[size] for size in SIZES)
    print("milliseconds of a page over 10,000 and over 100,000 services; rows read and shown")
    print(f"{'':<31}{'p50':>12}{'ratio':>7}{'p99':>12}{'search':>12}{'queries':>9}{'read':>13}{'shown':>8}")
    missed = [key for key in large if not print_row(key, small[key], large[key])]
    print(f"{len(large)} searches, {len(missed)} beyond a target: ratio {MOST_GROWTH}, {MOST_QUERIES} queries")
    return 1 if missed else 0


def print_row(key, small, large):
    """Print the figures of one search over both sizes, and say whether they keep the targets."""
    place, distance, name = key
    growth, queries = large[0] / small[0], max(small[3], large[3])
    both = [f"{one:.0f} {other:.0f}" for one, other in zip(small, large, strict=True)]
    is_kept = growth <= MOST_GROWTH and queries <= MOST_QUERIES
    print(
        f"{f'{place}, {distance} km, {name}':<31}{both[0]:>12}{growth:>7.2f}{both[1]:>12}{both[2]:>12}"
        f"{queries:>9.0f}{both[4]:>13}{both[5]:>8}{'' if is_kept else '  MISSED'}"
    )
    return is_kept


# -- made-up services --------------------------------------------------------------------------------------------------


def build(size):
    """Services of every kind, most of them at a place, some for an area; drawn the same on every run."""
    from django.db import transaction  # noqa: PLC0415

    draw = random.Random(20261123)  # noqa: S311 - made-up data
    categories = plain_create(kinds())
    towns, weights = towns_and_weights()
    verifier = somebody()
    for start in range(0, size, CHUNK):
        with transaction.atomic():
            build_some(min(CHUNK, size - start), draw, categories, towns, weights, verifier)


def plain_create(rows):
    """Written past history and refreshing, which would take the better part of an hour."""
    from django.db.models import QuerySet  # noqa: PLC0415

    rows = list(rows)
    return QuerySet(type(rows[0])).bulk_create(rows, batch_size=500) if rows else rows


def kinds():
    from locator.models import Category  # noqa: PLC0415

    for top in range(8):
        parent = Category(code=f"kind-{top}", name_en=f"Kind {top}", position=top)
        yield parent
        for below in range(4):
            yield Category(code=f"kind-{top}-{below}", name_en=f"Kind {top} {below}", parent=parent, position=below)


def somebody():
    from accounts.models import User  # noqa: PLC0415

    return User.objects.create(username="somebody")


def towns_and_weights():
    from locator.places import atlas  # noqa: PLC0415

    towns = list(atlas.atlas().towns.items())
    return towns, list(accumulate(town.codes for _key, town in towns))


def build_some(number, draw, categories, towns, weights, verifier):
    from locator import models  # noqa: PLC0415

    parts = {}

    def add(row):
        parts.setdefault(type(row), []).append(row)
        return row

    organizations = [add(models.Organization(name_en=f"Organization {draw.random():.9f}")) for _ in range(number // 5)]
    for _ in range(number):
        key, town = draw.choices(towns, cum_weights=weights)[0]
        service = add(made_up_service(draw, draw.choice(organizations), verifier))
        for category in draw.sample(categories, draw.choice((1, 1, 2))):
            add(models.ServiceCategory(service=service, category=category))
        for _place in range(draw.choice((0, 1, 1, 1, 1, 1, 1, 2))):
            add_place(add, draw, service, town)
        if draw.random() < 0.25:
            add(models.ServiceArea(service=service, key=made_up_area(draw, key, town)))
        for code in (
            "en",
            *(code for code, share in (("fr", 0.3), ("pa", 0.05), ("iu", 0.002)) if draw.random() < share),
        ):
            add(models.SpokenLanguage(service=service, code=code))
        add(models.Phone(service=service, number=f"613-555-01{draw.randrange(100):02}"))
        opens, closes = draw.choice(HOURS)
        days, is_always = ("MO,TU,WE,TH,FR", False) if opens else ("MO,TU,WE,TH,FR,SA,SU", True)
        hours = {"opens": clock(opens), "closes": clock(closes), "on_holidays": is_always}
        add(models.Schedule(service=service, days=days, **hours))
    # What others point to comes first.
    order = (models.Organization, models.Location, models.Service)
    for model in sorted(parts, key=lambda model: order.index(model) if model in order else len(order)):
        plain_create(parts[model])


def made_up_service(draw, organization, verifier):
    from locator.models import Service  # noqa: PLC0415

    is_verified = draw.random() < 0.7
    ages = draw.choice(((None, None), (None, None), (None, 17), (16, None), (18, None), (18, 65), (Decimal("0.5"), 12)))
    return Service(
        id=uuid.UUID(int=draw.getrandbits(128)),
        organization=organization,
        name_en=f"Service {draw.random():.9f}",
        in_person=draw.random() < 0.85,
        by_phone=draw.random() < 0.5,
        online=draw.random() < 0.3,
        minimum_age=ages[0],
        maximum_age=ages[1],
        verified_on=date(2026, draw.randint(1, 11), draw.randint(1, 20)) if is_verified else None,
        verified_by=verifier if is_verified else None,
    )


def add_place(add, draw, service, town):
    from locator import models  # noqa: PLC0415

    spread = (1 + town.codes**0.5 / 12) / 111
    point = {
        "latitude": town.point.latitude + draw.gauss(0, spread),
        "longitude": town.point.longitude + draw.gauss(0, spread) * 1.4,
    }
    location = add(models.Location(wheelchair=draw.choice(("yes", "yes", "no", "unknown")), **point))
    add(models.Address(location=location, street="1 Demonstration Street", city=town.name_en, province=town.province))
    add(models.ServiceAtLocation(service=service, location=location))


def made_up_area(draw, key, town):
    lot = draw.random()
    if lot < 0.1:
        return "canada"
    return f"province:{town.province}" if lot < 0.4 else f"place:{key}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(int(sys.argv[2]))
    else:
        sys.exit(main())
