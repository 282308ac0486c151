"""Stories at the desk: the queue, the one screen, every move by its button, and what nobody else may see."""

import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mail.models import Letter
from publishing.roles import ADMINISTRATOR, EDITOR, MODERATOR, PRIVACY_OFFICER, ROLES
from stories.choices import Purpose, Red
from stories.desk_forms import MOVE_FORMS
from stories.marking import marks_in, redacted, segments
from stories.models import Consent, Report, Story, Text, Viewing
from stories.rules import ContentNote, mark
from stories.workflow import MOVES, Stage, State

from .factories import (
    drawing,
    make_cancer,
    make_everyone,
    make_moderator,
    make_privacy_officer,
    make_user,
    publish_story,
    send_story,
)
from .threads import at_once

pytestmark = pytest.mark.django_db

LIST = "/admin/stories/story/"
HOSTILE = '<script>alert("x")</script> \u202egarden\u202c <img src=x onerror=alert(1)>'


@pytest.fixture
def at_desk(client):
    """Sign somebody in: at_desk(user) answers a client that acts as this person."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def moderating(at_desk):
    return at_desk(make_moderator())


def address(story, page="change", **more):
    return reverse(f"admin:stories_story_{page}", args=[story.pk, *more.values()])


def opened(client, story):
    """The screen of a story, as text."""
    return unescape(client.get(address(story), {"open": "1"}).content.decode())


def copy_of(client, story, **changes):
    """What a browser would send back from the edited copy."""
    form = client.get(address(story), {"open": "1"}).context["form"]
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in (data | changes).items() if value is not None}


def save(client, story, **changes):
    return client.post(address(story), copy_of(client, story, **changes), follow=True)


def move(client, story, name, **data):
    return client.post(address(story, "move", move=name), data, follow=True)


def approve(client, story, **data):
    """Approve what is shown, by the button of the screen."""
    link = re.search(r'href="([^"]*/move/approve/[^"]*)"', client.get(address(story), {"open": "1"}).content.decode())
    form = client.get(unescape(link.group(1))).context["form"]
    return move(client, story, "approve", **{field.name: field.value() for field in form.hidden_fields()}, **data)


def again(story):
    return Story.objects.get(pk=story.pk)


def said(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def ask(story, **words):
    text = story.open_text
    words = words or {"title": "Another title"}
    story.edit(by=make_moderator(), seen_counter=(text.number, text.edit_counter), **words)
    story.ask(by=make_moderator())
    return again(story)


def story_in(state, **answers):
    """A story that stands in a state, brought there by its moves."""
    story = publish_story(**answers) if state in (State.LIVE, State.TAKEN_DOWN) else send_story(**answers)
    moderator = make_moderator()
    match state:
        case State.ASKED:
            return ask(story)
        case State.RETURNED:
            story.return_to_author(by=moderator, reasons=["too_long"])
        case State.REFUSED:
            story.refuse(by=moderator, reasons=["advertises"])
        case State.TAKEN_DOWN:
            story.take_down(by=moderator, reasons=["identifies"])
        case State.WITHDRAWN:
            story.withdraw()
        case State.ERASED:
            story.withdraw()
            again(story).erase(by=make_privacy_officer())
    return again(story)


# The list


def test_in_french_a_no_break_space_stands_before_a_colon(at_desk):
    desk = at_desk(make_user(MODERATOR, language="fr"))
    story = send_story(body="Appelez-moi au 514 555 0199.", language="fr")

    wrong = unescape(move(desk, story, "refuse").content.decode())
    screen = unescape(move(desk, story, "claim").content.decode())

    assert "phrases\u00a0:</a> Cochez une raison" in wrong
    assert f"Témoignage {story.pk}\u00a0: Vous vous en occupez" in screen
    assert "(témoignage):" not in screen


def test_danger_comes_first_then_whoever_has_waited_longest(moderating):
    first, second = send_story(), send_story()
    urgent = send_story(body="I cannot go on. I want to kill myself tonight.")

    rows = moderating.get(LIST).context["cl"].result_list

    assert [row.pk for row in rows] == [urgent.pk, first.pk, second.pk]


def test_the_list_says_what_a_story_speaks_of_and_not_a_word_of_it(moderating):
    cancer = make_cancer("Kidney cancer").page
    first = send_story("Zucchini", body="My mother died in the hospice. " * 9, shown_name="Ottoline", cancer=cancer)
    send_story("Zucchini again", body="My mother died in the hospice. " * 9)

    page = moderating.get(LIST).content.decode()

    assert "death and grief" in page
    assert "Kidney cancer" in page
    assert f"Very like story {first.pk}" in page
    assert "Zucchini" not in page
    assert "hospice" not in page
    assert "Ottoline" not in page


def test_a_waiting_clock_is_late_after_five_days(moderating):
    story = send_story()
    story.texts.update(since=timezone.now() - timedelta(days=4, hours=5))
    early = unescape(moderating.get(LIST).content.decode()).replace("\xa0", " ")
    story.texts.update(since=timezone.now() - timedelta(days=5, minutes=1))
    late = unescape(moderating.get(LIST).content.decode()).replace("\xa0", " ")

    assert "4 days, 5 hours" in early
    assert 'class="late"' not in early
    assert 'class="late"' in late
    assert "<strong>late</strong>" in late


@pytest.mark.parametrize(
    ("where", "state"),
    [
        ("", State.WAITING),
        ("?where=waiting", State.WAITING),
        ("?where=author", State.ASKED),
        ("?where=author", State.RETURNED),
        ("?where=live", State.LIVE),
        ("?where=refused", State.REFUSED),
        ("?where=taken_down", State.TAKEN_DOWN),
        ("?where=withdrawn", State.WITHDRAWN),
        ("?where=erased", State.ERASED),
        ("?where=nonsense", State.WAITING),
        ("?o=99&p=99", State.WAITING),
    ],
)
def test_each_list_holds_the_stories_that_stand_there(moderating, where, state):
    stories = {one: story_in(one) for one in State}

    rows = moderating.get(LIST + where, follow=True).context["cl"].result_list

    assert stories[state].pk in {row.pk for row in rows}
    others = {one for one, story in stories.items() if story.pk in {row.pk for row in rows}} - {state}
    assert others <= ({State.ASKED, State.RETURNED} if where == "?where=author" else set())


def test_every_row_says_where_its_story_stands(moderating):
    stories = {state: story_in(state) for state in State}

    answer = moderating.get(LIST + "?where=all")

    shown = re.findall(r'class="state state-(\w+)"', answer.content.decode())
    by_number = dict(zip([row.pk for row in answer.context["cl"].result_list], shown, strict=True))
    assert by_number == {story.pk: state.value for state, story in stories.items()}


@pytest.mark.parametrize("where", ["waiting", "all", "reports"])
def test_the_list_asks_as_many_questions_for_many_stories_as_for_three(moderating, where):
    def visit():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            moderating.get(LIST, {"where": where})
        return len(queries)

    cancer = make_cancer().page
    for _ in range(3):
        report(send_story(cancer=cancer)).story.claim(by=make_moderator())
    few = visit()
    for _ in range(20):
        report(send_story(cancer=cancer)).story.claim(by=make_moderator())

    assert visit() == few


def test_an_officer_sees_what_is_to_be_erased_with_states_only(at_desk):
    withdrawn = story_in(State.WITHDRAWN)
    waiting = send_story("Secret", body="My mother died in the hospice. " * 9)
    client = at_desk(make_privacy_officer())

    page = client.get(LIST)
    everything = client.get(LIST + "?where=all").content.decode()

    assert [row.pk for row in page.context["cl"].result_list] == [withdrawn.pk]
    assert f"Story {waiting.pk}" in everything
    assert "death and grief" not in everything
    assert "death and grief" not in client.get(address(waiting)).content.decode()


def test_next_passes_over_what_a_colleague_has(moderating):
    first, taken, third = send_story(), send_story(), send_story()
    taken.claim(by=make_user(MODERATOR))

    from_first = moderating.get(reverse("admin:stories_story_next"), {"after": first.pk})
    from_third = moderating.get(reverse("admin:stories_story_next"), {"after": third.pk})

    assert from_first.url == address(third)
    assert from_third.url == address(first)


def test_next_says_when_nothing_is_left(moderating):
    story = send_story()

    answer = moderating.get(reverse("admin:stories_story_next"), {"after": story.pk}, follow=True)

    assert "No other story waits for you." in said(answer)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            MODERATOR,
            ["story in which somebody may be in danger", "story waits for an answer", "report by a reader"],
        ),
        (PRIVACY_OFFICER, ["withdrawn story to erase"]),
        (EDITOR, []),
    ],
)
def test_the_start_page_says_what_waits(rf, role, expected):
    send_story(body="I cannot go on. I want to kill myself tonight.")
    send_story()
    story_in(State.WITHDRAWN)
    report(publish_story())
    request = rf.get("/")
    request.user = make_user(role)

    page = render_to_string("admin/stories/_waiting.html", {}, request=request)

    assert re.findall(r">1 ([^<:]*)", page) == expected


# Opening


def test_a_story_with_labels_asks_first_and_logs_only_what_is_opened(moderating):
    story = send_story("Zucchini", body="My mother died in the hospice. " * 9)

    before = moderating.get(address(story)).content.decode()
    assert "This story may be hard to read." in before
    assert "death and grief" in before
    assert "Zucchini" not in before
    assert not Viewing.objects.exists()

    assert "Zucchini" in opened(moderating, story)
    assert Viewing.objects.get().by == make_moderator()


def test_a_story_without_labels_opens_at_once_and_is_logged(moderating):
    story = send_story("Zucchini")

    assert "Zucchini" in moderating.get(address(story)).content.decode()
    assert Viewing.objects.get().story == story


def test_the_screen_shows_marks_in_place_with_words_for_what_they_are(moderating):
    story = send_story(body="Call me at 613 555 0199 in the evening.")

    page = opened(moderating, story)

    assert re.search(
        r'<mark class="mark-refuse">613 555 0199<span class="mark-label"[^>]*>Phone number</span></mark>', page
    )


def test_the_screen_asks_as_many_questions_whatever_happened(moderating):
    story = send_story()
    story.claim(by=make_moderator())

    def visit():
        with CaptureQueriesContext(connection) as queries:
            moderating.get(address(story), {"open": "1"})
        return len(queries)

    story.write(by=make_moderator(), message="How are you?")
    report(story)
    few = visit()
    for number in range(15):
        again(story).write(by=make_moderator(), message=f"And {number}?")
        report(story)
        again(story).answer(message="Well.")

    assert visit() == few


def test_hostile_words_are_shown_as_text_wherever_they_stand(moderating):
    long = "x" * 20_000
    story = send_story(HOSTILE[:120], body=f"{HOSTILE} {long}", shown_name="<b>Audrey</b>")
    story.answer(message=HOSTILE)
    report(story, text=HOSTILE)

    pages = [
        moderating.get(address(story), {"open": "1"}).content.decode(),
        moderating.post(address(story), copy_of(moderating, story, body=HOSTILE, quote="<i>no</i>")).content.decode(),
        moderating.get(reverse("admin:stories_story_report", args=[story.reports.get().pk])).content.decode(),
    ]

    for page in pages:
        assert "&lt;script&gt;alert" in page
        assert not re.search(r"<script>|<img src=x|<b>Audrey|<i>no", page)
    assert long in pages[0]


# The edited copy


def test_the_first_save_claims_the_story_and_leaves_the_authors_text_as_it_is(moderating):
    story = send_story("The garden")

    answer = save(moderating, story, title="My garden")

    story = again(story)
    assert "The edited copy is saved." in said(answer)
    assert [text.title for text in story.texts.order_by("number")] == ["The garden", "My garden"]
    assert story.original.title == "The garden"
    assert story.claimed_by == make_moderator()
    assert "<del>" in answer.content.decode()


def test_an_untouched_save_changes_nothing(moderating):
    story = send_story(body="One line.\r\n\r\nAnother one.  \n", photo=drawing())

    answer = save(moderating, story)

    story = again(story)
    assert "Nothing was changed." in said(answer)
    assert story.texts.count() == 1
    assert story.open_text.is_agreed
    assert not story.events.filter(move="edit").exists()


def test_only_the_ticked_redactions_are_applied(moderating):
    story = send_story(body="Call 613 555 0199 or write to a.b@example.org. I said: 613 555 0199.")
    phone = next(one for one in marks_in(story.open_text.words(), "en") if one.rule.name == "phone")

    save(moderating, story, use=[phone.key])

    body = again(story).open_text.body
    assert "613" not in body
    assert body.count("[phone number removed]") == 2
    assert "a.b@example.org" in body


def test_a_quote_that_is_not_in_the_story_is_refused_and_everything_typed_is_kept(moderating):
    story = send_story()

    answer = save(moderating, story, title="My garden", quote="Words of somebody else")

    page = answer.content.decode()
    assert "The quote is not in the story word for word" in page
    assert 'value="My garden"' in page
    assert "Words of somebody else" in page
    assert again(story).texts.count() == 1


def test_a_second_moderator_does_not_overwrite_the_first_and_can_then_save(moderating):
    story = send_story("The garden")
    mine = copy_of(moderating, story, title="My own title")
    text = story.open_text
    colleague = make_user(MODERATOR)
    story.edit(by=colleague, seen_counter=(text.number, text.edit_counter), title="Their title")

    refused = moderating.post(address(story), mine)
    page = refused.content.decode()

    assert "The text was changed after you opened it" in page
    assert "Their" in page
    assert 'value="My own title"' in page
    assert again(story).open_text.title == "Their title"
    fresh = re.search(r'name="seen" value="([\d.]+)"', page).group(1)
    moderating.post(address(story), mine | {"seen": fresh})
    assert again(story).open_text.title == "My own title"


def test_words_typed_while_a_colleague_decided_are_shown_with_who_and_when(moderating):
    story = send_story("The garden")
    mine = copy_of(moderating, story, title="My own title")
    story.refuse(by=make_user(MODERATOR, username="colleague"), reasons=["advertises"])

    page = moderating.post(address(story), mine).content.decode()

    assert "colleague made the last move" in page
    assert 'value="My own title"' in page
    assert "Save the edited copy" not in page.partition('id="copy"')[2].partition("</form>")[0]
    assert again(story).latest_text.title == "The garden"


@pytest.mark.parametrize("seen", ["", "x", "1", "1.x", "-1.-1", "9" * 5000 + ".1"])
def test_a_nonsensical_counter_saves_nothing(moderating, seen):
    story = send_story("The garden")

    moderating.post(address(story), copy_of(moderating, story, title="Smuggled", seen=seen))

    assert again(story).open_text.title == "The garden"


def test_red_keeps_a_text_from_being_approved(moderating):
    story = send_story()
    save(moderating, story, red=[Red.PROMOTES], notes=[ContentNote.DEATH])

    answer = approve(moderating, story)

    assert "marked red" in answer.content.decode()
    assert again(story).state == State.WAITING
    assert again(story).open_text.notes == ["death"]


def test_save_and_approve_leads_on_with_the_text_that_was_saved(moderating):
    story = send_story()
    quote = "The beans were up."

    answer = moderating.post(address(story), copy_of(moderating, story, quote=quote, _approve="1"))

    assert answer.url.endswith(f"/move/approve/?seen={again(story).open_text.public_digest}")
    moderating.post(answer.url, {"seen": again(story).open_text.public_digest})
    assert Text.objects.public().get().quote == quote


# A claim


def test_a_claim_shows_who_has_it_refuses_colleagues_and_lapses(at_desk):
    story = send_story()
    holder, other = make_moderator(), make_user(MODERATOR, username="colleague")
    move(at_desk(holder), story, "claim")
    until = timezone.localtime(again(story).claimed_until)
    client = at_desk(other)

    page = opened(client, story)
    assert f"{holder} has taken this story on, until" in page
    assert f"{until:%Y}" in page
    answer = move(client, story, "refuse", reasons=["advertises"])
    assert "has taken this story on" in answer.content.decode()
    assert again(story).state == State.WAITING

    Story.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    move(client, story, "refuse", reasons=["advertises"])
    assert again(story).state == State.REFUSED


def test_a_claim_is_given_back(moderating):
    story = send_story()
    move(moderating, story, "claim")

    move(moderating, story, "release")

    assert again(story).claim_holder() is None


def test_nobody_gives_back_what_a_colleague_has(at_desk):
    story = send_story()
    story.claim(by=make_moderator())

    move(at_desk(make_user(MODERATOR)), story, "release")

    assert again(story).claim_holder() == make_moderator()


def test_a_script_that_claims_is_answered_with_a_sentence(at_desk):
    story = send_story()
    accepts = {"Accept": "application/json"}

    won = at_desk(make_moderator()).post(address(story, "move", move="claim"), headers=accepts)
    lost = at_desk(make_user(MODERATOR)).post(address(story, "move", move="claim"), headers=accepts)

    assert (won.status_code, won.json()["said"]) == (200, "You have taken it on for 24 hours.")
    assert lost.status_code == 409
    assert "has taken this story on" in lost.json()["said"]


# Each move by its button


def test_a_story_is_approved_by_its_button(moderating):
    story = send_story()

    answer = approve(moderating, story)

    assert "Approved. It is on the site" in said(answer)
    assert Text.objects.public().get().story == story
    assert Letter.objects.about(story.about).filter(template="stories/published").exists()


def test_what_changed_since_it_was_read_is_not_approved(moderating):
    story = send_story()
    seen = story.open_text.public_digest
    story.correct(title="Something else")

    answer = move(moderating, story, "approve", seen=seen)

    assert "Read it again before you approve it" in answer.content.decode()
    assert again(story).state == State.WAITING


def test_marks_that_are_left_must_be_looked_at(moderating):
    story = send_story(body="Call me at 613 555 0199, any time.")

    refused = approve(moderating, story)
    assert "Say that you looked at every mark" in unescape(refused.content.decode())
    assert again(story).state == State.WAITING

    approve(moderating, story, is_checked="on")
    assert again(story).state == State.LIVE


def test_a_text_without_marks_asks_for_no_tick(moderating):
    story = send_story()

    form = moderating.get(address(story, "move", move="approve")).context["form"]

    assert "is_checked" not in form.fields


def test_the_author_is_asked_with_words_of_the_moderator(moderating):
    story = send_story()
    save(moderating, story, title="My garden")

    move(moderating, story, "ask", message="Is this still you?")

    story = again(story)
    assert story.state == State.ASKED
    assert story.messages.get().text == "Is this still you?"
    assert "Is this still you?" in opened(moderating, story)


@pytest.mark.parametrize(("name", "state"), [("return", State.RETURNED), ("refuse", State.REFUSED)])
def test_a_decision_with_ready_and_own_reasons_reaches_the_author(moderating, name, state):
    story = send_story()

    move(moderating, story, name, reasons=["identifies"], message="Thank you.\r\nStill.")

    story = again(story)
    assert story.state == state
    assert story.events.last().reasons == ["identifies"]
    assert story.messages.get().text == "Thank you.\nStill."


@pytest.mark.parametrize("name", ["return", "refuse", "take_down", "refuse_photo"])
def test_a_decision_without_any_reason_is_asked_for_one(moderating, name):
    story = publish_story(photo=drawing()) if name in ("take_down", "refuse_photo") else send_story()
    state = story.state

    answer = move(moderating, story, name, message="   ")

    assert "Tick a reason, or write one below" in answer.content.decode()
    assert again(story).state == state


def test_reasons_are_offered_in_the_language_of_the_author(moderating):
    story = send_story(language="fr")

    form = moderating.get(address(story, "move", move="refuse")).context["form"]

    assert "Write in French." in form.fields["message"].help_text
    assert len(form.fields["reasons"].choices) > 4


def test_a_live_story_is_taken_off_the_site(moderating):
    story = publish_story()
    number = story.live_text.number

    move(moderating, story, "take_down", reasons=["identifies"])

    assert again(story).state == State.TAKEN_DOWN
    assert again(story).events.last().text_number == number


def test_a_photo_is_refused_and_its_author_told(moderating):
    story = send_story(photo=drawing())

    move(moderating, story, "refuse_photo", reasons=["unclear_photo"])

    assert again(story).photo.is_refused
    assert "The photo was refused" in opened(moderating, story)
    assert Letter.objects.about(story.about).filter(template="stories/photo_refused").exists()


def test_a_moderator_writes_to_the_author(moderating):
    story = publish_story()

    empty = move(moderating, story, "write", message="")
    assert "This field is required" in empty.content.decode()
    move(moderating, story, "write", message="May we ask something?")

    assert story.messages.get().text == "May we ask something?"


@pytest.mark.parametrize("role", [MODERATOR, PRIVACY_OFFICER])
def test_a_new_link_makes_the_old_one_dead(at_desk, role):
    story = send_story()
    secret = story.link_secret

    move(at_desk(make_user(role)), story, "replace_link")

    assert not again(story).opens_with(secret)


def test_an_officer_withdraws_only_on_a_written_wish(at_desk):
    story = publish_story()
    client = at_desk(make_privacy_officer())

    move(client, story, "withdraw")
    assert again(story).state == State.LIVE
    move(client, story, "withdraw", is_wished="on")

    assert again(story).state == State.WITHDRAWN


@pytest.mark.parametrize("typed", ["", "x", "0", "wrong"])
def test_a_story_is_erased_only_by_its_own_number(at_desk, typed):
    story = story_in(State.WITHDRAWN)
    client = at_desk(make_privacy_officer())

    move(client, story, "erase", number=story.pk + 1 if typed == "wrong" else typed)
    assert again(story).state == State.WITHDRAWN
    move(client, story, "erase", number=story.pk)

    assert again(story).state == State.ERASED


def test_an_erased_story_shows_who_did_what_and_nothing_else(at_desk):
    story = story_in(State.ERASED, title="Zucchini")

    for user in (make_moderator(), make_privacy_officer()):
        page = at_desk(user).get(address(story), {"open": "1"}).content.decode()
        assert "Erased" in page
        assert "Zucchini" not in page


def test_a_refused_move_keeps_what_was_typed(moderating):
    story = send_story()
    client = moderating
    story.refuse(by=make_user(MODERATOR, username="colleague"), reasons=["advertises"])

    answer = move(client, story, "return", reasons=["too_long"], message="My own long words")

    page = answer.content.decode()
    assert "My own long words" in page
    assert "colleague made the last move" in page


def test_an_approval_covers_the_quote_and_the_content_notes(moderating):
    story = send_story()
    seen = story.open_text.public_digest
    text = story.open_text
    story.edit(
        by=make_user(MODERATOR, username="the-moderator"),
        seen_counter=(text.number, text.edit_counter),
        notes=["death"],
    )

    answer = move(moderating, story, "approve", seen=seen)

    assert "Read it again before you approve it" in answer.content.decode()
    assert again(story).state == State.WAITING


@pytest.mark.parametrize("lookup", ["labels__contains", "texts__title__contains", "link_secret__contains"])
def test_the_list_is_asked_for_no_words(moderating, lookup):
    assert moderating.get(reverse("admin:stories_story_changelist"), {lookup: "x"}).status_code in (302, 400)


def test_an_approval_by_a_link_alone_is_never_made(moderating):
    story = send_story()

    for name in [*MOVES, "nonsense"]:
        moderating.get(address(story, "move", move=name), {"seen": story.open_text.public_digest})

    assert again(story).state == State.WAITING
    assert again(story).events.count() == 1


@pytest.mark.parametrize(
    ("name", "state"),
    [
        *[(name, State.WAITING) for name in ("approve", "ask", "return", "refuse", "refuse_photo", "write")],
        ("take_down", State.LIVE),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_letter_is_shown_as_it_will_be_sent_but_for_the_link(moderating, name, state, language):
    story = story_in(state, photo=drawing(), language=language)
    if name == "ask":
        save(moderating, story, title="Another title")
        story = again(story)
    words = {"reasons": ["permission"], "message": "Thank you & goodbye."}
    words |= {"seen": story.open_text.public_digest if story.open_text else ""}

    shown = move(moderating, story, name, _letter="1", **words).context["letter"]
    assert (
        not Letter.objects.about(story.about).exclude(template__in=["stories/received", "stories/published"]).exists()
    )
    move(moderating, story, name, **words)

    sent = json.loads(Letter.objects.about(story.about).order_by("pk").last().content)
    assert shown[0] == sent["subject"]
    assert again(story).link not in shown[1]
    for line_shown, line_sent in zip(shown[1].splitlines(), sent["text"].splitlines(), strict=True):
        assert line_shown == line_sent or line_sent == again(story).link


# How to reach an author


def test_an_address_is_shown_once_for_a_reason_that_is_kept(at_desk):
    story = send_story(email="somebody@example.org")
    client = at_desk(make_privacy_officer())
    contact = address(story, "move", move="read_contact")

    asked = client.get(contact)
    assert "somebody@example.org" not in asked.content.decode()
    assert "somebody@example.org" not in client.post(contact, {"why": "curiosity"}).content.decode()
    assert not Viewing.objects.exists()
    shown = client.post(contact, {"why": "safety"})

    assert "somebody@example.org" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert (Viewing.objects.get().what, Viewing.objects.get().why) == ("contact", "safety")


def test_an_invitation_needs_the_consent_to_be_contacted(at_desk):
    without = send_story(consents=[Purpose.PUBLISH], email="somebody@example.org")
    client = at_desk(make_privacy_officer())

    answer = client.post(address(without, "move", move="read_contact"), {"why": "invitation"})

    assert "somebody@example.org" not in answer.content.decode()
    assert not Viewing.objects.exists()
    asked = send_story(consents=[Purpose.PUBLISH, Purpose.CONTACT], email="other@example.org")
    answer = client.post(address(asked, "move", move="read_contact"), {"why": "invitation"})
    assert "other@example.org" in answer.content.decode()


def test_a_moderator_never_reads_an_address(moderating):
    story = send_story(email="somebody@example.org")

    answer = moderating.post(address(story, "move", move="read_contact"), {"why": "safety"})

    assert answer.status_code == 403
    assert "somebody@example.org" not in opened(moderating, story)


# A copy for use outside the site


@pytest.mark.parametrize("bits", range(32))
def test_a_copy_for_outside_holds_what_the_author_agreed_to(moderating, bits):
    given = {purpose for index, purpose in enumerate(Purpose) if bits >> index & 1}
    story = publish_story(title="Zucchini", photo=drawing(), quote="The beans were up.", display="first_name")
    Consent.record(story, given, language="en", method="link", at=timezone.now())

    page = moderating.post(address(story, "move", move="share"), follow=True).content.decode()

    goes_out = {Purpose.PUBLISH, Purpose.SHARE} <= given
    assert ("Zucchini" in page) == goes_out
    assert ("<blockquote" in page) == (goes_out and Purpose.QUOTE in given)
    assert ("/pictures/stories/" in page) == (goes_out and Purpose.PHOTO in given)
    assert story.events.filter(move="share").exists() == goes_out


def test_a_refused_photo_is_in_no_copy(moderating):
    story = publish_story(photo=drawing())
    story.refuse_photo(by=make_moderator(), reasons=["unclear_photo"])

    page = moderating.post(address(story, "move", move="share")).content.decode()

    assert "No photo may be used." in page
    assert "/pictures/stories/" not in page


def test_a_copy_is_of_what_is_on_the_site_and_not_of_what_waits(moderating):
    story = publish_story(title="On the site")
    story.correct(title="Not yet")

    page = moderating.post(address(story, "move", move="share")).content.decode()

    assert "On the site" in page
    assert "Not yet" not in page
    assert story.events.last().text_number == again(story).live_text.number


# Reports


def report(story, **fields):
    fields = {"reason": "identifies", "text": "I know her.", "email": "reader@example.org", "language": "fr"} | fields
    return Report.objects.create(story=story, **fields)


def answer_report(client, one, **data):
    data = {"outcome": "kept", "message": "We looked."} | data
    return client.post(reverse("admin:stories_story_report", args=[one.pk]), data, follow=True)


def test_a_report_waits_in_its_list_until_it_is_answered(moderating):
    one = report(publish_story())

    assert [row.pk for row in moderating.get(LIST + "?where=reports").context["cl"].result_list] == [one.story_id]
    page = moderating.get(reverse("admin:stories_story_report", args=[one.pk])).content.decode()
    assert "I know her." in page
    assert "reader@example.org" not in page
    assert address(one.story, "move", move="take_down") in page
    answer_report(moderating, one)

    assert list(moderating.get(LIST + "?where=reports").context["cl"].result_list) == []


def test_an_answered_report_keeps_no_words_and_no_address(moderating):
    one = report(publish_story())

    answer_report(moderating, one)

    one.refresh_from_db()
    assert (one.text, one.email, one.answered_by) == ("", "", make_moderator())
    letter = Letter.objects.get(key=f"report-{one.pk}")
    assert (letter.language, letter.template, letter.about) == ("fr", "stories/report_answered", one.story.about)


def test_a_report_without_an_address_is_closed_without_a_letter(moderating):
    one = report(publish_story(), email="")

    answer_report(moderating, one)

    assert not Letter.objects.filter(key=f"report-{one.pk}").exists()
    one.refresh_from_db()
    assert one.answered_at


def test_a_report_is_answered_once_and_the_second_is_told_by_whom(at_desk):
    one = report(publish_story())
    answer_report(at_desk(make_moderator()), one)

    answer = answer_report(at_desk(make_user(MODERATOR)), one, message="My words")

    assert f"{make_moderator()} answered this report at" in answer.content.decode()
    assert "My words" in answer.content.decode()
    assert Letter.objects.filter(key=f"report-{one.pk}").count() == 1


# Who may not


# What people wrote; none of it may be on a page of somebody who may not read it.
MARKERS = {
    "title": "Zqxmarktitle",
    "body": "Zqxmarkbody is what I felt when it began.",
    "shown_name": "Zqxmarkname",
    "photo_description": "Zqxmarkphoto in a garden",
    "email": "zqxmarkmail@example.org",
}


def marked_story(state):
    story = story_in(state, photo=drawing(), **MARKERS)
    if state not in (State.WITHDRAWN, State.ERASED):
        story.answer(message="Zqxmarkmessage")
        report(story, text="Zqxmarkreport", email="zqxmarkreader@example.org")
    return again(story)


def every_address(story):
    pages = [address(story, page) for page in ("change", "history", "delete")]
    moves = [address(story, "move", move=name) for name in [*MOVES, "nonsense"]]
    reports = [reverse("admin:stories_story_report", args=[one.pk]) for one in story.reports.all()]
    shared = [reverse(f"admin:stories_{name}") for name in ("story_next", "story_add", "viewing_changelist")]
    lists = [LIST, f"{LIST}?where=all", f"{LIST}?where=reports", f"{LIST}{story.pk}/", reverse("admin:index")]
    return [f"{pages[0]}?open=1", *pages, *moves, *reports, *shared, *lists]


@pytest.mark.parametrize("state", State)
def test_no_address_shows_a_word_to_who_may_not_read_it(client, state):
    story = marked_story(state)
    people = {role: user for role, user in make_everyone().items() if role != MODERATOR}

    for role, user in people.items():
        client.force_login(user)
        for page in every_address(story):
            content = client.get(page, follow=True).content.decode()
            assert "zqxmark" not in content.lower(), (role, page)


@pytest.mark.parametrize("state", State)
def test_no_address_shows_a_moderator_how_to_reach_anybody_or_words_of_what_is_erased(client, state):
    story = marked_story(state)
    client.force_login(make_moderator())

    for page in every_address(story):
        content = client.get(page, follow=True).content.decode().lower()
        assert "zqxmarkmail" not in content
        assert "zqxmarkreader" not in content
        assert story.link_secret == "" or story.link_secret.lower() not in content
        assert state != State.ERASED or "zqxmark" not in content


def test_every_address_asks_for_a_sign_in(client):
    for page in every_address(marked_story(State.LIVE)):
        assert client.get(page, follow=True).redirect_chain[0][0].startswith(reverse("admin:login")), page


@pytest.mark.parametrize("role", [role for role in ROLES if role not in (MODERATOR, PRIVACY_OFFICER)])
def test_who_does_not_work_on_stories_is_let_in_nowhere(client, role):
    story = story_in(State.WAITING)
    client.force_login(make_everyone()[role])
    own = {reverse("admin:index"), f"{LIST}{story.pk}/"}
    own |= {reverse("admin:stories_viewing_changelist")} if role == ADMINISTRATOR else set()

    for page in set(every_address(story)) - own:
        assert client.get(page).status_code in (403, 404), page
        assert client.post(page).status_code in (403, 404), page
    index = client.get(reverse("admin:index")).content.decode()
    assert LIST not in index


@pytest.mark.parametrize("state", State)
def test_a_move_that_the_table_does_not_give_to_a_role_changes_nothing(client, state):
    story = marked_story(state)
    count = story.events.count()
    filled = {"reasons": ["identifies"], "message": "x", "is_wished": "on", "number": story.pk, "why": "safety"}
    filled |= {"seen": story.open_text.public_digest if story.open_text else "", "is_checked": "on"}

    for role, user in make_everyone().items():
        client.force_login(user)
        for name, rule in MOVES.items():
            if role not in rule.roles or (state not in rule.states):
                answer = client.post(address(story, "move", move=name), filled)
                assert "zqxmark" not in answer.content.decode().lower(), (role, name)

    assert again(story).events.count() == count
    assert again(story).state == state


def test_nobody_adds_changes_or_deletes_with_the_forms_of_the_admin(client):
    story = send_story("The garden")
    boss = make_user(*ROLES, is_superuser=True)
    client.force_login(boss)
    story.read(by=boss)
    viewing = Viewing.objects.get()

    assert client.get(reverse("admin:stories_story_add")).status_code == 403
    assert client.post(address(story, "delete"), {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [story.pk], "post": "yes"})
    assert client.post(reverse("admin:stories_viewing_delete", args=[viewing.pk]), {"post": "yes"}).status_code == 403
    assert client.post(reverse("admin:stories_viewing_change", args=[viewing.pk]), {"why": "law"}).status_code == 403
    assert client.get(reverse("admin:stories_viewing_add")).status_code == 403

    assert again(story).open_text.title == "The garden"
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("number", ["0", "999999", "9" * 40, "x", "1_2f", "%00"])
def test_a_story_that_does_not_exist_is_not_found(moderating, number):
    for page in (f"{LIST}{number}/change/", f"{LIST}{number}/history/"):
        assert moderating.get(page).status_code in (302, 404)
        assert moderating.post(page).status_code in (302, 404)


@pytest.mark.parametrize("role", [PRIVACY_OFFICER, ADMINISTRATOR])
def test_the_log_of_viewings_names_who_looked_at_what(client, role):
    story = send_story("Zucchini")
    story.read(by=make_moderator())
    client.force_login(make_user(role))

    page = client.get(reverse("admin:stories_viewing_changelist")).content.decode()

    assert "moderator" in page
    assert "The story as sent" in page
    assert "Zucchini" not in page


@pytest.mark.parametrize("role", [MODERATOR, EDITOR])
def test_others_do_not_read_the_log_of_viewings(client, role):
    client.force_login(make_user(role))

    assert client.get(reverse("admin:stories_viewing_changelist")).status_code == 403


def test_no_word_of_a_story_is_in_an_address_a_log_or_a_message(client, caplog):
    caplog.set_level(0)
    story = send_story(**MARKERS)
    client.force_login(make_moderator())
    save(client, story, title="Zqxmarkedited", quote="Zqxmarkbody")
    answers = [move(client, story, "ask", message="Zqxmarkasked"), move(client, story, "approve", seen="x")]
    again(story).agree(seen=again(story).open_text.digest)
    answers.append(approve(client, story))

    assert "zqxmark" not in caplog.text.lower()
    assert not any("zqxmark" in said(answer).lower() for answer in answers)
    assert not any("zqxmark" in url.lower() for answer in answers for url, _status in answer.redirect_chain)
    assert "zqxmark" not in str(list(story.events.values())).lower()


# At the same moment


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_moderators_who_decide_at_once_one_wins_and_the_other_is_told_who_and_when():
    people = [make_user(MODERATOR, username=f"moderator-{number}") for number in (1, 2)]
    for _ in range(10):
        story = send_story()
        decisions = [
            ("approve", {"seen": story.open_text.public_digest}),
            ("refuse", {"reasons": ["advertises"], "message": "My words"}),
        ]

        answers = at_once(*[presses(user, story, *decision) for user, decision in zip(people, decisions, strict=True)])

        assert sorted(answer.status_code for answer in answers) == [200, 302]
        story = again(story)
        decided = story.events.filter(move__in=["approve", "refuse"]).get()
        told = unescape(next(answer for answer in answers if answer.status_code == 200).content.decode())
        assert f"{decided.by} made the last move at" in told
        assert story.state == {"approve": State.LIVE, "refuse": State.REFUSED}[decided.move]
        assert Letter.objects.about(story.about).exclude(template="stories/received").count() == 1


def presses(user, story, name, data):
    """A press of a button of a story's screen by somebody who is logged in, for at_once()."""
    client = Client()
    client.force_login(user)
    return lambda: client.post(address(story, "move", move=name), data)


# The pure parts


def test_segments_are_the_text_cut_at_what_was_found():
    text = "Call 613 555 0199. Write to a.b@example.org!"

    pieces = segments(text, mark(text, "en"))

    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.finding] == ["613 555 0199", "a.b@example.org"]


def test_nothing_is_redacted_that_was_not_chosen():
    words = {"title": "613 555 0199", "body": "613 555 0199", "shown_name": "", "photo_description": ""}
    chosen = [one.key for one in marks_in(words, "en") if one.field == "title"]

    assert redacted(words, chosen, "en") == words | {"title": "[phone number removed]"}
    assert redacted(words, ["nonsense"], "en") == words


# The documentation


def test_the_table_of_moves_is_in_the_docs():
    text = (Path(__file__).parent.parent / "docs" / "stories.md").read_text()

    for name, rule in MOVES.items():
        states = ", ".join(rule.states) or "–"
        row = f"| {name} | {states} | {rule.to or '–'} | {', '.join(rule.roles)} |"
        assert row in text, row
    assert len(re.findall(r"^\| \w+ \|.*\|.*\|.*\|$", text, re.MULTILINE)) == len(MOVES) + 1
    assert all(f"| {state.value} |" in text for state in State)
    assert all(f"| {stage.value} |" in text for stage in Stage)


def test_every_move_of_the_team_has_its_page():
    team = {name for name, rule in MOVES.items() if {MODERATOR, PRIVACY_OFFICER} & set(rule.roles)}

    elsewhere = {"read", "claim", "release", "settle", "edit", "share", "read_contact", "export"}
    assert team - set(MOVE_FORMS) == elsewhere
