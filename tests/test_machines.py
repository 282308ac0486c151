"""What other machines read: the heads of pages, feeds, the map of the site, and the files at fixed addresses."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cancerinfo import sitemaps
from cancerinfo.contacts import contact_address
from cancerinfo.sections import LISTS, OF_TEXT
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from pages.models import SitePageVersion
from publishing.languages import Language

from .factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_location,
    make_many,
    make_publisher,
    make_reviewer,
    make_service,
    make_site_page,
    make_term,
    publish,
    publish_story,
)
from .test_budgets import cost_of, names_of_routes
from .test_stories import make_many_stories
from .test_structured_data import thing_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)\Z")
FEEDS = ("all", "drugs", "cancers", "words", "stories")


class Head(HTMLParser):
    """The links and the named contents of a page's head."""

    def __init__(self, page):
        super().__init__()
        self.links, self.contents = [], {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "link" and attributes.get("rel") in ("canonical", "alternate"):
            self.links.append(attributes)
        if tag == "meta" and "content" in attributes:
            self.contents[attributes.get("property") or attributes.get("name")] = attributes["content"]

    @property
    def canonical(self):
        return next((link["href"] for link in self.links if link["rel"] == "canonical"), None)

    @property
    def languages(self):
        return {link["hreflang"]: link["href"] for link in self.links if "hreflang" in link}

    @property
    def feeds(self):
        return [link["href"] for link in self.links if link.get("type") == "application/atom+xml"]

    @property
    def is_for_machines(self):
        return bool(self.links) or any(name and name.startswith("og:") for name in self.contents)


def head_of(client, url, **options):
    return Head(client.get(url, **options).content.decode())


def address(path):
    return f"http://testserver{path}"


# Heads


def test_a_page_names_its_one_address_and_its_other_language(client):
    drug = make_drug("Interferon", summary="A drug.")
    make_drug("Interféron", page=drug.page, language="fr")

    head = head_of(client, drug.get_absolute_url())

    assert head.canonical == address("/en/drugs/interferon/")
    assert head.languages == {
        "en-CA": address("/en/drugs/interferon/"),
        "fr-CA": address("/fr/medicaments/interferon/"),
        "x-default": address("/en/drugs/interferon/"),
    }
    assert head.contents["og:title"] == "Interferon"
    assert head.contents["og:description"] == head.contents["description"] == "A drug."
    assert head.contents["og:url"] == head.canonical
    assert (head.contents["og:locale"], head.contents["og:locale:alternate"]) == ("en_CA", "fr_CA")
    assert head.feeds == [address("/en/feeds/all.atom"), address("/en/feeds/drugs.atom")]


def test_a_page_in_one_language_names_no_other(client):
    drug = make_drug("Interféron", language="fr")

    head = head_of(client, drug.get_absolute_url())

    assert head.canonical == address("/fr/medicaments/interferon/")
    assert head.languages == {}
    assert "og:locale:alternate" not in head.contents


def test_a_translation_that_is_not_live_is_not_named(client):
    drug = make_drug()
    publish(make_draft(DrugVersion, "Bientôt", page=drug.page, language="fr"), at=timezone.now() + timedelta(days=1))

    head = head_of(client, drug.get_absolute_url())

    assert head.languages == {}


def test_home_leads_who_reads_neither_language_to_the_choice(client):
    head = head_of(client, "/fr/")

    assert head.canonical == address("/fr/")
    assert head.languages == {"en-CA": address("/en/"), "fr-CA": address("/fr/"), "x-default": address("/")}


def test_addresses_come_from_the_setting_and_never_from_the_request(client, settings):
    settings.SITE_ADDRESS = "https://cancerinfo.example"
    drug = make_drug()

    pages = [
        client.get(path, headers={"host": "localhost"}).content.decode()
        for path in (drug.get_absolute_url(), "/en/feeds/drugs.atom", "/sitemap.xml", "/robots.txt")
    ]

    assert not any("localhost" in page for page in pages)
    assert all("https://cancerinfo.example/" in page for page in pages)


def test_what_an_address_says_beside_its_path_is_no_other_page(client):
    drug, service = make_drug(), make_service()

    assert head_of(client, f"{drug.get_absolute_url()}?from=mail").canonical == address(drug.get_absolute_url())
    assert head_of(client, "/en/drugs/?from=mail").canonical == address("/en/drugs/")
    assert head_of(client, f"{service.get_absolute_url()}?list=x").canonical == address(service.get_absolute_url())


def test_a_filtered_list_and_a_further_page_are_pages_of_their_own(client):
    cancer = make_cancer()
    make_many_stories(30, cancer=cancer.page, language="en")

    filtered = head_of(client, "/en/stories/?page=2&cancer=kidney-cancer&x=1")
    unknown = head_of(client, "/en/stories/?cancer=nothing")

    assert filtered.canonical == address("/en/stories/?cancer=kidney-cancer&page=2")
    assert filtered.languages == {}
    assert unknown.canonical == address("/en/stories/")


def test_a_word_and_a_story_are_described_without_a_summary(client):
    term = make_term(definition="<p>A protein that carries <strong>messages</strong>.</p><ul><li>One</li></ul>")
    story = publish_story(body="Nobody else needs these words.", province="ON")

    word, told = (head_of(client, page.get_absolute_url()) for page in (term, story))

    assert word.contents["description"] == "A protein that carries messages. One"
    assert told.contents["description"] == "By Audrey, Ontario"
    assert told.languages == {}


def test_raised_and_lowered_figures_stay_so_in_plain_words(client):
    term = make_term("blood count", definition="<p>10<sup>9</sup>/L &amp; CO<sub>2</sub></p><p>Two</p>")

    page = client.get(term.get_absolute_url()).content.decode()
    (entry,) = entries_of(feed_of(client, "words"))
    thing = thing_of(client, term.get_absolute_url())

    head = Head(page)
    told = [head.contents["description"], head.contents["og:description"], thing["description"]]
    assert [*told, thing["mainEntity"]["description"], unescape(entry["summary"])] == ["10⁹/L & CO₂ Two"] * 5


@pytest.mark.parametrize("route", LISTS)
def test_every_list_is_described_once_in_the_words_of_its_row(client, route):
    page = client.get(reverse(route)).content.decode()

    assert page.count('<meta name="description"') == 1
    assert Head(page).contents["description"] == LISTS[route].description


def test_the_answer_to_a_question_is_described_and_has_no_address_of_its_own(client):
    page = client.get("/fr/services/?near=ottawa-on").text

    assert page.count('<meta name="description"') == 1
    assert "canonical" not in page
    assert "og:" not in page
    assert "ld+json" not in page


@pytest.mark.parametrize("make", [make_drug, make_cancer, make_term, make_site_page, make_service])
def test_every_text_is_described_once(client, make):
    words = {} if make is make_service else {"summary": "In short."}

    page = client.get(make(**words).get_absolute_url()).content.decode()

    assert page.count('<meta name="description"') == 1
    assert make is make_service or Head(page).contents["description"] == "In short."


def test_the_picture_of_the_site_is_there(client):
    head = head_of(client, "/en/")

    assert head.contents["og:image"] == address("/static/icons/share.png")


def test_what_is_not_for_everybody_tells_machines_nothing(client):
    kept = make_drug("Kept")
    kept.withdraw(by=make_publisher(), why="Old.", outcome="notice", notice="No longer used.")
    gone = make_drug("Gone")
    gone.withdraw(by=make_publisher(), why="Gone.")
    service, story = make_service(), publish_story()
    paths = [
        *(kept.get_absolute_url(), gone.get_absolute_url(), "/en/nothing/", "/en/drugs/nothing/"),
        *("/en/stories/mine/", "/en/stories/share/", "/en/services/suggest/", "/en/services/my-list/"),
        *("/en/services/?near=ottawa-on", "/en/search/", "/en/search/?q=x", f"{service.get_absolute_url()}suggest/"),
        *(f"{story.get_absolute_url()}report/", story.get_absolute_url().replace("/en/stories/", "/fr/temoignages/")),
    ]

    told = [path for path in paths if head_of(client, path).is_for_machines]

    assert "No longer used." in client.get(paths[0]).content.decode()
    assert told == []


def test_a_head_asks_nothing_of_the_database(client, monkeypatch):
    cancer = make_cancer()
    story = publish_story(cancer=cancer.page, province="ON")
    pages = [make_drug(), cancer, make_term(), make_site_page(), story, make_service(at=[make_location()])]
    paths = [*(page.get_absolute_url() for page in pages), "/en/", "/en/drugs/", "/en/stories/", "/en/services/"]

    costs = {path: cost_of(client, path) for path in paths}
    monkeypatch.setattr("cancerinfo.heads.head_of", lambda context: None)

    assert costs == {path: cost_of(client, path) for path in paths}


def test_a_preview_tells_machines_nothing(client):
    draft = make_draft(DrugVersion, "Not yet")
    client.force_login(make_reviewer())

    head = head_of(client, reverse("admin:drugs_drugversion_preview", args=[draft.pk]))

    assert not head.is_for_machines


def test_an_error_of_a_list_tells_machines_nothing(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("drugs.views.by_letter", None)

    answer = client.get("/en/drugs/")

    assert answer.status_code == 500
    assert not Head(answer.content.decode()).is_for_machines


# Pages that are not for everybody to keep, and what is no page.
WITHOUT_A_HEAD = {
    *("choose_language", "styleguide_in_ones_language", "styleguide", "health"),
    *("picture", "unsent_picture", "story_photo", "robots", "security", "favicon", "sitemap", "sitemap_file"),
    *("stories:share", "stories:mine", "stories:report", "locator:find", "locator:list"),
    *("locator:suggest", "locator:suggest_new", "search:results", "search:suggestions"),
}


def test_every_public_page_has_a_head_or_is_known_to_have_none():
    routes = {
        name for name in names_of_routes() if not name.startswith(("admin:", "api", "feed", "password", "admin_"))
    }

    assert routes - {*LISTS, *OF_TEXT} == WITHOUT_A_HEAD
    assert {*LISTS, *OF_TEXT} - routes <= {"api_docs"}


# Feeds


def feed_of(client, kind, language="en", **options):
    with override(language):
        return client.get(reverse(f"feed_{kind}"), **options)


def entries_of(answer):
    return [
        {element.tag.removeprefix(ATOM): element.text or element.attrib for element in entry}
        for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")
    ]


def titles_of(answer):
    return [entry["title"] for entry in entries_of(answer)]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", FEEDS)
def test_a_feed_has_what_atom_asks_for(client, kind, language):
    """The elements that RFC 4287 asks for, each once and in its form."""
    for make in (make_drug, make_cancer, make_term, make_site_page):
        make(f"Title of {make.__name__} <&>", language=language, slug=make.__name__.replace("_", "-"), summary="A & B")
    publish_story(language=language)

    answer = feed_of(client, kind, language)
    feed = ElementTree.fromstring(answer.content)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(XML_LANGUAGE) == f"{language}-CA"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"].endswith(answer.request["PATH_INFO"])
    assert links["alternate"].startswith(f"http://testserver/{language}/")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "CancerInfo"
    for holder in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert [bool(element.text) for element in holder.findall(f"{ATOM}{name}")] == [True], name
        assert MOMENT.match(holder.findtext(f"{ATOM}updated"))
        assert holder.findtext(f"{ATOM}id").startswith("tag:testserver,2026:")
    ids = [entry["id"] for entry in entries_of(answer)]
    assert len(set(ids)) == len(ids) == (5 if kind == "all" else 1)


def test_the_newest_comes_first_and_only_in_its_language(client):
    now = timezone.now()
    for days, title in ((3, "Old"), (1, "New"), (2, "Between")):
        drug = make_drug(title)
        DrugVersion.objects.filter(pk=drug.pk)._write_by_move(live_from=now - timedelta(days=days))
    make_drug("Ailleurs", language="fr")

    assert titles_of(feed_of(client, "drugs")) == ["New", "Between", "Old"]
    assert titles_of(feed_of(client, "all", "fr")) == ["Ailleurs"]


def test_an_entry_keeps_its_id_through_new_titles_and_addresses(client):
    drug = make_drug("Interferon")
    (before,) = entries_of(feed_of(client, "drugs"))
    draft = drug.open_draft(by=make_editor())
    draft.title, draft.slug = "Interferons", "interferons"
    draft.save()
    publish(draft)

    (after,) = entries_of(feed_of(client, "drugs"))

    assert (before["title"], after["title"]) == ("Interferon", "Interferons")
    assert after["link"]["href"] == address("/en/drugs/interferons/")
    assert after["id"] == before["id"]
    assert after["updated"] >= before["updated"]


def test_a_minor_change_is_shown_and_is_no_news(client):
    drug = make_drug("Interferon")
    first = timezone.now() - timedelta(days=9)
    DrugVersion.objects.filter(pk=drug.pk)._write_by_move(live_from=first)
    draft = DrugVersion.objects.get(pk=drug.pk).open_draft(by=make_editor())
    draft.summary, draft.is_minor = "Spelled right.", True
    draft.save()
    publish(draft)

    (entry,) = entries_of(feed_of(client, "drugs"))

    assert entry["summary"] == "Spelled right."
    assert datetime.fromisoformat(entry["updated"]).date() == timezone.localdate(first)


def test_a_story_that_is_withdrawn_is_gone_from_feeds_and_map_at_once(client):
    story = publish_story(title="The garden")
    seen = {kind: feed_of(client, kind) for kind in ("stories", "all")}
    listed = "sitemaps/stories/en/1.xml"
    assert all(titles_of(answer) == ["The garden"] for answer in seen.values())
    assert listed in client.get("/sitemap.xml").content.decode()

    story.withdraw()

    for kind, before in seen.items():
        headers = {"if-none-match": before["ETag"], "if-modified-since": before["Last-Modified"]}
        after = feed_of(client, kind, headers=headers)
        assert (after.status_code, titles_of(after)) == (200, [])
        only_dates = feed_of(client, kind, headers={"if-modified-since": before["Last-Modified"]})
        assert (only_dates.status_code, titles_of(only_dates)) == (200, [])
    assert listed not in client.get("/sitemap.xml").content.decode()
    assert client.get(f"/{listed}").status_code == 404


def test_a_story_says_whose_it_is_and_none_of_its_words(client):
    publish_story(title="The garden", body="Nobody else needs these words.", quote="these words", province="ON")

    (entry,) = entries_of(feed_of(client, "stories"))

    assert entry["summary"] == "By Audrey, Ontario"
    assert "these words" not in feed_of(client, "stories").content.decode()


def test_an_unchanged_feed_is_not_sent_again(client):
    make_drug()
    first = feed_of(client, "drugs")

    again = feed_of(client, "drugs", headers={"if-none-match": first["ETag"]})

    assert first["Last-Modified"]
    assert (again.status_code, again.content) == (304, b"")


def test_an_empty_feed_is_the_same_each_time(client):
    first, again = feed_of(client, "drugs"), feed_of(client, "drugs")

    assert first.content == again.content
    assert "Last-Modified" not in first


def test_a_character_that_xml_lacks_breaks_no_feed(client):
    make_drug("Inter\x0bferon", slug="interferon", summary="a\x00b".replace("\x00", "\x01"))

    (entry,) = entries_of(feed_of(client, "drugs"))

    assert (entry["title"], entry["summary"]) == ("Interferon", "ab")


# The map of the site


def files_of(client):
    """{address of a file: when it changed}, as the index of the map has them."""
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert index.tag == f"{SITEMAP}sitemapindex"
    for entry in index:
        assert [element.tag for element in entry] in (
            [f"{SITEMAP}loc", f"{SITEMAP}lastmod"],
            [f"{SITEMAP}loc"],
        )
    return {entry.findtext(f"{SITEMAP}loc"): entry.findtext(f"{SITEMAP}lastmod") for entry in index}


def pages_of(client, file):
    """{address: its element} of a file of the map, whose form is that of the schema of sitemaps.org."""
    answer = client.get(file.removeprefix("http://testserver"))
    assert answer["Content-Type"].startswith("application/xml")
    assert len(answer.content) < 50 * 1024 * 1024
    pages = ElementTree.fromstring(answer.content)
    assert pages.tag == f"{SITEMAP}urlset"
    assert 1 <= len(pages) <= 50_000
    for page in pages:
        order = [element.tag for element in page if element.tag != XHTML_LINK]
        assert order in ([f"{SITEMAP}loc", f"{SITEMAP}lastmod"], [f"{SITEMAP}loc"])
        assert [element.tag for element in page][: len(order)] == order
        assert all(MOMENT.match(element.text) for element in page.iter(f"{SITEMAP}lastmod"))
        assert len(page.findtext(f"{SITEMAP}loc")) < 2048
    found = {page.findtext(f"{SITEMAP}loc"): page for page in pages}
    assert len(found) == len(pages)
    return found


def map_of(client):
    return {url: page for file in files_of(client) for url, page in pages_of(client, file).items()}


def alternates_of(page):
    return {link.get("hreflang"): link.get("href") for link in page.iter(XHTML_LINK)}


def everything():
    drug = make_drug("Interferon")
    make_drug("Interféron", page=drug.page, language="fr")
    make_drug("Ailleurs", language="fr")
    return [drug, make_cancer(), make_term(), make_site_page(), publish_story(), make_service()]


def test_the_map_has_every_page_that_readers_can_open(client):
    pages = everything()

    found = map_of(client)

    assert {address(page.get_absolute_url()) for page in pages} <= set(found)
    assert {address(path) for path in ("/en/", "/fr/", "/en/drugs/", "/fr/medicaments/", "/en/services/")} <= set(found)
    assert {url: client.get(url).status_code for url in found} == dict.fromkeys(found, 200)


def test_each_address_of_the_map_is_that_which_its_page_names(client):
    everything()

    found = map_of(client)

    heads = {url: head_of(client, url) for url in found}
    assert {url: head.canonical for url, head in heads.items()} == {url: url for url in found}
    for url, page in found.items():
        languages = {tag: href for tag, href in heads[url].languages.items() if tag != "x-default"}
        assert alternates_of(page) == languages, url


def test_the_map_says_when_a_page_changed_last(client):
    drug = make_drug()
    when = datetime(2026, 3, 4, 12, tzinfo=UTC)
    DrugVersion.objects.filter(pk=drug.pk)._write_by_move(live_from=when)

    files = files_of(client)
    page = map_of(client)[address(drug.get_absolute_url())]

    assert datetime.fromisoformat(page.findtext(f"{SITEMAP}lastmod")) == when
    assert datetime.fromisoformat(files[address("/sitemaps/drugs/en/1.xml")]) == when


def test_nothing_that_is_not_live_is_on_the_map(client):
    kept = make_drug("Kept")
    kept.withdraw(by=make_publisher(), why="Old.", outcome="notice", notice="No longer used.")
    make_draft(DrugVersion, "Draft")
    publish(make_draft(DrugVersion, "Soon"), at=timezone.now() + timedelta(days=1))
    ended = make_service()
    ended.status = "inactive"
    ended.save()

    found = map_of(client)

    assert not [url for url in found if re.search(f"kept|draft|soon|{ended.pk}", url)]


def test_the_map_is_split_into_files_of_a_size_that_is_allowed(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 2)
    drugs = make_many(DrugVersion, 5)
    for _ in range(3):
        make_service()

    files = files_of(client)
    found = [pages_of(client, address(f"/sitemaps/drugs/en/{part}.xml")) for part in (1, 2, 3)]

    assert address("/sitemaps/services/fr/2.xml") in files
    assert [len(pages) for pages in found] == [2, 2, 1]
    assert {url for pages in found for url in pages} == {address(drug.get_absolute_url()) for drug in drugs}
    assert client.get("/sitemaps/drugs/en/4.xml").status_code == 404


@pytest.mark.parametrize(
    "path", ["drugs/de/1", "nothing/en/1", "drugs/en/0", "drugs/en/2", "drugs/en/99999999999999999999", "lists/en/2"]
)
def test_a_file_that_the_map_does_not_have_is_not_found(client, path):
    make_drug()

    assert client.get(f"/sitemaps/{path}.xml").status_code == 404


@pytest.mark.parametrize("number", [3, 60])
def test_the_map_costs_the_same_for_three_pages_as_for_many(client, number):
    fill(number)

    assert cost_of(client, "/sitemap.xml") == 6
    assert cost_of(client, "/sitemaps/lists/en/1.xml") == 6
    for kind in sitemaps.WITH_PAGES:
        assert cost_of(client, f"/sitemaps/{kind}/en/1.xml") == 1, kind


def fill(number):
    for versions in (DrugVersion, CancerVersion, TermVersion, SitePageVersion):
        make_many(versions, number)
    make_many_stories(number, cancer=None, language="en")
    for _ in range(3):
        make_service()


# Files at fixed addresses


def test_robots_are_shown_the_map(client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in answer.content.decode().splitlines()
    assert "Disallow: /admin/" in answer.content.decode().splitlines()


def test_security_txt_says_whom_to_tell_and_until_when_it_holds(client, settings):
    """The fields of RFC 9116, an expiry less than a year ahead."""
    settings.SECURITY_CONTACT, settings.SITE_ADDRESS, settings.IS_HTTPS = "mailto:a@b.ca", "https://b.ca", True

    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:a@b.ca"
    assert fields["Canonical"] == "https://b.ca/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en, fr"
    ahead = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=90) < ahead < timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client, settings):
    settings.SECURITY_CONTACT = ""

    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("written", "contact"),
    [
        ("", ""),
        (" a@b.ca ", "mailto:a@b.ca"),
        ("mailto:a@b.ca", "mailto:a@b.ca"),
        ("https://b.ca/tell", "https://b.ca/tell"),
    ],
)
def test_a_contact_is_written_as_an_address_that_programs_open(written, contact):
    assert contact_address(written) == contact


@pytest.mark.parametrize("written", ["Somebody", "http://b.ca", "a@b.ca\nExpires: never"])
def test_a_contact_that_is_none_is_refused(written):
    with pytest.raises(ImproperlyConfigured):
        contact_address(written)


def test_browsers_find_the_icon_that_they_ask_for(client):
    answer = client.get("/favicon.ico")

    assert (answer.status_code, answer["Location"]) == (302, "/static/icons/favicon.ico")


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/en/feeds/all.atom", "/favicon.ico"])
def test_files_for_machines_set_no_cookie_and_are_only_read(client, path):
    answer = client.get(path)

    assert not answer.cookies
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == answer.status_code
