"""What readers see in French is written as Canadian French is: no-break spaces, guillemets, curly apostrophes."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils.translation import override

from cancerinfo.demonstration import load
from locator.models import Service
from publishing.checks import kinds_of
from publishing.models import Version
from stories.models import Text

pytestmark = pytest.mark.django_db

# Before these marks stands U+00A0 or U+202F, or another such mark; and what follows « has one, too.
FAULTS = {
    "no no-break space before a mark": re.compile(r"[^\s\u00a0\u202f!?…(«][;?!»](?=[\s)»]|\Z)|\w:(?=\s|\Z)"),
    "a space that breaks before a mark": re.compile(r"[ \n][;?!»:](?=\s|\Z)"),
    "« without a no-break space": re.compile("«(?![\u00a0\u202f])"),
    "English quotation marks": re.compile('[“”"]'),
    "a straight apostrophe": re.compile(r"\w'\w"),
    "English thousands or decimals": re.compile(r"\b\d{1,3},\d{3}\b|\b\d+\.\d+ ?(?:km|mg|%)"),
    "a space that breaks inside a number": re.compile(r"\b\d{1,3} \d{3}\b|\d [%$]|\d h \d"),
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = ("alt", "title", "aria-label", "placeholder")
UNSEEN = ("script", "style", "code", "textarea")


class FrenchText(HTMLParser):
    """The pieces of text of a page that are French, those of attributes included."""

    def __init__(self, html):
        super().__init__()
        self.open = []
        self.pieces = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag not in VOID:
            # The title of a source is that of a document, in whatever language it was written.
            language = "" if values.get("class") == "sources" else values.get("lang")
            self.open.append((tag, (self.open[-1][1] if self.open else "") if language is None else language))
        if self._is_french():
            self.pieces += [values[name] for name in SPOKEN if values.get(name) and values.get("name") != "viewport"]

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self._is_french() and not {tag for tag, _ in self.open} & {*UNSEEN}:
            self.pieces.append(data)

    def _is_french(self):
        return bool(self.open) and self.open[-1][1].startswith("fr")


def faults_in(html):
    return [
        (fault, piece.strip()[:80])
        for piece in FrenchText(html).pieces
        for fault, pattern in FAULTS.items()
        if "://" not in piece and pattern.search(piece)
    ]


def addresses():
    routes = ("home", "drugs:index", "cancers:index", "glossary:index", "stories:index", "stories:share")
    more = ("stories:mine", "locator:index", "locator:list", "locator:suggest_new")
    with override("fr"):
        yield from map(reverse, (*routes, *more))
        yield f"{reverse('locator:index')}?near=ottawa-on&within=100"
        yield "/fr/rien-du-tout/"
        for versions in kinds_of(Version):
            yield from (each.get_absolute_url() for each in versions.objects.live().in_language("fr"))
        yield from (each.get_absolute_url() for each in Text.objects.public().in_language("fr"))
        yield from (each.get_absolute_url() for each in Service.objects.public())


def test_every_page_of_the_demonstration_is_written_as_french_is(client):
    load()

    faults = {}
    for address in addresses():
        for fault in faults_in(client.get(address).content.decode()):
            faults.setdefault(fault, address)

    assert not faults


@pytest.mark.parametrize(
    "text",
    [
        *("Vraiment?", "Voici: un mot", "Voici :\nun", "«mot»", "« mot »", "un “mot”", 'un "mot"', "l'eau"),
        *("12,500 personnes", "à 12.5 km", "12 500 personnes", "18 h 30", "5 %"),
    ],
)
def test_each_fault_is_found(text):
    assert faults_in(f'<html lang="fr-CA"><p>{text}</p></html>')
    assert faults_in(f'<html lang="fr-CA"><img alt="{text.replace(chr(34), "”")}"></html>')


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Vraiment\u00a0?",
            "Voici\u00a0: «\u00a0mot\u00a0»",
            "l’eau, 12,5\u00a0km",
            "12\u202f500 personnes",
            "Quoi\u00a0?!",
        ),
        *("18\u00a0h\u00a030", '<span lang="en">Really? “Yes”</span>', "<code>a: b</code>", "9-8-8 (jour et nuit)"),
    ],
)
def test_good_french_passes(text):
    assert not faults_in(f'<html lang="fr-CA"><p>{text}</p></html>')
