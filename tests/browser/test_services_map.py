"""The map of services, on a page of its own: docs/map.md."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from . import map_site
from .audit import findings

pytestmark = pytest.mark.urls("tests.browser.map_site")

QUEBEC = (46.81, -71.21)
NEAR_QUEBEC = (46.83, -71.24)
MONTREAL = (45.51, -73.57)
GASPE = (48.83, -64.48)
FAR_APART = [("Lantern House", QUEBEC), ("Cedar Hill", MONTREAL), ("By phone only", None), ("Sea Cottage", GASPE)]
MANY = [(f"House {number}", (45 + number % 7 / 3, -75 + number % 11 / 2)) for number in range(60)]


@pytest.fixture
def open_map(open_page):
    """Open the page that lists these services, and its map."""

    def open_one(*services, language="en", **options):
        map_site.show(*services)
        page = open_page(locale=f"{language}-CA", **options)
        page.goto(f"/{language}/")
        page.locator(".services-map > button").click()
        expect(page.locator(".ground .mark").first).to_be_visible()
        return page

    return open_one


def mark(page, name):
    return page.locator(".ground").get_by_role("button", name=name)


def test_nothing_of_the_map_is_fetched_before_it_is_asked_for(page, witness):
    map_site.show(*FAR_APART)
    page.goto("/en/")
    before = parts_of_the_map(witness)

    page.get_by_role("button", name="Show on a map").click()

    expect(page.locator(".ground .mark").first).to_be_visible()
    assert before == []
    assert {"leaflet.js", "leaflet.css", "ground.json", "towns.json"} <= set(parts_of_the_map(witness))


def parts_of_the_map(witness):
    return [url.rsplit("/", 1)[1] for url in witness.requests if "/leaflet/" in url or "/map/" in url]


def test_without_a_script_there_is_the_list_and_no_button(open_page):
    map_site.show(*FAR_APART)
    page = open_page(java_script_enabled=False)

    page.goto("/en/")

    expect(page.get_by_role("link", name="Cedar Hill")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_list_without_a_place_has_no_map(page):
    map_site.show(("By phone only", None))

    page.goto("/en/")

    expect(page.get_by_role("link", name="By phone only")).to_be_visible()
    expect(page.locator(".services-map")).to_have_count(0)


def test_each_service_is_on_the_map_under_its_number_in_the_list(open_map):
    page = open_map(*FAR_APART)

    marks = page.locator(".ground .mark")

    assert [one.get_attribute("aria-label") for one in marks.all()] == [
        "1. Lantern House",
        "2. Cedar Hill",
        "4. Sea Cottage",
    ]
    expect(marks).to_have_text(["1", "2", "4"])
    expect(page.get_by_text("1 service is not on the map.")).to_be_visible()


def test_the_button_says_whether_the_map_is_open(open_map):
    page = open_map(*FAR_APART)
    button = page.get_by_role("button", name="Hide the map", expanded=True)

    button.click()

    expect(page.get_by_role("button", name="Show on a map", expanded=False)).to_be_focused()
    expect(page.get_by_role("region", name="Map of these services")).to_be_hidden()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_mark_opens_its_service_and_gets_the_focus_back(open_map, key):
    page = open_map(*FAR_APART)

    mark(page, "2. Cedar Hill").focus()
    page.keyboard.press(key)

    dialog = page.get_by_role("dialog", name="2. Cedar Hill")
    expect(dialog).to_be_focused()
    expect(dialog).to_contain_text("2 km away, Main Street")
    expect(dialog.get_by_role("link", name="2. Cedar Hill")).to_have_attribute("href", re.compile("/2/$"))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(mark(page, "2. Cedar Hill")).to_be_focused()


def test_what_opens_leads_to_the_service_in_the_list(open_map):
    page = open_map(*FAR_APART)
    mark(page, "4. Sea Cottage").click()

    page.get_by_role("link", name="Go to it in the list").press("Enter")

    in_the_list = page.locator("#result-4").get_by_role("link")
    expect(in_the_list).to_be_focused()
    expect(in_the_list).to_be_in_viewport()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_services_close_together_part_and_the_focus_goes_to_the_first(open_map):
    page = open_map(("Lantern House", QUEBEC), ("River House", NEAR_QUEBEC), ("Sea Cottage", GASPE))

    mark(page, "2 services close together").focus()
    page.keyboard.press("Enter")

    expect(mark(page, "1. Lantern House")).to_be_focused()
    expect(mark(page, "2. River House")).to_be_in_viewport()


def test_services_that_no_zoom_parts_open_together(open_map):
    page = open_map(("Lantern House", QUEBEC), ("River House", QUEBEC), ("Sea Cottage", GASPE))

    mark(page, "2 services at the same place").press("Enter")

    dialog = page.get_by_role("dialog", name="2 services at the same place")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    expect(dialog.get_by_role("link", name="2. River House")).to_be_visible()


def test_the_map_can_be_skipped(open_map):
    page = open_map(*FAR_APART)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the map")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("#result-1").get_by_role("link")).to_be_focused()


def test_tab_goes_through_the_marks_in_the_order_of_the_list_and_brings_each_into_sight(open_map):
    page = open_map(*FAR_APART, viewport={"width": 320, "height": 640})
    page.get_by_role("button", name="Zoom in").click(click_count=1)
    page.locator(".ground").focus()

    for name in ("1. Lantern House", "2. Cedar Hill", "4. Sea Cottage"):
        page.keyboard.press("Tab")

        expect(mark(page, name)).to_be_focused()
        assert lies_within(mark(page, name), page.locator(".ground"))


def lies_within(inner, outer):
    inner, outer = inner.bounding_box(), outer.bounding_box()
    return all(
        outer[start] <= inner[start] and inner[start] + inner[size] <= outer[start] + outer[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


def test_the_mark_stays_under_the_pointer_that_presses_it(open_map):
    page = open_map(*FAR_APART, viewport={"width": 320, "height": 640})
    ground = page.locator(".ground").bounding_box()
    drag(page, ground["x"] + 200, ground["y"] + 60, left=40)
    at_the_edge = mark(page, "2. Cedar Hill").bounding_box()
    assert at_the_edge["x"] < ground["x"]

    page.mouse.click(at_the_edge["x"] + at_the_edge["width"] - 8, at_the_edge["y"] + at_the_edge["height"] / 2)

    expect(page.get_by_role("dialog", name="2. Cedar Hill")).to_be_visible()


def drag(page, x, y, *, left):
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - left, y, steps=4)
    page.mouse.up()


def test_a_pressed_spot_comes_to_the_middle(open_map):
    page = open_map(*FAR_APART)
    ground = page.locator(".ground").bounding_box()
    before = mark(page, "1. Lantern House").bounding_box()

    page.mouse.click(ground["x"] + ground["width"] / 2 + 90, ground["y"] + ground["height"] / 2 - 60)

    after = mark(page, "1. Lantern House").bounding_box()
    assert (round(after["x"] - before["x"]), round(after["y"] - before["y"])) == (-90, 60)


def test_a_map_that_cannot_be_loaded_says_so_and_can_be_tried_again(page):
    map_site.show(*FAR_APART)
    page.goto("/en/")
    page.route("**/ground*", lambda route: route.abort())
    page.get_by_role("button", name="Show on a map").click()

    expect(page.get_by_role("status")).to_have_text(
        "The map could not be loaded. The list has everything that the map shows."
    )
    expect(page.get_by_role("button", name="Show on a map", expanded=False)).to_be_visible()
    page.unroute("**/ground*")
    page.get_by_role("button", name="Show on a map").click()
    expect(mark(page, "1. Lantern House")).to_be_visible()
    expect(page.get_by_role("status")).to_be_empty()


@pytest.mark.parametrize(("language", "name"), [("en", "Quebec City"), ("fr", "Québec")])
def test_towns_are_named_in_the_readers_language_and_for_the_eye_alone(open_map, language, name):
    page = open_map(("Lantern House", MONTREAL), ("Sea Cottage", GASPE), language=language)

    expect(page.locator(".here")).to_have_text(name)
    expect(page.locator(".town").filter(has_text="Trois-Rivières")).to_be_visible()
    expect(page.locator(".leaflet-towns-pane")).to_have_attribute("aria-hidden", "true")


@pytest.mark.parametrize("width", [256, 320, 1280])
def test_marks_are_large_enough_and_none_covers_another(open_map, width):
    page = open_map(*MANY, viewport={"width": width, "height": 800})

    boxes = [one.bounding_box() for one in page.locator(".ground .mark").all()]

    assert len(boxes) > 3
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    assert [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def overlap(one, other):
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


@pytest.mark.parametrize("width", [256, 320, 1280])
def test_what_opens_is_in_sight(open_map, width):
    page = open_map(*FAR_APART, viewport={"width": width, "height": 640})

    mark(page, "4. Sea Cottage").press("Enter")

    assert lies_within(page.locator(".leaflet-popup-content-wrapper"), page.locator(".ground"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_wrong_with_the_map(open_map, language, scheme):
    page = open_map(*FAR_APART, ("River House", NEAR_QUEBEC), language=language, color_scheme=scheme)

    closed = findings(page)
    mark(page, "2. Cedar Hill").press("Enter")

    assert closed == []
    assert findings(page) == []


def test_nothing_on_the_map_moves_by_itself(open_map):
    page = open_map(*FAR_APART)

    mark(page, "2. Cedar Hill").press("Enter")
    page.get_by_role("button", name="Zoom in").press("Enter")

    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.locator(".leaflet-zoom-anim, .leaflet-fade-anim")).to_have_count(0)
