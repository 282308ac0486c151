"""Two languages: which one an address is read in, and where the switch leads."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from drugs.models import DrugVersion
from publishing.accept_language import preferred
from publishing.languages import Language
from redirects.models import Redirect

from .factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_picture,
    make_publisher,
    make_service,
    make_site_page,
    publish,
    publish_story,
)

# What a browser asks for


@pytest.mark.parametrize(
    ("header", "language"),
    [
        *(("", "en"), ("fr", "fr"), ("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("en-CA, fr;q=0.9", "en"), ("FR-fr", "fr")),
        *(("fr;q=0.2, en;q=0.8", "en"), ("en;q=0.2, fr;q=0.8", "fr"), ("fr, en", "fr"), ("de, fr;q=0.1", "fr")),
        *(("fr;q=0", "en"), ("en;q=0", "fr"), ("en;q=0, *;q=0.5", "fr"), ("fr;q=0, *", "en"), ("*", "en")),
        *(("fr;q=x", "en"), ("fr;q=1.5", "en"), ("fr;q=-1", "en"), (";;;,,,", "en"), ("fr;q=0.5;q=1", "en")),
        *(("french", "en"), ("\x00fr", "en"), ("é, fr", "fr"), ("en;q=0.001," * 500 + "fr", "en"), ("-" * 9999, "en")),
    ],
)
def test_the_header_of_a_browser_is_weighed(header, language):
    assert preferred(header) == language


# Addresses without a language


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["en", "fr"])
@pytest.mark.parametrize(
    ("path", "led"),
    [
        ("/drugs/interferon/?a=b&c=%C3%A9", "/en/drugs/interferon/?a=b&c=%C3%A9"),
        *(("/medicaments/interferon/", "/fr/medicaments/interferon/"), ("/medicaments", "/fr/medicaments/")),
        *(("/FR/medicaments/", "/fr/medicaments/"), ("/fr-ca/medicaments/x/", "/fr/medicaments/x/")),
        *(("/en_CA/", "/en/"), ("/en-US/drugs", "/en/drugs/")),
    ],
)
def test_the_words_of_an_address_say_its_language(client, asked, path, led):
    answer = client.get(path, headers={"accept-language": asked})

    assert (answer.status_code, answer.headers["Location"]) == (302, led)
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["en", "fr"])
def test_an_address_of_both_languages_leads_to_the_readers_own(client, asked):
    answer = client.get("/cancers/", headers={"accept-language": asked})

    assert answer.headers["Location"] == f"/{asked}/cancers/"
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.django_db
def test_a_site_page_is_found_without_its_language(client):
    make_site_page("Accessibilité", language="fr", body="<p>Oui.</p>")

    answer = client.get("/accessibilite/", headers={"accept-language": "en"})

    assert answer.headers["Location"] == "/fr/accessibilite/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/nothing/", "/nothing/at/all", "/%2Fexample.org/drugs/", "/de/drugs/", "/\\en/", "/\r\nx"]
)
def test_an_address_of_no_language_is_not_found_in_the_readers_own(client, path):
    answer = client.get(path, headers={"accept-language": "fr"})

    assert answer.status_code == 404
    assert '<html lang="fr-CA">' in answer.content.decode()
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.django_db
def test_a_cookie_decides_no_language(client):
    client.cookies["django_language"] = "fr"

    assert client.get("/").headers["Location"] == "/en/"


@pytest.mark.django_db
def test_only_reading_is_led_on(client):
    assert client.post("/drugs/", {}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "queries"), [("/drugs/interferon/", 1), ("/cancers/", 1), ("/EN/", 1), ("/about/", 2)]
)
def test_an_address_without_its_language_is_led_on_before_a_missing_page_is_made(client, path, queries):
    make_site_page("About", body="<p>Yes.</p>")

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)

    assert answer.status_code == 302
    assert len(asked) == queries


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        *("/robots.txt", "/.well-known/security.txt", "/favicon.ico", "/health/"),
        *("/sitemap.xml", "/sitemaps/lists/en/1.xml", "/api/v1/", "/api/v1/drugs", "/api/v1/openapi.json"),
    ],
)
def test_what_is_the_same_for_everybody_depends_on_no_browser(client, settings, path):
    settings.SECURITY_CONTACT = "mailto:security@example.org"

    answers = [client.get(path, headers={"accept-language": language}) for language in Language]

    assert answers[0].status_code in (200, 302)
    assert answers[0].content == answers[1].content
    assert len({answer.headers.get("Content-Language") for answer in answers}) == 1
    assert not any("Accept-Language" in answer.headers.get("Vary", "") for answer in answers)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/styleguide/", "/cancers/", "/nothing/", "/pictures/7/320/", "/admin/login/"])
def test_what_the_browser_decides_says_so(client, path):
    answers = {language: client.get(path, headers={"accept-language": language}) for language in Language}

    assert answers["en"].headers.get("Location", "en") != answers["fr"].headers.get("Location", "fr")
    assert all("Accept-Language" in answer.headers["Vary"] for answer in answers.values())
    assert {answer.headers["Content-Language"] for answer in answers.values()} == {"en", "fr"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/en/nothing/", "/en/drugs/interferon-alpha/"])
def test_what_the_address_decides_depends_on_no_browser(client, path):
    make_drug("Interféron", language="fr", slug="interferon-alpha")

    answer = client.get(path, headers={"accept-language": "fr"})

    assert answer.headers["Content-Language"] == "en"
    assert "Accept-Language" not in answer.headers.get("Vary", "")


@pytest.mark.django_db
def test_an_old_address_depends_on_no_browser(client):
    Redirect.objects.create(old_address="/old", address="https://elsewhere.example/")

    assert "Accept-Language" not in client.get("/old").headers.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "varies"), [("/admin/", True), ("/en/", False), ("/nothing/", True)])
def test_an_error_depends_on_the_browser_where_its_address_has_no_language(client, settings, path, varies):
    settings.ALLOWED_HOSTS = ["elsewhere.example"]

    answer = client.get(path, headers={"accept-language": "fr"})

    assert answer.status_code == 400
    assert ("Accept-Language" in answer.headers.get("Vary", "")) == varies


@pytest.mark.django_db
def test_a_picture_is_the_same_in_every_language(client):
    picture = make_picture()
    make_cancer(body=f'<img data-picture="{picture.pk}">')

    answer = client.get(reverse("picture", args=[picture.pk, 320]))

    assert answer.headers["Content-Type"].startswith("image/")
    assert "Accept-Language" not in answer.headers.get("Vary", "")


# The slug of the other language


@pytest.mark.django_db
def test_a_slug_of_the_other_language_leads_to_the_text_of_this_one(client):
    english = make_drug("Interferon")
    make_drug("Interféron", page=english.page, language="fr", slug="interferon-alpha")

    answer = client.get("/en/drugs/interferon-alpha/")

    assert (answer.status_code, answer.headers["Location"]) == (302, english.get_absolute_url())


@pytest.mark.django_db
def test_a_page_of_the_other_language_alone_is_offered_there(client):
    make_drug("Interféron", language="fr", slug="interferon-alpha")

    answer = client.get("/en/drugs/interferon-alpha/")

    assert answer.status_code == 404
    assert "This page is in French" in text_of(answer)
    assert (
        '<a href="/fr/medicaments/interferon-alpha/" lang="fr-CA" hreflang="fr-CA">Interféron</a>'
        in answer.content.decode()
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("scheduled", 404), ("withdrawn", 302)])
def test_a_text_of_the_other_language_that_is_not_live_is_found_nowhere(client, state, status):
    english = make_drug("Interferon")
    french = make_draft(DrugVersion, "Jamais", page=english.page, language="fr")
    if state == "scheduled":
        publish(french, at=timezone.now() + timedelta(days=1))
    if state == "withdrawn":
        publish(french).withdraw(by=make_publisher(), why="Old.")

    answers = [client.get(english.get_absolute_url()), client.get("/en/drugs/jamais/")]

    assert switch_of(answers[0]) == "/fr/medicaments/"
    assert "pas encore offerte" in text_of(answers[0])
    assert answers[1].status_code == status
    assert not any("Jamais" in text_of(answer) for answer in answers)


# The switch


def switch_of(answer):
    """Where the switch of a page leads."""
    found = re.search(r'<div class="language">.*?<a href="([^"]*)"', answer.content.decode(), re.DOTALL)
    return unescape(found[1])


def text_of(answer):
    return unescape(answer.content.decode())


ROUTES = ["home", "drugs:index", "cancers:index", "glossary:index", "stories:index", "stories:share", "stories:mine"]
ROUTES += ["locator:index", "locator:list", "locator:suggest_new"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("route", ROUTES)
def test_the_switch_leads_to_the_same_page(client, route, language):
    with override(language.value):
        here = reverse(route)
    with override(language.other.value):
        there = reverse(route)

    answer = client.get(here)

    assert switch_of(answer) == there
    assert 'id="other-language"' not in answer.content.decode()


@pytest.mark.django_db
def test_the_switch_keeps_what_a_search_for_services_asks(client):
    answer = client.get("/en/services/?near=ottawa-on&within=50&open=1")

    assert switch_of(answer) == "/fr/services/?near=ottawa-on&within=50&open=1"


@pytest.mark.django_db
def test_the_switch_keeps_the_form_that_somebody_chose(client):
    service = make_service("Rides")

    answer = client.get(f"/en/services/{service.pk}/suggest/?tell=change")

    with override("fr"):
        assert switch_of(answer) == f"{reverse('locator:suggest', args=[service.pk])}?tell=change"


@pytest.mark.django_db
def test_the_switch_of_stories_keeps_the_cancer_by_its_name_in_the_other_language(client):
    english = make_cancer("Breast cancer")
    french = make_cancer("Cancer du sein", page=english.page, language="fr")
    publish_story(cancer=english.page)

    answer = client.get(f"/en/stories/?cancer={english.slug}&page=1")

    with override("fr"):
        assert switch_of(answer) == f"{reverse('stories:index')}?cancer={french.slug}"


@pytest.mark.django_db
def test_the_switch_of_stories_says_when_the_cancer_has_no_page_there(client):
    english = make_cancer("Breast cancer")
    english.translate(by=make_editor())
    publish_story(cancer=english.page)

    answer = client.get(f"/en/stories/?cancer={english.slug}")

    with override("fr"):
        assert switch_of(answer) == reverse("stories:index")
    assert "pas encore offerte" in text_of(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "there"),
    [
        *(("/en/drugs/nothing/", "/fr/medicaments/nothing/"), ("/fr/rien/du/tout/", "/en/rien/du/tout/")),
        *(
            ("/nothing/", "/fr/"),
            ("/en/%22%3E%3Cb%3E/x/", "/fr/%22%3E%3Cb%3E/x/"),
            ("/en//x.example/", "/fr//x.example/"),
        ),
    ],
)
def test_the_switch_of_an_error_leads_to_the_same_error(client, path, there):
    answer = client.get(path)

    assert answer.status_code == 404
    assert switch_of(answer) == there
