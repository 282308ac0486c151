"""The locator editors' desk in a real browser, by keyboard."""

import json
from datetime import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from locator.models import Service, UnmetNeed
from publishing.roles import LOCATOR_EDITOR

from ..factories import make_category, make_location, make_organization, make_service, make_user
from .audit import findings

PASSWORD = "a long pass phrase"
SIZES = ({"width": 320, "height": 640}, {"width": 1280, "height": 800})


@pytest.fixture
def desk(open_page, witness, transactional_db):
    """A page on which a locator editor is signed in: desk(viewport=…)."""
    # Django's search boxes for records try to style themselves in their HTML; the policy says no, and nothing is lost.
    witness.expects_violations = True

    def sign_in(**options):
        user = make_user(LOCATOR_EDITOR, username="locator-editor")
        user.set_password(PASSWORD)
        user.save()
        page = open_page(**options)
        page.goto(reverse("admin:login"))
        page.locator("#id_username").fill(user.username)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("[type=submit]").click()
        page.wait_for_url("**/admin/")
        return page

    return sign_in


def change_url(service):
    return reverse("admin:locator_service_change", args=[service.pk])


def make_full_service():
    kind = make_category("rides", parent=make_category("travel"))
    hours = [{"days": "MO,TU", "opens": time(9), "closes": time(17)}]
    return make_service(at=[make_location()], categories=[kind], areas=["canada"], hours=hours, languages=["fr"])


def press_until(page, selector, key="Tab"):
    """Press a key until the focus is on something."""
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} never leads to {selector}.")


def test_a_service_is_found_corrected_and_verified_by_keyboard(desk):
    service = make_full_service()
    make_organization("Lantern Society")
    page = desk(viewport=SIZES[1])
    page.goto(reverse("admin:locator_service_changelist"))

    press_until(page, "#searchbar")
    page.keyboard.type("613 555-0123")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=613*")
    press_until(page, "#result_list tbody th a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{change_url(service)}*")
    press_until(page, ".field-organization .select2-selection")
    page.keyboard.press("Enter")
    expect(page.locator(".select2-search__field")).to_be_focused()
    page.keyboard.type("lantern")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text("Lantern Society")
    page.keyboard.press("Enter")
    press_until(page, "#id_kinds input")
    page.keyboard.press("Space")
    press_until(page, "#id_phones-0-number")
    page.keyboard.press("Control+A")
    page.keyboard.type("613-555-0199")
    press_until(page, "[name=_verify]")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{reverse('admin:locator_service_changelist')}*")
    service = Service.objects.select_related("organization").get()
    assert str(service.organization) == "Lantern Society"
    assert service.phones.get().number == "613-555-0199"
    assert {link.category.code for link in service.category_links.all()} == {"rides", "travel"}
    assert service.verified_by.username == "locator-editor"


def test_the_enter_key_in_a_field_saves_and_does_not_verify(desk):
    service = make_full_service()
    page = desk()
    page.goto(change_url(service))

    page.locator("#id_email").fill("ask@example.org")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{reverse('admin:locator_service_changelist')}*")
    service.refresh_from_db()
    assert (service.email, service.verified_on) == ("ask@example.org", None)


def test_the_queue_gets_shorter_with_each_press(desk):
    for number in range(2):
        make_service(f"Rides {number}")
    page = desk(viewport=SIZES[0])
    page.goto(reverse("admin:locator_service_due"))

    press_until(page, "td button")
    page.keyboard.press("Enter")

    expect(page.locator("td button")).to_have_count(1)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_desk_of_services(desk, size, scheme):
    service = make_full_service()
    UnmetNeed.count(area="K1A")
    service.name_en = "Rides and meals"
    service.save()
    page = desk(viewport=size, color_scheme=scheme)
    addresses = [
        change_url(service),
        reverse("admin:locator_serviceatlocation_change", args=[service.places.get().pk]),
        reverse("admin:locator_location_change", args=[service.places.get().location_id]),
        reverse("admin:locator_organization_change", args=[service.organization_id]),
        *(reverse(f"admin:locator_{name}_changelist") for name in ("service", "location", "category", "unmetneed")),
        *(reverse(f"admin:locator_service_{name}", args=[service.pk]) for name in ("history", "delete")),
        reverse("admin:locator_service_due"),
        reverse("admin:index"),
    ]

    found = {}
    for address in addresses:
        page.goto(address)
        if wrong := findings(page):
            found[address] = wrong
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address

    assert found == {}, json.dumps(found, indent=1)
