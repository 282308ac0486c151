"""How often pages are read: counted without a cookie or an address, and added up before it is written."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.readings import Read, Reading, keep
from publishing.roles import EDITOR, MODERATOR
from publishing.tally import Tally, tally

from .factories import make_drug, make_editor, make_publisher, make_service, make_user, publish_story
from .threads import at_once

READER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"}


pytestmark = pytest.mark.usefixtures("counting")


def counted():
    tally.write()
    return list(Reading.objects.order_by("kind", "language").values_list("kind", "page", "language", "number"))


def read(client, address, **headers):
    return client.get(address, headers=READER | headers)


@pytest.mark.django_db
def test_pages_of_every_kind_are_counted_by_page_and_language(client):
    drug, service, story = make_drug(), make_service(), publish_story()

    for page in (drug, drug, service, story):
        assert read(client, page.get_absolute_url()).status_code == 200

    assert counted() == [
        ("drugs.drug", str(drug.page_id), "en", 2),
        ("locator.service", str(service.pk), "en", 1),
        ("stories.story", str(story.pk), "en", 1),
    ]


@pytest.mark.django_db
def test_nothing_is_written_while_a_page_is_answered(client):
    address = make_drug().get_absolute_url()
    read(client, address)

    with CaptureQueriesContext(connection) as queries:
        read(client, address)

    assert not [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]


@pytest.mark.django_db
def test_counts_are_written_once_the_time_has_come(client, settings):
    address = make_drug().get_absolute_url()
    read(client, address)
    assert not Reading.objects.exists()

    settings.COUNTS_WRITTEN_EVERY = 0.000001
    read(client, address)

    assert Reading.objects.get().number == 2


@pytest.mark.django_db
def test_writing_again_adds_to_what_is_there(client):
    address = make_drug().get_absolute_url()
    read(client, address)
    tally.write()
    read(client, address)

    assert counted()[0][3] == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "curl/8.1"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": ""},
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
    ],
)
def test_robots_and_browsers_that_look_ahead_are_not_counted(client, headers):
    address = make_drug().get_absolute_url()

    assert read(client, address, **headers).status_code == 200

    assert counted() == []


@pytest.mark.django_db
def test_who_works_at_the_desk_is_not_counted(client):
    address = make_drug().get_absolute_url()
    client.force_login(make_editor())

    read(client, address)

    assert counted() == []


@pytest.mark.django_db
def test_only_pages_that_were_read_are_counted(client):
    drug = make_drug()
    gone = make_drug("Gone")
    gone.withdraw(by=make_publisher(), why="Gone.")

    for address in (reverse("drugs:index"), reverse("home"), "/en/drugs/nothing/", gone.get_absolute_url(), "/nothing"):
        read(client, address)
    client.head(drug.get_absolute_url(), headers=READER)

    assert counted() == []


@pytest.mark.django_db
def test_a_page_keeps_its_count_when_its_address_changes(client):
    drug = make_drug("Interferon")
    read(client, drug.get_absolute_url())
    draft = drug.open_draft(by=make_editor())
    draft.slug = "interferon-alfa"
    draft.save()
    draft.submit(by=make_editor())
    draft.approve(by=make_user("reviewer"), digest=draft.digest)
    draft.publish(by=make_publisher())
    read(client, "/en/drugs/interferon-alfa/")

    assert counted() == [("drugs.drug", str(drug.page_id), "en", 2)]


@pytest.mark.django_db
def test_nothing_that_says_who_read_is_kept(client):
    read(client, make_drug().get_absolute_url(), **{"x-forwarded-for": "203.0.113.7"})
    tally.write()

    assert {field.name for field in Reading._meta.fields} == {"id", "day", "kind", "page", "language", "number"}


@pytest.mark.django_db
def test_zero_seconds_count_nothing(client, settings):
    settings.COUNTS_WRITTEN_EVERY = 0

    read(client, make_drug().get_absolute_url())

    assert counted() == []


@pytest.mark.django_db
def test_all_that_was_counted_is_written_with_few_queries():
    counts = {Read("2026-03-01", "locator.service", "en", page=str(index)): 1 for index in range(150)}

    with CaptureQueriesContext(connection) as queries:
        keep(counts)

    assert Reading.objects.count() == 150
    assert len([query for query in queries if "INSERT" in query["sql"]]) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_processes_that_write_at_once_lose_nothing():
    tallies = [Tally() for _ in range(4)]
    for each in tallies:
        for page in range(20):
            each.add(Read("2026-03-01", "locator.service", "en", page=str(page)), keep=keep)

    at_once(*[each.write for each in tallies])

    assert set(Reading.objects.values_list("number", flat=True)) == {4}
    assert Reading.objects.count() == 20


# The desk.


def make_reading(page, number, *, kind="drugs.drug", day=None, language="en"):
    return Reading.objects.create(day=day or date.today(), kind=kind, page=str(page), language=language, number=number)


@pytest.mark.django_db
def test_editors_see_what_is_read_most(client):
    drug, other = make_drug("Interferon"), make_drug("Cisplatin")
    make_reading(drug.page_id, 3)
    make_reading(other.page_id, 8)
    make_reading(drug.page_id, 900, day=date(2020, 1, 1))
    client.force_login(make_editor())

    answer = client.get(reverse("admin:feedback_reading_changelist"))

    assert [(row["name"], row["sum"]) for row in answer.context["rows"]] == [("Cisplatin", 8), ("Interferon", 3)]


@pytest.mark.django_db
def test_the_desk_of_a_version_says_how_often_its_page_was_read(client):
    drug = make_drug("Interferon")
    make_reading(drug.page_id, 3)
    client.force_login(make_editor())

    page = client.get(reverse("admin:drugs_drugversion_change", args=[drug.pk])).content.decode()

    assert "Read 3 times in the last 30 days" in page


@pytest.mark.django_db
def test_the_file_for_a_spreadsheet_runs_no_formula(client):
    drug = make_drug("=1+1", slug="formula")
    make_reading(drug.page_id, 3)
    client.force_login(make_editor())

    lines = client.get(reverse("admin:feedback_reading_csv")).content.decode().splitlines()

    assert lines[1] == f"{date.today()},drugs.drug,{drug.page_id},en,'=1+1,3"


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [(EDITOR, 200), (MODERATOR, 403)])
def test_who_works_on_no_page_sees_no_counts(client, role, status):
    client.force_login(make_user(role))

    assert client.get(reverse("admin:feedback_reading_changelist")).status_code == status
    assert client.get(reverse("admin:feedback_reading_csv")).status_code == status
