"""Which answers are compressed: those that everybody gets alike."""

import gzip

import pytest
from django.urls import reverse

from .factories import make_drug, make_editor

pytestmark = pytest.mark.django_db

ACCEPTS = {"Accept-Encoding": "gzip, deflate"}


def test_a_public_page_is_compressed(client):
    drug = make_drug("Interferon")
    plain = client.get(drug.get_absolute_url())

    answer = client.get(drug.get_absolute_url(), headers=ACCEPTS)

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.content) == plain.content
    assert len(answer.content) < len(plain.content) / 2


def test_a_page_of_an_error_is_compressed_too(client):
    answer = client.get("/en/nothing-here/", headers=ACCEPTS)

    assert answer.status_code == 404
    assert answer.headers["Content-Encoding"] == "gzip"


def test_whoever_cannot_read_it_gets_a_plain_page(client):
    answer = client.get(make_drug("Interferon").get_absolute_url())

    assert "Content-Encoding" not in answer.headers
    assert b"Interferon" in answer.content


@pytest.mark.parametrize("route", ["admin:login", "admin_password_reset"])
def test_a_page_that_sets_a_cookie_is_not_compressed(client, route):
    answer = client.get(reverse(route), headers=ACCEPTS)

    assert answer.cookies
    assert "Content-Encoding" not in answer.headers


def test_nothing_is_compressed_for_somebody_with_a_cookie(client):
    drug = make_drug("Interferon")
    client.force_login(make_editor())

    for address in (drug.get_absolute_url(), reverse("admin:index")):
        assert "Content-Encoding" not in client.get(address, headers=ACCEPTS).headers
