"""The public site in a real browser, with the demonstration content."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from cancerinfo import views
from cancerinfo.demonstration import load
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion

from ..factories import make_drug, make_publisher
from .audit import findings

LANGUAGES = ["en", "fr"]
# WCAG 1.4.12, by a sheet that the page's policy allows.
WIDE_TEXT = """() => {
    const sheet = new CSSStyleSheet()
    const wide = "letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important"
    sheet.replaceSync(`* { ${wide} }`)
    document.adoptedStyleSheets = [sheet]
}"""
# [which of the page's links and buttons has focus, how wide its outline is, whether nothing covers it]
WHERE_FOCUS_IS = """() => {
    const element = document.activeElement
    if (element === document.body) return null
    const all = [...document.querySelectorAll("a[href], button")]
    const box = element.getClientRects()[0]
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    const isUncovered = top !== null && (element.contains(top) || top.contains(element))
    return [all.indexOf(element), parseFloat(getComputedStyle(element).outlineWidth), isUncovered]
}"""
INTERFERON = {"en": "/en/drugs/interferon/", "fr": "/fr/medicaments/interferon/"}


@pytest.fixture(autouse=True)
def demonstration(transactional_db):
    load()


def every_address(language):
    with override(language):
        lists = [reverse(name) for name in ("home", "drugs:index", "cancers:index", "glossary:index")]
    kinds = (DrugVersion, CancerVersion, TermVersion)
    return [*lists, *[kind.objects.live().in_language(language).first().get_absolute_url() for kind in kinds]]


def error_pages(language):
    """{name: what the page says} for the errors that no address of a sound site leads to."""
    request = RequestFactory().get(f"/{language}/")
    answers = {
        "400": views.bad_request(request, None),
        "403": views.permission_denied(request, None),
        "csrf": views.csrf_failure(request),
        "404": views.page_not_found(request, None),
        "500": views.server_error(request),
    }
    return {name: answer.content.decode() for name, answer in answers.items()}


def answer_with(html):
    return lambda route: route.fulfill(body=html, content_type="text/html")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_template(open_page, live_server, language, width, colours):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=colours)
    gone = make_drug("Gone", language=language)
    gone.withdraw(by=make_publisher(), why="Gone.")
    kept = make_drug("Kept", language=language)
    kept.withdraw(by=make_publisher(), why="Old.", outcome="notice", notice="Doctors no longer use it.")
    only_here = make_drug("Only in one language", language=language)

    for address in [
        *every_address(language),
        *[version.get_absolute_url() for version in (gone, kept, only_here)],
        f"/{language}/nothing-here/",
    ]:
        page.goto(address)
        assert findings(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address

    page.goto(INTERFERON[language])
    page.locator("button.word").first.click()
    assert findings(page) == [], "with the pop-up open"

    for name, html in error_pages(language).items():
        page.route(f"**/{name}-page/", answer_with(html))
        page.goto(f"{live_server.url}/{name}-page/")
        assert findings(page) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_at_256_pixels_even_with_wide_text(open_page, language):
    page = open_page(viewport={"width": 256, "height": 600})

    for address in every_address(language):
        page.goto(address)
        page.evaluate(WIDE_TEXT)
        assert page.evaluate("document.documentElement.scrollWidth") <= 256, address


@pytest.mark.both_databases
@pytest.mark.parametrize("with_script", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_opens_a_dialog_that_is_named_and_described_and_gives_focus_back(open_page, language, with_script):
    page = open_page(java_script_enabled=with_script)
    page.goto(INTERFERON[language])
    word = page.get_by_role("button", name="cytokine", exact=True).first

    word.focus()
    page.keyboard.press("Enter")

    dialog = page.get_by_role("dialog", name="cytokine", exact=True)
    expect(dialog).to_be_focused()
    meaning = TermVersion.objects.live().in_language(language).get(title="cytokine").definition
    expect(dialog).to_have_accessible_description(meaning.removeprefix("<p>").removesuffix("</p>"))
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(word).to_be_focused()


def test_the_pop_up_does_not_cover_its_word(open_page):
    for width in (320, 1280):
        page = open_page(viewport={"width": width, "height": 700})
        page.goto(INTERFERON["en"])
        word = page.get_by_role("button", name="cytokine", exact=True).first
        word.click()
        box, dialog = word.bounding_box(), page.get_by_role("dialog").bounding_box()
        apart = dialog["y"] >= box["y"] + box["height"] or dialog["y"] + dialog["height"] <= box["y"]
        assert apart, (width, box, dialog)


@pytest.mark.parametrize("language", LANGUAGES)
def test_print_shows_the_words_and_leaves_navigation_out(open_page, language):
    page = open_page()
    page.goto(INTERFERON[language])

    page.emulate_media(media="print")

    expect(page.locator("#words")).to_be_visible()
    expect(page.locator("#words dt").first).to_be_visible()
    for navigation in page.get_by_role("navigation").all():
        expect(navigation).to_be_hidden()


def test_the_language_switch_leads_to_the_same_page_and_back(open_page):
    page = open_page()
    page.goto(INTERFERON["en"])

    page.get_by_role("link", name="Français").click()
    page.wait_for_url(f"**{INTERFERON['fr']}")
    expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**{INTERFERON['en']}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_reaches_everything_with_focus_always_in_sight(open_page, language):
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(INTERFERON[language])
    wanted = page.evaluate("[...document.querySelectorAll('a[href], button')].filter(e => e.checkVisibility()).length")
    reached = set()

    for _ in range(wanted + 2):
        page.keyboard.press("Tab")
        seen = page.evaluate(WHERE_FOCUS_IS)
        if seen:
            index, outline, is_uncovered = seen
            assert outline >= 2, index
            assert is_uncovered, index
            reached.add(index)

    assert len(reached) == wanted


def test_pages_ask_nothing_of_other_sites_and_keep_nothing(open_page, witness):
    page = open_page()

    for address in [*every_address("en"), *every_address("fr")]:
        page.goto(address)

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert witness.strangers == []
    assert witness.missing == []
