"""Finding a place from what a person typed, and the areas that cover it. The data are real, so the places are too."""

import time
from dataclasses import astuple

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from locator import postal
from locator.distance import Point, kilometres
from locator.places import (
    PROVINCES,
    Choice,
    Found,
    Kind,
    Refused,
    area_label,
    by_key,
    find,
    is_area_key,
    reach,
    suggest,
)
from locator.places.atlas import atlas, rows
from locator.places.misspelling import closest


def found_key(text):
    answer = find(text)
    assert isinstance(answer, Found), answer
    return answer.place.key


def choice_keys(text):
    answer = find(text)
    assert isinstance(answer, Choice), answer
    return [place.key for place in answer.places]


# Postal codes


@pytest.mark.parametrize(
    "text",
    [
        "k1a0b1",
        "K1A 0B1",
        "K1A-0B1",
        " k1a",
        "K1A",
        "K1A OB1",
        "KIA 0B1",
        "k l a 0 b 1",
        "K1A  0B1 ",
        "Ｋ１Ａ ０Ｂ１",
        "K1A–0B1",
    ],
)
def test_a_postal_code_is_read_however_it_is_typed(text):
    key = found_key(text)

    assert key == "K1A"


def test_of_a_postal_code_a_place_keeps_only_the_first_three_characters():
    place = find("K1A 0B1").place

    assert place.kind is Kind.POSTAL
    assert place.fsa == "K1A"
    assert "0B1" not in repr(place)


def test_a_rural_code_becomes_the_town_it_belongs_to():
    place = find("K0A 1A0").place

    assert (place.key, place.kind, place.fsa) == ("almonte-on", Kind.TOWN, "K0A")
    assert "1A0" not in repr(place)


def test_every_rural_code_leads_to_a_town_that_an_address_can_hold():
    codes = atlas().rural

    places = {code: find(code).place for code in list(codes)[::97]}

    assert all(by_key(place.key) == place for place in places.values())
    assert not [code for code, place in places.items() if code[3:] in repr(place)]


def test_a_code_among_other_words_is_found():
    keys = [found_key("Ottawa ON K1A 0B1"), found_key("ottawa k1z"), found_key("Almonte, ON K0A 1A0")]

    assert keys == ["K1A", "K1Z", "almonte-on"]


def test_the_town_counts_when_only_a_wide_rural_area_stands_beside_it():
    key = found_key("Almonte K0A")

    assert key == "almonte-on"


def test_a_rural_area_alone_asks_which_of_its_places_is_nearest():
    answer = find("X0A")

    assert answer.note == "X0A covers a large area. Which place is nearest?"
    assert answer.places[0].key == "iqaluit-nu"
    assert {"pond-inlet-nu", "sanikiluaq-nu"} < {place.key for place in answer.places}
    assert answer.places[-1].key == "X0A"


def test_a_rural_code_newer_than_the_data_asks_too_and_is_not_repeated():
    answer = find("K0A 9Z9")

    assert isinstance(answer, Choice)
    assert "do not know this postal code" in answer.note
    assert "9Z9" not in repr(answer)


@pytest.mark.parametrize(
    ("text", "province"),
    [
        pytest.param("H0H 0H0", "QC", id="Santa Claus"),
        pytest.param("A9Z", "NL", id="newer than the data"),
        pytest.param("B9B 1A1", "NS", id="newer than the data, whole"),
        pytest.param("X1B", "NT", id="X that is not in Nunavut"),
        pytest.param("Y9Y", "YT", id="Yukon"),
        pytest.param("G0B 1B0", "QC", id="retired"),
    ],
)
def test_an_unknown_code_falls_back_to_its_province_and_says_so(text, province):
    answer = find(text)

    assert (answer.place.kind, answer.place.province) == (Kind.PROVINCE, province)
    assert f"We do not know the postal code {text[:3]}." in answer.note
    assert text not in repr(answer) or len(text) == 3


@pytest.mark.parametrize(("text", "province"), [("X0A 0A1", "NU"), ("X0C", "NU"), ("X0E 0A0", "NT"), ("X0G", "NT")])
def test_the_letter_x_is_shared_by_two_territories(text, province):
    answer = find(text)

    place = answer.place if isinstance(answer, Found) else answer.places[0]
    assert place.province == province


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("90210", "looks like a US ZIP code", id="US ZIP"),
        pytest.param("90210-1234", "looks like a US ZIP code", id="long US ZIP"),
        pytest.param("D1A 1A1", "No postal code in Canada starts with D.", id="never first"),
        pytest.param("W1A", "No postal code in Canada starts with W.", id="W first"),
        pytest.param("Z9Z 9Z9", "No postal code in Canada starts with Z.", id="Z first"),
        pytest.param("K1A 0O1", "No postal code in Canada has the letter O.", id="never used"),
        pytest.param("X0D", "No postal code in Canada has the letter D.", id="never used in the first half"),
        pytest.param("K1", "is too short", id="two characters"),
        pytest.param("K1A 0B", "is too short", id="five characters"),
        pytest.param("K1A 0B12", "is too long", id="seven characters"),
        pytest.param("K00 0B1", "Check it and try again", id="a number where a letter belongs"),
    ],
)
def test_a_wrong_postal_code_gets_the_sentence_that_helps(text, words):
    answer = find(text)

    assert isinstance(answer, Refused)
    assert words in answer.sentence


@pytest.mark.parametrize("text", ["Ottawa", "100 Mile House", "Ayr", "K9 unit", "", "a" * 500])
def test_what_is_no_code_is_left_to_the_search_for_towns(text):
    assert postal.read(text) is None


# Points that are wrong in the data


@pytest.mark.parametrize(
    ("key", "where", "within"),
    [
        pytest.param("T4M", Point(52.38, -113.79), 10, id="T4M is Blackfalds, north of Red Deer"),
        pytest.param("V8E", Point(50.12, -122.96), 10, id="V8E is Whistler"),
        pytest.param("R5J", Point(49.70, -96.60), 15, id="R5J is Ste. Geneviève"),
        pytest.param("R5K", Point(49.74, -96.87), 10, id="R5K is Lorette"),
        pytest.param("R5T", Point(49.86, -97.00), 10, id="R5T is Navin, east of Winnipeg"),
        pytest.param("blackfalds-ab", Point(52.38, -113.79), 10, id="Blackfalds"),
        pytest.param("whistler-bc", Point(50.12, -122.96), 10, id="Whistler"),
        pytest.param("aklavik-nt", Point(68.22, -135.0), 10, id="Aklavik"),
        pytest.param("high-level-ab", Point(58.52, -117.13), 10, id="High Level"),
        pytest.param("baddeck-ns", Point(46.10, -60.75), 10, id="Baddeck"),
        pytest.param("old-crow-yt", Point(67.57, -139.83), 10, id="Old Crow"),
    ],
)
def test_a_wrong_point_is_put_right(key, where, within):
    place = by_key(key)

    assert kilometres(place.point, where) < within


def test_every_correction_is_of_something_in_the_data_and_names_its_source():
    corrections = list(rows("corrections"))

    places = {(row["place"], row["province"]) for row in rows("places")}
    wrong = [
        row
        for row in corrections
        if row["source"] not in ("GeoNames", "ODHF")
        or (row["kind"] == "fsa" and row["name"] not in atlas().areas)
        or (row["kind"] == "place" and (row["name"], row["province"]) not in places)
    ]
    assert not wrong


def test_every_point_lies_in_canada():
    points = [*(area.point for area in atlas().areas.values()), *(town.point for town in atlas().towns.values())]

    outside = [point for point in points if not (41.6 < point.latitude < 83.2 and -141.1 < point.longitude < -52.5)]

    assert not outside


# Towns


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ottawa ON", "ottawa-on"),
        ("Ottawa, Ontario", "ottawa-on"),
        ("ottawa (ont.)", "ottawa-on"),
        ("Ottawa Ontario Canada", "ottawa-on"),
        ("in Ottawa", "ottawa-on"),
        ("windsor (ns)", "windsor-ns"),
        ("Windsor N.-É.", "windsor-ns"),
        ("Windsor, Nouvelle-Écosse", "windsor-ns"),
        ("WINDSOR QUÉBEC", "windsor-qc"),
        ("Québec City", "quebec-qc"),
        ("Quebec, QC", "quebec-qc"),
        ("ville de Québec", "quebec-qc"),
        ("Ville de Montréal", "montreal-qc"),
        ("Montreal", "montreal-qc"),
        ("trois rivieres", "trois-rivieres-qc"),
        ("St-Jérôme", "saint-jerome-qc"),
        ("saint jerome", "saint-jerome-qc"),
        ("Val d'Or", "val-d-or-qc"),
        ("val-d’or", "val-d-or-qc"),
        ("L'Assomption", "l-assomption-qc"),
        ("Sault Ste Marie", "sault-ste-marie-on"),
        ("sault sainte-marie", "sault-ste-marie-on"),
        ("St. John's", "st-johns-nl"),
        ("Saint Johns NL", "st-johns-nl"),
        ("St. John’s, T.-N.-L.", "st-johns-nl"),
        ("Saint John", "saint-john-nb"),
        ("Mt Pearl", "mount-pearl-nl"),
        ("Charlottetown, Î.-P.-É.", "charlottetown-pe"),
        ("The Pas", "the-pas-mb"),
        ("fort mcmurray", "fort-mcmurray-ab"),
        ("Kinngait", "cape-dorset-nu"),
        ("Cape Dorset", "cape-dorset-nu"),
        ("Sainte-Foy", "quebec-qc"),
        ("Laval", "laval-qc"),
    ],
)
def test_a_town_is_found_however_it_is_spelled(text, key):
    assert found_key(text) == key


def test_a_town_in_several_provinces_is_asked_about_the_largest_first():
    answer = find("Windsor")

    assert [place.key for place in answer.places] == ["windsor-on", "windsor-qc", "windsor-nb", "windsor-ns"]
    assert answer.note == "There is more than one place called Windsor. Which one do you mean?"


def test_a_name_of_a_town_and_a_province_is_asked_about():
    assert choice_keys("Québec") == ["quebec-qc", "qc"]


def test_a_name_of_a_town_and_a_region_is_asked_about_the_town_first():
    assert choice_keys("Peace River") == ["peace-river-ab", "peace-river-region-bc"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Otawa", "ottawa-on"),
        ("Toronot", "toronto-on"),
        ("Sasktoon", "saskatoon-sk"),
        ("Calgery", "calgary-ab"),
        ("Monteral, QC", "montreal-qc"),
        ("Charlotetown PEI", "charlottetown-pe"),
    ],
)
def test_a_misspelled_town_is_found_and_says_which(text, key):
    answer = find(text)

    assert answer.place.key == key
    assert answer.note == f"We looked for {answer.place.label('en')}."


def test_a_former_name_says_which_town_was_looked_for():
    answer = find("Saguenay")

    assert answer.note == "We looked for Chicoutimi, Quebec."


def test_a_town_in_another_province_than_the_one_typed_is_found_and_says_which():
    answer = find("Ottawa, QC")

    assert (answer.place.key, answer.note) == ("ottawa-on", "We looked for Ottawa, Ontario.")


def test_names_far_from_any_other_are_not_guessed():
    assert closest("zzzzzz", ("ottawa", "toronto")) == []
    assert isinstance(find("xylophonic nonsense"), Refused)


def test_a_misspelled_name_takes_less_than_30_milliseconds():
    find("Otawa")
    start = time.process_time()

    for _again in range(20):
        find("saint-jean-sur-richelieux-le-petitt")

    assert (time.process_time() - start) / 20 < 0.03


# Regions and provinces


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Estrie", "estrie-qc"),
        ("Eastern Townships", "estrie-qc"),
        ("Niagara region", "niagara-on"),
        ("région de Niagara", "niagara-on"),
        ("Okanagan", "okanagan-bc"),
        ("Cap-Breton", "cape-breton-ns"),
        ("gaspesie", "gaspesie-qc"),
        ("Nord de l'Ontario", "northern-ontario-on"),
        ("Labrador", "labrador-nl"),
    ],
)
def test_a_region_is_found_in_both_languages(text, key):
    answer = find(text)

    assert (answer.place.key, answer.place.kind) == (key, Kind.REGION)
    assert answer.place.point


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("Ontario", "ON"),
        ("ON", "ON"),
        ("ont.", "ON"),
        ("N.L.", "NL"),
        ("Newfoundland", "NL"),
        ("T.-N.-L.", "NL"),
        ("C.-B.", "BC"),
        ("Î.-P.-É.", "PE"),
        ("PEI", "PE"),
        ("Nunavut", "NU"),
        ("T.N.-O.", "NT"),
        ("Île-du-Prince-Édouard", "PE"),
        ("nouveau brunswick", "NB"),
        ("QC", "QC"),
        ("Ontaro", "ON"),
    ],
)
def test_a_province_is_found_and_has_no_point(text, province):
    place = find(text).place

    assert (place.kind, place.province, place.point, place.fsa) == (Kind.PROVINCE, province, None, "")


def test_the_thirteen_provinces_and_territories_are_named_in_both_languages():
    assert len(PROVINCES) == 13
    assert PROVINCES["NL"] == ("Newfoundland and Labrador", "Terre-Neuve-et-Labrador")


def test_quebec_has_its_seventeen_regions_and_every_region_stands_at_a_town():
    regions = atlas().regions

    assert {"bas-saint-laurent-qc", "outaouais-qc", "centre-du-quebec-qc"} < set(regions)
    assert all(region.anchor in atlas().towns for region in regions.values())
    assert not set(regions) & set(atlas().towns)


def test_the_lists_name_only_towns_that_exist():
    leading = {key for keys in atlas().keys_by_name.values() for key in keys}

    assert leading <= {*atlas().towns, *atlas().regions}
    assert {key for key, _prefixes in atlas().municipalities} <= set(atlas().towns)


# Names


def test_names_carry_their_accents():
    names = [by_key(key).name("fr") for key in ("montreal-qc", "sept-iles-qc", "val-d-or-qc", "cap-pele-nb")]

    assert names == ["Montréal", "Sept-Îles", "Val-d’Or", "Cap-Pelé"]


def test_a_label_names_the_province_as_each_language_does():
    quebec = by_key("quebec-qc")

    assert quebec.label("en") == "Quebec City, Quebec"
    assert quebec.label("fr-ca") == "Québec (Québec)"
    assert by_key("on").label("en") == "Ontario"
    assert by_key("northern-ontario-on").label("en") == "Northern Ontario"


# Text that makes no sense


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\0",
        "😀😀",
        "שלום",
        "'; DROP TABLE place; --",
        "a" * 10_000,
        "K1A " * 3000,
        "1234567",
        "asdf 123",
        "…",
        "\u202eON",
    ],
    ids=[
        "empty",
        "blank",
        "NUL",
        "emoji",
        "Hebrew",
        "SQL",
        "long",
        "long codes",
        "digits",
        "mixed",
        "dots",
        "reversed",
    ],
)
def test_text_without_sense_gets_a_sentence_quickly(text):
    start = time.process_time()

    answer = find(text)

    assert isinstance(answer, Refused | Found)
    assert isinstance(answer, Found) or len(answer.sentence) < 200
    assert time.process_time() - start < 0.5


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text):
    answer = find(text)

    assert isinstance(answer, Found | Choice | Refused)


# Addresses


@pytest.mark.parametrize("key", ["K1A", "X0A", "windsor-on", "estrie-qc", "on", "st-johns-nl", "cape-dorset-nu"])
def test_what_stands_in_an_address_is_the_place_again(key):
    place = by_key(key)

    assert place.key == key
    assert place.name_en and place.name_fr


@pytest.mark.parametrize("key", ["H0H", "windsor-xx", "", "K1A 0B1", "../etc", "\0", "ON-", "place:ottawa-on"])
def test_an_address_that_names_no_place_has_none(key):
    assert by_key(key) is None


# Areas served


def test_the_areas_of_a_rural_town_go_from_the_smallest_to_all_of_canada():
    areas = reach(by_key("almonte-on"))

    assert areas == (
        "postal:K0A",
        "postal:K0",
        "postal:K",
        "place:almonte-on",
        "region:eastern-ontario-on",
        "province:ON",
        "canada",
    )


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("K1A", "place:ottawa-on"),
        ("K2J", "place:nepean-on"),
        ("K2J", "place:ottawa-on"),
        ("M1B", "place:toronto-on"),
        ("M1B", "place:scarborough-on"),
        ("M5V", "place:toronto-on"),
        ("H2J", "place:montreal-qc"),
        ("H1A", "place:montreal-qc"),
        ("J8X", "place:gatineau-qc"),
        ("Scarborough", "place:toronto-on"),
        ("Dartmouth, NS", "place:halifax-ns"),
        ("Anjou", "place:montreal-qc"),
        ("V8E", "place:whistler-bc"),
        ("E4A", "place:chipman-nb"),
        ("L3L", "province:ON"),
        ("J1H", "region:estrie-qc"),
        ("Kuujjuaq", "region:nunavik-qc"),
        ("Kelowna", "region:okanagan-bc"),
        ("Okanagan", "region:okanagan-bc"),
        ("Okanagan", "province:BC"),
        ("Ontario", "canada"),
    ],
)
def test_a_place_is_covered_by(text, area):
    assert area in reach(find(text).place)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("E4A", "place:bathurst-nb"),
        ("R5T", "region:interlake-mb"),
        ("Schefferville", "region:nunavik-qc"),
        ("Ontario", "place:toronto-on"),
        ("Gatineau QC", "place:ottawa-on"),
    ],
)
def test_a_place_is_not_covered_by(text, area):
    assert area not in reach(find(text).place)


def test_every_area_that_covers_a_place_is_a_known_key():
    places = [by_key(key) for key in [*list(atlas().areas)[::7], *list(atlas().towns)[::37], *atlas().regions]]

    unknown = {area for place in places for area in reach(place) if not is_area_key(area)}

    assert not unknown


@pytest.mark.parametrize(
    ("key", "english", "french"),
    [
        ("place:ottawa-on", "Ottawa, Ontario", "Ottawa (Ontario)"),
        ("region:estrie-qc", "Eastern Townships, Quebec", "Estrie (Québec)"),
        ("province:NS", "Nova Scotia", "Nouvelle-Écosse"),
    ],
)
def test_an_area_has_a_name_in_both_languages(key, english, french):
    assert (area_label(key, "en"), area_label(key, "fr")) == (english, french)


def test_postal_areas_and_canada_have_names_too():
    labels = [area_label(key, "en") for key in ("postal:K1A", "postal:K1", "canada", "nonsense")]

    assert labels == ["Postal code K1A", "Postal codes that start with K1", "All of Canada", "nonsense"]


@pytest.mark.parametrize(
    "key", ["place:nowhere-on", "place:", "region:on", "province:on", "postal:D", "postal:K1A0B1", "Canada", "", "x:y"]
)
def test_a_key_that_names_no_area_is_refused(key):
    assert not is_area_key(key)


# Suggestions


def test_suggestions_begin_with_the_text_larger_towns_first():
    keys = [place.key for place in suggest("otta")]

    assert keys[0] == "ottawa-on"


def test_suggestions_fold_accents_and_saints():
    places = suggest("saint-jer")

    assert places[0].name("fr") == "Saint-Jérôme"


def test_suggestions_know_the_beginnings_of_postal_codes():
    assert [place.key for place in suggest("k1", limit=3)] == ["K1A", "K1B", "K1C"]


@pytest.mark.parametrize("text", ["", "\0", "zzzz", "😀"])
def test_there_are_no_suggestions_for_what_begins_nothing(text):
    assert suggest(text) == []


# The French site


def test_notes_name_places_in_the_language_of_the_page():
    with override("fr"):
        answer = find("Otawa")

    assert "Ottawa (Ontario)" in answer.note


def test_a_place_can_be_compared_and_kept_in_a_set():
    places = {find("Ottawa").place, find("ottawa on").place}

    assert len(places) == 1
    assert len(astuple(places.pop())) == 7
