"""What of a story is not public is shown to nobody without the role: every route that exists × every role."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from publishing.languages import Language
from publishing.roles import ADMINISTRATOR, EDITOR, LOCATOR_EDITOR, MODERATOR, PRIVACY_OFFICER, PUBLISHER, REVIEWER
from stories.choices import ContactReason
from stories.models import Report, Story, Viewing
from stories.workflow import MOVES, State

from .factories import drawing, make_moderator, make_privacy_officer, make_user, publish_story, send_story
from .routes import addresses_of, every_route
from .test_leaks import all_of, argument_values

pytestmark = pytest.mark.django_db

RAW, PHOTO, CONTACT, MESSAGE, REPORT, SECRET = "raw story", "photo", "contact", "message", "report", "secret link"
NOBODY, DISABLED, NOT_STAFF = "nobody", "disabled", "not staff"
MAY_SEE = {
    NOBODY: set(),
    NOT_STAFF: set(),
    DISABLED: set(),
    EDITOR: set(),
    REVIEWER: set(),
    PUBLISHER: set(),
    LOCATOR_EDITOR: set(),
    ADMINISTRATOR: set(),
    MODERATOR: {RAW, PHOTO, MESSAGE, REPORT},
    PRIVACY_OFFICER: {CONTACT},
}


def a_client(client, role):
    if role == NOBODY:
        return client
    user = make_user(*([MODERATOR] if role in (DISABLED, NOT_STAFF) else [role]), username="the-person")
    User.objects.filter(pk=user.pk).update(is_active=role != DISABLED, is_staff=role != NOT_STAFF)
    client.force_login(user)
    return client


def live_story(email):
    """A story on the site without its photo, which was refused."""
    story = publish_story(title="Open", body="Open.", shown_name="Open", email=email, photo=drawing())
    story.refuse_photo(by=make_moderator(), reasons=["unclear_photo"])
    return story


def plant(state):
    """A story in a state, with words of its own in every place, and {words: what they are}."""
    places = {f"zq{kind.replace(' ', '')}{state}zq": kind for kind in (RAW, MESSAGE, REPORT)}
    raw, message, report = places
    email = f"zqcontact.{state}@example.org"
    start = publish_story if state == State.TAKEN_DOWN else send_story
    words = {"title": f"{raw} title", "body": f"{raw} body.", "shown_name": raw}
    # What is on the site is no secret; what waits for a moderator is, and a photo that was refused.
    story = start(**words, email=email, photo=drawing()) if state != State.LIVE else live_story(email)
    moderator = make_moderator()
    match state:
        case State.LIVE:
            story.correct(**words, message=message)
        case State.ASKED:
            seen = (story.open_text.number, story.open_text.edit_counter)
            story.edit(by=moderator, seen_counter=seen, title=f"{raw} edited")
            story.ask(by=moderator, message=message)
        case State.RETURNED:
            story.return_to_author(by=moderator, reasons=["too_long"], message=message)
        case State.REFUSED:
            story.refuse(by=moderator, reasons=["hurts"], message=message)
        case State.TAKEN_DOWN:
            story.take_down(by=moderator, reasons=["hurts"], message=message)
        case State.WAITING:
            story.answer(message=message)
        case State.WITHDRAWN:
            story.answer(message=message)
            story.withdraw()
    Report.objects.create(
        story=story, reason="other", text=report, email=f"zqreporter.{state}@example.org", language="en"
    )
    story.refresh_from_db()
    photo = repr(story.photo.content(320))[2:-1]
    secret = story.link_secret
    return places | {email: CONTACT, f"zqreporter.{state}@example.org": CONTACT, secret: SECRET, photo: PHOTO}


def plant_everything():
    places = {}
    for state in State:
        if state != State.ERASED:
            places |= plant(state)
    return places


def values_for(parts):
    """What to put into the addresses of a route: every story's number where it is about stories, else one."""
    is_about_stories = any("stor" in str(part) for part in parts)
    numbers = list(Story.objects.values_list("pk", flat=True)) if is_about_stories else [1]
    # Reports have numbers of their own.
    reports = list(Report.objects.values_list("pk", flat=True)) if is_about_stories else []
    of_stories = {name: sorted({*numbers, *reports}) for name in ("number", "id", "pk", "object_id")}
    return (
        argument_values() | of_stories | {"width": [320], "slug": ["nothing"], "name": ["nothing"], "move": list(MOVES)}
    )


def visits(client):
    """Every route, opened; those about stories with every story's number, and posted to: what comes back."""
    forms = [{}, {"why": ContactReason.LAW, "open": "1", "q": "zq"}]
    about_stories = []
    for parts, _ in every_route():
        values = values_for(parts)
        addresses = {address for language in Language.values for address in addresses_of(parts, values, language)}
        for address in sorted(addresses):
            yield address, client.get(address, {"open": "1"})
        if any("stor" in str(part) for part in parts):
            about_stories += sorted(addresses)
    # Afterwards: what is posted may change what there is to see.
    for address in about_stories:
        for form in forms:
            yield address, client.post(address, form, headers={"sec-fetch-site": "same-origin"})


def found_in(places, response):
    text = all_of(response)
    return {kind for words, kind in places.items() if words in text}


@pytest.mark.parametrize("role", MAY_SEE)
def test_no_route_shows_what_a_role_may_not_see(client, role):
    places = plant_everything()
    client = a_client(client, role)

    shown = {(address, kind) for address, response in visits(client) for kind in found_in(places, response)}

    assert {found for found in shown if found[1] not in MAY_SEE[role]} == set()


def test_the_walk_would_find_what_a_role_may_see(client):
    places = plant_everything()
    client = a_client(client, MODERATOR)

    shown = {kind for _address, response in visits(client) for kind in found_in(places, response)}

    assert shown == MAY_SEE[MODERATOR]


def test_a_walk_of_a_moderator_leaves_its_tracks(client):
    story = send_story()
    client = a_client(client, MODERATOR)

    client.get(reverse("admin:stories_story_change", args=[story.pk]), {"open": "1"})

    assert Viewing.objects.filter(story=story, by__username="the-person").exists()


def test_the_officer_reads_an_address_only_after_saying_why(client):
    story = send_story(email="zqcontact@example.org")
    client.force_login(make_privacy_officer())
    address = reverse("admin:stories_story_move", args=[story.pk, "read_contact"])

    without = client.post(address, {})
    stated = client.post(address, {"why": ContactReason.LAW})

    assert "zqcontact@example.org" not in without.content.decode()
    assert "zqcontact@example.org" in stated.content.decode()
    assert [viewing.why for viewing in Viewing.objects.all()] == ["law"]


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**30])
def test_a_photo_of_a_number_that_no_story_can_have_is_not_found(number):
    address = reverse("story_photo", args=[number, 320])
    nobody, moderator = Client(), Client()
    moderator.force_login(make_moderator())

    assert [client.get(address).status_code for client in (nobody, moderator)] == [404, 404]
