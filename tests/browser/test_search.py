"""The search box in a browser: suggestions by keyboard, by finger and by ear, and the plain form beneath them."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from .audit import findings
from .visits import LANGUAGES

SUGGESTIONS = "**/search/suggestions*"


@pytest.fixture
def origins(sites):
    return tuple(site.address for site in sites)


@pytest.fixture
def box(page):
    """The box of the header, on a page that has no other one."""
    page.goto("/en/cancers/")
    return page.get_by_role("combobox", name="Search this site")


@pytest.fixture
def options(page):
    return page.get_by_role("option")


def type_in(box, text):
    box.press_sequentially(text)
    expect(box).to_have_attribute("aria-expanded", "true")


def expect_active(page, box, option):
    expect(option).to_have_attribute("aria-selected", "true")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    expect(box).to_be_focused()


def test_suggestions_come_from_three_letters_on_and_are_announced(page, box, options):
    page.clock.install()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "suggestions" in request.url else None)

    box.press_sequentially("in")
    page.clock.run_for(1000)
    assert asked == []
    expect(box).to_have_attribute("aria-expanded", "false")
    type_in(box, "tr")

    expect(options.first).to_contain_text("Intron A")
    expect(options.first).to_contain_text("Interferon")
    expect(options.first).to_contain_text("Drug")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ suggestions\."))
    assert len(asked) == 1


def test_down_and_up_go_through_the_list_and_through_the_field(page, box, options):
    type_in(box, "leuk")
    number = options.count()
    assert number > 1

    page.keyboard.press("ArrowDown")
    expect_active(page, box, options.nth(0))
    page.keyboard.press("ArrowDown")
    expect_active(page, box, options.nth(1))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")

    expect_active(page, box, options.nth(number - 1))


@pytest.mark.parametrize("key", ["Home", "End"])
def test_home_and_end_go_back_to_the_text(page, box, key):
    type_in(box, "leuk")
    page.keyboard.press("ArrowDown")

    page.keyboard.press(key)

    assert box.get_attribute("aria-activedescendant") is None
    assert box.evaluate("field => field.selectionStart") == (0 if key == "Home" else 4)


def test_enter_opens_the_chosen_page(page, box):
    type_in(box, "intron")
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Enter")

    page.wait_for_url("**/en/drugs/interferon/")


def test_enter_without_a_choice_searches_for_the_text(page, box):
    type_in(box, "leuk")

    page.keyboard.press("Enter")

    page.wait_for_url("**/en/search/?q=leuk")
    expect(page.get_by_role("combobox")).to_have_value("leuk")


def test_escape_closes_the_list_and_then_empties_the_field(page, box):
    type_in(box, "leuk")

    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("leuk")
    page.keyboard.press("Escape")

    expect(box).to_have_value("")


def test_down_opens_a_closed_list_again(page, box, options):
    type_in(box, "leuk")
    page.keyboard.press("Escape")

    page.keyboard.press("ArrowDown")

    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_be_visible()


def test_tab_leaves_the_box_and_closes_the_list(page, box, options):
    type_in(box, "leuk")

    page.keyboard.press("Tab")

    expect(options.first).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def test_a_click_opens_the_page(page, box, options):
    type_in(box, "intron")

    options.first.click()

    page.wait_for_url("**/en/drugs/interferon/")


def test_a_finger_opens_the_page(open_page):
    page = open_page(viewport={"width": 320, "height": 640}, has_touch=True)
    page.goto("/en/")
    box = page.get_by_role("combobox")
    type_in(box, "intron")

    page.get_by_role("option").first.tap()

    page.wait_for_url("**/en/drugs/interferon/")


def test_the_list_of_words_suggests_words_alone_and_leads_straight_there(page, options):
    page.goto("/en/glossary/")
    box = page.get_by_role("combobox", name="Find a word")
    type_in(box, "interfer")

    expect(options).to_have_count(1)
    expect(options.first).to_contain_text("Word")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kind=term"))
    page.goto("/en/glossary/")
    box.fill("Cytokines")
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/glossary/cytokine/")


@pytest.mark.parametrize("failure", ["broken off", "an error", "nonsense"])
def test_without_an_answer_the_box_is_a_plain_form(page, box, witness, failure):
    answers = {
        "broken off": lambda route: route.abort(),
        "an error": lambda route: route.fulfill(status=500),
        "nonsense": lambda route: route.fulfill(body="<html>"),
    }
    page.route(SUGGESTIONS, answers[failure])

    with page.expect_request(SUGGESTIONS):
        box.press_sequentially("leuk")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/search/?q=leuk")
    assert witness.errors == []


def test_an_answer_that_comes_too_late_is_not_shown(page, box, options):
    held = []
    page.route("**/search/suggestions?q=leuk", lambda route: held.append(route))
    with page.expect_request("**/search/suggestions?q=leuk"):
        box.press_sequentially("leuk")
    box.fill("intron")

    expect(options.first).to_contain_text("Intron")
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")

    expect(options.first).to_contain_text("Intron")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_the_form_searches(open_page, language):
    page = open_page(java_script_enabled=False)
    page.goto(f"/{language}/")
    with override(language):
        address = reverse("search:results")

    page.get_by_role("searchbox").fill("cytokine")
    page.get_by_role("search").get_by_role("button").click()

    page.wait_for_url(f"**{address}?q=cytokine")
    expect(page.locator(".definition")).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["/en/", "/en/cancers/", "/fr/", "/en/glossary/"])
def test_axe_finds_nothing_while_suggestions_show(open_page, witness, path, width, colours):
    witness.expects_violations = True
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=colours)
    page.goto(path)
    box = page.get_by_role("combobox").last
    type_in(box, "can" if "glossary" not in path else "leuk")
    page.keyboard.press("ArrowDown")

    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("option").first).to_be_in_viewport(ratio=1)
