"""A reader tells what has changed, without JavaScript; an editor decides, answers, and the page is right."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from locator.models import Suggestion
from mail.models import Letter
from publishing.roles import LOCATOR_EDITOR

from ..factories import make_category, make_location, make_service, make_user
from .audit import findings

PASSWORD = "a long pass phrase"
DESCRIPTIONS = {"en": "Volunteers drive you home.", "fr": "Des bénévoles vous ramènent chez vous."}


@pytest.fixture
def service(transactional_db):
    rows = [{"days": "MO", "opens": "09:00", "closes": "17:00"}]
    return make_service(at=[make_location()], description_en="Volunteers drive you.", hours=rows, languages=["en"])


@pytest.fixture
def editor(open_page, transactional_db):
    """The page of a locator editor who is signed in."""
    user = make_user(LOCATOR_EDITOR, username="the-editor")
    user.set_password(PASSWORD)
    user.save()
    page = open_page(viewport={"width": 1280, "height": 900})
    page.goto(reverse("admin:login"))
    page.locator("#id_username").fill(user.username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()
    page.wait_for_url("**/admin/")
    return page


def address_of(service, language):
    with override(language):
        return reverse("locator:suggest", args=[service.pk])


def page_of(service, language):
    with override(language):
        return service.get_absolute_url()


def tell(page, service, language):
    """Change two fields of the form by keyboard alone, after a first try that was refused."""
    page.goto(address_of(service, language))
    page.locator("a[href='?tell=change']").press("Enter")
    page.locator("#id_description").fill(DESCRIPTIONS[language])
    page.locator("#id_phones").fill("613-555-0177")
    page.locator("#id_sender_email").fill("reader@example.org")
    page.locator("form button.main").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").press("Enter")
    page.locator("#id_sender_0").press("Space")
    page.locator("form button.main").press("Enter")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_a_reader_suggests_is_accepted_answered_and_on_the_page(open_page, editor, service, language):
    reader = open_page(java_script_enabled=False, locale=f"{language}-CA", viewport={"width": 320, "height": 700})
    tell(reader, service, language)
    expect(reader.locator(".error-summary")).to_have_count(0)
    suggestion = Suggestion.objects.get()

    editor.goto(reverse("admin:locator_suggestion_changelist"))
    editor.get_by_role("link", name=f"Suggestion {suggestion.pk}").click()
    editor.get_by_role("group", name="What it does: what becomes of it?").get_by_label(
        "Take it over", exact=True
    ).check()
    editor.get_by_role("group", name="Phone numbers: what becomes of it?").get_by_label("Do not take it over").check()
    editor.get_by_role("button", name="Save the decisions").click()
    editor.get_by_label("The organization told us something else.").check()
    editor.get_by_role("button", name="Show the letter first").click()
    expect(editor.get_by_text("The letter: it is not sent yet")).to_be_visible()
    assert not Letter.objects.exists()
    editor.get_by_role("button", name="Send the letter and close").click()
    expect(editor.get_by_text(f"Suggestion {suggestion.pk} is settled.")).to_be_visible()

    reader.goto(page_of(service, language))
    expect(reader.get_by_text(DESCRIPTIONS[language])).to_be_visible()
    assert json.loads(Letter.objects.get().content)["to"] == "reader@example.org"
    suggestion.refresh_from_db()
    assert suggestion.sender_email == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_forms_the_queue_and_the_screens(open_page, editor, service, witness, scheme):
    # axe itself writes styles to measure with; the other test sees that the pages write none.
    witness.expects_violations = True
    make_category()
    tell(open_page(java_script_enabled=False), service, "en")
    suggestion = Suggestion.objects.get()
    new = Suggestion.objects.create(kind="new", language="fr", sender="other")
    for field in ("name", "organization", "description", "category", "hours"):
        new.changes.create(field=field, after="rides", language="fr" if field in ("name", "description") else "")
    public = open_page(color_scheme=scheme)
    editor.emulate_media(color_scheme=scheme)
    found = {}

    for language in ("en", "fr"):
        for query in ("", "?tell=change", "?tell=right", "?tell=remove"):
            public.goto(address_of(service, language) + query)
            found[language, query] = findings(public)
    public.locator("form button.main").click()
    found["an error"] = findings(public)
    for name, one in (("a change", suggestion), ("a new service", new)):
        editor.goto(reverse("admin:locator_suggestion_change", args=[one.pk]))
        found[name] = findings(editor)
    editor.goto(reverse("admin:locator_suggestion_changelist"))
    found["the queue"] = findings(editor)
    new.changes.update(decision="refused", decided_by=make_user(LOCATOR_EDITOR), decided_at=new.at)
    editor.goto(reverse("admin:locator_suggestion_settle", args=[new.pk]))
    found["the answer"] = findings(editor)

    assert {where: wrong for where, wrong in found.items() if wrong} == {}
