"""By keyboard alone and without JavaScript: from a drug's page to the phone number of a service nearby."""

import pytest
from playwright.sync_api import expect

from ..factories import make_drug, make_location, make_service
from .audit import findings

MOST_STEPS = 60


def step_to(page, selector):
    """Press Tab until what the selector means has the focus."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_from_a_drug_to_a_phone_number_by_keyboard_alone(open_page, transactional_db, language):
    drug = make_drug("Interferon", language=language)
    make_service(at=[make_location("Ottawa")], areas=["province:ON"])
    page = open_page(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page.goto(drug.get_absolute_url())

    step_to(page, "#promo-near")
    page.keyboard.type("K1A 0B1")
    page.keyboard.press("Enter")
    expect(page.locator(".result").first).to_be_visible()
    step_to(page, ".result a[href^='tel:']")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "tel:+16135550123"
    # Of the postal code, its first three characters are all that is left.
    assert "0B1" not in page.url
    assert "near=K1A" in page.url


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_with_the_map_and_without(open_page, transactional_db, language):
    make_service(at=[make_location("Ottawa")], areas=["province:ON"])
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto(f"/{language}/services/?near=ottawa-on")
    assert not findings(page)

    page.locator(".services-map > button").press("Enter")
    expect(page.locator(".ground .mark").first).to_be_visible()

    assert not findings(page)
