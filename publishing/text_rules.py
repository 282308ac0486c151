"""What a form refuses in a rich text, each in a sentence for its editor. Stored texts may break these rules."""

import re
from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .cleaning import Node, parse, plain_text

# Read out in a list of the page's links, these say nothing.
_SAYS_NOTHING = {"here", "click here", "ici", "cliquez ici", "cliquer ici"}


def broken_rules(html: str) -> list[str]:
    """Sentences about a clean text: links that do not say where they lead, tables without caption or headers."""
    return [*_about_links(html), *_about_tables(html)]


def _about_links(html: str) -> Iterator[str]:
    for address, words in re.findall(r'<a href="([^"]*)">(.*?)</a>', html, re.DOTALL):
        text = plain_text(words).strip()
        if not text:
            yield _("The link to %(address)s has no words. Say where it leads, or remove it.") % {"address": address}
        elif re.sub(r"[\W_]+", " ", text).strip().casefold() in _SAYS_NOTHING:
            yield _("The link “%(words)s” does not say where it leads. Name what readers will find there.") % {
                "words": text
            }


def _about_tables(html: str) -> Iterator[str]:
    for table in _all(parse(html), "table"):
        words = Truncator(" ".join(_words(table))).words(4)
        if not any(isinstance(child, Node) and child.tag == "caption" for child in table.children):
            yield _("The table “%(words)s” needs a caption that says what it shows.") % {"words": words}
        if not next(_all(table, "th", not_inside="table"), None):
            yield _("The table “%(words)s” needs header cells that name its columns or rows.") % {"words": words}


def _all(node: Node, tag: str, *, not_inside: str = "") -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, str):
            continue
        if child.tag == tag:
            yield child
        if child.tag != not_inside:
            yield from _all(child, tag, not_inside=not_inside)


def _words(node: Node) -> Iterator[str]:
    for child in node.children:
        yield from child.split() if isinstance(child, str) else _words(child)
