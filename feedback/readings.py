"""How often each page is read on each day: a number, and nothing about who read it.

Each process adds up what it answers (publishing/tally.py) and writes that from time to time, in one statement.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext_lazy as _

from publishing.languages import Language
from publishing.models import Address
from publishing.references import versions_of_kinds

# {route: kind} of pages that are no versions, with the argument that is their number.
OTHER_PAGES = {"stories:detail": ("stories.story", "number"), "locator:detail": ("locator.service", "pk")}
ROWS_AT_ONCE = 200
# What robots call themselves. The name is looked at and not kept.
_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|fetch|scan|monitor|preview|archiv|headless|lighthouse|curl|wget|python|java/|"
    r"libwww|httpclient|http-client|okhttp|go-http|axios|feed|validator|facebookexternalhit|\+https?:",
    re.IGNORECASE,
)


class ReadingQuerySet(models.QuerySet):
    def since(self, day):
        return self.filter(day__gte=day)

    def of_page(self, kind, page, language):
        return self.filter(kind=kind, page=page, language=language)

    def most_read(self):
        """A row for each page and language, the most read first."""
        pages = self.order_by().values("kind", "page", "language").annotate(sum=Sum("number"))
        return pages.order_by("-sum", "kind", "page", "language")


class Reading(models.Model):
    """How often one page was read on one day."""

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=60)
    page = models.CharField(_("page"), max_length=36)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    number = models.PositiveIntegerField(_("readings"), default=0)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings of pages")
        ordering = ["-day", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "page", "language"], name="a_page_is_counted_in_one_row_a_day"
            )
        ]
        indexes = [models.Index(fields=["kind", "page", "language", "day"], name="readings_of_a_page")]

    def __str__(self):
        return f"{self.day}: {self.number}"


@dataclass(frozen=True, order=True)
class Read:
    """A page that was read on a day, as its address names it: by its slug, or for what has none by its number."""

    day: str
    kind: str
    language: str
    slug: str = ""
    page: str = ""


def page_read(request, response):
    """What to count for an answer, as a Read; None when it is no reading by a person."""
    found = request.resolver_match
    if request.method != "GET" or response.status_code != 200 or found is None or not is_by_a_person(request):
        return None
    language, day = get_language_from_path(request.path_info), timezone.localdate().isoformat()
    if found.view_name in OTHER_PAGES:
        kind, argument = OTHER_PAGES[found.view_name]
        return Read(day, kind, language, page=str(found.kwargs[argument]))
    kind = _kinds_by_route().get(found.view_name)
    return Read(day, kind, language, slug=found.kwargs["slug"]) if kind else None


def is_by_a_person(request):
    """Whether a reader asked for a page to read it: nobody from the desk, no browser ahead of time, no known robot."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    purposes = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")).lower()
    if "prefetch" in purposes or "prerender" in purposes or "preview" in purposes:
        return False
    name = request.headers.get("User-Agent", "")
    return bool(name) and not _ROBOT.search(name)


def _kinds_by_route():
    return {f"{versions._meta.app_label}:detail": kind for kind, versions in versions_of_kinds().items()}


def keep(counts):
    """Add {Read: number} to what is stored, in the transaction of the tally. Many processes can do this at once: each
    adds its own.
    """
    rows = sorted(_rows(counts).items())
    for start in range(0, len(rows), ROWS_AT_ONCE):
        _add(rows[start : start + ROWS_AT_ONCE])


def _rows(counts):
    """{(day, kind, page, language): number}, the addresses of pages looked up together."""
    pages, rows = _pages_of({read for read in counts if read.slug}), Counter()
    for read, number in counts.items():
        page = read.page or pages.get((read.kind, read.language, read.slug))
        if page:
            rows[read.day, read.kind, str(page), read.language] += number
    return rows


def _pages_of(reads):
    addresses = Address.objects.filter(
        kind__in={read.kind for read in reads}, slug__in={read.slug for read in reads}
    ).values_list("kind", "language", "slug", "page_id")
    return {(kind, language, slug): page for kind, language, slug, page in addresses} if reads else {}


def _add(rows):
    # By hand, because bulk_create() can only put a number in the place of the one that is there. In the same order in
    # every process, so that two never wait for each other.
    table, values = Reading._meta.db_table, ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    statement = (
        f"INSERT INTO {table} (day, kind, page, language, number) VALUES {values} "  # noqa: S608 — names of our own
        f"ON CONFLICT (day, kind, page, language) DO UPDATE SET number = {table}.number + excluded.number"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [cell for key, number in rows for cell in (*key, number)])


def first_day(days, *, now=None):
    """The first of the last so many days, today among them."""
    return timezone.localdate(now) - timedelta(days=days - 1)
