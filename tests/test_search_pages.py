"""The page of results and the suggestions, as readers and their browsers get them."""

import logging
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings

from publishing.tally import tally
from search.misses import Miss
from search.models import Kind
from search.places import PLACES, address_of
from stories.models import Story

from .factories import (
    make_best_bet,
    make_cancer,
    make_document,
    make_drug,
    make_organization,
    make_service,
    make_site_page,
    make_synonym,
    make_term,
    publish_story,
    send_story,
)
from .test_search_words import HOSTILE

pytestmark = pytest.mark.django_db
FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


def look_for(client, text="", *, language="en", headers=None, **asked):
    with override(language):
        address = reverse("search:results")
    return client.get(address, {"q": text, **asked}, headers=headers or {})


def suggested(client, text, *, language="en", **asked):
    with override(language):
        address = reverse("search:suggestions")
    return client.get(address, {"q": text, **asked})


def seen(response):
    """The text of the main part of a page, without its tags."""
    main = re.search(r"<main.*</main>", response.text, re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", main)).split())


def found(response):
    """The titles of the results in their order, with their addresses."""
    links = re.findall(r'<h3><a href="([^"]*)">(.*?)</a></h3>', response.text, re.DOTALL)
    return [(unescape(re.sub(r"<[^>]+>", "", title)), address) for address, title in links]


def make_everything():
    """Something of each kind about interferon, where it stands: {kind: address}."""
    story = publish_story(title="Interferon and I")
    service = make_service("Interferon line")
    return {
        Kind.DRUG: make_drug("Interferon").get_absolute_url(),
        Kind.TERM: make_term("interferon gene", slug="gene").get_absolute_url(),
        Kind.CANCER: make_cancer("Interferon-sensitive cancer").get_absolute_url(),
        Kind.STORY: reverse("stories:detail", args=[story.pk]),
        Kind.SERVICE: service.get_absolute_url(),
        Kind.PAGE: make_site_page("About interferon").get_absolute_url(),
    }


def test_every_kind_is_found_at_its_own_address(client):
    addresses = make_everything()

    response = look_for(client, "interferon")

    assert {address for _, address in found(response)} == set(addresses.values())
    assert all(client.get(address).status_code == 200 for address in addresses.values())
    assert set(PLACES) == set(Kind)


def test_a_result_says_its_kind_its_other_names_and_the_sentence_that_fits(client):
    make_drug(
        "Tamoxifen",
        what_it_is="<p>A pill. It blocks oestrogen in the breast. It is old.</p>",
        rows={"names": [{"name": "Nolvadex", "kind": "brand"}]},
    )

    by_name, by_text = look_for(client, "nolvadex"), look_for(client, "blocks")

    assert "Drug · Also called Nolvadex" in seen(by_name)
    assert "It <mark>blocks</mark> oestrogen in the breast." in by_text.text
    assert "It is old" not in seen(by_text)


def test_what_is_told_in_the_other_language_says_so_to_screen_readers(client):
    make_service("Lantern rides", name_fr="", description_en="Rides at night.")

    own, other = look_for(client, "lantern").text, look_for(client, "lantern", language="fr").text

    assert re.findall(r'<h3><a href="[^"]*"(.*?)>', own) == [""]
    assert re.findall(r'<h3><a href="[^"]*"(.*?)>', other) == [' lang="en-CA"']
    assert re.search(r'<p lang="en-CA">.*Rides at night', other)


def test_each_part_of_a_result_says_which_language_it_is_told_in(client):
    owner = make_organization("Lantern house", name_fr="")
    make_service("Lantern rides", name_fr="Lantern tours", description_en="Rides at night.", organization=owner)
    make_service("Only here", name_fr="", description_fr="Une lantern, la nuit.", phones=["613-555-0199"])

    page = look_for(client, "lantern", language="fr").text

    assert re.search(r'<p lang="en-CA">[^/]*Rides at night', page)
    assert '<span lang="en-CA">Lantern house</span>' in page
    assert re.search(r"<p>Une <mark>lantern</mark>", page)
    hits = re.search(r'<ul class="hits">.*</ul>', look_for(client, "lantern").text, re.DOTALL)[0]
    assert re.findall("<(.*) lang=(.*?)>", hits) == [("p", '"fr-CA"')]


def test_results_that_are_demonstration_content_say_so(client):
    make_service("Interferon line", is_demonstration=True)
    make_service("Interferon house")
    Story.objects.filter(pk=send_story("Interferon story").pk).update(is_demonstration=True)
    publish_story(Story.objects.get())

    hits = re.findall(r'<li class="hit">.*?</li>', look_for(client, "interferon").text, re.DOTALL)

    assert sorted(("Demonstration content" in hit, "house" in hit) for hit in hits) == [
        (False, True),
        (True, False),
        (True, False),
    ]


def test_what_is_found_is_escaped(client):
    make_document("<b>Bold</b> & drug", key="bold", summary='A <i>sign</i> and a "quote".')

    response = look_for(client, "bold")

    assert "<b>Bold" not in response.text.replace("<mark>", "").replace("Cancer<b>Info</b>", "")
    assert found(response) == [("<b>Bold</b> & drug", "/en/drugs/bold/")]


def test_the_box_the_heading_and_the_title_hold_the_question(client):
    make_drug("Interferon")

    page = look_for(client, "interferon").text

    assert 'name="q" value="interferon"' in page
    assert "1 result for “<bdi>interferon</bdi>”" in page
    assert "<title>“interferon”: search – CancerInfo</title>" in page
    assert page.count('role="search"') == 1


def test_results_are_for_readers_and_not_for_search_engines_or_shared_copies(client):
    make_drug("Interferon")

    response = look_for(client, "interferon")

    assert '<meta name="robots" content="noindex">' in response.text
    assert 'rel="canonical"' not in response.text
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "same-origin"
    assert not response.cookies


def test_an_exact_name_comes_first(client):
    make_document("Interferon and fever", key="fever")
    make_document("Interferon", key="interferon")

    assert [title for title, _ in found(look_for(client, "interferon"))] == ["Interferon", "Interferon and fever"]


@pytest.mark.parametrize("question", ["cytokine", "Cytokines", "what is a cytokine?"])
def test_a_question_that_is_a_word_is_answered_by_its_definition(client, question):
    definition = "<p>A <strong>messenger</strong> of cells.</p>"
    term = make_term("cytokine", definition=definition, pronunciation="SY-toh-kine")
    make_drug("Interferon", what_it_is="<p>It is a cytokine.</p>")

    response = look_for(client, question)

    assert 'class="definition"' in response.text
    assert definition in response.text
    assert "SY-toh-kine" in response.text
    assert f'href="{term.get_absolute_url()}">More in the glossary' in response.text
    assert [title for title, _ in found(response)] == ["Interferon"]


def test_a_word_within_a_question_has_no_definition_box(client):
    make_term("cytokine")
    make_drug("Cytokine storm drug")

    assert 'class="definition"' not in look_for(client, "cytokine storm").text


def test_best_bets_come_first_with_their_sentence_and_once(client):
    make_document("Leukemia", kind="cancer", key="leukemia")
    bet = make_document("Cancers of the blood", kind="page", key="blood")
    make_best_bet(bet, "leukemia", "Start here.")

    response = look_for(client, "leukemia")

    assert [title for title, _ in found(response)] == ["Cancers of the blood", "Leukemia"]
    assert "Start here." in seen(response)


@pytest.mark.parametrize("question", ["wobble", "wobble zebra"])
def test_a_best_bet_alone_stands_under_no_number(client, question):
    make_best_bet(make_document("Balance", kind="page", key="balance"), question, "Start here.")

    response = look_for(client, question)

    assert [title for title, _ in found(response)] == ["Balance"]
    assert f"What we suggest for “{question}”" in seen(response)
    assert "0 results" not in seen(response)
    assert "No page has" not in seen(response)


def test_from_a_kind_of_which_there_is_nothing_a_way_leads_back_to_a_best_bet(client):
    make_best_bet(make_document("Balance", kind="page", key="balance"), "wobble", "Start here.")

    response = look_for(client, "wobble", kind="term")

    assert "Nothing of this kind. Choose another kind above." in seen(response)
    assert re.search(r'<a href="/en/search/\?q=wobble">All results *</a>', response.text)


def test_results_are_chosen_by_kind_with_their_counts(client):
    make_document("Interferon", key="interferon")
    make_document("Interferon gene", kind="term", key="gene")
    make_document("Interferon protein", kind="term", key="protein")

    everything, words = look_for(client, "interferon"), look_for(client, "interferon", kind="term")

    assert "All results (3) Drugs (1) Words (2)" in seen(everything)
    assert 'href="/en/search/?q=interferon&amp;kind=term"' in everything.text
    assert [title for title, _ in found(words)] == ["Interferon gene", "Interferon protein"]
    assert 'kind=term" aria-current="true"' in words.text


def test_a_kind_of_which_there_is_nothing_leads_back_to_the_others(client):
    make_document("Interferon", key="interferon")

    response = look_for(client, "interferon", kind="story")

    assert "Nothing of this kind." in seen(response)
    assert "All results (1)" in seen(response)


def test_more_than_a_page_is_leafed_through(client):
    for number in range(25):
        make_document(f"Interferon {number:02}", key=f"i{number}")

    first, second = look_for(client, "interferon"), look_for(client, "interferon", page=2)

    assert (len(found(first)), len(found(second))) == (20, 5)
    assert 'href="/en/search/?q=interferon&amp;page=2" rel="next"' in first.text
    assert 'href="/en/search/?q=interferon" rel="prev"' in second.text
    assert "page 2 – CancerInfo</title>" in second.text
    assert not set(found(first)) & set(found(second))


@pytest.mark.parametrize("page", ["3", "9999"])
def test_beyond_the_last_page_is_the_last_page(client, page):
    for number in range(25):
        make_document(f"Interferon {number:02}", key=f"i{number}")

    response = look_for(client, "interferon", page=page)

    assert (response.status_code, response["Location"]) == (302, "/en/search/?q=interferon&page=2")


@pytest.mark.parametrize("asked", [{"page": "0"}, {"page": "-1"}, {"page": "٣"}, {"page": "9" * 50}, {"kind": "x"}])
def test_what_an_address_asks_for_in_vain_is_left_out(client, asked):
    make_document("Interferon", key="interferon")

    assert [title for title, _ in found(look_for(client, "interferon", **asked))] == ["Interferon"]


def test_a_likely_spelling_is_a_link(client):
    make_document("Interferon", key="interferon")

    response = look_for(client, "interferron")

    assert '<a class="meant" href="/en/search/?q=interferon"><bdi>interferon</bdi></a>' in response.text


def test_what_has_only_some_of_the_words_is_said_to(client):
    make_document("Interferon", key="interferon")

    response = look_for(client, "interferon zebra")

    assert "No page has all the words of “interferon zebra”" in seen(response)
    assert "These pages have some of them." in seen(response)
    assert [title for title, _ in found(response)] == ["Interferon"]


def test_where_nothing_is_found_there_is_a_way_on(client):
    response = look_for(client, "zebra")

    assert response.status_code == 200
    assert "We found nothing for “zebra”" in seen(response)
    for list_page in ("drugs:index", "cancers:index", "glossary:index", "stories:index", "locator:index"):
        assert f'href="{reverse(list_page)}"' in response.text
    assert "1-888-939-3333" in seen(response)


def test_without_a_question_there_is_the_box(client):
    response = look_for(client)

    assert "What are you looking for?" in seen(response)
    assert "We found nothing" not in seen(response)


def test_what_is_in_the_other_language_alone_is_offered(client):
    make_document("Interferon", key="interferon", object_id=1)
    make_document("Interferon", key="interferon", object_id=1, language="fr")
    make_document("Mon interferon", key="1", object_id=2, kind="story", language="fr")

    english, french = look_for(client, "interferon"), look_for(client, "interferon", language="fr")

    with override("fr"):
        address = f"{reverse('search:results')}?q=interferon"
    assert "1 more result, in French only" in seen(english)
    assert f'href="{address}" hreflang="fr-CA"' in english.text
    assert "hreflang" not in re.search(r"<main.*</main>", french.text, re.DOTALL)[0]


def test_the_language_switch_keeps_the_question(client):
    make_document("Interferon", key="interferon")

    page = look_for(client, "interferon", kind="drug").text

    with override("fr"):
        assert f'href="{reverse("search:results")}?q=interferon&amp;kind=drug" lang="fr-CA"' in page


def test_a_synonym_finds_what_it_means(client):
    make_synonym("blood cancer", "leukemia")
    make_document("Leukemia", kind="cancer", key="leukemia")

    assert [title for title, _ in found(look_for(client, "blood cancer"))] == ["Leukemia"]


# Straight to the one that is meant


@pytest.mark.parametrize("question", ["interferon", "INTERFÉRON", "Interferons"])
def test_the_box_of_a_list_leads_straight_to_the_one_with_this_name(client, question):
    drug = make_drug("Interferon")
    make_drug("Interferon beta")

    response = look_for(client, question, kind="drug", straight="1")

    assert (response.status_code, response["Location"]) == (302, drug.get_absolute_url())


def test_another_name_leads_straight_there_too(client):
    drug = make_drug("Tamoxifen", rows={"names": [{"name": "Nolvadex", "kind": "brand"}]})

    assert look_for(client, "nolvadex", kind="drug", straight="1")["Location"] == drug.get_absolute_url()


def test_what_several_are_called_is_a_list(client):
    make_document("Tamoxifen", key="one", names="Nolva")
    make_document("Tamoxifene", key="two", names="Nolva")

    assert len(found(look_for(client, "nolva", kind="drug", straight="1"))) == 2


def test_the_box_of_the_whole_site_never_jumps(client):
    make_drug("Interferon")

    assert look_for(client, "interferon").status_code == 200


@pytest.mark.parametrize(("route", "kind"), [("glossary:index", "term"), ("drugs:index", "drug")])
def test_a_list_has_a_box_of_its_own(client, route, kind):
    page = client.get(reverse(route)).text

    assert f'<input type="hidden" name="kind" value="{kind}">' in page
    assert page.count('role="search"') == 2


@pytest.mark.parametrize("route", ["home", "cancers:index", "stories:index", "locator:index", "visit:index"])
def test_every_page_has_one_box(client, route):
    page = client.get(reverse(route)).text

    assert page.count('role="search"') == 1
    assert f'action="{reverse("search:results")}"' in page


# Hostile questions

LONG = ["a" * 10_000, "interferon " * 1000, "<script>" * 1250]
SIGNS = [
    '"',
    '"a" OR "b"',
    "a AND NOT b*",
    "title:a",
    "NEAR(a b)",
    "'; DROP TABLE x; --",
    "%",
    "%00",
    "\\",
    "()",
    "-a",
    "a^2",
]
MARKUP = ["&<>", "<img src=x onerror=alert(1)>", "{{ 7 }}", "{% x %}"]
UNUSUAL = [
    "\0",
    "a\0b",
    "\x1b[2J",
    "\ue000",
    "\ufdfa" * 100,
    "\U0001f48a",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
]
RIGHT_TO_LEFT = ["\u202eabc", "\u200f", "\u05d0\u05d9\u05e0\u05d8\u05e8", "\u0627\u0644\u0625\u0646\u062a\u0631"]


@pytest.mark.parametrize("question", [*LONG, *SIGNS, *MARKUP, *UNUSUAL, *RIGHT_TO_LEFT])
def test_any_question_gets_an_ordinary_page(client, question):
    make_drug("Interferon")

    response, suggestions = look_for(client, question), suggested(client, question)

    assert (response.status_code, suggestions.status_code) == (200, 200)
    assert "</main>" in response.text
    assert not re.search(r"[\x00\u202e\u200f]", response.text)
    assert len(response.text) < 60_000
    assert "<script>" not in response.text.replace('<script type="application', "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
def test_no_question_breaks_a_page(client, question):
    assert look_for(client, question).status_code in (200, 302)
    assert suggested(client, question).status_code == 200


def test_a_page_is_only_read(client):
    assert client.post(reverse("search:results"), {"q": "a"}).status_code == 405
    assert client.post(reverse("search:suggestions"), {"q": "a"}).status_code == 405


# Questions without an answer


@pytest.mark.usefixtures("counting")
def test_a_question_without_an_answer_is_counted(client):
    look_for(client, "zebra", headers=FROM_OUR_PAGE)

    tally.write()
    assert Miss.objects.get().text == ""


@pytest.mark.usefixtures("counting")
def test_nothing_is_written_while_a_question_is_answered(client):
    with CaptureQueriesContext(connection) as queries:
        look_for(client, "zebra", headers=FROM_OUR_PAGE)

    assert len(queries)
    assert not [query["sql"] for query in queries if re.search(r"\b(INSERT|UPDATE|DELETE|SAVEPOINT)\b", query["sql"])]


def test_a_site_that_counts_nothing_counts_no_question(client):
    look_for(client, "zebra", headers=FROM_OUR_PAGE)

    tally.write()
    assert not Miss.objects.exists()


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}, {**FROM_OUR_PAGE, "Sec-Purpose": "prefetch"}],
)
def test_what_no_person_asked_on_our_pages_is_not_counted(client, headers):
    look_for(client, "zebra", headers=headers)

    tally.write()
    assert not Miss.objects.exists()


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize("asked", [{"text": "interferon"}, {"text": "interferon", "kind": "story"}, {"text": "?!"}, {}])
def test_a_question_that_has_an_answer_or_no_word_is_not_counted(client, asked):
    make_document("Interferon", key="interferon")

    look_for(client, asked.pop("text", ""), headers=FROM_OUR_PAGE, **asked)

    tally.write()
    assert not Miss.objects.exists()


@pytest.mark.usefixtures("counting")
def test_no_log_holds_a_question(client, caplog):
    with caplog.at_level(logging.DEBUG, logger="django"):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)
        look_for(client, "zebrafish", headers=FROM_OUR_PAGE)
        suggested(client, "zebrafish")
        client.get("/en/search/nothing/?q=zebrafish")
        tally.write()

    assert "zebrafish" not in caplog.text


# Suggestions


def test_suggestions_name_their_kind_and_their_address(client):
    make_drug("Interferon", rows={"names": [{"name": "Intron A", "kind": "brand"}]})

    response = suggested(client, "intr")

    assert response.json() == {
        "suggestions": [{"name": "Intron A", "title": "Interferon", "kind": "Drug", "url": "/en/drugs/interferon/"}]
    }
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies


def test_suggestions_speak_the_readers_language(client):
    make_drug("Interféron", language="fr", slug="interferon")

    suggestion = suggested(client, "interf", language="fr").json()["suggestions"][0]

    assert suggestion["name"] == "Interféron"
    with override("fr"):
        assert suggestion["kind"] == str(Kind.DRUG.label)
    assert suggestion["url"].startswith("/fr/")
    assert suggested(client, "interf").json() == {"suggestions": []}


def test_suggestions_begin_at_three_letters_and_are_ten_at_most(client):
    for number in range(12):
        make_document(f"Interferon {number}", key=f"i{number}")

    assert suggested(client, "in").json() == {"suggestions": []}
    assert len(suggested(client, "int").json()["suggestions"]) == 10


def test_suggestions_can_be_of_one_kind(client):
    make_document("Interferon", key="interferon")
    make_document("interferon", kind="term", key="interferon")

    assert [one["kind"] for one in suggested(client, "int", kind="term").json()["suggestions"]] == ["Word"]


# Cost


@pytest.mark.parametrize("number", [3, 60])
@pytest.mark.parametrize("question", ["interferon", "cytokine", "interferron", "interferon zebra", "zebra"])
def test_a_page_of_results_costs_the_same_however_many_there_are(client, number, question):
    make_term("cytokine", definition="<p>A messenger. An interferon is one.</p>")
    for place in range(number):
        make_document(f"Interferon {place:02}", key=f"i{place}", names="Intron\nRoferon")
    look_for(client, question, headers=FROM_OUR_PAGE)

    with CaptureQueriesContext(connection) as queries:
        look_for(client, question, headers=FROM_OUR_PAGE)
    with CaptureQueriesContext(connection) as of_suggestions:
        suggested(client, question)

    assert len(queries) <= 14
    assert len(of_suggestions) <= 2


def test_an_address_is_made_without_a_query(client):
    document = make_document("Interferon", key="interferon")

    with CaptureQueriesContext(connection) as queries:
        address = address_of(document)

    assert address == "/en/drugs/interferon/"
    assert not queries
