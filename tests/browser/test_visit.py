"""The visit sheet and the tools of a page in a real browser: by keyboard alone, with a script and without."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from ..factories import make_drug, make_service, make_term
from .audit import findings

MOST_STEPS = 120


def step_to(page, selector):
    """Press Tab until what the selector means has the focus."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def test_from_a_drug_to_the_sheet_by_keyboard_alone(open_page, transactional_db):
    drug = make_drug(what_it_is="<p>A protein.</p>")
    make_term("protein")
    page = open_page(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page.goto(drug.get_absolute_url())

    step_to(page, ".page-tools a[href*='visit-sheet']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Interferon", exact=True)).to_be_checked()
    step_to(page, "[name=word]")
    page.keyboard.press("Space")
    step_to(page, "[name=ask]")
    page.keyboard.press("Space")
    step_to(page, "#id_questions")
    page.keyboard.type("May I swim?")
    page.keyboard.press("Enter")
    page.keyboard.type("And run?")
    step_to(page, "[value=sheet]")
    page.keyboard.press("Enter")

    sheet = page.locator(".sheet")
    for words in (
        "May I swim?",
        "And run?",
        "Why do you suggest this drug for me?",
        "A protein.",
        "What protein means.",
    ):
        expect(sheet.get_by_text(words)).to_be_visible()
    expect(page.get_by_text("To print it, use “Print”")).to_be_visible()
    assert page.context.cookies() == []


def test_what_is_looked_for_comes_where_the_reader_is_and_keeps_every_word(open_page, transactional_db):
    make_drug()
    make_service("Rides to treatment")
    page = open_page(viewport={"width": 1280, "height": 700})
    page.goto("/en/visit-sheet/")

    page.get_by_label("Your own questions").fill("May I swim?")
    page.get_by_label("Look for a service by its name").fill("rides")
    page.get_by_role("button", name="Look: Services").click()
    page.get_by_role("checkbox", name="Rides to treatment").check()
    assert page.url.endswith("/visit-sheet/#services")
    expect(page.locator("#services")).to_be_in_viewport()
    page.get_by_role("button", name="Make my sheet").click()

    expect(page.locator(".sheet").get_by_text("613-555-0123")).to_be_visible()
    assert not findings(page)
    page.get_by_role("button", name="Change something").click()
    expect(page.get_by_label("Your own questions")).to_have_value("May I swim?")
    expect(page.get_by_role("checkbox", name="Rides to treatment")).to_be_checked()


def test_enter_looks_for_what_was_just_typed_and_after_that_makes_the_sheet(open_page, transactional_db):
    make_drug()
    make_service("Rides to treatment")
    page = open_page(viewport={"width": 1280, "height": 700})
    page.goto("/en/visit-sheet/")

    page.get_by_label("Your own questions").fill("May I swim?")
    page.get_by_label("Look for a service by its name").fill("rides")
    page.keyboard.press("Enter")
    said = page.get_by_role("status").filter(has_text="1 found.")
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport()
    assert not findings(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Rides to treatment")).to_be_focused()
    page.keyboard.press("Space")
    page.get_by_label("With whom").press("Enter")

    expect(page.locator(".sheet").get_by_text("613-555-0123")).to_be_visible()
    expect(page.locator(".sheet").get_by_text("May I swim?")).to_be_visible()


def test_the_sheet_prints_without_its_buttons(open_page, transactional_db):
    page = open_page()
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    page.goto("/en/visit-sheet/")
    page.get_by_label("Your own questions").fill("May I swim?")
    page.get_by_role("button", name="Make my sheet").click()

    page.get_by_role("button", name="Print my sheet").click()

    assert page.evaluate("window.printed") == 1
    expect(page.get_by_text("To print it, use “Print”")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Change something")).to_be_hidden()
    expect(page.get_by_text("May I swim?")).to_be_visible()


def test_a_page_is_shared_where_the_device_can(open_page, transactional_db):
    drug = make_drug()
    page = open_page()
    page.add_init_script(
        "navigator.canShare = () => true; navigator.share = async (what) => { window.shared = what }; "
        "window.print = () => {}"
    )
    page.goto(drug.get_absolute_url())

    page.get_by_role("button", name="Share", exact=True).click()

    shared = page.evaluate("window.shared")
    assert shared["title"] == "Interferon"
    assert shared["url"].endswith(drug.get_absolute_url())


def test_where_it_cannot_there_is_no_button_for_it(open_page, transactional_db):
    drug = make_drug()
    page = open_page()
    page.add_init_script("delete Navigator.prototype.canShare")
    page.goto(drug.get_absolute_url())

    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_hidden()
    mail = page.get_by_role("link", name="Send it by e-mail").get_attribute("href")
    assert unquote(mail).startswith("mailto:?subject=Interferon&body=Interferon\r\nhttp")
    assert unquote(mail).endswith(drug.get_absolute_url())


@pytest.mark.parametrize("is_scripted", [True, False])
def test_without_a_script_a_sentence_says_how_to_print(open_page, transactional_db, is_scripted):
    drug = make_drug()
    page = open_page(java_script_enabled=is_scripted)
    page.goto(drug.get_absolute_url())

    expect(page.get_by_role("button", name="Print this page")).to_be_visible(visible=is_scripted)
    expect(page.get_by_text("To print it, use “Print”")).to_be_visible(visible=not is_scripted)
