"""The first visit to a page, as production serves it: light, from one place, keeping nothing, and standing still."""

import pytest

from .first_view import BUDGET, measure_shift, slow_down, watch_wire
from .visits import LANGUAGES

KINDS = ["home", "drugs", "glossary", "drug", "cancer", "term", "site page", "story", "share"]
# Its photos, of which a wide window shows many, are fetched beside it.
WITH_PHOTOS = ["stories"]


@pytest.fixture
def origins(sites):
    return tuple(site.address for site in sites)


@pytest.mark.parametrize("state", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_comes_within_its_budget(page, sites, language, state):
    wire = watch_wire(page)

    page.goto(sites[0].states[language][state], wait_until="networkidle")

    assert any("woff2" in url for url in wire.answers)
    assert wire.total <= BUDGET, wire.told()
    assert page.context.cookies() == []


def test_a_heavy_page_is_found(page, sites):
    wire = watch_wire(page)
    page.route("**/*.css", lambda route: route.fulfill(body="a" * BUDGET, content_type="text/css"))
    page.route("**/en/", lambda route: route.fulfill(body="b" * BUDGET, content_type="text/html"))

    page.goto(sites[0].url("/en/drugs/"), wait_until="networkidle")
    page.goto(sites[0].url("/en/"), wait_until="networkidle")

    assert wire.total > BUDGET


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("state", KINDS + WITH_PHOTOS)
def test_nothing_moves_while_a_page_comes_slowly(open_page, sites, state, width):
    page = open_page(viewport={"width": width, "height": 800})
    slow_down(page)

    assert measure_shift(page, sites[0].states["en"][state]) == 0


def test_a_page_that_moves_is_found(page, sites):
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => requestAnimationFrame(() => {
            const late = document.createElement("div")
            late.textContent = "An advertisement"
            document.body.prepend(late)
        })))"""
    )

    assert measure_shift(page, sites[0].states["en"]["drug"]) > 0
