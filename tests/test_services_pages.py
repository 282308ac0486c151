"""The pages of finding help: from what somebody types to an address, and what never gets into one."""

import logging
import re
from html import unescape

import pytest
from django.conf import settings

from locator.chosen import sign
from locator.models import UnmetNeed

from .factories import make_cancer, make_category, make_location, make_service
from .test_finding import make_near, names, see, text_of

pytestmark = pytest.mark.django_db

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
FIND = "/en/services/find/"


def ask(client, near, **asked):
    """What the form answers to what is typed into it."""
    return client.post(FIND, {"near": near, **asked}, headers=FROM_HERE)


def links(response):
    return [unescape(link) for link in re.findall(r'(?:href|action)="([^"]*)"', response.content.decode())]


# -- the form and the address ------------------------------------------------------------------------------------------


def test_the_page_asks_where_and_for_what(client):
    make_category("rides")

    words = see(client, "")

    assert "Find help near you" in words
    assert "Postal code, town or region" in words
    assert "More choices" in words
    assert b'<option value="rides">Rides</option>' in client.get("/en/services/").content


def test_the_form_leads_to_a_plain_address(client):
    make_category("rides")
    make_cancer("Kidney cancer")
    asked = {
        "kind": "rides",
        "within": "50",
        "mode": "by_phone",
        "language": "fr",
        "age": "7",
        "open": "1",
        "wheelchair": "1",
        "cancer": "kidney-cancer",
    }

    response = ask(client, "K1A 0B1", **asked)

    assert response.status_code == 303
    assert response["Location"] == (
        "/en/services/?near=K1A&kind=rides&within=50&mode=by_phone&language=fr&age=7&open=1&wheelchair=1"
        "&cancer=kidney-cancer"
    )


def test_the_form_in_french_leads_to_an_address_in_french(client):
    form = next(
        link
        for link in links(client.get("/fr/services/"))
        if link.startswith("/fr/services/") and link != "/fr/services/"
    )

    response = client.post(form, {"near": "Trois-Rivières"}, headers=FROM_HERE)

    assert response["Location"] == "/fr/services/?near=trois-rivieres-qc"


def test_an_address_leaves_out_what_is_not_asked(client):
    response = ask(client, "Ottawa", kind="", within="25", mode="", language="", age="")

    assert response["Location"] == "/en/services/?near=ottawa-on"


def test_each_address_shows_the_form_filled_in(client):
    make_category("rides")

    html = client.get("/en/services/?near=windsor-on&kind=rides&within=50&age=0.5&wheelchair=1").content.decode()

    assert 'value="Windsor, Ontario"' in html
    assert '<option value="rides" selected>' in html
    assert '<option value="50" selected>' in html
    assert 'name="age" inputmode="decimal" maxlength="8" value="0.5"' in html
    assert 'name="wheelchair" value="1" checked' in html


def test_a_place_that_stays_in_the_box_is_not_asked_about_again(client):
    response = ask(client, "K0A", place="K0A", within="100")

    assert response["Location"] == "/en/services/?near=K0A&within=100"


def test_nothing_typed_is_said_beside_the_box_and_all_else_is_kept(client):
    make_category("rides")

    response = ask(client, "", kind="rides", within="100", age="7")

    html = response.content.decode()
    assert response.status_code == 200
    assert '<p class="error" id="near-error">Enter a postal code, a town or a region.</p>' in html
    assert '<option value="rides" selected>' in html
    assert '<option value="100" selected>' in html
    assert 'value="7"' in html
    assert "<title>Error:" in html


@pytest.mark.parametrize("typed", ["90210", "D1A 1A1", "K1A 0B", "Qqqqqqqq", "<b>", "\0", "x" * 10_000, "' OR 1=1 --"])
def test_what_is_no_place_is_said_in_a_sentence(client, typed):
    response = ask(client, typed)

    assert response.status_code == 200
    assert 'class="error" id="near-error"' in response.content.decode()


@pytest.mark.parametrize("age", ["seven", "-1", "200", "NaN", "1e9", "∞"])
def test_an_age_that_is_none_is_said_beside_it(client, age):
    response = ask(client, "Ottawa", age=age)

    assert "Write an age in years, from 0 to 130." in response.content.decode()


def test_an_age_may_be_written_the_french_way(client):
    assert ask(client, "Ottawa", age="0,5")["Location"] == "/en/services/?near=ottawa-on&age=0.5"


# -- which place is meant ----------------------------------------------------------------------------------------------


def test_a_town_of_several_provinces_is_asked_about_and_each_answer_leads_on(client):
    response = ask(client, "Windsor", within="50")

    words = text_of(response.content.decode())
    assert "There is more than one place called Windsor. Which one do you mean?" in words
    assert "Windsor, Ontario" in words
    assert "Windsor, Nova Scotia" in words
    link = next(link for link in links(response) if "near=windsor-ns" in link)
    assert client.get(link)["Location"] == "/en/services/?near=windsor-ns&within=50"


def test_a_rural_area_is_asked_about_and_may_be_taken_whole(client):
    response = ask(client, "X0A")

    assert "X0A covers a large area. Which place is nearest?" in response.content.decode()
    whole = next(link for link in links(response) if "near=X0A" in link)
    assert client.get(whole)["Location"] == "/en/services/?near=X0A"


def test_a_rural_postal_code_becomes_its_town(client):
    response = ask(client, "K0A 1A0")

    assert response["Location"] == "/en/services/?near=almonte-on"


def test_an_unknown_code_leads_to_its_province_and_says_so(client):
    response = ask(client, "H0H 0H0")

    assert response["Location"] == "/en/services/?near=qc&as=H0H"
    assert "We do not know the postal code H0H. We looked for Quebec instead." in see(client, "near=qc&as=H0H")


def test_a_misspelled_town_is_found_and_named(client):
    location = ask(client, "Otawa")["Location"]

    assert "We looked for Ottawa, Ontario." in text_of(client.get(location).content.decode())
    assert "Otawa" not in location


# -- a postal code goes nowhere ----------------------------------------------------------------------------------------

WAYS_TO_WRITE = ["K1A 0B1", "k1a0b1", "K1A-0B1", "Ottawa ON K1A 0B1", "K1A OB1"]


def holds_a_whole_code(text):
    return re.search(r"k1a(\W|%20|\+)*[0o]b1", text, flags=re.I)


@pytest.mark.parametrize("typed", WAYS_TO_WRITE)
def test_no_address_of_an_answer_holds_a_whole_postal_code(client, caplog, typed):
    with caplog.at_level(logging.DEBUG):
        response = ask(client, typed)
        page = client.get(response["Location"])

    assert response["Location"] == "/en/services/?near=K1A"
    assert not any(holds_a_whole_code(link) for link in links(page))
    assert not holds_a_whole_code(caplog.text)
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_a_whole_code_typed_with_a_wrong_age_stays_in_the_box_alone(client):
    response = ask(client, "K1A 0B1", age="seven")

    html = response.content.decode()
    assert 'name="near" value="K1A 0B1"' in html
    assert not any(holds_a_whole_code(link) for link in links(response))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_whole_code_in_an_address_written_by_hand_is_cut_off(client, language):
    response = client.get(f"/{language}/services/?near=K1A0B1&within=50")

    assert response.status_code == 303
    assert response["Location"] == f"/{language}/services/?near=K1A&within=50"
    assert "no-store" in response["Cache-Control"]


def test_a_refused_code_in_an_address_written_by_hand_is_in_no_link(client):
    response = client.get("/en/services/?near=K1A0B1X")

    assert response.status_code == 200
    assert not any(holds_a_whole_code(link) for link in links(response))


# -- odd addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "kind=zzz",
        "within=7",
        "mode=fax",
        "language=klingon",
        "age=old",
        "open=maybe",
        "cancer=zzz",
        "page=-1",
        "page=zzz",
        "as=%00",
    ],
)
def test_a_value_that_means_nothing_is_left_out_with_a_sentence(client, query):
    make_near("Near", 1)

    words = see(client, f"near=ottawa-on&{query}")

    assert "We did not understand a part of the address and left it out:" in words
    assert names(client, f"near=ottawa-on&{query}") == ["Near"]


@pytest.mark.parametrize(
    "query", ["utm_source=x", "near=ottawa-on&near=toronto-on", "page=99999", "list=zzz", "%00=%00", "near=%00"]
)
def test_an_odd_address_breaks_nothing(client, query):
    assert client.get(f"/en/services/?{query}").status_code == 200


def test_a_search_is_not_for_search_engines_and_the_page_itself_is(client):
    assert b'name="robots" content="noindex"' in client.get("/en/services/?near=ottawa-on").content
    assert b"noindex" not in client.get("/en/services/").content


def test_the_title_says_what_was_found(client):
    make_near("Near", 1, categories=[make_category("rides")])

    html = client.get("/en/services/?near=ottawa-on&kind=rides").content.decode()

    assert "<title>Rides: One service within 25 km of Ottawa, Ontario – Find help near you – CancerInfo</title>" in html


def test_the_other_language_has_the_same_search(client):
    make_category("rides")

    page = client.get("/en/services/?near=ottawa-on&kind=rides&within=50&page=2")

    assert "/fr/services/?near=ottawa-on&kind=rides&within=50&page=2" in links(page)


def test_what_was_asked_can_be_taken_back(client):
    make_near("Near", 1, categories=[make_category("rides")])

    page = client.get("/en/services/?near=ottawa-on&kind=rides&within=50&age=7")

    assert "/en/services/?near=ottawa-on&within=50&age=7" in links(page)
    assert "/en/services/?near=ottawa-on&kind=rides&within=50" in links(page)
    assert "/en/services/?near=ottawa-on&kind=rides&within=10&age=7" in links(page)


def test_every_link_keeps_the_list_that_somebody_made(client):
    service = make_near("Near", 1, categories=[make_category("rides")])
    signed = sign([service.pk])

    page = client.get("/en/services/", {"near": "ottawa-on", "kind": "rides", "list": signed})
    asked = client.post(f"{FIND}?list={signed}", {"near": "Ottawa"}, headers=FROM_HERE)

    of_the_locator = [link for link in links(page) if "/services/" in link]
    assert of_the_locator
    assert all("list=" in link for link in of_the_locator if link != "/en/services/")
    assert "list=" in asked["Location"]


# -- a result ----------------------------------------------------------------------------------------------------------


def test_a_result_tells_what_to_know_before_calling(client):
    location = make_location(street="12 Demonstration Street")
    make_service("Rides", at=[location], phones=["613-555-0123"], is_demonstration=True)

    response = client.get("/en/services/?near=K1A")

    words = text_of(response.content.decode())
    for told in (
        "Rides",
        "Helping Hands",
        "12 Demonstration Street, Ottawa",
        "Call for opening times",
        "In person",
        "By phone",
        "613-555-0123",
        "Not verified yet",
        "Demonstration content",
    ):
        assert told in words
    assert "tel:+16135550123" in links(response)
    assert (
        'id="result-1" data-number="1" data-latitude="45.4200" data-longitude="-75.7000"' in response.content.decode()
    )


def test_a_service_that_is_closed_for_now_says_so(client):
    make_near("Rides", 1, status="temporarily closed")

    assert "Closed for now." in see(client, "near=ottawa-on")


def test_degrees_have_a_point_in_french_too(client):
    make_service(at=[make_location()])

    assert b'data-latitude="45.4200"' in client.get("/fr/services/?near=K1A").content


def test_a_name_in_the_other_language_is_marked(client):
    make_near("Rides", 1, name_fr="")

    assert '<span lang="en-CA">Rides</span>' in client.get("/fr/services/?near=ottawa-on").content.decode()


def test_no_cookie_is_set_and_nothing_comes_from_elsewhere(client):
    make_near("Rides", 1)

    response = client.get("/en/services/?near=ottawa-on")

    assert not response.cookies
    sources = re.findall(r'(?:src|href)="(https?://[^"]*)"', response.content.decode())
    assert sources == []
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"] == ["'self'"]


# -- unmet need --------------------------------------------------------------------------------------------------------


def counted():
    return list(UnmetNeed.objects.values_list("area", "category__code", "number"))


def test_a_search_with_nothing_near_enough_is_counted_and_nothing_else_of_it(client):
    make_category("rides")

    ask(client, "K1A 0B1", kind="rides")
    ask(client, "K1A 0C3", kind="rides", within="50")
    ask(client, "K1A")
    ask(client, "Nunavut")

    assert sorted(counted(), key=str) == [("K1A", "rides", 2), ("K1A", None, 1), ("NU", None, 1)]


def test_a_search_that_finds_something_is_not_counted(client):
    make_near("Near", 1)

    ask(client, "Ottawa")

    assert counted() == []


def test_what_is_closed_at_this_hour_is_no_unmet_need(client):
    make_near("Near", 1)

    ask(client, "Ottawa", open="1")

    assert counted() == []


def test_a_phone_line_meets_the_need_of_whoever_asks_for_one(client):
    make_service("Line", areas=["province:ON"])

    ask(client, "Ottawa", mode="by_phone")
    ask(client, "Ottawa")

    assert [number for _area, _kind, number in counted()] == [1]


def test_an_answer_to_which_place_is_counted_too(client):
    link = next(link for link in links(ask(client, "Windsor")) if "near=windsor-ns" in link)

    client.get(link, headers=FROM_HERE)

    assert [number for _area, _kind, number in counted()] == [1]


def test_looking_at_results_robots_and_other_sites_are_not_counted(client):
    client.get("/en/services/?near=ottawa-on&page=2", headers=FROM_HERE)
    client.get("/en/services/?near=ottawa-on", headers=FROM_HERE)
    client.get("/en/services/find/?near=ottawa-on")
    client.head("/en/services/find/?near=ottawa-on", headers=FROM_HERE)
    client.get("/en/services/find/?near=ottawa-on", headers={**FROM_HERE, "Sec-Purpose": "prefetch"})
    client.post(FIND, {"near": "Ottawa"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert counted() == []


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace", "options"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/en/services/").status_code == 405
    assert getattr(client, method)(FIND).status_code == 405


def test_the_form_s_address_alone_leads_to_the_form(client):
    assert client.get(FIND)["Location"] == "/en/services/"
