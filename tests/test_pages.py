"""The site's own pages, its menus and its notices: what editors keep and every reader sees."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pages.models import MenuEntry, Notice, SitePageVersion
from pages.outline import outline
from publishing.models import Generation
from publishing.roles import ROLES

from .factories import make_draft, make_editor, make_menu_entry, make_notice, make_publisher, make_site_page, make_user

pytestmark = pytest.mark.django_db

NOTICE = {
    "kind": "urgent",
    "shows_from_0": "2026-11-01",
    "shows_from_1": "08:00",
    "title_en": "Recall of a drug",
    "title_fr": "Rappel d’un médicament",
}


def text_of(client, address="/en/"):
    return client.get(address).content.decode()


def test_a_site_page_is_read_at_the_first_level(client):
    make_site_page("About us", body="<h3>Who we are</h3><p>People.</p>")

    text = text_of(client, "/en/about-us/")

    assert '<h2 id="section-1">Who we are</h2>' in text
    assert '<a href="#section-1">Who we are</a>' in text


def test_headings_move_up_by_one_level_and_keep_their_marks():
    found = outline("<h3>Water, H<sub>2</sub>O</h3><p>One</p><h4>More</h4><h3>Second</h3>")

    assert found.html == (
        '<h2 id="section-1">Water, H<sub>2</sub>O</h2><p>One</p><h3>More</h3><h2 id="section-2">Second</h2>'
    )
    assert found.headings == [("section-1", "Water, H₂O"), ("section-2", "Second")]


def test_a_text_without_headings_has_no_contents():
    assert outline("<p>&lt;h3&gt; is a tag</p>").headings == []


@pytest.mark.parametrize("slug", ["drugs", "glossary", "medicaments"])
def test_a_site_page_cannot_take_the_address_of_a_section(slug):
    version = SitePageVersion(title="A page", slug=slug, language="en")

    with pytest.raises(ValidationError, match="section"):
        version.clean()


def test_the_desk_refuses_the_address_of_a_section_beside_the_field(client):
    client.force_login(make_editor())

    answer = client.post(
        reverse("admin:pages_sitepageversion_add"), {"language": "en", "title": "Our drugs", "slug": "drugs"}
    )

    assert "belongs to a section of the site" in answer.content.decode()
    assert "Our drugs" in answer.content.decode()


def test_a_menu_shows_a_page_in_the_languages_in_which_it_is_live(client):
    page = make_site_page("Privacy", slug="privacy").page
    make_menu_entry(page=page)

    assert '<a href="/en/privacy/">Privacy</a>' in text_of(client, "/en/")
    assert "Privacy" not in text_of(client, "/fr/")


def test_a_menu_follows_a_page_to_its_new_address_and_title(client):
    page = make_site_page("Privacy", slug="privacy").page
    make_menu_entry(page=page)

    make_site_page("Your privacy", slug="your-privacy", page=page)

    assert '<a href="/en/your-privacy/">Your privacy</a>' in text_of(client)


def test_a_label_stands_in_for_a_long_title(client):
    page = make_site_page("How we make and check our information").page

    make_menu_entry(page=page, label_en="How we work", label_fr="Notre travail")

    assert ">How we work</a>" in text_of(client)


def test_menus_keep_their_order_and_their_places(client):
    make_menu_entry(position=2, url_en="/en/drugs/", url_fr="/fr/medicaments/", label_en="Second", label_fr="Deux")
    make_menu_entry(
        position=1, url_en="https://cancer.ca/", url_fr="https://cancer.ca/fr", label_en="First", label_fr="Un"
    )

    english, french = text_of(client, "/en/"), text_of(client, "/fr/")

    assert english.index("First") < english.index("Second")
    assert '<a href="/fr/medicaments/">Deux</a>' in french


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"url_en": "/en/drugs/", "label_en": "Drugs", "label_fr": "Médicaments"},
        {"url_en": "/en/drugs/", "url_fr": "/fr/medicaments/", "label_en": "Drugs"},
    ],
)
def test_a_menu_entry_leads_somewhere_in_both_languages(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuEntry.objects.create(**fields)


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "//example.org", "http://example.org", "drugs/", "/a b"),
        *("/\\example.org", "/\\/example.org", "https:/\\example.org", "https://\\example.org", "/a\n"),
    ],
)
def test_a_menu_takes_no_other_address(address):
    entry = MenuEntry(url_en=address, url_fr="/fr/", label_en="Label", label_fr="Mot")

    with pytest.raises(ValidationError, match="starts with /"):
        entry.full_clean()


def test_a_notice_shows_at_once_on_every_page_in_the_readers_language(client):
    make_site_page("About us")
    make_notice(title_en="Recall of a drug", title_fr="Rappel d’un médicament")

    for address in ["/en/", "/en/drugs/", "/en/about-us/", "/en/nothing-here/"]:
        assert "Recall of a drug" in text_of(client, address), address
    assert "Rappel d’un médicament" in text_of(client, "/fr/")


def test_a_notice_shows_between_its_two_times():
    now = timezone.now()
    notice = make_notice(shows_from=now + timedelta(hours=1), shows_until=now + timedelta(hours=2))

    shown = [list(Notice.objects.showing(language="en", at=now + timedelta(hours=hours))) for hours in (0, 1, 2)]

    assert shown == [[], [notice], []]


def test_a_notice_that_is_over_leaves_no_trace(client):
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        make_notice(title_en="Old news", shows_until=timezone.now() + timedelta(days=1))

    assert "Old news" not in text_of(client)
    assert "site-notice" not in text_of(client)


def test_a_notice_leads_to_its_page_only_where_that_is_live(client):
    page = make_site_page("Recalls", slug="recalls").page
    make_notice(page=page)

    assert 'href="/en/recalls/"' in text_of(client)
    assert "recalls" not in text_of(client, "/fr/")


@pytest.mark.parametrize(
    "fields",
    [{"title_fr": ""}, {"text_en": "Only English."}, {"shows_until": timezone.now() - timedelta(days=900)}],
)
def test_the_database_refuses_half_a_notice(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_notice(**fields)


def test_a_publisher_puts_a_notice_up_and_its_history_says_who(client):
    publisher = make_publisher()
    client.force_login(publisher)
    before = Generation.current()

    client.post(reverse("admin:pages_notice_add"), NOTICE)

    notice = Notice.objects.get()
    assert "Recall of a drug" in text_of(client)
    assert Generation.current() > before
    assert "publisher" in text_of(client, reverse("admin:pages_notice_history", args=[notice.pk]))


def test_every_state_of_a_notice_is_kept(client):
    client.force_login(make_publisher())
    client.post(reverse("admin:pages_notice_add"), NOTICE)
    notice = Notice.objects.get()

    client.post(
        reverse("admin:pages_notice_change", args=[notice.pk]), NOTICE | {"title_en": "No recall", "seen_counter": 1}
    )
    history = text_of(client, reverse("admin:pages_notice_history", args=[notice.pk]))

    assert "Recall of a drug → No recall" in history


def test_a_deleted_notice_keeps_its_history(client):
    client.force_login(make_publisher())
    notice = make_notice(title_en="A mistake")

    client.post(reverse("admin:pages_notice_delete", args=[notice.pk]), {"post": "yes"})
    history = text_of(client, reverse("admin:pages_notice_history", args=[notice.pk]))

    assert not Notice.objects.exists()
    assert "Deleted" in history and "publisher" in history


def test_two_publishers_do_not_overwrite_one_another(client):
    client.force_login(make_publisher())
    client.post(reverse("admin:pages_notice_add"), NOTICE)
    change = reverse("admin:pages_notice_change", args=[Notice.objects.get().pk])
    client.post(change, NOTICE | {"title_en": "Theirs", "seen_counter": 1})

    answer = client.post(change, NOTICE | {"title_en": "Mine", "seen_counter": 1})

    assert Notice.objects.get().title_en == "Theirs"
    assert "Saved meanwhile: Theirs" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()


@pytest.mark.parametrize("model", ["notice", "menuentry"])
@pytest.mark.parametrize("role", [None, *ROLES])
def test_publishers_keep_menus_and_notices_and_page_people_read_them(client, model, role):
    record = make_notice() if model == "notice" else make_menu_entry(page=make_site_page("About us").page)
    if role:
        client.force_login(make_user(role))
    pages = {page: reverse(f"admin:pages_{model}_{page}", args=[record.pk]) for page in ("change", "history", "delete")}
    pages |= {page: reverse(f"admin:pages_{model}_{page}") for page in ("changelist", "add")}

    open_to_me = {page for page, address in pages.items() if client.get(address).status_code == 200}

    everything, reading = set(pages), {"change", "history", "changelist"}
    expected = {"publisher": everything, "editor": reading, "reviewer": reading}
    assert open_to_me == expected.get(role, set())


def test_who_may_only_read_a_notice_cannot_post_one(client):
    notice = make_notice(title_en="As it was")
    client.force_login(make_editor())

    added = client.post(reverse("admin:pages_notice_add"), NOTICE)
    changed = client.post(reverse("admin:pages_notice_change", args=[notice.pk]), NOTICE | {"seen_counter": 0})

    assert (added.status_code, changed.status_code) == (403, 403)
    assert Notice.objects.get().title_en == "As it was"


def test_the_list_of_menu_entries_costs_the_same_for_many(client):
    client.force_login(make_publisher())
    make_menu_entry(page=make_site_page("About us").page)
    few = _cost(client)
    for number in range(12):
        make_menu_entry(page=make_site_page(f"Page {number}").page)

    assert _cost(client) == few


def _cost(client):
    client.get(reverse("admin:pages_menuentry_changelist"))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("admin:pages_menuentry_changelist"))
    return len(queries)


def test_a_draft_of_a_site_page_is_nowhere(client):
    make_draft(SitePageVersion, "Secret plans", slug="secret-plans")

    assert client.get("/en/secret-plans/").status_code == 404
