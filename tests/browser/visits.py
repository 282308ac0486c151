"""Goes through the states of a showcase in one browser window, and changes how the window looks at them."""

from contextlib import contextmanager
from pathlib import Path

from publishing.languages import Language

LANGUAGES = Language.values
FOLDER = Path(__file__).parent
# WCAG 1.4.12, by a sheet that the page's policy allows.
WIDE_TEXT = """() => {
    const sheet = new CSSStyleSheet()
    const wide = "letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important"
    sheet.replaceSync(`* { ${wide} } p { margin-bottom: 2em !important }`)
    document.adoptedStyleSheets = [sheet]
}"""
NO_WIDE_TEXT = "() => { document.adoptedStyleSheets = [] }"
TEXT_SIZE = 16


def script(name):
    """A function to run in a page, from a file beside this one."""
    return (FOLDER / name).read_text(encoding="utf-8")


def states_of(sites):
    """Yield (site, language, state, path) of everything that there is to see."""
    for site in sites:
        for language, states in site.states.items():
            for state, path in states.items():
                yield site, language, state, path


def visit_all(page, sites, language, *, signed_in=True, with_desk=False):
    """Open every state in a language; yield its name each time. The desk has Django's look, and is left out."""
    for site in sites:
        for name, path in site.states[language].items():
            if path.startswith("/admin/password-reset/") and not with_desk:
                continue
            if site.is_for_editors(path):
                if not signed_in:
                    continue
                page.context.add_cookies([{**site.editor, "url": site.url(path)}])
            page.goto(site.url(path))
            yield name if site is sites[0] else f"{name} of a bare site"


def open_word(page):
    """Open the pop-up of the first word that has one; answer whether there is any."""
    words = page.locator("main [popovertarget]:visible")
    if not words.count():
        return False
    words.first.click()
    page.wait_for_function("() => document.querySelector(':popover-open') !== null")
    return True


class Faults(dict):
    """{what is wrong: where}, because one fault of a template is seen in many places."""

    def add(self, found, where):
        for fault in found:
            self.setdefault(fault, []).append(where)

    def told(self):
        return "\n".join(f"{fault}\n    {len(places)}: {', '.join(places[:6])}" for fault, places in self.items())


@contextmanager
def text_size(page, times):
    """Show a page with larger text, as for a reader who has set it so."""
    browser = page.context.new_cdp_session(page)
    browser.send("Page.enable")
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": round(TEXT_SIZE * times), "fixed": 13 * times}})
    yield
    browser.detach()
