"""Somebody's own list of services lives in its address: signed, without an account, a cookie or a row."""

import re
import uuid
from html import unescape

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from locator import chosen
from locator.models import Service

from .factories import make_location, make_service

ids = st.lists(st.uuids(), max_size=chosen.MOST, unique=True)


@given(ids)
def test_what_was_signed_is_read(some):
    assert chosen.read(chosen.sign(some)) == some


@given(ids.filter(bool), st.integers(0, 30))
def test_what_was_changed_on_its_way_is_refused(some, at):
    signed = chosen.sign(some)
    other = "A" if signed[at % len(signed)] != "A" else "B"
    with pytest.raises(chosen.NotOurs):
        chosen.read(signed[: at % len(signed)] + other + signed[at % len(signed) + 1 :])


@pytest.mark.parametrize("text", ["x", ":", "💚", "AAAA:BBBB", "\x00", "a" * 10_000])
def test_what_is_no_list_is_refused(text):
    with pytest.raises(chosen.NotOurs):
        chosen.read(text)


def test_a_service_stands_on_a_list_once_and_a_list_ends_somewhere():
    some = [uuid.uuid4() for _ in range(chosen.MOST + 5)]

    assert chosen.read(chosen.sign([some[0], *some])) == some[: chosen.MOST]


def links_of(response, text):
    """The addresses of links whose words begin so, as a person would press them."""
    pattern = rf'<a[^>]*href="([^"]*)"[^>]*>(?:<svg(?:(?!</a>).)*</svg>)?\s*(?:<span>)?\s*{text}'
    return [unescape(link) for link in re.findall(pattern, response.content.decode(), re.DOTALL)]


@pytest.mark.django_db
def test_services_are_added_and_taken_away_by_pressing_links():
    first, second = make_service("Rides"), make_service("Wigs", at=[make_location()])
    client = Client()
    page = client.get(f"/en/services/{first.pk}/")
    page = client.get(links_of(page, "Add to my list")[0], follow=True)
    assert "Rides" in page.content.decode()
    signed = page.request["QUERY_STRING"]

    page = client.get(f"/en/services/{second.pk}/?{signed}")
    page = client.get(links_of(page, "Add to my list")[0], follow=True)
    assert [name in page.content.decode() for name in ("Rides", "Wigs", "1 Demonstration Street")] == [True] * 3

    page = client.get(links_of(page, "Take away")[0], follow=True)
    assert [name in page.content.decode() for name in ("Rides", "Wigs")] == [False, True]
    assert not client.cookies


@pytest.mark.django_db
def test_the_list_stays_with_whoever_reads_on():
    service, other = make_service("Rides"), make_service("Wigs")
    client, signed = Client(), chosen.sign([service.pk])

    page = client.get(f"/en/services/{other.pk}/", {"list": signed})

    assert "My list: 1 service" in page.content.decode()
    assert any(f"list={signed.replace(':', '%3A')}" in link for link in links_of(page, "Services"))


@pytest.mark.django_db
def test_a_list_can_be_sent_to_somebody():
    service = make_service("Rides", at=[make_location()])

    page = Client().get("/en/services/my-list/", {"list": chosen.sign([service.pk])})

    assert f'value="http://testserver/en/services/my-list/?list={chosen.sign([service.pk]).replace(":", "%3A")}"' in (
        page.content.decode()
    )
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.django_db
def test_a_broken_address_says_so():
    page = Client().get("/en/services/my-list/", {"list": "cut-off"})

    assert page.status_code == 404
    assert "not complete" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"add": "x"}, {"remove": "\x00"}, {"add": ["", "y"]}])
def test_odd_questions_change_nothing(asked):
    page = Client().get("/en/services/my-list/", asked)

    assert page.status_code == 200
    assert "Nothing is on your list yet" in page.content.decode()


@pytest.mark.django_db
def test_what_is_no_longer_offered_is_counted_and_not_named():
    kept, gone = make_service("Rides"), make_service("Wigs")
    Service.objects.filter(pk=gone.pk).update(status="inactive")

    page = Client().get("/en/services/my-list/", {"list": chosen.sign([kept.pk, gone.pk])}).content.decode()

    assert "1 service of this list is no longer offered." in page
    assert "Wigs" not in page


@pytest.mark.django_db
def test_a_full_list_says_so_and_keeps_what_it_has():
    services = [make_service(f"Service {number}") for number in range(chosen.MOST + 1)]
    full = chosen.sign(service.pk for service in services[:-1])

    page = Client().get("/en/services/my-list/", {"list": full, "add": services[-1].pk}, follow=True)

    assert "The list is full" in page.content.decode()
    assert f"Service {chosen.MOST}<" not in page.content.decode()


@pytest.mark.django_db
def test_a_long_list_costs_what_a_short_one_does(django_assert_num_queries):
    services = [make_service(f"Service {number}", at=[make_location()]) for number in range(12)]
    for number in (1, 12):
        with django_assert_num_queries(12):
            Client().get("/en/services/my-list/", {"list": chosen.sign(one.pk for one in services[:number])})
