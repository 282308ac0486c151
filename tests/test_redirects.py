"""Old and wrong addresses: redirects from the desk, what a missing page offers, what a withdrawn one says."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from publishing.roles import PUBLISHER
from redirects.comparing import is_secure_address, key_of, keys_of, words_in
from redirects.forms import answers_in
from redirects.models import Redirect

from .factories import (
    make_document,
    make_drug,
    make_editor,
    make_publisher,
    make_site_page,
    make_term,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


def make_redirect(old_address="/content/interferon.aspx", target="https://elsewhere.example/", **fields):
    redirect = Redirect(old_address=old_address, **fields)
    redirect.lead_to(target)
    redirect.clean()
    redirect.save()
    return redirect


def rename(version, slug):
    """Publish the next version of a page at another address."""
    draft = version.open_draft(by=make_editor())
    draft.slug = slug
    draft.save()
    return publish(draft)


def at_desk(client):
    client.force_login(make_publisher())
    return client


def add(client, old_address, target, **answers):
    """Send the form of a redirect; return what the page says."""
    sent = {"old_address": old_address, "leads_to": target, "is_permanent": "on", "note": ""} | answers
    return client.post(reverse("admin:redirects_redirect_add"), sent, follow=True).content.decode()


# How addresses are compared.


@pytest.mark.parametrize(
    "asked",
    [
        "/content/interferon.aspx",
        "/content/interferon.aspx/",
        "/Content/INTERFERON.aspx",
        "/content/interferon%2Easpx",
        "//content//interferon.aspx",
        "/content/interferon.aspx#uses",
    ],
)
def test_capitals_slashes_and_encoding_make_no_difference(asked):
    assert key_of(asked) == "/content/interferon.aspx"


def test_the_order_of_a_query_makes_no_difference():
    assert key_of("/a?Id=12&lang=EN") == key_of("/A/?lang=en&id=12")


def test_accents_are_the_same_in_both_spellings():
    assert key_of("/médicaments") == key_of("/m%C3%A9dicaments/") == key_of("/me\u0301dicaments")


def test_what_is_asked_for_with_a_query_is_looked_up_with_it_first():
    assert keys_of("/a", "id=12&utm_source=mail") == ["/a?id=12", "/a"]


@pytest.mark.parametrize("path", ["/" + "a" * 600, "/a\x00b", "/a\nb", "a", "/a\u202eb"])
def test_what_cannot_be_an_address_is_not_looked_up(path):
    assert keys_of(path, "") == []


def test_a_query_without_end_is_not_looked_at():
    assert keys_of("/a", "&".join(f"p{index}=1" for index in range(1000))) == ["/a"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/content/interferon-alfa.aspx", "interferon alfa"),
        ("/en/drugs/interferron/", "interferron"),
        ("/fr/médicaments/l’interféron_2/", "interféron"),
        ("/content/12/index.html", ""),
        ("/en/", ""),
        ("/static/logo.png", ""),
        ("/" + "word-" * 30, " ".join(["word"] * 8)),
        ("/\x00<script>alert(1)</script>", "script"),
    ],
)
def test_the_words_of_an_address_are_its_last_part_that_says_something(path, words):
    assert words_in(path) == words


@pytest.mark.parametrize(
    "text",
    [
        "http://elsewhere.example/",
        "//elsewhere.example/",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://user@elsewhere.example/",
        "https://elsewhere.example:8443/",
        "https://elsewhere.example\\@evil.example/",
        "https://elsewhere.example/a b",
        "https://[::1",
        "https://localhost/",
        "https://elsewhere.example/\u202ex",
        "https://elsewhere.example/\xa0",
        "https://exämple.org/",
        "https://ex%C3%A4mple.org/",
        "https://elsewhere..example/",
    ],
)
def test_another_site_is_taken_only_with_a_plain_https_address(text):
    assert not is_secure_address(text)


@pytest.mark.parametrize("text", ["https://elsewhere.example/a?b=c#d", "https://XN--exmple-cua.org:443/é"])
def test_a_plain_https_address_is_taken(text):
    assert is_secure_address(text)


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("/page.aspx?id=1;lang=fr, /fr/", "/page.aspx?id=1;lang=fr", "/fr/"),
        ("/a,b.aspx; https://elsewhere.example/c,d", "/a,b.aspx", "https://elsewhere.example/c,d"),
        ("/a;b,c.aspx\t/en/", "/a;b,c.aspx", "/en/"),
        ('"/a,b.aspx",/en/', "/a,b.aspx", "/en/"),
        ("/page.aspx?a=1;/b, /en/", "/page.aspx?a=1;/b", "/en/"),
        ("/old; elsewhere", "/old", "elsewhere"),
        ("/old", "/old", ""),
    ],
)
def test_a_mark_divides_a_line_where_an_address_follows(line, old, new):
    answers = answers_in(line)

    assert (answers["old_address"], answers["leads_to"]) == (old, new)


# What readers meet.


def test_an_old_address_leads_to_where_the_page_is_today(client):
    drug = make_drug("Interferon")
    make_redirect("/content/interferon.aspx?id=12", drug.get_absolute_url())
    rename(drug, "interferon-alfa")

    answer = client.get("/Content/Interferon.aspx", {"ID": "12"})

    assert answer.status_code == 301
    assert answer.url == "/en/drugs/interferon-alfa/"
    assert answer["Cache-Control"] == "max-age=86400"


def test_a_redirect_for_a_while_is_not_kept_by_browsers(client):
    make_redirect("/old", is_permanent=False)

    answer = client.get("/old/")

    assert (answer.status_code, answer.url) == (302, "https://elsewhere.example/")
    assert not answer.has_header("Cache-Control")


def test_a_redirect_comes_before_the_address_with_a_language_is_tried(client):
    make_redirect("/interferon/", "https://elsewhere.example/")

    assert client.get("/interferon/").url == "https://elsewhere.example/"
    assert client.get("/interferon").url == "https://elsewhere.example/"


def test_an_address_with_a_query_answers_only_to_that_query(client):
    make_redirect("/page.aspx?id=1", "https://one.example/")
    make_redirect("/page.aspx", "https://all.example/")

    assert client.get("/page.aspx?id=1&utm_medium=mail").url == "https://one.example/"
    assert client.get("/page.aspx?id=2").url == "https://all.example/"
    assert client.get("/page.aspx").url == "https://all.example/"


def test_a_page_that_opens_later_at_an_old_address_comes_first(client):
    make_redirect("/en/drugs/interferon/", "https://elsewhere.example/")
    assert client.get("/en/drugs/interferon/").status_code == 301

    make_drug("Interferon")

    assert client.get("/en/drugs/interferon/").status_code == 200


def test_a_place_on_a_page_is_kept_wherever_the_page_moves(client):
    drug = make_drug("Interferon")
    add(at_desk(client), "/old", "/en/drugs/interferon/?print=1#side-effects")
    rename(drug, "interferon-alfa")

    answer = client.get("/old")

    shown = client.get(reverse("admin:redirects_redirect_changelist")).content.decode()
    assert answer.url == "/en/drugs/interferon-alfa/?print=1#side-effects"
    assert "Drug: interferon-alfa?print=1#side-effects (English)" in shown


def test_what_leads_to_a_page_that_was_withdrawn_says_so(client):
    drug = make_drug("Interferon")
    make_redirect("/old", drug.get_absolute_url())
    drug.withdraw(by=make_publisher(), why="Gone.")

    answer = client.get("/old", follow=True)

    assert answer.status_code == 410


def test_what_leads_to_a_page_that_was_merged_arrives_at_the_other_page(client):
    old, other = make_drug("Interferon"), make_drug("Interferon alfa")
    make_redirect("/old", old.get_absolute_url())
    old.withdraw(by=make_publisher(), why="Merged.", outcome="moved", moved_to=other.page)

    answer = client.get("/old", follow=True)

    assert answer.redirect_chain[-1] == (other.get_absolute_url(), 302)
    assert "Interferon alfa" in answer.content.decode()


def test_every_earlier_address_of_a_merged_page_leads_to_the_other_page(client):
    old, other = make_drug("Interferon"), make_drug("Interferon alfa")
    renamed = rename(old, "interferon-a")
    renamed.withdraw(by=make_publisher(), why="Merged.", outcome="moved", moved_to=other.page)

    for slug in ("interferon", "interferon-a"):
        assert client.get(f"/en/drugs/{slug}/", follow=True).redirect_chain[-1][0] == other.get_absolute_url()


def test_a_form_that_is_sent_to_an_old_address_is_not_led_on(client):
    make_redirect("/old")

    assert client.post("/old").status_code == 404


def test_looking_for_a_redirect_costs_one_query_whatever_their_number(client):
    Redirect.objects.bulk_create(
        Redirect(old_address=f"/old/{number}", key=f"/old/{number}", address="https://elsewhere.example/")
        for number in range(100)
    )

    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/old/7")

    assert answer.status_code == 301
    assert len(queries) == 1


def test_a_page_that_is_there_costs_no_look_at_the_redirects(client):
    make_redirect("/old")

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("drugs:index"))

    assert not [query for query in queries if "redirect" in query["sql"]]


# The desk.


def test_an_address_of_a_page_is_kept_as_the_page(client):
    drug = make_drug("Interferon")

    add(at_desk(client), "/old.aspx", f"http://testserver{drug.get_absolute_url()}")

    kept = Redirect.objects.get()
    assert (kept.kind, kept.page_id, kept.language, kept.address) == ("drugs.drug", drug.page_id, "en", "")
    assert kept.edited_by == make_publisher()
    assert kept.history.get().history_user == make_publisher()


def test_an_earlier_address_of_a_page_will_do(client):
    drug = make_drug("Interferon")
    renamed = rename(drug, "interferon-a")

    add(at_desk(client), "/old.aspx", "/en/drugs/interferon/")

    assert Redirect.objects.get().leads_to() == renamed.get_absolute_url()


@pytest.mark.parametrize(
    ("old_address", "target", "sentence"),
    [
        ("/old", "/old", "Nothing of this site answers at"),
        ("/old", "http://elsewhere.example/", "begins with “https://”"),
        ("/old", "javascript:alert(1)", "begins with “https://”"),
        ("/old", "//elsewhere.example/", "begins with “https://”"),
        ("/old", "/en/drugs/nothing/", "Nothing of this site answers at"),
        ("/en/drugs/", "/en/", "The site itself answers"),
        ("/en/drugs", "/en/", "The site itself answers"),
        ("/drugs/", "/en/", "The site itself answers"),
        ("/en/drugs/interferon/", "/en/", "The site itself answers"),
        ("/EN/services/", "/en/", "The site itself answers"),
        ("/En//Drugs/INTERFERON?page=2", "/en/", "The site itself answers"),
        ("/EN/../", "/en/", None),
        ("/", "/en/", "The site itself answers"),
        ("/admin/anything/", "/en/", "The site itself answers"),
        ("/static/a.css", "/en/", "The site itself answers"),
        ("https://elsewhere.example/old", "/en/", "from its first slash on"),
        ("//elsewhere.example/old", "/en/", "from its first slash on"),
        ("old", "/en/", "from its first slash on"),
        ("/old%00", "/en/", "from its first slash on"),
        ("/TAKEN/", "/en/", "in the list already"),
        ("/next", "/taken", "Nothing of this site answers at"),
    ],
)
def test_what_cannot_work_is_refused_with_a_sentence(client, old_address, target, sentence):
    make_drug("Interferon")
    make_redirect("/taken")

    page = add(at_desk(client), old_address, target)

    if sentence:
        assert sentence in page
        assert Redirect.objects.count() == 1
    else:
        assert Redirect.objects.count() == 2


def test_a_chain_is_refused_where_it_begins(client):
    page = make_site_page("About")
    make_redirect("/old-list/", "/en/drugs/")
    Redirect.objects.update(address="/gone/")

    assert "“/old-list/” leads here" in add(at_desk(client), "/gone", page.get_absolute_url())
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize("target", ["/en/services/999/", "/en/services/999/?from=mail", "/en/services/999/#hours"])
def test_a_chain_is_refused_where_it_ends(client, target):
    # Kept before the site had services: by its route alone nobody can tell that this one has no page.
    Redirect.objects.create(old_address="/en/services/999", address="https://elsewhere.example/")

    page = add(at_desk(client), "/old", target)

    assert f"“{target}” itself leads on to “https://elsewhere.example/”." in unescape(page)
    assert Redirect.objects.count() == 1


def test_an_address_is_in_the_list_once_whatever_happens():
    make_redirect("/old")

    with pytest.raises(IntegrityError):
        Redirect.objects.bulk_create([Redirect(old_address="/OLD", key="/old", address="https://elsewhere.example/")])


def test_a_redirect_leads_to_one_thing_whatever_happens():
    with pytest.raises(IntegrityError):
        Redirect.objects.create(old_address="/old", address="/en/", kind="drugs.drug", page_id=1, language="en")


def test_saving_a_redirect_unchanged_keeps_its_page(client):
    drug = make_drug("Interferon")
    redirect = make_redirect("/old", drug.get_absolute_url())
    address = reverse("admin:redirects_redirect_change", args=[redirect.pk])

    shown = at_desk(client).get(address).content.decode()
    client.post(address, {"old_address": "/old", "leads_to": "/en/drugs/interferon/", "note": "x", "seen_counter": "0"})

    redirect.refresh_from_db()
    assert 'value="/en/drugs/interferon/"' in shown
    assert (redirect.page_id, redirect.note, redirect.is_permanent) == (drug.page_id, "x", False)


def test_who_saves_after_somebody_else_is_shown_both(client):
    redirect = make_redirect("/old")
    address = reverse("admin:redirects_redirect_change", args=[redirect.pk])
    Redirect.objects.update(edit_counter=1, note="Theirs")

    sent = {"old_address": "/old", "leads_to": "https://elsewhere.example/", "note": "Mine", "seen_counter": "0"}
    page = at_desk(client).post(address, sent).content.decode()

    assert "Saved meanwhile: Theirs" in page
    assert Redirect.objects.get().note == "Theirs"


def test_editors_read_the_list_and_change_nothing(client):
    redirect = make_redirect("/old")
    client.force_login(make_editor())

    assert "/old" in client.get(reverse("admin:redirects_redirect_changelist")).content.decode()
    assert client.get(reverse("admin:redirects_redirect_change", args=[redirect.pk])).status_code == 200
    assert client.get(reverse("admin:redirects_redirect_add")).status_code == 403
    assert client.get(reverse("admin:redirects_redirect_many")).status_code == 403


def test_who_works_on_no_pages_sees_no_redirects(client):
    make_redirect("/old")
    client.force_login(make_user("moderator"))

    assert client.get(reverse("admin:redirects_redirect_changelist")).status_code == 403


def test_many_lines_are_added_and_each_refused_one_says_why(client):
    make_drug("Interferon")
    make_redirect("/taken")
    lines = "/one.aspx\t/en/drugs/interferon/\n/two.aspx; https://elsewhere.example/; temporary\n/taken, /en/\n/three"

    page = at_desk(client).post(reverse("admin:redirects_redirect_many"), {"lines": lines}).content.decode()

    added = Redirect.objects.exclude(old_address="/taken").order_by("old_address")
    assert [(redirect.old_address, redirect.is_permanent) for redirect in added] == [
        ("/one.aspx", True),
        ("/two.aspx", False),
    ]
    assert "2 redirects were added." in page
    assert "2 lines were not added" in page
    assert "This old address is in the list already." in page
    assert "/taken, /en/\n/three</textarea>" in page
    assert {redirect.edited_by.username for redirect in added} == {"publisher"}


def test_a_line_without_end_is_refused_and_the_others_are_kept(client):
    make_redirect("/taken")
    long = f"/{'a' * 140_000},/en/"
    lines = f"/good,/en/\n{long}\n/taken,/en/"

    page = at_desk(client).post(reverse("admin:redirects_redirect_many"), {"lines": lines}).content.decode()

    assert Redirect.objects.filter(old_address="/good").exists()
    assert "1 redirect was added." in page
    assert "This line is too long." in page
    assert f"{long}\n/taken,/en/</textarea>" in page
    assert page.count("a" * 1000) == 140


@pytest.fixture
def quicker(monkeypatch):
    """Somebody else adds /old between the check of the next redirect and its saving."""
    check = Redirect.clean

    def blind(redirect):
        monkeypatch.setattr(Redirect, "clean", check)

    Redirect.objects.create(old_address="/old", address="https://theirs.example/")
    monkeypatch.setattr(Redirect, "clean", blind)


@pytest.mark.usefixtures("quicker")
def test_who_adds_the_same_address_a_moment_later_reads_that_it_is_there(client):
    page = add(at_desk(client), "/old", "https://mine.example/")

    assert "This old address is in the list already." in page
    assert 'value="https://mine.example/"' in page
    assert Redirect.objects.get().address == "https://theirs.example/"


@pytest.mark.usefixtures("quicker")
def test_a_line_that_somebody_else_added_a_moment_ago_stops_no_other(client):
    lines = "/old,https://mine.example/\n/other,https://mine.example/"

    page = at_desk(client).post(reverse("admin:redirects_redirect_many"), {"lines": lines}).content.decode()

    assert "This old address is in the list already." in page
    assert "1 redirect was added." in page
    assert list(Redirect.objects.values_list("old_address", flat=True)) == ["/old", "/other"]


def test_more_lines_than_can_be_checked_at_once_are_refused(client):
    lines = "\n".join(f"/old/{number},/en/" for number in range(201))

    page = at_desk(client).post(reverse("admin:redirects_redirect_many"), {"lines": lines}).content.decode()

    assert "Please paste at most 200 at once." in page
    assert not Redirect.objects.exists()


# What a missing page offers, and what a withdrawn one says.


def test_a_missing_page_offers_what_is_most_like_it(client):
    make_drug("Interferon alfa")
    make_document("Interferon alfa", kind="drug", key="interferon-alfa")

    answer = client.get("/en/drugs/interferon.aspx")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert '<meta name="robots" content="noindex">' in page
    assert '<a href="/en/drugs/interferon-alfa/">Interferon alfa</a>' in page


def test_a_missing_page_corrects_what_was_mistyped(client):
    make_document("Interferon", kind="drug", key="interferon")

    assert '<a href="/en/drugs/interferon/">Interferon</a>' in client.get("/en/interferron/").content.decode()


def test_a_missing_page_offers_nothing_that_is_not_live(client):
    make_document("Interferon", kind="drug", key="interferon", live_from=timezone.now() + timedelta(days=1))

    assert 'href="/en/drugs/interferon/"' not in client.get("/en/interferon.html").content.decode()


def test_a_missing_page_speaks_the_language_of_its_address(client):
    answer = client.get("/fr/rien/du-tout/", headers={"accept-language": "en"})

    assert answer.status_code == 404
    assert '<html lang="fr-CA">' in answer.content.decode()


def test_a_missing_page_speaks_the_language_of_the_browser_where_its_address_has_none(client):
    answer = client.get("/rien/du-tout.aspx", headers={"accept-language": "fr"})

    assert '<html lang="fr-CA">' in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/en/<script>alert(1)</script>/",
        '/en/"onmouseover="alert(1)/x.html',
        "/en/%00",
        "/en/%ff%fe.aspx",
        "/en/" + "a" * 10000 + "/",
        "/en/" + "word-" * 2000 + "/",
        "/en/😀/",
        "/en/\u202etfel/x",
        "/en/../../etc/passwd",
        "/wp-login.php",
        "/en/(OR)AND NOT NEAR*:\"'.html",
    ],
)
def test_hostile_addresses_get_an_ordinary_page(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "<script>alert" not in answer.content.decode()
    assert '/"onmouseover=' not in answer.content.decode()


def test_a_withdrawn_page_says_of_what_kind_it_was_and_not_its_name(client):
    term = make_term("marvellosin")
    term.withdraw(by=make_publisher(), why="Wrong.")

    answer = client.get(term.get_absolute_url())

    page = answer.content.decode()
    assert answer.status_code == 410
    assert "It explained a word" in page
    assert 'href="/en/glossary/"' in page
    assert "marvellosin" not in page.replace("/marvellosin/", "")


def test_publishers_keep_redirects():
    assert Redirect.kept_by == (PUBLISHER,)
