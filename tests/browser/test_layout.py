"""How every public page lies on the screen and what it is filled with, in every state, from a watch to a desk."""

import re

import pytest
from babel.messages import pofile
from django.conf import settings

from .visits import LANGUAGES, NO_WIDE_TEXT, WIDE_TEXT, Faults, script, text_size, visit_all

WIDTHS = (256, 320, 768, 1280)
CATALOG = settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"
LOOK = script("layout.js")
HAS_A_PLACE = re.compile(r"%\(\w+\)|%[sd]").search


def words_foreign_to(language):
    """What the interface says in the other language and never in this one."""
    with CATALOG.open("rb") as file:
        messages = [message for message in pofile.read_po(file, locale="fr") if message.id]
    says = {
        "en": {text for message in messages for text in forms(message.id)},
        "fr": {text for message in messages for text in forms(message.string)},
    }
    other = "fr" if language == "en" else "en"
    # What has a place for a value is never on a page as it stands, and a figure is of no language.
    return [text for text in says[other] - says[language] if re.search(r"[^\W\d_]", text) and not HAS_A_PLACE(text)]


def forms(text):
    return [re.sub(r"\s+", " ", form).strip() for form in (text if isinstance(text, tuple) else (text,))]


@pytest.fixture
def origins(sites):
    return tuple(site.address for site in sites)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def foreign(language):
    return words_foreign_to(language)


@pytest.fixture
def page(open_page, language):
    return open_page(locale=f"{language}-CA")


def test_every_page_fits_every_screen(page, sites, language, foreign):
    faults = Faults()

    for state in visit_all(page, sites, language):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                faults.add(page.evaluate(LOOK, foreign), f"{state} {width} {scheme}")

    assert not faults, faults.told()


def test_every_page_fits_with_wide_text(page, sites, language, foreign):
    faults = Faults()

    for state in visit_all(page, sites, language):
        for width in (256, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(WIDE_TEXT)
            faults.add(page.evaluate(LOOK, foreign), f"{state} {width}")
            page.evaluate(NO_WIDE_TEXT)

    assert not faults, faults.told()


def test_every_page_fits_with_text_of_twice_the_size(page, sites, language, foreign):
    faults = Faults()

    with text_size(page, 2):
        for state in visit_all(page, sites, language):
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                faults.add(page.evaluate(LOOK, foreign), f"{state} {width}")

    assert not faults, faults.told()


# {what is found: a page, 320 px wide, that has this fault}
FAULTY = {
    "the page scrolls sideways by 80 px": "<p style='width: 400px; margin: 0'>Wide</p>",
    "leaves the page at a side": "<p style='position: relative; left: -20px'>Left of the page</p>",
    "holds what is wider than it": "<div style='width: 50px; white-space: nowrap'>Longer than its box</div>",
    "scrolls, and no key reaches it": "<div style='width: 9px; overflow: auto; white-space: nowrap'>Longer</div>",
    "is cut off below": "<div style='height: 20px; overflow: hidden'>One<br>Two<br>Three</div>",
    "two texts over one another": "<p>Under</p><p style='margin-top: -30px'>Above</p>",
    "text spills out of its box": "<p style='height: 10px'>One<br>Two</p>",
    "text is covered by": "<p>Words</p><div style='position: absolute; inset: 0; background: red'></div>",
    "is empty": "<ul><li></li></ul>",
    "heading with nothing under it": "<h2>Sources</h2>",
    "term with no description": "<dl><dt>Also called</dt></dl>",
    "announces something that does not come": "<div><p>Call if:</p></div>",
    "label of nothing": "<label for='name'>Name</label>",
    "field without a label": "<input style='height: 44px'>",
    "group of nothing": "<fieldset><legend>Choose</legend></fieldset>",
    "aria-describedby names hint, which is not here": "<p aria-describedby='hint'>Text</p>",
    "leads nowhere on the page": "<a href='#away' style='display: block; height: 44px'>Away</a>",
    "target lower than 44 px": "<button>Press this</button>",
    "target narrower than 44 px": "<button style='height: 44px; width: 30px'>A</button>",
    "target in a text stands too near another one": "<p style='font-size: 9px'>So <a href=''>a</a><a href=''>b</a></p>",
    "is in the other language (Close)": "<p lang='fr'>Texte</p><p>Close</p>",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_each_fault_is_found(open_page, fault):
    page = open_page(viewport={"width": 320, "height": 600})
    page.set_content(f"<!doctype html><html lang='fr'><body style='margin: 0'><main>{FAULTY[fault]}</main></html>")

    found = page.evaluate(LOOK, ["Close"])

    assert any(said.startswith(fault) for said in found), found


def test_a_sound_page_has_no_fault(open_page):
    page = open_page(viewport={"width": 320, "height": 600})
    page.set_content(
        "<!doctype html><html lang='fr'><main><h1>Title</h1><p>Text with a <a href=''>link</a> in it.</p>"
        "<p lang='en'>Close</p><button style='min-height: 44px; min-width: 44px'>OK</button></main></html>"
    )

    assert page.evaluate(LOOK, ["Close"]) == []
