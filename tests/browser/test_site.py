"""The public site in a real browser, in every state of every page."""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils.translation import override
from playwright.sync_api import expect

from ..routes import every_route
from .audit import findings
from .visits import LANGUAGES, Faults, open_word, states_of, visit_all

WITHOUT_A_PAGE = {
    "choose_language",
    "styleguide_in_ones_language",
    "health",
    "picture",
    "unsent_picture",
    "story_photo",
    # For other machines: tests/test_machines.py.
    *("robots", "security", "favicon", "sitemap", "sitemap_file"),
    *("feed_all", "feed_drugs", "feed_cancers", "feed_words", "feed_stories"),
    # For other programs: tests/test_api.py.
    *("api_start", "api_openapi", "api_nothing", "api_drugs", "api_drug", "api_terms", "api_term", "api_search_terms"),
    *("api_suggest_terms", "api_cancers", "api_cancer", "api_stories", "api_story", "api_services", "api_service"),
    "api_kinds",
    # For the script of the search box: tests/browser/test_search.py.
    "search:suggestions",
    # The form is posted here and leads on; what it asks back is among the answers.
    "locator:find",
    # The same: the end of each page, and the thanks.
    "feedback:answer",
}


@pytest.fixture
def origins(sites):
    return tuple(site.address for site in sites)


@pytest.fixture
def drug(sites):
    """{language: path of a drug's page}"""
    return {language: sites[0].states[language]["drug"] for language in LANGUAGES}


def test_every_public_page_is_among_the_states(sites):
    pages = [path for _, language, state, path in states_of(sites) if language == "en" and "error" not in state]
    with override("en"):
        shown = {resolve(urlsplit(path).path).view_name for path in pages if "/answers/" not in path}

    assert set(every_public_route()) - shown == WITHOUT_A_PAGE


def every_public_route():
    for parts, entry in every_route():
        section = entry.callback.__module__.split(".")[0]
        if str(parts[0]) != "admin/":
            yield f"{section}:{entry.name}" if len(parts) > 2 else entry.name


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_page(open_page, sites, witness, language, width, colours):
    # Where a sheet imports another one, axe puts both into the page, which the policy refuses.
    witness.expects_violations = True
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=colours, locale=f"{language}-CA")
    faults = Faults()

    for state in visit_all(page, sites, language, with_desk=True):
        faults.add(findings(page, only_colours=colours == "dark"), state)
        if state in ("drug", "cancer", "drug with everything"):
            assert open_word(page)
            faults.add(findings(page, only_colours=colours == "dark"), f"{state} with an open word")

    assert not faults, faults.told()


def test_the_pop_up_does_not_cover_its_word(open_page, drug):
    for width in (320, 1280):
        page = open_page(viewport={"width": width, "height": 700})
        page.goto(drug["en"])
        word = page.get_by_role("button", name="cytokine", exact=True).first
        word.click()
        box, dialog = word.bounding_box(), page.get_by_role("dialog").bounding_box()
        apart = dialog["y"] >= box["y"] + box["height"] or dialog["y"] + dialog["height"] <= box["y"]
        assert apart, (width, box, dialog)


@pytest.mark.parametrize("language", LANGUAGES)
def test_print_shows_the_words_and_leaves_navigation_out(open_page, drug, language):
    page = open_page()
    page.goto(drug[language])

    page.emulate_media(media="print")

    expect(page.locator("#words")).to_be_visible()
    expect(page.locator("#words dt").first).to_be_visible()
    for navigation in page.get_by_role("navigation").all():
        expect(navigation).to_be_hidden()


def test_the_language_switch_leads_to_the_same_page_and_back(open_page, drug):
    page = open_page()
    page.goto(drug["en"])

    page.get_by_role("link", name="Français").click()
    page.wait_for_url(f"**{drug['fr']}")
    expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**{drug['en']}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_ask_nothing_of_other_sites_and_keep_nothing(open_page, sites, witness, language):
    page = open_page()

    for state in visit_all(page, sites, language, signed_in=False):
        assert page.context.cookies() == [], state
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0, state

    assert witness.strangers == []
    assert [url for url in witness.missing if "/static/" in url] == []
