"""A reader says by keyboard, without a script, that a page was not clear; an editor deals with it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from feedback.models import Answer
from feedback.views import MOST_A_DAY
from publishing.roles import EDITOR
from publishing.senders import SenderTally

from ..factories import make_drug, make_user
from .audit import findings

PASSWORD = "a long pass phrase"
WHY = "What is a needle?"


@pytest.fixture
def drug(transactional_db):
    return {language: make_drug(f"Interferon {language}", language=language) for language in ("en", "fr")}


def press_no(page, version):
    page.goto(version.get_absolute_url())
    button = page.locator(".ask-clear button[value=no]")
    button.focus()
    button.press("Enter")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_reader_answers_by_keyboard_without_a_script(open_page, drug, language):
    page = open_page(viewport={"width": 320, "height": 900}, java_script_enabled=False)

    press_no(page, drug[language])
    page.locator("form.form button").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator("#id_why").fill(WHY)
    page.locator("form.form button").press("Enter")
    expect(page.locator("form.form")).to_have_count(0)
    page.locator("main a.button").press("Enter")

    expect(page.locator("h1")).to_have_text(drug[language].title)
    assert Answer.objects.get().why == WHY
    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_way(open_page, drug, witness, scheme):
    # axe itself writes styles to measure with; the other test sees that the pages write none.
    witness.expects_violations = True
    page = open_page(viewport={"width": 320, "height": 900}, color_scheme=scheme)
    found = {}

    press_no(page, drug["en"])
    found["thanks"] = findings(page)
    page.locator("form.form button").press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    found["error"] = findings(page)
    SenderTally.objects.filter(pk=SenderTally.of("feedback 127.0.0.1").pk).update(number=MOST_A_DAY)
    press_no(page, drug["en"])
    expect(page.locator(".error-summary")).to_be_focused()
    found["not taken"] = findings(page)

    assert found == {"thanks": [], "error": [], "not taken": []}


def test_an_editor_deals_with_an_answer(open_page, drug):
    user = make_user(EDITOR, username="the-editor")
    user.set_password(PASSWORD)
    user.save()
    page = open_page(viewport={"width": 1280, "height": 900})
    press_no(page, drug["en"])
    page.locator("#id_why").fill(WHY)
    page.locator("form.form button").press("Enter")
    page.goto(reverse("admin:login"))
    page.locator("#id_username").fill(user.username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()

    page.locator("#answers-waiting + ul a").click()
    page.get_by_role("link", name="Interferon en").click()
    page.get_by_role("checkbox").check()
    page.locator("#note").fill("Explained.")
    page.locator(".submit-row [type=submit]").click()

    expect(page.get_by_text("Explained.")).to_be_visible()
    assert Answer.objects.get().dealt_by == user
