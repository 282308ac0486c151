"""What pages become on paper: printed by the browser, and read back from the PDF."""

import io
import re
from itertools import pairwise

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from pypdf import PdfReader

from publishing.templatetags.languages import long_date

from .visits import LANGUAGES

STATES = (
    *("home", "drug", "term", "cancer", "story", "service", "services near a town", "glossary", "site page"),
    "visit sheet with everything",
)
# What nobody can press on paper.
PRESSED = (
    "nav, button:not(.word), input, select, textarea, details:not(.content-note) > summary, [role=search], [popover], "
    ".page-tools, .ask-clear, .all-others, .skip"
)
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => heading.innerText)"
# Fragments of a line do not stand on exactly the same height.
SAME_LINE = 3


@pytest.fixture
def origins(sites):
    return tuple(site.address for site in sites)


def open_state(page, sites, language, state):
    path = sites[0].states[language][state]
    page.goto(sites[0].url(path))
    return sites[0].url(path)


def printed(page, size):
    return PdfReader(io.BytesIO(page.pdf(format=size))).pages


def squeezed(text):
    """A text without its spaces: where a line ends is not what is asked."""
    return re.sub(r"\s", "", text)


def lines_of(sheet):
    """[(height above the foot of the sheet, text)] of the lines on a sheet, the lowest first."""
    pieces = []

    def keep(text, matrix, text_matrix, font, size):
        if text.strip():
            x, y = text_matrix[4], text_matrix[5]
            pieces.append((matrix[1] * x + matrix[3] * y + matrix[5], text))

    sheet.extract_text(visitor_text=keep)
    lines = []
    for height, text in sorted(pieces, key=lambda piece: piece[0]):
        if lines and height - lines[-1][0] < SAME_LINE:
            lines[-1] = (lines[-1][0], lines[-1][1] + text)
        else:
            lines.append((height, text))
    return lines


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_prints_as_a_clean_sheet(open_page, sites, language, size):
    page = open_page(locale=f"{language}-CA")
    for state in STATES:
        address = open_state(page, sites, language, state)
        on_screen = squeezed(page.locator("main").inner_text())
        sheets = printed(page, size)
        texts = [sheet.extract_text() for sheet in sheets]

        assert all(len(squeezed(text)) > 20 for text in texts), (state, [len(text) for text in texts])
        assert squeezed(page.locator("h1").inner_text()) in squeezed(texts[0]), state
        whole = squeezed("".join(texts))
        if "/answers/" not in address:
            assert squeezed(address) in whole.replace("%20", ""), state
        # Beside the page's own, no address that readers do not see on the screen.
        strangers = [found for found in re.findall(r"https?://[\w.:-]+", whole) if found not in on_screen]
        assert len([found for found in strangers if not address.startswith(found)]) == 0, (state, strangers)
        with override(language):
            read_on = gettext("Read on %(date)s") % {"date": long_date(timezone.localdate())}
        assert squeezed(read_on) in whole, state
        page.emulate_media(media="print")
        visible = page.locator(PRESSED).filter(visible=True).evaluate_all("them => them.map((one) => one.outerHTML)")
        assert visible == [], state
        for word in page.locator("#words dt b").all_inner_texts():
            assert squeezed(word) in whole, (state, word)
        page.emulate_media(media="null")


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_is_cut_from_its_text(open_page, sites, language, size):
    page = open_page(locale=f"{language}-CA")
    for state in (*STATES, "service with everything"):
        open_state(page, sites, language, state)
        headings = {squeezed(heading) for heading in page.evaluate(HEADINGS)}

        for sheet, _next in pairwise(printed(page, size)):
            lowest = squeezed(lines_of(sheet)[0][1])
            assert lowest not in headings, (state, lowest)


def test_the_last_line_of_a_sheet_is_found(open_page):
    page = open_page()
    page.set_content("<h2>Above</h2><p>Between</p><h2>Below</h2>")

    lines = lines_of(printed(page, "A4")[0])

    assert [squeezed(text) for _height, text in lines] == ["Below", "Between", "Above"]


COLOURS = """() => {
    const context = document.createElement("canvas").getContext("2d")
    const luminance = (colour) => {
        context.clearRect(0, 0, 1, 1)
        context.fillStyle = colour
        context.fillRect(0, 0, 1, 1)
        const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data
        return alpha === 0 ? null : (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
    }
    const wrong = []
    for (const element of document.querySelectorAll("body, body *:not(svg, svg *)")) {
        if (!element.checkVisibility()) continue
        const style = getComputedStyle(element)
        const ground = luminance(style.backgroundColor)
        if (luminance(style.color) > 0.3) wrong.push(`text ${element.className} ${style.color}`)
        if (ground !== null && ground < 0.9) wrong.push(`ground ${element.className} ${style.backgroundColor}`)
    }
    return wrong
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_dark_colours_print_black_on_white(open_page, sites, language):
    page = open_page(color_scheme="dark", locale=f"{language}-CA")
    for state in STATES:
        open_state(page, sites, language, state)
        page.emulate_media(media="print", color_scheme="dark")

        assert page.evaluate(COLOURS) == [], state


def test_a_story_behind_a_note_is_printed_with_its_words(open_page, sites):
    page = open_page()
    open_state(page, sites, "en", "story behind a note")

    whole = squeezed("".join(sheet.extract_text() for sheet in printed(page, "A4")))

    told = page.locator(".content-note > :not(summary) p").all_text_contents()
    assert told
    assert [words for words in told if squeezed(words) not in whole] == []
