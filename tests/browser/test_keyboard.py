"""Every public page by keyboard alone: all is reached, in order, in sight, and back again."""

import pytest
from playwright.sync_api import expect

from .visits import LANGUAGES, Faults, script, visit_all

START = script("keyboard.js")
NEXT_STOP = """(word) => {
    const all = [...document.querySelectorAll("a[href], button, [tabindex='0']")]
    const stops = all.filter((stop) => stop.checkVisibility())
    return stops[stops.indexOf(word) + 1]
}"""
RING = ":focus-visible { outline: 3px solid #b3420f; outline-offset: 3px }"
SIZES = ({"width": 320, "height": 640}, {"width": 1280, "height": 800})


@pytest.fixture
def origins(sites):
    return tuple(site.address for site in sites)


@pytest.fixture(params=SIZES, ids=lambda size: str(size["width"]))
def page(open_page, request):
    return open_page(viewport=request.param)


# A busy browser gives the focus to what asks for it only some time after the page is there, unless an address with a
# part of the page leads elsewhere.
HAS_ITS_FOCUS = """() => {
    const asks = [...document.querySelectorAll("[autofocus]")].find((element) => element.checkVisibility())
    return !asks || asks === document.activeElement || document.querySelector(":target") !== null
}"""


def walk(page):
    """Go through a page with Tab and back with Shift+Tab; return what is wrong."""
    page.wait_for_function(HAS_ITS_FOCUS)
    stops = page.evaluate(START)
    for _ in range(stops):
        page.keyboard.press("Tab")
    for _ in range(stops - 1):
        page.keyboard.press("Shift+Tab")
    return page.evaluate("walked()")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_reaches_everything_with_focus_always_in_sight(page, sites, language):
    faults = Faults()

    for state in visit_all(page, sites, language):
        faults.add(walk(page), state)

    assert not faults, faults.told()


@pytest.mark.parametrize("state", ["home", "drugs", "drug", "site page", "error 404"])
def test_the_first_stop_skips_to_the_text(page, sites, state):
    page.goto(sites[0].states["en"][state])

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    expect(page.locator(":focus")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("main").locator("a[href], button, input").first).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["drug", "cancer", "site page with long words", "term with long words"])
def test_a_word_is_opened_read_and_closed_by_keyboard(page, sites, language, state):
    page.goto(sites[0].states[language][state])
    word = page.locator("main [popovertarget]:visible").first
    after = page.evaluate_handle(NEXT_STOP, word.element_handle())
    word.focus()

    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_focused()
    expect(dialog).to_be_in_viewport(ratio=1)
    for stop in dialog.locator("a[href], button, [tabindex='0']").all():
        page.keyboard.press("Tab")
        expect(stop).to_be_focused()
    page.keyboard.press("Tab")
    assert after.evaluate("stop => stop === document.activeElement")
    page.keyboard.press("Shift+Tab")
    expect(dialog.get_by_role("button")).to_be_focused()
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(word).to_be_focused()


LINKS = "<a href=''>One</a> <a href=''>Two</a>"
# {what is found: a page that has this fault}
FAULTY = {
    "has no ring": f"<style>a:focus-visible {{ outline: none }}</style>{LINKS}",
    "its ring has a contrast of": f"<style>a:focus-visible {{ outline-color: #eee }}</style>{LINKS}",
    "its ring is cut off by": f"<div style='overflow: hidden; width: 300px'>{LINKS}</div>",
    "its ring leaves the screen at a side": f"<div style='margin-left: -18px'>{LINKS}</div>",
    "its ring is covered": f"{LINKS}<div style='position: relative; background: red; height: 50px'>Text</div>",
    "is covered": f"{LINKS}<div style='position: absolute; inset: 0; background: red'></div>",
    "comes after": "<p dir='rtl'><a href=''>1</a> <a href=''>2</a> <a href=''>3</a></p>",
    "Tab does not reach it": f"<div inert>{LINKS}</div><a href=''>Three</a>",
    "Shift+Tab goes another way": (
        "<a href=''>One</a> <a href='' id=two>Two</a> <a href='' onfocus='two.tabIndex = -1'>Three</a>"
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_each_fault_is_found(open_page, fault):
    page = open_page(viewport={"width": 320, "height": 600})
    page.set_content(f"<!doctype html><style>{RING}</style><body style='margin: 20px'>{FAULTY[fault]}</body>")

    found = walk(page)

    assert any(said.startswith(fault) for said in found), found


def test_a_sound_page_has_no_fault(open_page):
    page = open_page(viewport={"width": 320, "height": 600})
    page.set_content(f"<!doctype html><style>{RING}</style><body style='margin: 20px'>{LINKS}<p>{LINKS}</p></body>")

    assert walk(page) == []
