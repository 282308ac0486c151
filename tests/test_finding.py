"""What a search finds, as a reader sees it: near a place, further away, by area, with each thing that can be asked."""

import math
import re
from datetime import UTC, date, datetime, time
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from locator import asking, distance, places
from locator.areas import town_point
from locator.models import Service, Spot
from locator.searches import Search

from .factories import make_cancer, make_category, make_location, make_locator_editor, make_service

pytestmark = pytest.mark.django_db

# A Monday, at 10 in Ottawa.
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


def text_of(html):
    """The words of a page, as they are read."""
    words = re.sub(r"<(script|style|template|svg|option|optgroup).*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


def see(client, query, *, language="en"):
    """The words of the page of a search."""
    response = client.get(f"/{language}/services/?{query}")
    assert response.status_code == 200
    return text_of(response.content.decode())


def names(client, query):
    """The names of the services on the page of a search, in order."""
    html = client.get(f"/en/services/?{query}").content.decode()
    return re.findall(r'<li class="result".*?<h3>.*?<a [^>]*>(.*?)</a></h3>', html, flags=re.S)


def make_near(name, kilometres, *, of="ottawa-on", **fields):
    """A service at a place that lies so far north of a town."""
    point = places.by_key(of).point
    about_place = {name: fields.pop(name) for name in ("wheelchair", "is_confidential") if name in fields}
    location = make_location(latitude=point.latitude + kilometres / 111.15, longitude=point.longitude, **about_place)
    return make_service(name, at=[location], **fields)


# -- how far away ------------------------------------------------------------------------------------------------------


def test_the_nearest_comes_first_with_its_distance(client):
    make_near("Far", 20)
    make_near("Near", 0.8)
    make_near("Middle", 2.4)

    words = see(client, "near=ottawa-on")

    assert names(client, "near=ottawa-on") == ["Near", "Middle", "Far"]
    assert "Three services within 25 km of Ottawa, Ontario" in words
    assert "800 m away" in words
    assert "2.4 km away" in words
    assert "20 km away" in words


def test_distances_are_told_the_french_way(client):
    make_near("Near", 0.8)
    make_near("Middle", 2.4)

    words = see(client, "near=ottawa-on", language="fr")

    assert "Deux services à moins de 25 km d’Ottawa (Ontario)" in words
    assert "à 800 m" in words
    assert "à 2,4 km" in words


def test_nothing_is_found_beyond_the_distance_that_was_asked_for(client):
    make_near("Just inside", 4.9)
    make_near("Just outside", 5.1)

    assert names(client, "near=ottawa-on&within=5") == ["Just inside"]


@pytest.mark.parametrize(
    "key", ["K1A", "iqaluit-nu", "windsor-on", "grise-fiord-nu", "S7K", "st-johns-nl", "old-crow-yt"]
)
def test_the_database_measures_as_exactly_as_readers_are_told(key):
    place = places.by_key(key)
    ways = [(60, 20), (-31, -12), (3, 88), (0.4, -0.2), (-70, 68)]
    points = [
        distance.Point(
            place.point.latitude + north / 111,
            place.point.longitude + east / 111 / math.cos(math.radians(place.point.latitude)),
        )
        for north, east in ways
    ]
    for point in points:
        make_service(at=[make_location(latitude=point.latitude, longitude=point.longitude)])

    squares = Spot.objects.filter(kind="", band__isnull=False).annotate(square=asking.square_kilometres(place.point))

    for latitude, longitude, square in squares.values_list("latitude", "longitude", "square"):
        exact = distance.kilometres(place.point, distance.Point(latitude, longitude))
        assert square**0.5 == pytest.approx(exact, rel=0.002)


def test_a_service_with_many_places_is_listed_once_at_its_nearest(client):
    houses = [make_location(latitude=45.42 + step / 111, street=f"{step} Step Street") for step in (9, 3, 6)]
    make_service("Everywhere", at=houses)

    words = see(client, "near=ottawa-on")

    assert names(client, "near=ottawa-on") == ["Everywhere"]
    assert "3 Step Street" in words
    assert "6 Step Street" not in words


def test_a_postal_code_with_a_point_finds_what_is_near(client):
    make_near("Near", 1)

    assert names(client, "near=K1A") == ["Near"]


# -- further away, with the reason -------------------------------------------------------------------------------------


def make_those_of_almonte():
    """Three between 25 and 100 km away, and five that serve Ontario by phone."""
    for number in range(3):
        make_near(f"Far {number}", 45 + number, of="almonte-on")
    for number in range(5):
        make_service(f"Line {number}", areas=["province:ON"])


def test_nothing_near_is_said_with_what_there_is_instead(client):
    make_those_of_almonte()

    words = see(client, "near=K0A")

    assert (
        "Nothing within 25 km of K0A. Within 100 km there are three. "
        "Five more help by phone or online and serve Ontario." in words
    )
    assert "0 results" not in words


def test_nothing_near_is_said_in_french(client):
    make_those_of_almonte()

    words = see(client, "near=K0A", language="fr")

    assert (
        "Rien à moins de 25 km de K0A. À moins de 100 km, il y en a trois. "
        "Cinq autres aident par téléphone ou en ligne et desservent l’Ontario." in words
    )


def test_one_is_told_as_one(client):
    make_near("Far", 60)
    make_service("Line", areas=["canada"])

    english, french = see(client, "near=ottawa-on"), see(client, "near=ottawa-on", language="fr")

    assert "Within 100 km there is one. One more helps by phone or online and serves Ontario." in english
    assert "Rien à moins de 25 km d’Ottawa. À moins de 100 km, il y en a un. Un autre aide par téléphone" in french


def test_ten_are_told_in_figures_and_more_than_a_page_as_more(client):
    for number in range(10):
        make_near(f"Ten {number}", 60)

    assert "Within 100 km there are 10." in see(client, "near=ottawa-on")

    for number in range(11):
        make_near(f"Eleven {number}", 61)

    assert "Within 100 km there are more than 20." in see(client, "near=ottawa-on")


def test_only_a_phone_line_is_told_without_more(client):
    make_service("Line", areas=["province:ON"])

    words = see(client, "near=ottawa-on")

    assert "Nothing within 25 km of Ottawa. Nothing within 100 km either. One helps by phone or online" in words


def test_where_100_km_were_asked_for_it_is_looked_for_within_500(client):
    make_near("Very far", 300)

    assert "Nothing within 100 km of Ottawa. Within 500 km there is one." in see(client, "near=ottawa-on&within=100")


def test_nothing_at_all_leads_to_somebody_to_call(client):
    words = see(client, "near=ottawa-on")

    assert "Nothing within 25 km of Ottawa. Nothing within 100 km either." in words
    assert "call one of the numbers below" in words
    assert "8-1-1" in words


def test_what_is_near_is_not_widened(client):
    make_near("Near", 3)
    make_near("Far", 60)

    assert names(client, "near=ottawa-on") == ["Near"]


# -- by area -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("area", ["canada", "province:ON", "place:ottawa-on", "postal:K1", "postal:K1A"])
def test_who_serves_the_place_is_found_however_far_the_office_is(client, area):
    make_service("Remote", at=[make_location("Toronto")], areas=[area])

    assert names(client, "near=K1A") == ["Remote"]


@pytest.mark.parametrize("area", ["province:QC", "place:toronto-on", "postal:K0A", "postal:M"])
def test_who_serves_others_is_not_found(client, area):
    make_service("Remote", at=[make_location("Toronto")], areas=[area])

    assert names(client, "near=K1A") == []


def test_the_closest_area_comes_first_and_then_what_was_verified_last(client):
    make_service("Canada", areas=["canada"])
    for name, day in (("Old", date(2026, 1, 5)), ("New", date(2026, 11, 1)), ("Never", None)):
        service = make_service(name, areas=["province:ON"])
        if day:
            service.verify(by=make_locator_editor(), on=day)
    make_service("Town", areas=["place:ottawa-on", "canada"])

    assert names(client, "near=ottawa-on") == ["Town", "New", "Old", "Never", "Canada"]


def test_one_that_is_near_is_not_listed_again_for_its_area(client):
    make_near("Near", 3, areas=["province:ON", "canada"])

    assert names(client, "near=ottawa-on") == ["Near"]


def test_more_than_ten_that_serve_the_place_have_a_list_of_their_own(client):
    for number in range(25):
        make_service(f"Line {number:02}", areas=["province:ON"])

    first = see(client, "near=ottawa-on")
    pages = [names(client, f"near=ottawa-on&serving=1&page={page}") for page in (1, 2)]

    assert "Many more help by phone or online and serve Ontario." in first
    assert len(names(client, "near=ottawa-on")) == 10
    assert [len(page) for page in pages] == [20, 5]
    assert len({name for page in pages for name in page}) == 25


def test_one_that_is_near_and_serves_others_says_so(client):
    make_near("Ours", 1, areas=["place:ottawa-on"])
    make_near("Theirs", 2, areas=["place:gatineau-qc"])

    words = see(client, "near=K1A")

    assert "Serves people here: Gatineau, Quebec" in words
    assert "Serves people here: Ottawa" not in words


# -- a province --------------------------------------------------------------------------------------------------------


def test_a_province_lists_what_lies_in_it_and_what_serves_it(client):
    make_service("In Toronto", at=[make_location("Toronto")])
    make_service("In Gatineau", at=[make_location("Gatineau", "QC")])
    make_service("Line", areas=["province:ON"])
    make_service("Other line", areas=["province:QC"])

    words = see(client, "near=on")

    assert names(client, "near=on") == ["In Toronto", "Line"]
    assert "One service in Ontario" in words
    assert "Un service en Ontario" in see(client, "near=on", language="fr")


# -- what can be asked -------------------------------------------------------------------------------------------------


def test_a_kind_finds_what_stands_below_it_too(client):
    top = make_category("travel")
    make_near("Rides", 1, categories=[make_category("rides", parent=top)])
    make_near("Travel", 2, categories=[top])
    make_near("Wigs", 3, categories=[make_category("wigs")])

    assert names(client, "near=ottawa-on&kind=travel") == ["Rides", "Travel"]
    assert names(client, "near=ottawa-on&kind=rides") == ["Rides"]
    assert len(names(client, "near=ottawa-on")) == 3


@pytest.mark.parametrize("mode", ["in_person", "by_phone", "online"])
def test_how_a_service_is_given(client, mode):
    nothing = {"in_person": False, "by_phone": False, "online": False}
    for number, name in enumerate(nothing):
        make_near(name, number + 1, **{**nothing, name: True})

    assert names(client, f"near=ottawa-on&mode={mode}") == [mode]


def test_a_language(client):
    make_near("Both", 1, languages=["en", "iu"])
    make_near("English", 2, languages=["en"])

    assert names(client, "near=ottawa-on&language=iu") == ["Both"]


@pytest.mark.parametrize(
    ("age", "found"), [("0.25", ["All"]), ("0.5", ["Baby", "All"]), ("17", ["Baby", "All"]), ("55", ["All", "Older"])]
)
def test_an_age(client, age, found):
    make_near("Baby", 1, minimum_age="0.5", maximum_age=17)
    make_near("All", 2)
    make_near("Older", 3, minimum_age=55)

    assert names(client, f"near=ottawa-on&age={age}") == found


def test_wheelchair_access_counts_at_the_place_that_has_it(client):
    near = make_location(latitude=45.43, street="1 Steps Street", wheelchair="no")
    far = make_location(latitude=45.5, street="2 Ramp Street", wheelchair="yes")
    make_service("Two houses", at=[near, far])
    make_near("Not known", 1)

    words = see(client, "near=ottawa-on&wheelchair=1")

    assert names(client, "near=ottawa-on&wheelchair=1") == ["Two houses"]
    assert "2 Ramp Street" in words
    assert "1 Steps Street" not in words


def test_a_phone_line_needs_no_ramp(client):
    make_service("Line", areas=["province:ON"])

    assert names(client, "near=ottawa-on&wheelchair=1") == ["Line"]


def test_a_cancer_finds_what_is_for_it_and_what_is_for_all(client):
    kidney, breast = make_cancer("Kidney cancer"), make_cancer("Breast cancer")
    make_near("Kidney", 1, cancers=[kidney.page])
    make_near("Breast", 2, cancers=[breast.page])
    make_near("All", 3)

    assert names(client, "near=ottawa-on&cancer=kidney-cancer") == ["Kidney", "All"]
    assert "For people with: Kidney cancer" in see(client, "near=ottawa-on&cancer=kidney-cancer")


def test_a_cancer_is_kept_in_the_other_language(client):
    cancer = make_cancer("Kidney cancer")
    make_cancer("Cancer du rein", page=cancer.page, language="fr")
    make_near("Kidney", 1, cancers=[cancer.page])

    html = client.get("/en/services/?near=ottawa-on&cancer=kidney-cancer").content.decode()

    assert "near=ottawa-on&amp;cancer=cancer-du-rein" in html


def open_from(opens, closes):
    return [{"days": "MO,TU,WE,TH,FR,SA,SU", "opens": opens, "closes": closes}]


def test_open_now_leaves_out_what_is_closed_or_unknown(client, time_machine):
    make_near("Closed", 1, hours=open_from(time(12), time(17)))
    make_near("Open", 2, hours=open_from(time(8), time(17)))
    make_near("Unknown", 3)
    make_near("For now", 4, hours=open_from(time(8), time(17)), status="temporarily closed")
    time_machine.move_to(MONDAY, tick=False)

    words = see(client, "near=ottawa-on&open=1")

    assert names(client, "near=ottawa-on&open=1") == ["Open"]
    assert "One service open now within 25 km of Ottawa, Ontario" in words
    assert "Open until 5 pm today" in words


def test_when_nothing_is_open_it_is_said_what_there_would_be(client, time_machine):
    for number in range(4):
        make_near(f"Closed {number}", 1, hours=open_from(time(12), time(17)))
    time_machine.move_to(MONDAY, tick=False)

    words = see(client, "near=ottawa-on&open=1")

    assert "Nothing within 25 km of Ottawa is open now. Without “open now” there are four." in words


def test_open_now_has_pages_without_doubles(client, time_machine):
    for number in range(50):
        hours = open_from(time(8), time(17)) if number % 2 else open_from(time(12), time(17))
        make_near(f"House {number:02}", number / 10, hours=hours)
    time_machine.move_to(MONDAY, tick=False)

    pages = [names(client, f"near=ottawa-on&open=1&page={page}") for page in (1, 2)]

    assert [len(page) for page in pages] == [20, 5]
    assert [name for page in pages for name in page] == [f"House {number:02}" for number in range(1, 50, 2)]


# -- pages -------------------------------------------------------------------------------------------------------------


def test_pages_hold_every_service_once_and_in_order(client):
    for number in range(45):
        # Three in each house, so that many are equally far.
        make_near(f"House {number:02}", 1 + number // 3 * 0.8)

    pages = [names(client, f"near=ottawa-on&page={page}") for page in (1, 2, 3)]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({name for page in pages for name in page}) == 45
    assert "The 20 services nearest to Ottawa, Ontario" in see(client, "near=ottawa-on")
    assert "Services 21 to 40, by distance from Ottawa, Ontario" in see(client, "near=ottawa-on&page=2")


def test_beyond_the_last_page_is_said_so(client):
    make_near("Near", 1)

    words = see(client, "near=ottawa-on&page=7")

    assert "There is no page 7 of this list" in words
    assert "Nothing within" not in words


# -- confidential places -----------------------------------------------------------------------------------------------


def test_a_confidential_place_is_found_from_everywhere_as_if_it_lay_in_the_middle_of_its_town(client):
    make_near("Shelter", 7, is_confidential=True)
    middle = town_point("Ottawa", "ON")

    for key in ("K1A", "K2K", "gatineau-qc", "J8X"):
        words = see(client, f"near={key}")
        told = re.search(r"([\d.]+) (k?m) away", words)
        kilometres = float(told[1]) / (1 if told[2] == "km" else 1000)
        rounding = 0.06 if kilometres < 10 else 0.51
        assert kilometres == pytest.approx(distance.kilometres(places.by_key(key).point, middle), abs=rounding)
        assert "address given when you call" in words


def test_nothing_of_a_confidential_place_stands_in_a_list(client):
    make_near("Shelter", 7, is_confidential=True)

    html = client.get("/en/services/?near=ottawa-on").content.decode()

    assert "Shelter" in html
    assert "Demonstration Street" not in html
    assert "K1A 0B1" not in text_of(html).replace("For example K1A 0B1", "")
    assert "House in Ottawa" not in html
    assert "data-number" in html
    assert "data-latitude" not in re.search(r'<li class="result".*?</li>', html, flags=re.S)[0]


def test_what_is_not_public_is_not_found(client):
    make_near("Inactive", 1, status="inactive")
    make_near("Defunct", 1, status="defunct")

    assert names(client, "near=ottawa-on") == []


# -- the index, and what it costs --------------------------------------------------------------------------------------


def make_many_spots():
    """Enough of them, spread over the country and its areas, that a database takes the trouble of an index."""
    make_service("One", at=[make_location()], areas=["canada"])
    near, by_area = Spot.objects.filter(band__isnull=False).first(), Spot.objects.filter(area="canada").first()
    copies = []
    for number in range(4000):
        kind, south = f"kind-{number % 7}", 42 + number % 700 / 50
        point = {"latitude": south, "longitude": -130 + number % 600 / 10, "band": distance.band(south)}
        copies.append(copy_of(near, kind=kind if number % 3 else "", **point))
        copies.append(copy_of(by_area, kind=kind if number % 3 else "", area=f"place:town-{number % 900}-on", rank=1))
    Spot.objects.bulk_create(copies)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Spot._meta.db_table}")


def copy_of(spot, **changes):
    values = {field.attname: getattr(spot, field.attname) for field in Spot._meta.concrete_fields if field.name != "id"}
    return Spot(**{**values, **changes})


def explained(work):
    """How the database goes about the last query of some work."""
    with CaptureQueriesContext(connection) as captured:
        work()
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {captured[-1]['sql']}")
        return "\n".join(str(row) for row in cursor.fetchall())


def test_the_index_of_points_is_read_by_kind_band_and_longitude():
    make_many_spots()
    search = Search(place=places.by_key("K1A"), language="fr", has_wheelchair_access=True)

    plan = explained(lambda: asking.within(search, 25, wanted=21))

    assert "spots_near_a_point" in plan
    if connection.vendor == "sqlite":
        assert "kind=? AND band=? AND longitude>? AND longitude<?" in plan


def test_the_index_of_areas_is_read_by_kind_and_area():
    make_many_spots()
    search = Search(place=places.by_key("K1A"), language="fr")

    plan = explained(lambda: asking.serving(search, wanted=11))

    assert "spots_by_area" in plan
    if connection.vendor == "sqlite":
        assert "kind=? AND area=?" in plan


@pytest.mark.parametrize(
    "query", ["", "&kind=rides&mode=by_phone&language=en&age=7", "&cancer=kidney-cancer", "&open=1", "&within=100"]
)
def test_a_page_takes_as_many_queries_for_3_as_for_300_and_12_at_most(client, query):
    rides, kidney = make_category("rides"), make_cancer("Kidney cancer")

    def add(number):
        for one in range(number):
            make_near(
                f"Service {one}",
                3,
                categories=[rides],
                cancers=[kidney.page],
                languages=["en"],
                areas=["place:gatineau-qc"],
                hours=open_from(time(0), time(0)),
            )
            make_service(f"Line {one}", areas=["province:ON"], categories=[rides], languages=["en"])

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/en/services/?near=ottawa-on{query}").status_code == 200
        return len(captured)

    add(3)
    with_three = count()
    add(40)
    with_many = count()

    assert with_many <= with_three <= 12


@pytest.mark.parametrize("query", ["", "&cancer=kidney-cancer", "&within=100"])
def test_a_page_that_had_to_look_further_takes_12_queries_at_most(client, query):
    make_cancer("Kidney cancer")
    make_near("Far", 90 if "100" not in query else 200, areas=["place:gatineau-qc"])
    make_service("Line", areas=["province:ON"])

    with CaptureQueriesContext(connection) as captured:
        words = see(client, f"near=ottawa-on{query}")

    assert "Nothing within" in words
    assert "Far" in words
    assert len(captured) <= 12


def test_rebuilding_finds_nothing_to_do_and_mends_what_is_wrong(capsys):
    make_near("Near", 1, categories=[make_category()])
    call_command("rebuild_spots")
    assert capsys.readouterr().out == "Rows changed: 0.\n"

    Spot.objects.filter(band__isnull=False).update(longitude=0)
    call_command("rebuild_spots")

    assert capsys.readouterr().out != "Rows changed: 0.\n"
    call_command("rebuild_spots")
    assert capsys.readouterr().out == "Rows changed: 0.\n"
    assert Service.objects.count() == 1
