"""What machines are told a page is about: words of schema.org alone, and nothing that readers do not see."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override

from cancerinfo import structured_data
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from publishing.languages import Language

from .factories import (
    make_cancer,
    make_category,
    make_drug,
    make_location,
    make_locator_editor,
    make_service,
    make_site_page,
    make_term,
    publish_story,
)

pytestmark = pytest.mark.django_db

# Names of schema.org alone: its types, their parents and their properties. The file says from where and of which day.
VOCABULARY = json.loads((Path(__file__).parent / "vocabulary.json").read_text())["types"]
KEYWORDS = {"@context", "@type", "@id"}


class Scripts(HTMLParser):
    """Collects the texts of the scripts that hold JSON-LD."""

    def __init__(self, page):
        super().__init__()
        self.texts, self._is_inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self._is_inside = tag == "script" and dict(attributes).get("type") == "application/ld+json"

    def handle_endtag(self, tag):
        self._is_inside = False

    def handle_data(self, data):
        if self._is_inside:
            self.texts.append(data)


def thing_of(client, url):
    """The one thing that a page tells machines."""
    (text,) = Scripts(client.get(url).content.decode()).texts
    return json.loads(text)


def things_in(value):
    """Every typed thing in a value, however deep."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from things_in(one)


def properties_of(kind):
    """The names that a type may use: its own and those of every type above it."""
    entry = VOCABULARY[kind]
    return set(entry["properties"]).union(*[properties_of(parent) for parent in entry["parents"]])


def strangers_in(thing):
    """What is said in words that schema.org does not have, or has for other types."""
    for one in things_in(thing):
        kind = one.get("@type")
        if kind not in VOCABULARY:
            yield kind
            continue
        # A word before -input says what has to be filled in there: schema.org/docs/actions.html
        names = {name.removesuffix("-input") for name in one} - KEYWORDS
        yield from ((kind, name) for name in names - properties_of(kind))


def everything():
    """Pages of each kind with all that machines are told of, in both languages."""
    cancer = make_cancer(rows={"names": [{"name": "Renal cancer"}]}, summary="A cancer of the kidney.")
    make_cancer("Cancer du rein", page=cancer.page, language="fr")
    kinds = ("generic", "brand", "abbreviation", "other")
    rows = {
        "names": [{"kind": kind, "name": f"{kind} name"} for kind in kinds],
        "givings": [{"route": "an injection"}],
        "uses": [{"cancer": cancer.page, "name": "kidney cancer"}],
    }
    service = make_service(
        at=[make_location()],
        areas=["canada", "province:ON"],
        categories=[make_category()],
        languages=["fr"],
        website_en="https://example.org/",
        description_en="Drives you there.",
        other_name_en="Wheels",
    )
    texts = [
        make_drug(rows=rows, summary="A drug."),
        cancer,
        make_term(rows={"names": [{"name": "messenger"}]}),
        make_site_page(),
        publish_story(cancer=cancer.page, province="ON"),
        publish_story(language="fr", teller="other", relationship="parent"),
        service,
    ]
    return [text.get_absolute_url() for text in texts]


def lists():
    routes = (
        "home",
        "drugs:index",
        "cancers:index",
        "glossary:index",
        "stories:index",
        "locator:index",
        "visit:index",
        "api_docs",
    )
    for language in Language:
        with override(language):
            yield from [reverse(route) for route in routes]


def test_every_page_speaks_the_words_of_schema_org_alone(client):
    urls = [*everything(), *lists()]

    things = {url: thing_of(client, url) for url in urls}

    assert {url: list(strangers_in(thing)) for url, thing in things.items()} == {url: [] for url in urls}
    assert {one["@type"] for thing in things.values() for one in things_in(thing)} >= {
        *("Drug", "MedicalCondition", "DefinedTerm", "DefinedTermSet", "Article", "Person", "Service", "Place"),
        *("WebPage", "MedicalWebPage", "CollectionPage", "WebSite", "Organization", "BreadcrumbList", "ListItem"),
    }


def test_a_word_that_schema_org_lacks_would_be_noticed():
    thing = {"@type": "Drug", "colour": "blue", "isPartOf": {"@type": "Potion"}}

    assert set(strangers_in(thing)) == {("Drug", "colour"), ("Drug", "isPartOf"), "Potion"}


def test_a_search_action_is_in_those_words_too():
    site = structured_data.web_site(address="https://a.ca", name="A", search="https://a.ca/en/search/?q={words}")

    assert list(strangers_in(site)) == []
    assert site["potentialAction"]["target"]["urlTemplate"] == "https://a.ca/en/search/?q={words}"
    assert site["potentialAction"]["query-input"] == "required name=words"


@pytest.mark.parametrize("language", Language)
def test_home_tells_where_the_site_is_searched(client, language):
    with override(language):
        search = reverse("search:results")

    site = thing_of(client, f"/{language}/")["isPartOf"]

    assert site["publisher"]["name"] == "CancerInfo"
    assert site["potentialAction"]["target"]["urlTemplate"] == f"http://testserver{search}?q={{words}}"


def test_a_drug_is_told_with_its_names_by_their_kind(client):
    kinds = ("generic", "brand", "abbreviation", "other")
    rows = {
        "names": [{"kind": kind, "name": f"{kind} name"} for kind in kinds],
        "givings": [{"route": "an injection"}],
    }
    drug = make_drug(rows=rows, summary="A drug.")

    about = thing_of(client, drug.get_absolute_url())["mainEntity"]

    assert about == {
        "@type": "Drug",
        "url": "http://testserver/en/drugs/interferon/",
        "name": "Interferon",
        "description": "A drug.",
        "nonProprietaryName": "generic name",
        "proprietaryName": "brand name",
        "alternateName": ["abbreviation name", "other name"],
        "administrationRoute": "an injection",
    }


def test_a_page_says_when_a_reviewer_approved_it_unless_it_is_a_demonstration(client):
    real = make_drug("Real")
    shown = make_drug("Shown", is_demonstration=True)

    real_page, shown_page = (thing_of(client, drug.get_absolute_url()) for drug in (real, shown))

    assert real_page["@type"] == "MedicalWebPage"
    assert date.fromisoformat(real_page["lastReviewed"])
    assert "creativeWorkStatus" not in real_page
    assert "lastReviewed" not in shown_page
    assert shown_page["creativeWorkStatus"] == "Demonstration content"


def test_a_page_says_where_it_stands(client):
    term = make_term()

    steps = thing_of(client, term.get_absolute_url())["breadcrumb"]["itemListElement"]

    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Home", "http://testserver/en/"),
        (2, "Words explained", "http://testserver/en/glossary/"),
        (3, "cytokine", "http://testserver/en/glossary/cytokine/"),
    ]


def test_a_story_is_by_whom_readers_see(client):
    cancer = make_cancer()
    named = publish_story(title="Mine", cancer=cancer.page, province="ON")
    nameless = publish_story(title="Nobody’s", display="anonymous", shown_name="")
    told = publish_story(title="Theirs", teller="other", relationship="parent")

    named, nameless, told = (
        thing_of(client, story.get_absolute_url())["mainEntity"] for story in (named, nameless, told)
    )

    assert named["author"] == {"@type": "Person", "name": "Audrey"}
    assert named["creditText"] == "By Audrey, Ontario"
    assert named["about"]["name"] == "Kidney cancer"
    assert nameless["author"]["name"] == "Anonymous"
    assert "author" not in told
    assert told["creditText"] == "Audrey. Told by their mother or father"


def test_a_service_is_told_without_its_confidential_places(client):
    shown = make_location(street="1 Open Street")
    hidden = make_location("Gatineau", "QC", street="9 Hidden Lane", name_en="Hidden House", is_confidential=True)
    service = make_service(at=[shown, hidden], areas=["province:ON"], categories=[make_category()])

    about = thing_of(client, service.get_absolute_url())["mainEntity"]

    assert about["provider"]["name"] == "Helping Hands"
    assert about["areaServed"]["name"] == "Ontario"
    assert about["serviceType"] == "Rides"
    assert "613-555-0123" in json.dumps(about)
    assert "1 Open Street" in json.dumps(about)
    assert not re.search("Gatineau|Hidden|QC", json.dumps(about))


def test_of_a_long_text_about_a_service_only_the_beginning_is_told(client):
    service = make_service(description_en="It drives you there.\r\n" * 100)

    about = thing_of(client, service.get_absolute_url())["mainEntity"]

    assert about["description"].startswith("It drives you there. It drives")
    assert len(about["description"]) == 300


def test_a_service_says_when_it_was_verified(client):
    service = make_service()
    service.verify(by=make_locator_editor(), on=date(2026, 11, 2))
    example = make_service("Example", is_demonstration=True)
    example.verify(by=make_locator_editor(), on=date(2026, 11, 2))

    assert thing_of(client, service.get_absolute_url())["lastReviewed"] == "2026-11-02"
    assert "lastReviewed" not in thing_of(client, example.get_absolute_url())


HOSTILE = ("</script><script>alert(1)</script>", "<!--", "a & b", "]]>", 'say "x" \\', "a\u2028b\u2029", "é œ 😀")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_gets_out_of_its_script(client, text):
    drug = make_drug(summary=text, slug="a-drug")

    page = client.get(drug.get_absolute_url()).content.decode()
    (written,) = Scripts(page).texts

    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written)["description"] == text


@pytest.mark.parametrize("versions", [DrugVersion, CancerVersion])
def test_what_is_empty_is_left_out(client, versions):
    make = {DrugVersion: make_drug, CancerVersion: make_cancer}[versions]

    about = thing_of(client, make("Only a title").get_absolute_url())["mainEntity"]

    assert set(about) == {"@type", "url", "name"}
