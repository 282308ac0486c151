"""What visitors find: live texts, kept addresses, the other language, and nothing that nobody published."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.db import models
from django.utils import timezone

from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion

from .factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_many,
    make_publisher,
    make_site_page,
    make_term,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


def page(client, version, **options):
    return client.get(version.get_absolute_url(), **options)


def text_of(response):
    return response.content.decode()


def test_a_live_drug_is_read_at_its_address(client):
    drug = make_drug("Interferon", what_it_is="<p>A <strong>protein</strong>.</p>")

    answer = page(client, drug)

    assert answer.status_code == 200
    assert "<p>A <strong>protein</strong>.</p>" in text_of(answer)
    assert "<h1" in text_of(answer)


def test_reading_sets_no_cookie_and_loads_nothing_from_elsewhere(client):
    pages = [make_drug(), make_cancer(), make_term()]
    addresses = ["/", "/en/", "/fr/", *[version.get_absolute_url() for version in pages], "/en/nothing-here/"]

    for address in addresses:
        answer = client.get(address)
        assert not answer.cookies, address
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert 'src="http' not in text_of(answer)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_public_pages_are_only_read(client, method):
    drug = make_drug()

    for address in ("/", "/en/", "/en/drugs/", drug.get_absolute_url(), "/health/"):
        assert getattr(client, method)(address).status_code == 405, address


def test_an_earlier_address_leads_to_the_present_one(client):
    old = make_drug("Interferon", slug="interferon")
    draft = old.open_draft(by=make_editor())
    draft.slug = "interferons"
    draft.save()
    publish(draft)

    answer = client.get("/en/drugs/interferon/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/drugs/interferons/")


def test_an_address_of_a_text_that_is_not_live_yet_tells_nothing(client):
    old = make_drug("Interferon", slug="interferon")
    draft = old.open_draft(by=make_editor())
    draft.slug = "secret-name"
    draft.save()
    hour = timezone.now() + timedelta(hours=1)
    publish(draft, at=hour)

    assert client.get("/en/drugs/secret-name/").status_code == 404
    with time_machine.travel(hour):
        assert client.get("/en/drugs/secret-name/").status_code == 200
        assert client.get("/en/drugs/interferon/").headers["Location"] == "/en/drugs/secret-name/"


def test_a_withdrawn_page_says_that_it_is_gone(client):
    drug = make_drug("Interferon", what_it_is="<p>Old words.</p>")
    drug.withdraw(by=make_publisher(), why="An internal reason.")

    answer = page(client, drug)

    assert answer.status_code == 410
    assert "taken down" in text_of(answer)
    assert "Old words" not in text_of(answer)
    assert "internal reason" not in text_of(answer)


def test_a_page_that_moved_leads_to_the_other_one(client):
    drug, other = make_drug("Intron"), make_drug("Interferon")
    drug.withdraw(by=make_publisher(), why="Merged.", outcome="moved", moved_to=other.page)

    assert page(client, drug).headers["Location"] == other.get_absolute_url()


def test_a_page_that_moved_to_one_that_is_gone_is_gone_too(client):
    drug, other = make_drug("Intron"), make_drug("Interferon")
    drug.withdraw(by=make_publisher(), why="Merged.", outcome="moved", moved_to=other.page)
    other.withdraw(by=make_publisher(), why="Gone.")

    assert page(client, drug).status_code == 410


def test_a_text_can_stay_readable_under_a_notice(client):
    drug = make_drug("Interferon", what_it_is="<p>Old words.</p>")
    drug.withdraw(by=make_publisher(), why="Old.", outcome="notice", notice="Doctors no longer use it.")

    answer = page(client, drug)

    assert "Doctors no longer use it." in text_of(answer)
    assert "Old words." in text_of(answer)


def test_a_withdrawn_page_that_comes_back_is_read_again(client):
    drug = make_drug("Interferon")
    drug.withdraw(by=make_publisher(), why="Old.")
    publish(drug.open_draft(by=make_editor()))

    assert page(client, drug).status_code == 200


# Languages


@pytest.mark.parametrize(("asked", "home"), [("fr-CA,fr;q=0.9", "/fr/"), ("en", "/en/"), ("de", "/en/"), ("", "/en/")])
def test_the_bare_address_leads_to_the_readers_language_without_a_cookie(client, asked, home):
    answer = client.get("/", headers={"accept-language": asked})

    assert answer.headers["Location"] == home
    assert "Accept-Language" in answer.headers["Vary"]
    assert not answer.cookies


def test_the_switch_leads_to_the_same_page_in_the_other_language(client):
    english = make_drug("Interferon")
    french = publish(english.translate(by=make_editor()))

    assert f'href="{french.get_absolute_url()}"' in text_of(page(client, english))
    assert f'href="{english.get_absolute_url()}"' in text_of(page(client, french))


def test_the_switch_says_when_the_page_is_missing_in_the_other_language(client):
    english = make_drug("Interferon")
    english.translate(by=make_editor())

    answer = page(client, english)

    assert '<p id="other-language" lang="fr-CA">Cette page n’est pas encore offerte en français.</p>' in text_of(answer)
    assert client.get("/fr/medicaments/interferon/").status_code == 404


@pytest.mark.parametrize(
    ("path", "words"), [("/en/nothing/", "We cannot find this page"), ("/fr/rien/", "Nous ne trouvons pas cette page")]
)
def test_a_wrong_address_is_answered_in_its_language(client, path, words):
    answer = client.get(path)

    assert answer.status_code == 404
    assert words in text_of(answer)


# Lists


def test_brands_are_listed_and_lead_to_their_drug(client):
    names = [
        {"name": "Intron A", "kind": "brand", "no_longer_sold": True},
        {"name": "IFN", "kind": "abbreviation"},
        {"name": "Interferon", "kind": "generic"},
    ]
    make_drug("Interferon", rows={"names": names})

    rows = [row for _, rows in client.get("/en/drugs/").context["letters"] for row in rows]

    assert [(row.name, row.is_other_name) for row in rows] == [
        ("IFN", True),
        ("Interferon", False),
        ("Intron A", True),
    ]


def test_accented_titles_are_listed_under_their_letter(client):
    make_term("écho", slug="echo", language="fr")
    make_term("œdème", slug="oedeme", language="fr")
    make_term("5-FU", slug="5-fu", language="fr")
    make_term("Eau", slug="eau", language="fr")

    letters = client.get("/fr/glossaire/").context["letters"]

    assert [(letter, [term.title for term in terms]) for letter, terms in letters] == [
        ("E", ["Eau", "écho"]),
        ("O", ["œdème"]),
        ("#", ["5-FU"]),
    ]


# The parts of a page


def test_an_empty_part_leaves_no_trace(client):
    drug = make_drug("Interferon", what_it_is="<p>A protein.</p>", how_it_works="<p>&nbsp;</p>")

    answer = text_of(page(client, drug))

    assert 'id="what-it-is"' in answer
    for anchor in ("how-it-works", "types", "use", "given", "side-effects", "before-treatment", "sources"):
        assert f'id="{anchor}"' not in answer
        assert f'href="#{anchor}"' not in answer


def test_a_cancer_that_is_not_live_is_named_but_not_linked(client):
    hidden = make_draft(CancerVersion, "Secret cancer title")
    drug = make_drug("Interferon", rows={"uses": [{"cancer": hidden.page, "name": "kidney cancer"}]})

    answer = text_of(page(client, drug))

    assert "kidney cancer" in answer
    assert "secret-cancer-title" not in answer


def test_a_cancer_shows_the_drugs_that_are_used_for_it(client):
    cancer = make_cancer("Kidney cancer")
    make_drug("Interferon", rows={"uses": [{"cancer": cancer.page, "name": "kidney cancer"}]})
    make_draft(DrugVersion, "Secret drug", rows={"uses": [{"cancer": cancer.page, "name": "kidney cancer"}]})

    answer = text_of(page(client, cancer))

    assert 'href="/en/drugs/interferon/"' in answer
    assert "Secret drug" not in answer


# Words


def test_a_word_is_explained_once_in_each_section(client):
    term = make_term("cytokine")
    text = "<p>A cytokine. Another cytokine.</p>"
    drug = make_drug("Interferon", what_it_is=text, how_it_works=text)

    answer = text_of(page(client, drug))

    assert answer.count(f'popovertarget="word-{term.page_id}">cytokine</button>') == 2
    assert answer.count(f'id="word-{term.page_id}"') == 1
    assert "What cytokine means." in answer


@pytest.mark.parametrize("policy", ["ask", "never"])
def test_a_word_whose_policy_is_not_automatic_is_not_linked(client, policy):
    make_term("cytokine", policy=policy)
    drug = make_drug("Interferon", what_it_is="<p>A cytokine.</p>")

    assert "popovertarget" not in text_of(page(client, drug))


def test_a_word_is_not_explained_on_its_own_page(client):
    term = make_term("cytokine", definition="<p>A cytokine is a protein.</p>")
    make_term("protein")

    answer = text_of(page(client, term))

    assert "cytokine</button>" not in answer
    assert "protein</button>" in answer


def test_a_new_word_is_explained_at_once_and_a_withdrawn_one_no_longer(client):
    drug = make_drug("Interferon", what_it_is="<p>A cytokine.</p>")
    assert "popovertarget" not in text_of(page(client, drug))

    term = make_term("cytokine")
    assert "cytokine</button>" in text_of(page(client, drug))

    term.withdraw(by=make_publisher(), why="Wrong.")
    assert "cytokine</button>" not in text_of(page(client, drug))


def test_a_scheduled_word_is_explained_from_its_hour_on(client):
    drug = make_drug("Interferon", what_it_is="<p>A cytokine.</p>")
    hour = timezone.now() + timedelta(hours=1)
    publish(make_draft(TermVersion, "cytokine", definition="<p>A messenger.</p>"), at=hour)

    assert "popovertarget" not in text_of(page(client, drug))
    with time_machine.travel(hour):
        assert "cytokine</button>" in text_of(page(client, drug))


def test_plain_texts_are_escaped_and_explained(client):
    make_term("cytokine")
    drug = make_drug("Interferon", rows={"types": [{"name": "<b>alfa</b>", "note": "a <i>cytokine</i>"}]})

    answer = text_of(page(client, drug))

    assert "&lt;b&gt;alfa&lt;/b&gt;" in answer
    assert "<i>" not in answer
    assert "cytokine</button>" in answer


# Queries


@pytest.mark.parametrize("number", [3, 100])
def test_a_drug_page_costs_the_same_queries_for_any_number_of_rows(client, django_assert_num_queries, number):
    cancers = [version.page for version in make_many(CancerVersion, number)]
    rows = {
        "types": [{"name": f"type {index}"} for index in range(number)],
        "names": [{"name": f"name {index}"} for index in range(number)],
        "uses": [{"cancer": cancer, "name": "cancer"} for cancer in cancers],
        "givings": [{"route": f"route {index}"} for index in range(number)],
        "side_effects": [{"effect": f"effect {index}"} for index in range(number)],
        "sources": [{"title": f"source {index}"} for index in range(number)],
    }
    words = [make_term(f"word{index}") for index in range(3)]
    text = " ".join(word.title for word in words)
    drug = make_drug("Interferon", what_it_is=f"<p>{text}</p>", rows=rows)
    page(client, drug)

    with django_assert_num_queries(16):
        page(client, drug)


@pytest.mark.parametrize("number", [3, 100])
def test_a_cancer_page_costs_the_same_queries_for_any_number_of_drugs(client, django_assert_num_queries, number):
    cancer = make_cancer("Kidney cancer")
    drugs = make_many(DrugVersion, number)
    use = drugs[0].uses.model
    models.QuerySet.bulk_create(
        use.objects.all(), [use(version=drug, cancer=cancer.page, name="kidney cancer") for drug in drugs]
    )
    page(client, cancer)

    with django_assert_num_queries(14):
        answer = page(client, cancer)
    assert text_of(answer).count("/en/drugs/title-") == number


def test_home_names_what_is_new_of_every_kind_and_leaves_minor_changes_out(client):
    drug = make_drug("Interferon")
    make_cancer("Melanoma")
    make_site_page("About us")
    changed = drug.open_draft(by=make_editor())
    changed.title, changed.is_minor = "Interferon with a comma", True
    changed.save()
    publish(changed)

    text = text_of(client.get("/en/"))

    assert "Melanoma" in text and "About us" in text
    assert "Interferon with a comma" not in text


def test_home_says_whether_a_page_is_new_or_changed(client):
    drug = make_drug("Interferon")
    new = text_of(client.get("/en/"))
    publish(drug.open_draft(by=make_editor()))

    assert "new on" in new
    assert "updated on" in text_of(client.get("/en/"))


def test_a_name_that_only_repeats_the_title_is_no_line_of_its_own(client):
    make_drug("Capecitabine", rows={"names": [{"name": "capecitabine"}, {"name": "Xeloda"}, {"name": "XELODA"}]})

    text = text_of(client.get("/en/drugs/"))

    assert text.count("apecitabine</a>") == 2
    assert text.lower().count("xeloda") == 1


def test_pages_for_everybody_travel_compressed(client):
    make_drug(what_it_is="<p>" + "A protein. " * 100 + "</p>")

    answer = client.get("/en/drugs/interferon/", headers={"accept-encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert b"A protein." in gzip.decompress(answer.content)


def test_a_page_that_holds_a_token_or_somebodys_work_is_never_compressed(client):
    token = client.get("/admin/login/", headers={"accept-encoding": "gzip"})
    client.force_login(make_editor())
    work = client.get("/admin/", headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in token.headers
    assert "Content-Encoding" not in work.headers


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_style_guide_is_for_people_at_the_desk(client, language):
    stranger = client.get(f"/{language}/styleguide/")
    client.force_login(make_user("moderator"))
    insider = client.get(f"/{language}/styleguide/")

    assert stranger.status_code == 302
    assert stranger.url.startswith("/admin/login/")
    assert insider.status_code == 200
    assert "no-store" in insider.headers["Cache-Control"]
    assert "<h1" in text_of(insider)


@pytest.mark.parametrize(
    ("before", "after"),
    [("(", ")"), ("«\u00a0", "\u00a0»"), ("“", "”."), ("l’", ","), ("(l’", ")."), ("", "\u00a0:"), ("", "…")],
)
def test_marks_that_touch_an_explained_word_stay_on_its_line(client, before, after):
    make_term("cytokine", language="fr")
    drug = make_drug(language="fr", what_it_is=f"<p>Une {before}cytokine{after} agit.</p>")

    text = text_of(page(client, drug)).replace("&nbsp;", "\u00a0")

    assert f'<span class="together">{before}<button' in text
    assert f"</button>{after}</span>" in text


def test_among_the_news_of_one_day_drugs_stand_first(client):
    make_drug("Interferon")
    make_cancer("Melanoma")
    make_site_page("About us")

    text = text_of(client.get("/en/"))

    places = [text.index(f">{title}</a>") for title in ("Interferon", "Melanoma", "About us")]
    assert places == sorted(places)


def test_the_news_of_a_later_day_stand_before_those_of_an_earlier_one(client):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        make_drug("Interferon")
    make_site_page("About us")

    text = text_of(client.get("/en/"))

    assert text.index(">About us</a>") < text.index(">Interferon</a>")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_style_guide_without_a_language_leads_to_the_readers_own(client, language):
    answer = client.get("/styleguide/", headers={"accept-language": language})

    assert answer.url == f"/{language}/styleguide/"
    assert "Accept-Language" in answer.headers["Vary"]
    assert not answer.cookies


def test_no_other_character_set_is_obeyed_in_which_half_characters_can_be_sent(client):
    """Half a character is taken by no database: without the rule, this is an error on the server."""
    asked = client.get("/en/search/", {"q": r"a\ud800b"}, CONTENT_TYPE="text/plain; charset=unicode_escape")

    assert asked.status_code == 200
    assert r"a\ud800b" in asked.text
