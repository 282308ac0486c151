"""The whole site is read as a robot reads it: every link of every page in both languages leads somewhere."""

import pytest
from django.http import HttpResponse

from publishing.languages import Language

from .crawling import Crawl, Page
from .showcase.content import everything

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.showcase.urls")]


def test_every_link_of_every_page_leads_somewhere_and_nothing_comes_from_elsewhere(client):
    client.raise_request_exception = False
    states = everything()["states"]
    homes = [f"/{language}/" for language in Language.values]
    known = [path for by_name in states.values() for path in by_name.values() if not path.startswith("/admin/")]

    crawl = Crawl(client).start(homes, errors=known)

    assert not crawl.faults
    assert len(crawl.pages) > 500


@pytest.mark.parametrize(
    "html",
    [
        *('<p style="color: red">', '<p onclick="x()">', "<style>p {}</style>", "<script>x()</script>"),
        *('<p id="a"><p id="a">', '<button popovertarget="b">', '<label for="c">', '<p aria-describedby="d">'),
    ],
)
def test_what_no_page_may_have_is_found(html):
    assert Page("/en/", html).faults


@pytest.mark.parametrize(
    "html",
    [
        *('<a href="/en/nowhere/">', '<a href="#nowhere">', '<a href="javascript:x()">', '<a href="/fr/">'),
        *('<img src="https://x.example/a.png">', '<link rel="stylesheet" href="/static/nowhere.css">'),
        *(
            '<form action="/en/nowhere/">',
            '<form method="post" action="/en/no/where/at/all/">',
            '<img srcset="/nowhere/ 2x">',
        ),
    ],
)
def test_what_leads_nowhere_or_elsewhere_is_found(html):
    class Client:
        def get(self, address):
            is_there = address in ("/en/", "/fr/")
            return HttpResponse(html if address == "/en/" else "", status=200 if is_there else 404)

    assert Crawl(Client()).start(["/en/"]).faults
