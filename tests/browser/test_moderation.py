"""The moderators' desk in a real browser: what its script adds, what works without it, and what axe says."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from publishing.roles import MODERATOR, PRIVACY_OFFICER
from stories.models import Report, Story
from stories.workflow import State

from ..factories import drawing, make_cancer, make_user, publish_story, send_story
from .audit import findings

PASSWORD = "a long pass phrase"
BODY = "Call me at 613 555 0199 in the evening. My nurse Julie was kind.\n\nThe beans were up."


@pytest.fixture
def sign_in(open_page, transactional_db):
    """Open a page as somebody with a role: sign_in("moderator")."""

    def as_somebody(role, **options):
        user = make_user(role, username=f"the-{role}")
        user.set_password(PASSWORD)
        user.save()
        page = open_page(**{"viewport": {"width": 1280, "height": 900}, **options})
        page.goto(reverse("admin:login"))
        page.locator("#id_username").fill(user.username)
        page.locator("#id_password").fill(PASSWORD)
        page.locator("[type=submit]").click()
        page.wait_for_url("**/admin/")
        return page

    return as_somebody


def screen(story):
    return reverse("admin:stories_story_change", args=[story.pk]) + "?open=1"


def test_who_begins_to_edit_takes_the_story_on(sign_in):
    story = send_story(body=BODY)
    page = sign_in(MODERATOR)
    page.goto(screen(story))
    expect(page.get_by_text("Nobody has it.")).to_be_visible()

    page.get_by_label("Title").press_sequentially("!")

    expect(page.get_by_text("You have taken it on for 24 hours.")).to_be_visible()
    assert Story.objects.get().claim_holder().username == "the-moderator"


def test_a_redaction_and_a_quote_are_taken_over_by_a_press(sign_in):
    story = send_story(body=BODY)
    page = sign_in(MODERATOR)
    page.goto(screen(story))

    page.locator(".mark-item", has_text="613 555 0199").get_by_role("button", name="Use it").click()
    expect(page.get_by_text("Replaced in the form. Save to keep it.")).to_be_visible()
    words = page.locator("#id_body")
    start = words.input_value().index("The beans")
    words.evaluate("(field, start) => { field.focus(); field.setSelectionRange(start, start + 18); }", start)
    page.get_by_role("button", name="Take the selected words of the story as quote").click()
    page.get_by_role("button", name="Save the edited copy").click()
    expect(page.get_by_text("The edited copy is saved.")).to_be_visible()

    text = Story.objects.get().open_text
    assert text.body.startswith("Call me at [phone number removed] in the evening.")
    assert text.quote == "The beans were up."


def test_keys_lead_to_a_page_only_outside_of_fields_and_can_be_switched_off(sign_in):
    first, second = send_story(body=BODY), send_story(body=BODY + " Really.")
    page = sign_in(MODERATOR)
    page.goto(screen(first))

    page.get_by_label("Title").focus()
    page.keyboard.press("End")
    page.keyboard.press("r")
    expect(page.get_by_label("Title")).to_have_value("The gardenr")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(screen(first))
    page.locator("body").press("r")
    page.wait_for_url("**/move/refuse/")
    page.goto(screen(first))
    page.locator("body").press("a")
    page.wait_for_url("**/move/approve/**")
    page.goto(screen(first))
    page.locator("body").press("n")
    page.wait_for_url(f"**/{second.pk}/change/")
    page.get_by_label("Use these keys").uncheck()
    page.goto(screen(first))
    page.locator("body").press("r")
    page.wait_for_timeout(300)

    assert page.url.endswith(screen(first))
    assert {story.state for story in Story.objects.all()} == {State.WAITING}


@pytest.mark.both_databases
def test_the_desk_needs_no_script(sign_in):
    story = send_story(body=BODY)
    page = sign_in(MODERATOR, java_script_enabled=False)
    page.goto(reverse("admin:stories_story_changelist"))
    page.get_by_role("link", name=f"Story {story.pk}", exact=True).click()

    page.locator(".mark-item", has_text="613 555 0199").get_by_role("checkbox").check()
    page.get_by_label("Quote").fill("The beans were up.")
    page.get_by_role("button", name="Save and ask the author").click()
    page.get_by_label("In your own words").fill("Is it still you?")
    page.get_by_role("button", name="Ask the author to agree").click()
    story = Story.objects.get()
    assert story.state == State.ASKED
    story.agree(seen=story.open_text.digest)
    page.goto(screen(story))
    page.get_by_role("link", name="Approve").click()
    page.get_by_role("button", name="Approve").click()

    expect(page.get_by_text("Approved. It is on the site")).to_be_visible()
    assert Story.objects.get().live_text.body.startswith("Call me at [phone number removed]")


def addresses():
    cancer = make_cancer().page
    labelled = send_story(body="My mother died in the hospice. " * 5, cancer=cancer, photo=drawing())
    waiting = send_story(body=BODY, photo=drawing())
    waiting.answer(message="Hello")
    live = publish_story(photo=drawing(), quote="The beans were up.")
    one = Report.objects.create(story=live, reason="mine", text="It is me.", language="fr")
    withdrawn = send_story()
    withdrawn.withdraw()
    lists = reverse("admin:stories_story_changelist")

    def move(story, name):
        return reverse("admin:stories_story_move", args=[story.pk, name])

    return {
        MODERATOR: [
            lists,
            f"{lists}?where=all",
            reverse("admin:stories_story_change", args=[labelled.pk]),
            screen(waiting),
            screen(live),
            *[move(waiting, name) for name in ("approve", "ask", "refuse", "refuse_photo", "write", "replace_link")],
            move(live, "take_down"),
            move(live, "share"),
            reverse("admin:stories_story_report", args=[one.pk]),
            reverse("admin:stories_story_history", args=[live.pk]),
        ],
        PRIVACY_OFFICER: [
            lists,
            screen(withdrawn),
            move(withdrawn, "erase"),
            move(live, "withdraw"),
            move(live, "read_contact"),
            reverse("admin:stories_viewing_changelist"),
        ],
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_at_the_moderators_desk(sign_in, witness, scheme, language):
    # axe itself writes styles to measure with; the other tests here see that the pages write none.
    witness.expects_violations = True
    every = addresses()
    found = {}

    for role, pages in every.items():
        page = sign_in(role, color_scheme=scheme)
        if language == "fr":
            page.get_by_role("button", name="Français").click()
        for address in pages:
            page.goto(address)
            new = findings(page)
            if new:
                found[address] = new

    assert found == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways(sign_in, width):
    send_story("x" * 120, body="y" * 5000)
    every = addresses()
    page = sign_in(MODERATOR, viewport={"width": width, "height": 800})

    for address in [*every[MODERATOR], screen(Story.objects.order_by("pk").first())]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
