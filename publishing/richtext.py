"""Rich text: which HTML an editor may write, and the one way in which it is written down.

ALLOWED is the only list. The sanitiser, the editor's buttons, the editor's own filter and the table in
docs/rich-text.md all come from it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

SCHEMES = ("http", "https", "mailto", "tel")

# References: a page by its kind and number, so that a changed address breaks no link; a picture by its number. What
# they lead to is found when the text is shown (references.py).
PAGE_SCHEME = "page"
PAGE_REFERENCE = re.compile(rf"{PAGE_SCHEME}:([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*):([1-9][0-9]{{0,17}})")
PICTURE_REFERENCE = re.compile(r"[1-9][0-9]{0,8}")


def _address(value: str) -> str:
    """An address that is safe to follow, or nothing. Browsers ignore tabs and line ends inside an address."""
    address = re.sub(r"[\t\r\n]", "", value).strip(" \f")
    scheme = re.match(r"([^/?#]*?):", address)
    if not scheme or scheme[1].lower() in SCHEMES or PAGE_REFERENCE.fullmatch(address):
        return address
    return ""


def _picture(value: str) -> str:
    """The number of a picture, or nothing."""
    return value if PICTURE_REFERENCE.fullmatch(value) else ""


def _span(value: str) -> str:
    """A number of columns or rows worth saying, or nothing."""
    return str(int(value)) if re.fullmatch(r"[0-9]{1,3}", value) and int(value) > 1 else ""


def _scope(value: str) -> str:
    """The cells a header speaks for, or nothing."""
    return value if value in ("row", "col", "rowgroup", "colgroup") else ""


def _language(value: str) -> str:
    """The code of a language ("fr", "fr-CA"), or nothing."""
    code = re.fullmatch(r"([a-z]{2,3})(?:-([a-z]{2}))?", value, re.IGNORECASE)
    return "-".join([code[1].lower(), *([code[2].upper()] if code[2] else [])]) if code else ""


def _never(value: str) -> str:
    """Nothing: an attribute that the editor needs while it is open, and no reader does."""
    return ""


@dataclass(frozen=True)
class Tag:
    """One allowed tag: its attributes with the rule for their values, the button that makes it, what it is for."""

    button: str
    meaning: str
    attributes: dict[str, Callable[[str], str]] = field(default_factory=dict)


_SPANS = {"colspan": _span, "rowspan": _span}
ALLOWED = {
    "p": Tag("Format", "A paragraph. Text that stands alone becomes one."),
    "h3": Tag("Format", "A heading inside a section; the page itself writes the levels above."),
    "h4": Tag("Format", "A heading under an h3."),
    "strong": Tag("Bold", "Important words, shown in bold."),
    "em": Tag("Italic", "Stressed words, shown in italics."),
    "sub": Tag("Subscript", "Lowered characters: H₂O."),
    "sup": Tag("Superscript", "Raised characters: 10⁹/L is not 109/L."),
    "span": Tag(
        "Language",
        "Words of another language, so that they are read out and broken as such.",
        {"lang": _language, "dir": _never},
    ),
    "a": Tag(
        "Link", "A link to a page of this site, a web or e-mail address, or a telephone number.", {"href": _address}
    ),
    "ul": Tag("BulletedList", "A list without an order."),
    "ol": Tag("NumberedList", "A list of steps, or of things in order."),
    "li": Tag("BulletedList", "One item of a list; another list may stand inside it."),
    "blockquote": Tag("Blockquote", "Words taken from somebody else."),
    "table": Tag("Table", "A table of facts, never for layout."),
    "caption": Tag("Table", "What the table shows, in one line."),
    "thead": Tag("Table", "The rows of column headers."),
    "tbody": Tag("Table", "The rows of facts."),
    "tr": Tag("Table", "One row."),
    "th": Tag("Table", "A header cell; scope says which cells it speaks for.", {"scope": _scope, **_SPANS}),
    "td": Tag("Table", "A cell.", _SPANS),
    "img": Tag("Picture", "A picture of this site, standing alone between blocks.", {"data-picture": _picture}),
    "br": Tag("", "A line end inside a paragraph (Shift+Enter)."),
}
# A tag means nothing without these: the editor's filter drops it.
_NEEDED = {"img": "data-picture", "span": "lang"}

# The order of the toolbar. A button that makes a tag appears only while the tag is allowed.
BUTTON_GROUPS = (
    ("Format", "Bold", "Italic", "Subscript", "Superscript", "Language", "RemoveFormat"),
    ("NumberedList", "BulletedList", "Blockquote", "Table", "Picture", "SpecialChar"),
    ("Link", "Unlink"),
    ("Undo", "Redo", "ShowBlocks", "Source"),
)
BUTTONS_WITHOUT_A_TAG = {"RemoveFormat", "SpecialChar", "Unlink", "Undo", "Redo", "ShowBlocks", "Source"}

# Plugins that call other sites, open windows, or make what is not allowed. Most are compiled into the editor's one
# file, so leaving their folders out is not enough. "print" needs "preview": naming one without the other is an error.
REMOVED_PLUGINS = (
    *("exportpdf", "scayt", "wsc", "preview", "print", "iframe", "flash", "docprops", "templates", "filebrowser"),
    *("uploadimage", "image", "forms", "smiley", "pagebreak", "newpage", "save", "about", "elementspath", "div"),
    *("stylescombo", "font", "colorbutton", "colordialog", "bidi", "copyformatting", "dialogadvtab"),
    *("justify", "indentblock", "horizontalrule", "liststyle", "find", "maximize", "editorplaceholder", "magicline"),
)

# What a page with an editor needs beyond the site's policy (for csp_update): CKEditor writes <style> elements and style
# attributes. Nothing else: a browser test fails on any other breach.
EDITOR_CSP = {"style-src": ["'unsafe-inline'"]}


def allowed_content() -> dict:
    """CKEditor's own filter (allowedContent), from ALLOWED. A filter for comfort: safety is `clean`."""
    return {name: {"attributes": _filtered(name, tag)} if tag.attributes else True for name, tag in ALLOWED.items()}


def _filtered(name: str, tag: Tag) -> str:
    """The attributes in CKEditor's notation: "!" marks those without which the tag is dropped."""
    return ",".join(f"!{each}" if each == _NEEDED.get(name) else each for each in tag.attributes)


def toolbar() -> list[list[str]]:
    """CKEditor's toolbar: the buttons whose tags are allowed, in the order of BUTTON_GROUPS."""
    shown = {tag.button for tag in ALLOWED.values()} | BUTTONS_WITHOUT_A_TAG
    return [[button for button in group if button in shown] for group in BUTTON_GROUPS]


def ckeditor_config() -> dict:
    """What CKEDITOR_CONFIGS["default"] holds. The widget adds what depends on the person: language, title."""
    return {
        "toolbar": toolbar(),
        "format_tags": ";".join(name for name, tag in ALLOWED.items() if tag.button == "Format"),
        "allowedContent": allowed_content(),
        "disallowedContent": "script; style; *[on*]",
        "removePlugins": ",".join(REMOVED_PLUGINS),
        # Not a folder of the editor's: static/js/desk/editor-pictures.js.
        "extraPlugins": "picture",
        "versionCheck": False,
        # Off: "é" and "β" are stored as themselves, so that search and comparison find them.
        "entities": False,
        "disableNativeSpellChecker": False,
        "linkDefaultProtocol": "https://",
        "linkShowTargetTab": False,
        "linkShowAdvancedTab": False,
        "width": "100%",
        "height": 280,
        "customConfig": "",
        "stylesSet": False,
    }
