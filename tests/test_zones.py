"""The time zone of a place, in the provinces that have more than one too."""

from zoneinfo import ZoneInfo

import pytest

from locator.places import PROVINCES, by_key
from locator.zones import EXCEPTIONS, USUAL, zone_of

TOWNS = {
    "calgary-ab": "America/Edmonton",
    "lloydminster-ab": "America/Edmonton",
    "vancouver-bc": "America/Vancouver",
    "prince-george-bc": "America/Vancouver",
    "mackenzie-bc": "America/Vancouver",
    "nelson-bc": "America/Vancouver",
    "kaslo-bc": "America/Vancouver",
    "revelstoke-bc": "America/Vancouver",
    "atlin-bc": "America/Vancouver",
    "creston-bc": "America/Creston",
    "wynndel-bc": "America/Creston",
    "cranbrook-bc": "America/Edmonton",
    "kimberley-bc": "America/Edmonton",
    "fernie-bc": "America/Edmonton",
    "invermere-bc": "America/Edmonton",
    "golden-bc": "America/Edmonton",
    "dawson-creek-bc": "America/Dawson_Creek",
    "fort-st-john-bc": "America/Dawson_Creek",
    "chetwynd-bc": "America/Dawson_Creek",
    "tumbler-ridge-bc": "America/Dawson_Creek",
    "fort-nelson-bc": "America/Fort_Nelson",
    "muncho-lake-bc": "America/Fort_Nelson",
    "winnipeg-mb": "America/Winnipeg",
    "moncton-nb": "America/Moncton",
    "edmundston-nb": "America/Moncton",
    "st-johns-nl": "America/St_Johns",
    "corner-brook-nl": "America/St_Johns",
    "st-anthony-nl": "America/St_Johns",
    "flowers-cove-nl": "America/St_Johns",
    "forteau-nl": "America/St_Johns",
    "red-bay-nl": "America/St_Johns",
    "marys-harbour-nl": "America/St_Johns",
    "happy-valley-goose-bay-nl": "America/Goose_Bay",
    "labrador-city-nl": "America/Goose_Bay",
    "cartwright-nl": "America/Goose_Bay",
    "nain-nl": "America/Goose_Bay",
    "sydney-ns": "America/Halifax",
    "inuvik-nt": "America/Edmonton",
    "iqaluit-nu": "America/Iqaluit",
    "arctic-bay-nu": "America/Iqaluit",
    "grise-fiord-nu": "America/Iqaluit",
    "sanikiluaq-nu": "America/Iqaluit",
    "rankin-inlet-nu": "America/Rankin_Inlet",
    "repulse-bay-nu": "America/Rankin_Inlet",
    "coral-harbour-nu": "America/Coral_Harbour",
    "resolute-nu": "America/Resolute",
    "cambridge-bay-nu": "America/Cambridge_Bay",
    "kugaaruk-nu": "America/Cambridge_Bay",
    "gjoa-haven-nu": "America/Cambridge_Bay",
    "ottawa-on": "America/Toronto",
    "thunder-bay-on": "America/Toronto",
    "marathon-on": "America/Toronto",
    "kenora-on": "America/Winnipeg",
    "dryden-on": "America/Winnipeg",
    "fort-frances-on": "America/Winnipeg",
    "red-lake-on": "America/Winnipeg",
    "atikokan-on": "America/Atikokan",
    "pickle-lake-on": "America/Atikokan",
    "summerside-pe": "America/Halifax",
    "gaspe-qc": "America/Toronto",
    "natashquan-qc": "America/Toronto",
    "cap-aux-meules-qc": "America/Halifax",
    "blanc-sablon-qc": "America/Blanc-Sablon",
    "regina-sk": "America/Regina",
    "lloydminster-sk": "America/Edmonton",
    "creighton-sk": "America/Winnipeg",
    "whitehorse-yt": "America/Whitehorse",
}


@pytest.mark.parametrize(("key", "zone"), TOWNS.items(), ids=TOWNS)
def test_a_town_keeps_its_own_time(key, zone):
    town = by_key(key)

    found = zone_of(town.province, point=town.point)

    assert found == zone


@pytest.mark.parametrize(
    ("province", "postal", "zone"),
    [
        ("BC", "V1G 4A1", "America/Dawson_Creek"),
        ("BC", "v1c", "America/Edmonton"),
        ("NL", "A2V", "America/Goose_Bay"),
        ("NL", "A1C", "America/St_Johns"),
        ("NU", "X0A", "America/Iqaluit"),
        ("NU", "X0B", "America/Cambridge_Bay"),
        ("NU", "X0C", "America/Rankin_Inlet"),
        ("ON", "P9N", "America/Winnipeg"),
        ("ON", "K1A", "America/Toronto"),
        ("QC", "G4T", "America/Halifax"),
        ("SK", "S9V", "America/Edmonton"),
        ("SK", "", "America/Regina"),
    ],
)
def test_without_a_point_the_postal_code_decides(province, postal, zone):
    found = zone_of(province, postal=postal)

    assert found == zone


def test_the_point_counts_more_than_the_postal_code():
    atikokan = by_key("atikokan-on")

    found = zone_of("ON", point=atikokan.point, postal="K1A")

    assert found == "America/Atikokan"


def test_every_province_has_a_zone_and_every_zone_exists():
    zones = {*USUAL.values(), *(part.zone for parts in EXCEPTIONS.values() for part in parts), "America/Goose_Bay"}

    assert set(USUAL) == set(PROVINCES)
    assert {ZoneInfo(zone).key for zone in zones} == zones


def test_what_is_no_province_is_an_error():
    with pytest.raises(KeyError):
        zone_of("WA")
