"""The moves of a story, its rows and what the database keeps."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mail.models import Letter
from publishing.generation import Generation
from publishing.guards import Frozen
from publishing.workflow import MoveRefused
from stories.choices import AgeBand, Purpose, Teller
from stories.models import Consent, Event, Original, Photo, Story, Text, Viewing
from stories.sending import Answers, send
from stories.workflow import AUTHOR, Stage, State

from .factories import (
    drawing,
    make_editor,
    make_moderator,
    make_privacy_officer,
    make_user,
    publish_story,
    send_story,
)

pytestmark = pytest.mark.django_db


def edit(story, *, by=None, **words):
    """A moderator's copy of the text that is open."""
    text = story.open_text
    story.edit(by=by or make_moderator(), seen_counter=(text.number, text.edit_counter), **words)
    story.refresh_from_db()


def proposed(**words):
    """A story whose author is asked to agree to an edited copy."""
    story = send_story()
    edit(story, **(words or {"title": "A garden"}))
    story.ask(by=make_moderator())
    story.refresh_from_db()
    return story


def letters_about(story):
    return list(Letter.objects.about(story.about).order_by("pk").values_list("template", flat=True))


def test_what_arrives_is_kept_as_sent_and_as_the_first_text():
    story = send_story("The garden", province="ON")

    assert story.state == State.WAITING
    assert story.original.title == story.open_text.title == "The garden"
    assert story.open_text.is_agreed
    assert story.consents == dict.fromkeys(Purpose, True)
    assert letters_about(story) == ["stories/received"]


def test_an_original_a_consent_and_an_event_never_change():
    story = send_story()

    for rows in (Original.objects.filter(story=story), Consent.objects.all(), Event.objects.all()):
        with pytest.raises(Frozen):
            rows.update(story=story)
        with pytest.raises(Frozen):
            rows.delete()
        with pytest.raises(Frozen):
            rows.first().save()
        with pytest.raises(Frozen):
            rows.first().delete()


def test_a_text_without_edits_is_published_at_once():
    story = send_story()
    before = Generation.current()

    story.approve(by=make_moderator(), seen=story.open_text.public_digest)

    story.refresh_from_db()
    assert story.state == State.LIVE
    assert [text.title for text in Text.objects.public()] == ["The garden"]
    assert Generation.current() > before
    assert letters_about(story)[-1] == "stories/published"


def test_an_edited_copy_needs_the_yes_of_its_author():
    story = send_story()
    edit(story, title="A garden")

    with pytest.raises(MoveRefused, match="has not agreed"):
        story.approve(by=make_moderator(), seen=story.open_text.public_digest)

    assert story.original.title == "The garden"
    assert not Text.objects.public().exists()


def test_the_author_agrees_and_the_moderator_who_edited_approves():
    story = proposed(title="A garden")

    story.agree(seen=story.open_text.digest)
    story.refresh_from_db()
    story.approve(by=make_moderator(), seen=story.open_text.public_digest)

    assert [text.title for text in Text.objects.public()] == ["A garden"]


def test_the_author_says_no_and_their_own_words_wait_again():
    story = proposed(title="A garden")

    story.decline(message="My title is mine.")

    story.refresh_from_db()
    assert story.state == State.WAITING
    assert story.open_text.title == "The garden"
    assert story.open_text.is_agreed
    assert story.messages.get().text == "My title is mine."


def test_the_author_changes_the_words_that_were_proposed():
    story = proposed(title="A garden")

    story.correct(title="Our garden")

    story.refresh_from_db()
    assert (story.state, story.open_text.title, story.open_text.is_agreed) == (State.WAITING, "Our garden", True)


def test_agreeing_to_another_text_than_the_one_that_was_read_is_refused():
    story = proposed()

    with pytest.raises(MoveRefused, match="read it again"):
        story.agree(seen=story.agreed_text.digest)


def test_what_only_the_site_adds_needs_no_agreement():
    story = send_story()
    edit(story, quote="The beans were up.", notes=["death"])

    story.approve(by=make_moderator(), seen=story.open_text.public_digest)

    assert Text.objects.quotable().get().notes == ["death"]


def test_a_quote_is_a_part_of_the_story_word_for_word():
    story = send_story()

    with pytest.raises(MoveRefused, match="word for word"):
        edit(story, quote="The beans were down.")


def test_two_moderators_with_one_text_lose_nothing():
    story = send_story()
    seen = (story.open_text.number, story.open_text.edit_counter)
    story.edit(by=make_moderator(), seen_counter=seen, title="First")

    with pytest.raises(MoveRefused, match="changed after you opened it"):
        story.edit(by=make_moderator(), seen_counter=seen, title="Second")

    story.refresh_from_db()
    assert story.open_text.title == "First"


def test_nobody_decides_on_what_a_colleague_has_taken_on():
    story = send_story()
    story.claim(by=make_moderator())
    other = make_user("moderator", username="other")

    with pytest.raises(MoveRefused, match="moderator has taken this story on"):
        story.refuse(by=other, reasons=["hurts"])


def test_a_claim_lapses_after_a_day(time_machine):
    story = send_story()
    story.claim(by=make_moderator())

    time_machine.move_to(timezone.now() + timedelta(hours=24, seconds=1))

    story.claim(by=make_user("moderator", username="other"))
    assert story.claimed_by.username == "other"


def test_a_decision_without_a_reason_is_refused():
    story = send_story()

    with pytest.raises(MoveRefused, match="Give a reason"):
        story.refuse(by=make_moderator(), reasons=[], message=" ")


def test_a_red_text_cannot_appear():
    story = send_story()
    edit(story, red=["identifies"])

    with pytest.raises(MoveRefused, match="red"):
        story.approve(by=make_moderator(), seen=story.open_text.public_digest)

    with pytest.raises(IntegrityError), transaction.atomic():
        story.texts.filter(pk=story.open_text.pk).update(stage=Stage.APPROVED)


def test_marks_that_refuse_must_have_been_looked_at():
    story = send_story(body="Write to me at someone@example.org about the beans.")

    with pytest.raises(MoveRefused, match="someone@example.org"):
        story.approve(by=make_moderator(), seen=story.open_text.public_digest)

    story.approve(by=make_moderator(), seen=story.open_text.public_digest, is_checked=True)
    assert Text.objects.public().exists()


def test_a_correction_waits_while_the_site_shows_what_was_approved():
    story = publish_story(title="The garden")

    story.correct(title="Our garden")

    story.refresh_from_db()
    assert (story.state, story.live_text.title, story.open_text.title) == (State.WAITING, "The garden", "Our garden")


def test_a_correction_takes_the_place_of_what_was_live():
    story = publish_story(title="The garden")
    story.correct(title="Our garden")
    story.refresh_from_db()

    story.approve(by=make_moderator(), seen=story.open_text.public_digest)

    assert [text.title for text in Text.objects.public()] == ["Our garden"]


def test_a_refused_correction_leaves_the_live_story_alone():
    story = publish_story(title="The garden")
    story.correct(title="Our garden")

    story.refuse(by=make_moderator(), reasons=["hurts"])

    story.refresh_from_db()
    assert (story.state, story.live_text.title) == (State.LIVE, "The garden")
    assert letters_about(story)[-1] == "stories/correction_refused"


def test_what_is_taken_down_can_be_changed_and_sent_again():
    story = publish_story()

    story.take_down(by=make_moderator(), reasons=["identifies"])

    story.refresh_from_db()
    assert story.state == State.TAKEN_DOWN
    assert not Text.objects.public().exists()
    story.correct(title="Another title")
    assert Story.objects.queue().get() == story


@pytest.mark.parametrize("state", ["waiting", "asked", "live", "refused"])
def test_an_author_withdraws_in_any_state(state):
    story = {
        "waiting": send_story,
        "asked": proposed,
        "live": lambda: publish_story(quote="The beans were up."),
        "refused": send_story,
    }[state]()
    if state == "refused":
        story.refuse(by=make_moderator(), reasons=["hurts"])

    story.withdraw()

    story.refresh_from_db()
    assert story.state == State.WITHDRAWN
    assert not Text.objects.public().exists()
    assert letters_about(story)[-1] == "stories/withdrawn"


def test_nothing_is_decided_after_a_withdrawal():
    story = send_story()
    story.withdraw()

    for move in (story.agree, story.approve):
        with pytest.raises(MoveRefused):
            move(seen=story.latest_text.digest, **({} if move == story.agree else {"by": make_moderator()}))
    with pytest.raises(MoveRefused):
        story.correct(title="Again")


@pytest.mark.parametrize("given", [{*()}, {"publish"}, {"publish", "quote"}, {"quote", "photo"}, set(Purpose)])
def test_consents_decide_what_is_public(given):
    story = publish_story(quote="The beans were up.", photo=drawing())

    story.change_consents(given)

    assert Text.objects.public().exists() == ("publish" in given)
    assert Text.objects.quotable().exists() == ({"publish", "quote"} <= given)
    assert Photo.objects.public().exists() == ({"publish", "photo"} <= given)


def test_a_consent_holds_what_the_person_read():
    story = send_story(consents=["publish"])

    story.change_consents(["publish", "quote"])

    row = Consent.objects.last()
    assert (row.purpose, row.is_given, row.method, row.language) == ("quote", True, "link", "en")
    assert len(row.wording_hash) == 64
    assert Consent.objects.count() == len(Purpose) + 1


def test_a_refused_photo_is_hidden_whatever_the_consents_say():
    story = publish_story(photo=drawing())

    story.refuse_photo(by=make_moderator(), reasons=["unclear_photo"])

    assert not Photo.objects.public().exists()
    assert Text.objects.public().exists()


def test_the_same_words_from_one_form_are_one_story():
    answers = Answers(
        "en",
        "self",
        "30_49",
        title="One",
        body="Words.",
        display="anonymous",
        email="a@example.org",
        consents=frozenset(["publish"]),
    )
    form = uuid.uuid4()

    first, second = send(answers, form_key=form), send(answers, form_key=form)

    assert first == (second[0], True)
    assert second[1] is False
    assert Story.objects.count() == 1


def test_near_duplicates_are_noticed():
    body = " ".join(f"word{number} is a word of my story" for number in range(60))
    first = send_story(body=body)

    second = send_story(body=body + " And one more sentence.")

    assert second.similar_to == first
    assert (
        send_story(body="Something else, which is long enough to be compared with all the others.").similar_to is None
    )


def test_danger_comes_first_then_who_has_waited_longest():
    first, second = send_story(), send_story()
    urgent = send_story(body="I want to kill myself. I cannot go on.")

    assert list(Story.objects.queue()) == [urgent, first, second]
    assert letters_about(urgent) == ["stories/in_danger"]


@pytest.mark.parametrize("state", [state for state in State if state != State.ERASED])
def test_the_state_in_memory_is_the_one_of_the_query(state):
    story = {State.ASKED: proposed, State.LIVE: publish_story, State.TAKEN_DOWN: publish_story}.get(state, send_story)()
    moderator = make_moderator()
    match state:
        case State.RETURNED:
            story.return_to_author(by=moderator, reasons=["too_long"])
        case State.REFUSED:
            story.refuse(by=moderator, reasons=["hurts"])
        case State.TAKEN_DOWN:
            story.take_down(by=moderator, reasons=["hurts"])
        case State.WITHDRAWN:
            story.withdraw()

    story.refresh_from_db()
    assert story.state == state
    assert [found for found in State if Story.objects.in_state(found).exists()] == [state]


def test_a_child_without_a_guardian_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        send_story(age_band=AgeBand.UNDER_14, teller=Teller.OTHER, is_guardian=False)

    assert not Story.objects.exists()


def test_reading_needs_the_role_and_is_written_down():
    story = send_story()

    story.read(by=make_moderator())

    assert (Viewing.objects.get().by, Viewing.objects.get().what) == (make_moderator(), "story")
    with pytest.raises(MoveRefused):
        story.read(by=make_editor())


def test_contact_details_are_read_by_the_privacy_officer_with_a_reason():
    story = send_story(consents=["publish"])
    officer = make_privacy_officer()

    story.read(by=officer, what=Viewing.What.CONTACT, why="law")

    assert Viewing.objects.get().why == "law"
    with pytest.raises(MoveRefused):
        story.read(by=make_moderator(), what=Viewing.What.CONTACT, why="law")
    with pytest.raises(MoveRefused, match="did not agree to be contacted"):
        story.read(by=officer, what=Viewing.What.CONTACT, why="invitation")
    with pytest.raises(IntegrityError), transaction.atomic():
        story.read(by=officer, what=Viewing.What.CONTACT)


def test_a_new_link_closes_the_old_one():
    story = send_story()
    old = story.link_secret

    story.replace_link(by=AUTHOR)

    story.refresh_from_db()
    assert not story.opens_with(old)
    assert story.opens_with(story.link_secret)


def test_nothing_is_left_of_a_story_that_could_not_be_kept_whole():
    with pytest.raises(ValueError), transaction.atomic():
        send_story()
        raise ValueError

    assert not Story.objects.exists()
    assert not Letter.objects.exists()


def test_what_an_author_writes_waits_until_somebody_replies():
    story = publish_story()
    story.answer(message="Could you change the photo?")

    assert Story.objects.unanswered().get() == story
    story.write(by=make_moderator(), message="Yes.")
    assert not Story.objects.unanswered().exists()


def test_a_message_that_needs_no_answer_is_settled():
    story = publish_story()
    story.answer(message="Thank you.")

    story.settle(by=make_moderator())

    assert not story.is_unanswered
    with pytest.raises(MoveRefused, match="no message"):
        story.settle(by=make_moderator())


def test_a_name_that_says_who_somebody_is_must_have_been_looked_at():
    story = send_story(shown_name="Audrey Tremblay")

    with pytest.raises(MoveRefused, match="Audrey Tremblay"):
        story.approve(by=make_moderator(), seen=story.open_text.public_digest)


def test_words_that_the_author_took_out_need_their_agreement_again():
    story = send_story("My son Mathieu")
    story.correct(title="My son")
    story.refresh_from_db()

    edit(story, title="My son Mathieu")

    with pytest.raises(MoveRefused, match="has not agreed"):
        story.approve(by=make_moderator(), seen=story.open_text.public_digest)


def test_an_edit_that_is_undone_leaves_the_words_that_the_author_last_agreed_to():
    story = send_story("The garden")
    edit(story, title="A garden")

    edit(story, title="The garden")

    assert story.open_text.is_agreed
