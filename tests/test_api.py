"""The API: what other programs get of the site, in which form, and what they never get."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.limits import Limits
from api.words import matches, suggests
from drugs.models import DrugVersion
from glossary.models import TermVersion
from locator.models import Phone, ServiceAtLocation, SpokenLanguage
from stories.choices import Purpose

from .factories import (
    drawing,
    make_cancer,
    make_category,
    make_draft,
    make_drug,
    make_editor,
    make_location,
    make_many,
    make_organization,
    make_picture,
    make_publisher,
    make_service,
    make_term,
    publish,
    publish_story,
)
from .test_exchange import validator

pytestmark = pytest.mark.django_db

API = "/api/v1"


def ask(client, path, status=200, **query):
    answer = client.get(f"{API}/{path}", query)
    assert answer.status_code == status, answer.content
    return answer.json()


def titles(document):
    return [one["title"] for one in document["contents"]]


# Drugs, words and cancers


def test_a_drug_is_found_by_its_slug_and_by_its_number(client):
    drug = make_drug("Interferon")

    by_slug, by_number = ask(client, "drugs/interferon"), ask(client, f"drugs/{drug.page_id}")

    assert by_slug == by_number
    assert (by_slug["title"], by_slug["number"]) == ("Interferon", drug.page_id)
    assert by_slug["url"] == f"{settings.SITE_ADDRESS}/en/drugs/interferon/"
    assert client.get(by_slug["api_url"].removeprefix(settings.SITE_ADDRESS)).json() == by_slug


def test_a_drug_says_all_that_its_page_says(client):
    cancer = make_cancer("Kidney cancer")
    rows = {
        "types": [{"name": "interferon alfa"}],
        "names": [{"name": "Intron A", "kind": "brand", "no_longer_sold": True}],
        "uses": [{"cancer": cancer.page, "name": "kidney cancer", "qualifier": "some types of"}],
        "givings": [{"route": "an injection", "schedule": "once a week"}],
        "side_effects": [{"effect": "fever", "call_now": True}],
        "sources": [{"title": "Drug Product Database", "url": "https://example.org/", "read_on": "2026-01-15"}],
    }
    make_drug("Interferon", rows=rows, pronunciation="in-ter-FEER-on")

    drug = ask(client, "drugs/interferon")

    assert drug["pronunciation"] == "in-ter-FEER-on"
    assert drug["types"] == [{"name": "interferon alfa", "note": ""}]
    assert drug["names"] == [{"name": "Intron A", "kind": "brand", "type": "", "no_longer_sold": True}]
    assert drug["uses"][0]["cancer"]["slug"] == "kidney-cancer"
    assert drug["givings"][0]["schedule"] == "once a week"
    assert drug["side_effects"][0]["call_now"] is True
    assert drug["sources"][0]["read_on"] == "2026-01-15"
    assert drug["what_it_is"] is None


def test_a_rich_text_comes_as_html_with_whole_addresses_and_as_words(client):
    cancer, picture = make_cancer("Kidney cancer"), make_picture()
    html = (
        f'<p>For <a href="page:cancers.cancer:{cancer.page_id}">kidney cancer</a>: 10<sup>9</sup></p>'
        f'<img data-picture="{picture.pk}"><table><tbody><tr><td>a</td></tr></tbody></table>'
    )
    make_drug("Interferon", what_it_is=html)

    text = ask(client, "drugs/interferon")["what_it_is"]

    assert f'<a href="{settings.SITE_ADDRESS}/en/cancers/kidney-cancer/">kidney cancer</a>' in text["html"]
    assert f'src="{settings.SITE_ADDRESS}/pictures/' in text["html"]
    assert re.findall(r'(?:src|href|srcset)="/|, /', text["html"]) == []
    assert "<div" not in text["html"] and "</div>" not in text["html"]
    assert text["text"].startswith("For kidney cancer: 10⁹")


def test_each_language_has_its_own_texts_and_knows_the_other(client):
    drug = make_drug("Interferon")
    publish(make_draft(DrugVersion, "Interféron", page=drug.page, language="fr", slug="interferon-fr"))

    french = ask(client, "drugs/interferon-fr", language="fr")

    assert french["title"] == "Interféron"
    assert french["alternate"]["slug"] == "interferon"
    assert ask(client, "drugs")["contents"][0]["alternate"]["title"] == "Interféron"


def test_a_page_of_the_other_language_alone_is_told_with_its_address(client):
    drug = make_drug("Interféron", language="fr")

    for asked in ("interferon", str(drug.page_id)):
        problem = ask(client, f"drugs/{asked}", 404)
        assert problem["alternate"]["api_url"].endswith("/drugs/interferon?language=fr")


def test_an_earlier_address_of_the_other_language_alone_is_told_with_the_present_one(client):
    draft = make_drug("Interféron", language="fr").open_draft(by=make_editor())
    draft.slug = "interferons"
    draft.save()
    publish(draft)

    problem = ask(client, "drugs/interferon", 404)

    assert problem["alternate"]["api_url"].endswith("/drugs/interferons?language=fr")


def test_a_slug_costs_no_question_about_numbers(client):
    make_drug("Interferon")

    with CaptureQueriesContext(connection) as asked:
        ask(client, "drugs/interferon")

    assert [query["sql"] for query in asked if '"page_id" = 0' in query["sql"]] == []


def test_lists_are_in_alphabetical_order_and_come_in_pages(client):
    for title in ("Zinc", "Écorce", "Dose", "Fer"):
        make_cancer(title)

    first, second = (ask(client, "cancers", size=3, page=page) for page in (1, 2))

    assert titles(first) == ["Dose", "Écorce", "Fer"]
    assert titles(second) == ["Zinc"]
    expected = {"total_items": 4, "total_pages": 2, "page_number": 2, "size": 1, "first_page": False}
    assert second.items() >= (expected | {"last_page": True, "empty": False}).items()


@pytest.mark.parametrize("size", ["0", "-1", "-100000"])
def test_a_size_of_nothing_means_a_hundred(client, size):
    make_many(TermVersion, 120, definition="<p>What it means.</p>")

    assert ask(client, "terms", size=size)["size"] == 100
    assert ask(client, "search/terms", query="title", size=size)["size"] == 100


def test_a_page_after_the_last_is_empty(client):
    make_drug()

    page = ask(client, "drugs", page=99_999)

    assert page["empty"] and page["last_page"] and page["total_items"] == 1


def test_what_is_not_live_yet_appears_at_its_hour_and_the_etag_with_it(client):
    hour = timezone.now() + timedelta(hours=1)
    publish(make_draft(DrugVersion, "Interferon"), at=hour)

    before = client.get(f"{API}/drugs")
    with time_machine.travel(hour + timedelta(seconds=1)):
        after = client.get(f"{API}/drugs", headers={"if-none-match": before["ETag"]})

    assert before.json()["contents"] == []
    assert after.status_code == 200
    assert titles(after.json()) == ["Interferon"]


def test_a_draft_behind_a_live_text_is_not_told(client):
    draft = make_drug("Interferon").open_draft(by=make_editor())
    draft.title = "Not yet"
    draft.save()

    assert ask(client, "drugs/interferon")["title"] == "Interferon"


def test_an_earlier_address_leads_on(client):
    draft = make_drug("Interferon").open_draft(by=make_editor())
    draft.slug = "interferons"
    draft.save()
    publish(draft)

    answer = client.get(f"{API}/drugs/interferon")

    assert answer.status_code == 301
    assert answer["Location"] == f"{settings.SITE_ADDRESS}{API}/drugs/interferons?language=en"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_page_that_was_merged_leads_to_the_other(client):
    drug, other = make_drug("Interferon"), make_drug("Interferon alfa")
    drug.withdraw(by=make_publisher(), why="Merged.", outcome="moved", moved_to=other.page)

    for asked in ("interferon", drug.page_id):
        answer = client.get(f"{API}/drugs/{asked}")
        assert (answer.status_code, answer["Location"][-28:]) == (302, "/interferon-alfa?language=en")


def test_a_withdrawn_page_is_gone_and_one_kept_under_a_notice_says_so(client):
    gone, kept = make_drug("Gone"), make_drug("Kept")
    gone.withdraw(by=make_publisher(), why="Old.")
    kept.withdraw(by=make_publisher(), why="Old.", outcome="notice", notice="Doctors no longer use it.")

    assert ask(client, "drugs/gone", 410)["title"] == "This was withdrawn"
    assert ask(client, f"drugs/{gone.page_id}", 410)["status"] == 410
    assert ask(client, "drugs/kept")["withdrawal"]["notice"] == "Doctors no longer use it."
    assert ask(client, "drugs")["contents"] == []


def test_demonstration_content_is_never_said_to_be_reviewed(client):
    make_drug("Made up", is_demonstration=True)
    make_drug("Read by a doctor")

    made_up, read = ask(client, "drugs")["contents"]

    assert (made_up["is_demonstration"], made_up["reviewed_at"]) == (True, None)
    assert (read["is_demonstration"], read["reviewed_at"] is not None) == (False, True)


# Searching words


def search(client, query, match="begins", **more):
    return titles(ask(client, "search/terms", query=query, match=match, **more))


def test_a_search_finds_what_begins_with_is_or_contains_the_query(client):
    for title in ("biopsy", "lymph node biopsy", "bio"):
        make_term(title)

    assert search(client, "BIO") == ["bio", "biopsy"]
    assert search(client, "bio", "exact") == ["bio"]
    assert search(client, "node biopsy", "contains") == ["lymph node biopsy"]
    assert search(client, "nothing") == []


@pytest.mark.parametrize("title", ["1-(", "(1->3)-beta-glucan", "50%", "HER2+", "2/3", "[18F]", "α-fetoprotein", "a_b"])
def test_names_with_signs_are_found_as_they_are_written(client, title):
    make_term(title, slug="odd")
    make_term("other")

    assert all(search(client, title, how) == [title] for how in ("begins", "exact", "contains"))


def test_accents_and_capitals_make_no_difference(client):
    make_term("Ulcère", language="fr")

    assert search(client, "ulcere", language="fr") == search(client, "ULCÈRE", "exact", language="fr") == ["Ulcère"]


def test_a_word_is_found_by_its_other_names_which_are_told(client):
    make_term("blood count", rows={"names": [{"name": "CBC"}, {"name": "complete blood count"}]})

    found = ask(client, "search/terms", query="cb")["contents"]

    assert [(one["title"], one["matched_names"]) for one in found] == [("blood count", ["CBC"])]


def test_a_search_is_cut_by_from_and_size(client):
    make_many(TermVersion, 30, definition="<p>What it means.</p>")

    assert search(client, "title", **{"from": 28}) == ["Title 0028", "Title 0029"]
    assert search(client, "title", **{"from": -5, "size": 1}) == ["Title 0000"]
    assert ask(client, "search/terms", query="title", size=1)["total_items"] == 30


def names(client, query, match="begins"):
    return [one["name"] for one in ask(client, "suggestions/terms", query=query, match=match)["contents"]]


def test_suggestions_begin_with_three_letters_and_are_ten_at_most(client):
    make_many(TermVersion, 12, definition="<p>What it means.</p>")

    assert names(client, "ti") == []
    assert len(names(client, "tit")) == 10


def test_a_suggestion_by_a_part_begins_a_word_and_not_the_name(client):
    for title in ("blood", "red blood cell", "lifeblood"):
        make_term(title)

    assert names(client, "blood") == ["blood"]
    assert names(client, "blood", "contains") == ["red blood cell"]


def test_looking_words_up_needs_no_database():
    assert matches("Œdème", "oedeme", how="exact")
    assert not matches("anything", " ", how="contains")
    assert suggests("l’Hôtel", "hot", how="contains")
    assert not suggests("hot", "ho", how="begins")


# Stories


def test_the_words_of_a_story_are_told_only_where_the_author_agreed(client):
    at_home = publish_story(title="Here alone", consents=[Purpose.PUBLISH], photo=drawing())
    further = publish_story(title="Pass it on", quote="The beans were up.", photo=drawing())

    stories = {one["title"]: one for one in ask(client, "stories")["contents"]}

    assert set(stories) == {"Here alone", "Pass it on"}
    assert ask(client, f"stories/{at_home.pk}")["text"] is None
    told = ask(client, f"stories/{further.pk}")["text"]
    assert told["byline"] == "By Audrey"
    assert told["paragraphs"][1] == "The beans were up."
    assert told["quote"] == "The beans were up."
    assert told["photo"]["url"].startswith(f"{settings.SITE_ADDRESS}/pictures/stories/{further.pk}/")


def test_each_further_consent_is_asked_for_apart(client):
    story = publish_story(quote="The beans were up.", consents=[Purpose.PUBLISH, Purpose.SHARE], photo=drawing())

    told = ask(client, f"stories/{story.pk}")["text"]

    assert told["paragraphs"]
    assert (told["quote"], told["photo"]) == ("", None)


def test_a_withdrawn_story_is_gone_at_the_next_look(client):
    story = publish_story()
    before = client.get(f"{API}/stories/{story.pk}")
    story.withdraw()

    after = client.get(f"{API}/stories/{story.pk}", headers={"if-none-match": before["ETag"]})

    assert before["Cache-Control"] == "public, no-cache"
    assert after.status_code == 410
    assert ask(client, "stories")["contents"] == []


def test_stories_are_asked_for_by_cancer_and_by_language(client):
    cancer = make_cancer("Kidney cancer")
    story = publish_story(title="About it", cancer=cancer.page)
    publish_story(title="About another")
    publish_story(title="Le jardin", language="fr")

    assert titles(ask(client, "stories", cancer="kidney-cancer")) == ["About it"]
    assert titles(ask(client, "stories", cancer=cancer.page_id)) == ["About it"]
    assert titles(ask(client, "stories", language="fr")) == ["Le jardin"]
    assert ask(client, f"stories/{story.pk}", 404, language="fr")["alternate"]["language"] == "en"
    assert ask(client, "stories", 400, cancer="nothing")["parameters"][0]["parameter"] == "cancer"


# Services


def test_a_service_has_the_form_of_hsds(client):
    service = make_service(
        at=[make_location()],
        categories=[make_category()],
        areas=["canada"],
        hours=[{"days": "MO,TU", "opens": "09:00", "closes": "17:00"}],
        languages=["fr"],
        minimum_age=0,
        description_en="A ride.",
    )

    document = ask(client, f"services/{service.pk}")

    assert [error.message for error in validator("service").iter_errors(document)] == []
    (place,) = document["service_at_locations"]
    assert place["location"]["addresses"][0]["city"] == "Ottawa"
    assert document["schedules"][0]["byday"] == "MO,TU"
    assert document["phones"][0]["number"] == "613-555-0123"
    assert document["languages"][0]["code"] == "fr"
    assert document["service_areas"][0]["extent"] == "canada"
    assert document["attributes"][0]["taxonomy_term"]["code"] == "rides"
    assert document["minimum_age"] == 0


def test_services_come_in_the_pages_of_hsds(client):
    make_service("B")
    make_service("A")

    page = ask(client, "services", size=1)

    schema = {
        key: page[key] for key in ("total_items", "total_pages", "page_number", "first_page", "last_page", "empty")
    }
    assert list(schema.values()) == [2, 2, 1, True, False, False]
    assert page["contents"][0]["name"] == "A"


def test_services_near_a_point_come_nearest_first_with_their_distance(client):
    make_service("Far", at=[make_location("Gatineau", "QC")])
    make_service("Near", at=[make_location()])
    make_service("Elsewhere", at=[make_location("Toronto", "ON")])

    found = ask(client, "services", near="45.42,-75.70")["contents"]

    assert [one["name"] for one in found] == ["Near", "Far"]
    assert found[0]["distance_kilometres"] < found[1]["distance_kilometres"] < 10


@pytest.mark.parametrize("place", [{"near": "K1A"}, {"town": "ottawa"}, {"town": "ottawa-on"}, {"town": "Ottawa, ON"}])
def test_services_are_found_near_a_town_or_the_beginning_of_a_postal_code(client, place):
    make_service("Near", at=[make_location()])

    assert [one["name"] for one in ask(client, "services", **place)["contents"]] == ["Near"]


@pytest.mark.parametrize("area", ["canada", "province:ON", "place:ottawa-on", "postal:K1A"])
def test_services_for_the_people_of_an_area(client, area):
    make_service("For all", areas=["canada"])
    make_service("For Quebec", areas=["province:QC"])

    assert [one["name"] for one in ask(client, "services", area=area)["contents"]] == ["For all"]


def test_services_are_chosen_by_what_they_are(client):
    above = make_category("travel")
    rides = make_category("rides", parent=above)
    cancer = make_cancer("Kidney cancer")
    make_service("Rides", categories=[rides], languages=["fr"], maximum_age=18, cancers=[cancer.page])
    make_service("Other", minimum_age=50)

    def chosen(**query):
        return [one["name"] for one in ask(client, "services", **query)["contents"]]

    assert chosen(kind="travel") == chosen(spoken="fr") == chosen(age="17.5") == ["Rides"]
    assert chosen(age=60) == ["Other"]
    assert chosen(mode="by_phone") == chosen(cancer="kidney-cancer") == ["Other", "Rides"]


@pytest.mark.parametrize("query", [{"near": "K1A 0B1"}, {"town": "k1a0b1"}, {"town": "Ottawa ON K1A 0B1"}])
def test_a_whole_postal_code_is_refused_and_not_said_again(client, query):
    problem = ask(client, "services", 400, **query)

    assert "near=K1A." in problem["detail"]
    assert "0b1" not in str(problem).lower()


def test_a_name_of_several_towns_is_answered_with_their_keys(client):
    problem = ask(client, "services", 400, town="Windsor")

    keys = [place["key"] for place in problem["places"]]
    assert {"windsor-on", "windsor-ns"} <= set(keys)
    assert ask(client, "services", town=keys[0])["total_items"] == 0


def test_of_a_confidential_place_only_the_town_is_told(client):
    secret = make_location(is_confidential=True, wheelchair="yes", transport_en="Bus 7")
    service = make_service(at=[secret])
    ServiceAtLocation.objects.update(note_en="Blue door")

    documents = [ask(client, f"services/{service.pk}"), *ask(client, "services", near="45.42,-75.70")["contents"]]

    assert len(documents) == 2
    for document in documents:
        said = str(document)
        assert "Ottawa" in said and "'wheelchair': 'yes'" in said
        assert not re.search(r"Demonstration Street|K1A|House in|latitude|Bus 7|Blue door", said)


def test_a_service_in_a_list_is_the_service_on_its_own(client):
    shared, organization = make_location(), make_organization()
    services = [make_service(name, at=[shared], organization=organization, phones=()) for name in ("A", "B", "C")]
    Phone.objects.create(organization=organization, number="613-555-0111")
    Phone.objects.create(location=shared, number="613-555-0122")
    SpokenLanguage.objects.create(location=shared, code="fr")

    documents = ask(client, "services")["contents"]

    assert documents == [ask(client, f"services/{service.pk}") for service in services]
    for document in documents:
        assert document["phones"][0]["number"] == "613-555-0111"
        assert document["service_at_locations"][0]["phones"][0]["number"] == "613-555-0122"


def test_a_service_that_ended_is_gone_and_one_that_is_put_away_was_never_there(client):
    ended, away = make_service("Ended"), make_service("Away", status="inactive")
    ended.status = "defunct"
    ended.save()

    assert ask(client, f"services/{ended.pk}", 410)["detail"] == "This service is no longer offered."
    assert ask(client, f"services/{away.pk}", 404)["status"] == 404
    assert ask(client, "services")["contents"] == []


def test_kinds_of_help_are_terms_of_a_taxonomy(client):
    make_category("rides", name_en="Rides", name_fr="Transport")

    (kind,) = ask(client, "taxonomy_terms", language="fr")["contents"]

    assert (kind["code"], kind["name"]) == ("rides", "Transport")
    assert [error.message for error in validator("taxonomy_term").iter_errors(kind)] == []


# The door


def test_the_start_leads_to_every_route(client):
    start = ask(client, "")

    for route in start["routes"]:
        if "{" not in route["url"] and "terms" not in route["url"]:
            assert client.get(route["url"].removeprefix(settings.SITE_ADDRESS)).status_code == 200
    assert client.get(start["documentation"]["fr"].removeprefix(settings.SITE_ADDRESS)).status_code == 200


def test_who_has_the_answer_already_gets_none(client):
    make_drug()
    first = client.get(f"{API}/drugs/interferon")

    for known in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}', "*"):
        again = client.get(f"{API}/drugs/interferon", headers={"if-none-match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    make_drug("Another")
    assert client.get(f"{API}/drugs", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_every_site_may_read_without_cookies(client):
    make_drug()

    for answer in (client.get(f"{API}/drugs", headers={"origin": "https://example.org"}), client.get(f"{API}/nothing")):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert not answer.cookies and "Cookie" not in answer.get("Vary", "")


def test_head_and_options_are_answered(client):
    make_drug()
    get, head = client.get(f"{API}/drugs"), client.head(f"{API}/drugs")

    options = client.options(f"{API}/drugs")

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])
    assert options.status_code == 204
    assert options["Allow"] == options["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in options["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["drugs", "nothing"])
def test_nothing_can_be_changed(client, method, path):
    answer = getattr(client, method)(f"{API}/{path}")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "This can only be read"


def test_problems_have_the_form_of_rfc_9457(client):
    answer = client.get(f"{API}/drugs/nothing")

    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == {
        "type": f"{settings.SITE_ADDRESS}/en/api/#not-found",
        "title": "There is nothing here",
        "status": 404,
        "detail": "No page has this slug or number in this language.",
    }


def test_an_unknown_parameter_is_refused_by_name(client):
    problem = ask(client, "drugs", 400, langage="fr")

    assert problem["parameters"][0]["parameter"] == "langage"
    assert "language, page, size" in problem["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "page=1.5",
        "page=",
        "page=99999999999999999999",
        "size=101",
        "size=x",
        "language=de",
        "language=",
    ]
    + ["language=en&language=fr", "page[]=1", "size=%00", "page=1&page=2", "%00=1", "page=1e3", "size=0x10", "page=١x"],
)
def test_parameters_that_mean_nothing_are_refused_with_a_sentence(client, query):
    answer = client.get(f"{API}/drugs?{query}")

    assert answer.status_code == 400
    problem = answer.json()
    assert problem["parameters"] and all(one["detail"].endswith(".") for one in problem["parameters"])


HOSTILE = [
    *("\0", "a\0b", "x" * 10_000, "\u202eabc\u202c", "😀" * 60, "' OR 1=1 --", '"', "*", "NEAR(a b)", "a AND NOT b"),
    *("%", "_", "../../etc/passwd", "<script>alert(1)</script>", "{{7*7}}", "\\", "\ud7ff", "\x1b[31m", "ﷺ" * 100),
    *("a\u0300" * 400, "9" * 400, "-1", "1e400", "nan", "inf", "45,NaN", "91,181", "45.42,-75.70,1", "K1A\u00a00B1"),
    *("(((((((((", "[]", "null"),
]
PATHS = ["drugs/{}", "terms/{}", "cancers/{}", "stories/{}", "services/{}", "{}", "drugs/x/{}"]
OF_SERVICES = ("near", "town", "area", "kind", "mode", "spoken", "age", "cancer", "within", "wheelchair")
TOO_MANY = "&".join(f"a{number}=1" for number in range(1001))
QUERIES = [
    *(f"{path}?{TOO_MANY}&b={{}}" for path in ("drugs", "drugs/interferon", "nothing")),
    *("drugs?page={}", "drugs?size={}", "drugs?language={}", "drugs?{}=1", "search/terms?query={}"),
    *("search/terms?query=a&match={}", "search/terms?query={}&match=contains", "search/terms?query=a&from={}"),
    *("suggestions/terms?query={}", "suggestions/terms?query={}&match=contains", "stories?cancer={}"),
    *(f"services?{name}={{}}" for name in OF_SERVICES),
    *("services?area=place:{}", "services?area=postal:{}", "services?area=province:{}"),
]


@pytest.mark.parametrize("address", [*PATHS, *QUERIES])
def test_hostile_input_is_answered_like_any_other(client, address):
    make_term("blood count")
    make_service(at=[make_location()], areas=["canada"])

    for text in HOSTILE:
        answer = client.get(f"{API}/{address.format(quote(text, safe=''))}")
        assert answer.status_code in (200, 400, 404), text
        assert answer["Content-Type"].startswith("application/")
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_too_many_parameters_are_a_problem_like_any_other(client, limited):
    answers = [client.get(f"{API}/drugs?{TOO_MANY}", REMOTE_ADDR="192.0.2.6") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 429]
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}
    assert answers[0]["Content-Language"] == "en"


def test_an_address_that_leads_nowhere_says_so_whatever_is_asked_there(client):
    assert ask(client, "nothing", 404, x=1)["detail"] == "No page of the API has this address."
    assert ask(client, "nothing", 404, language="fr")["type"].endswith("/fr/api/#not-found")


def test_values_to_choose_from_are_told_without_the_empty_one(client):
    assert ask(client, "services", 400, mode="x")["detail"] == "mode: Give one of these: in_person, by_phone, online."


def test_only_headers_that_answers_have_are_exposed(client, limited):
    answers = [client.get(f"{API}/drugs", REMOTE_ADDR="192.0.2.7") for _ in range(4)]

    exposed = set(answers[0]["Access-Control-Expose-Headers"].split(", "))

    assert exposed <= {name for answer in answers for name in answer.headers}


def test_sentences_are_in_the_language_that_was_asked_for(client):
    answers = [client.get(f"{API}/drugs/nothing", {"language": language}) for language in ("en", "fr")]

    assert [answer["Content-Language"] for answer in answers] == ["en", "fr"]
    assert answers[1].json()["type"] == f"{settings.SITE_ADDRESS}/fr/api/#not-found"
    assert answers[0].json()["detail"] != answers[1].json()["detail"]


def test_a_fault_of_ours_is_a_problem_too(client, monkeypatch):
    monkeypatch.setattr("api.drugs.in_order", lambda versions: 1 / 0)
    client.raise_request_exception = False

    answer = client.get(f"{API}/drugs")

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "division" not in answer.content.decode()


# The limit


@pytest.fixture
def limited(settings):
    settings.API_RATE = 3
    # Far from the end of a minute.
    with time_machine.travel("2026-11-23 12:00:10Z", tick=False):
        yield


def test_an_address_may_send_so_many_requests_in_a_minute(client, limited):
    answers = [client.get(f"{API}/drugs", REMOTE_ADDR="192.0.2.1") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit"] for answer in answers[:2]] == ['"address";r=2;t=50', '"address";r=1;t=50']
    assert answers[0]["RateLimit-Policy"] == '"address";q=3;w=60'
    assert answers[3]["Retry-After"] == "50"
    assert "3 requests" in answers[3].json()["detail"]
    assert answers[3]["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{API}/drugs", REMOTE_ADDR="192.0.2.2").status_code == 200


def test_the_limit_ends_with_the_minute(client, limited):
    for _ in range(4):
        client.get(f"{API}/drugs", REMOTE_ADDR="192.0.2.3")

    with time_machine.travel("2026-11-23 12:01:00Z", tick=False):
        assert client.get(f"{API}/drugs", REMOTE_ADDR="192.0.2.3").status_code == 200


def test_asking_beforehand_counts_and_is_never_refused(client, limited):
    answers = [client.options(f"{API}/drugs", REMOTE_ADDR="192.0.2.4") for _ in range(5)]

    assert {answer.status_code for answer in answers} == {204}


def test_no_address_is_kept():
    counting = Limits()

    counting.count("192.0.2.5", most=10, now=0)

    assert "192.0.2.5" not in str(vars(counting)) and str(b"192.0.2.5") not in str(vars(counting))


def test_counting_keeps_little_and_forgets_each_minute():
    counting = Limits()

    spent = [counting.count("a", most=1, now=now).is_used_up for now in (0, 59, 60)]

    assert spent == [False, True, False]
    assert counting.count("a", most=0, now=61).headers() == {}


# The page that explains it


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_explains_every_route_and_every_parameter(client, language):
    document = ask(client, "openapi.json", language=language)

    page = client.get(f"/{language}/api/").content.decode()

    for path, operations in document["paths"].items():
        assert f"GET {path}<" in page
        assert all(f"<code>{one['name']}</code>" in page for one in operations["get"]["parameters"])
    assert "429" in page and 'id="licence"' in page and 'id="not-found"' in page
