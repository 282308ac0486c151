"""What is kept, and for how long: to the second, in any order, as often as one likes."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from images.making_safe import make_safe
from images.models import TemporaryUpload
from mail.models import Letter
from publishing.senders import DailySalt, SenderTally
from stories.choices import ReportReason
from stories.models import Contact, Event, Report, Story
from stories.retention import apply_retention
from stories.story import new_secret
from stories.workflow import State

from .factories import drawing, make_moderator, publish_story, send_story

pytestmark = pytest.mark.django_db

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _register(settings, tmp_path):
    settings.ERASURE_REGISTER = tmp_path / "erasures.jsonl"


def again(story):
    return Story.objects.get(pk=story.pk)


def refused():
    story = send_story()
    story.refuse(by=make_moderator(), reasons=["hurts"])
    return again(story)


def returned():
    story = send_story()
    story.return_to_author(by=make_moderator(), reasons=["too_long"])
    return again(story)


def asked():
    story = send_story()
    propose(story)
    return again(story)


def propose(story):
    text = story.open_text
    story.edit(by=make_moderator(), seen_counter=(text.number, text.edit_counter), title="A garden")
    again(story).ask(by=make_moderator())


def taken_down():
    story = publish_story()
    story.take_down(by=make_moderator(), reasons=["identifies"])
    return again(story)


def withdrawn():
    story = publish_story()
    story.withdraw()
    return again(story)


def correction_asked():
    """A story that is on the site while its author is asked about edits to a correction."""
    story = publish_story()
    story.correct(title="Our garden")
    propose(again(story))
    return again(story)


def last_event(story):
    return story.events.order_by("-at", "-pk").first().at


def letters(story):
    return list(Letter.objects.about(story.about).order_by("pk").values_list("template", flat=True))


def test_a_refused_story_is_erased_after_30_days_and_not_a_second_before():
    story = refused()
    due = last_event(story) + 30 * DAY

    before = apply_retention(now=due - SECOND)
    title = again(story).original.title
    after = apply_retention(now=due)

    assert (before.refused, title) == ([], "The garden")
    assert (after.refused, again(story).state) == ([story.pk], State.ERASED)


@pytest.mark.parametrize("silent", [asked, returned, taken_down])
def test_a_story_whose_author_does_not_answer_is_erased_after_180_days_and_not_a_second_before(silent):
    story = silent()
    due = last_event(story) + 180 * DAY

    before = apply_retention(now=due - SECOND)
    state = again(story).state
    after = apply_retention(now=due)

    assert (before.unanswered, state) == ([], story.state)
    assert (after.unanswered, again(story).state) == ([story.pk], State.ERASED)


@pytest.mark.parametrize("silent", [asked, returned, taken_down])
def test_its_author_is_told_once_30_days_before(silent):
    story = silent()
    due = last_event(story) + 150 * DAY

    before = apply_retention(now=due - SECOND).warned
    at_the_time = apply_retention(now=due).warned
    later = apply_retention(now=due + 5 * DAY).warned

    assert (before, at_the_time, later) == ([], [story.pk], [])
    assert letters(story).count("stories/will_expire") == 1


def test_an_author_who_writes_starts_the_wait_anew(time_machine):
    story = returned()
    time_machine.move_to(timezone.now() + 160 * DAY)
    apply_retention()
    time_machine.move_to(timezone.now() + 10 * DAY)
    story.answer(message="I need some more time.")
    story.settle(by=make_moderator())

    kept = apply_retention(now=timezone.now() + 11 * DAY)
    warned_again = apply_retention(now=last_event(story) + 150 * DAY)
    erased = apply_retention(now=last_event(story) + 180 * DAY)

    assert kept.unanswered == kept.warned == []
    assert warned_again.warned == erased.unanswered == [story.pk]
    assert letters(story).count("stories/will_expire") == 2


@pytest.mark.parametrize("state", [returned, refused])
def test_nothing_is_erased_while_the_team_owes_its_author_a_reply(time_machine, state):
    story = state()
    time_machine.move_to(timezone.now() + 20 * DAY)
    story.answer(message="Please look at it again.")

    kept = apply_retention(now=timezone.now() + 400 * DAY)

    assert kept.refused == kept.unanswered == []
    assert again(story).state == story.state


def test_a_question_of_the_team_starts_the_wait_anew(time_machine):
    story = returned()
    time_machine.move_to(timezone.now() + 170 * DAY)
    story.write(by=make_moderator(), message="Shall we shorten it for you?")

    kept = apply_retention(now=timezone.now() + 11 * DAY)

    assert kept.unanswered == []


@pytest.mark.parametrize("on_the_site", [publish_story, correction_asked])
def test_a_story_that_readers_can_see_is_never_erased(on_the_site):
    story = on_the_site()

    done = apply_retention(now=timezone.now() + 4000 * DAY)

    assert done.refused == done.unanswered == done.warned == []
    assert again(story).live_text.title == "The garden"


def test_a_story_that_waits_for_us_is_never_erased():
    story = send_story()

    apply_retention(now=timezone.now() + 4000 * DAY)

    assert again(story).state == State.WAITING


@pytest.mark.parametrize("published", [publish_story, taken_down, withdrawn])
def test_contact_details_go_12_months_after_the_first_publication(published):
    story = published()
    due = story.texts.get(live_from__isnull=False).live_from + 365 * DAY
    # What is left to its own rules is erased earlier.
    Event.objects.create(story=story, move="answer", actor="author", at=due - 3 * DAY)

    before = apply_retention(now=due - SECOND)
    kept = Contact.objects.filter(story=story).exists()
    after = apply_retention(now=due)

    assert (before.contacts, kept) == ([], True)
    assert after.contacts == [story.pk]
    assert not Contact.objects.filter(story=story).exists()
    assert again(story).state == story.state


def test_a_correction_does_not_keep_contact_details_longer(time_machine):
    story = publish_story()
    first = story.live_text.live_from
    time_machine.move_to(first + 200 * DAY)
    story.correct(title="Our garden")
    publish_story(again(story))

    assert apply_retention(now=first + 365 * DAY).contacts == [story.pk]


def test_letters_that_were_given_up_go_with_the_contact_details():
    story = publish_story()
    Letter.objects.about(story.about).update(attempts=28, given_up_at=timezone.now())

    apply_retention(now=timezone.now() + 366 * DAY)

    assert {letter.content for letter in Letter.objects.about(story.about)} == {""}


def test_what_was_withdrawn_is_said_to_be_overdue_and_left_to_a_person():
    story = withdrawn()

    before = apply_retention(now=story.withdrawn_at + 30 * DAY - SECOND).overdue
    after = apply_retention(now=story.withdrawn_at + 30 * DAY).overdue

    assert (before, after) == ([], [story.pk])
    assert again(story).state == State.WITHDRAWN


def test_a_second_run_finds_nothing_to_do():
    made = [refused(), asked(), returned(), taken_down(), publish_story()]
    now = timezone.now() + 400 * DAY

    first, second = apply_retention(now=now), apply_retention(now=now)

    assert len(first.refused + first.unanswered) == 4
    assert first.contacts == [made[-1].pk]
    assert (second.refused, second.unanswered, second.warned, second.contacts) == ([], [], [], [])


def test_a_run_that_is_cut_off_is_finished_by_the_next(monkeypatch):
    stories = [refused(), refused(), refused()]
    real, calls = Story.erase, []

    def stopped_at_the_second(self, **options):
        calls.append(self.pk)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, **options)

    monkeypatch.setattr(Story, "erase", stopped_at_the_second)
    now = timezone.now() + 31 * DAY
    with pytest.raises(KeyboardInterrupt):
        apply_retention(now=now)
    states = [again(story).state for story in stories]

    done = apply_retention(now=now)

    assert states == [State.ERASED, State.REFUSED, State.REFUSED]
    assert done.refused == [story.pk for story in stories[1:]]


def test_one_story_that_fails_holds_up_no_other(monkeypatch, caplog):
    bad, good = refused(), refused()
    real = Story.erase

    def fails_for_one(self, **options):
        if self.pk == bad.pk:
            raise ValueError("audrey@example.org")
        return real(self, **options)

    monkeypatch.setattr(Story, "erase", fails_for_one)
    done = apply_retention(now=timezone.now() + 31 * DAY)

    assert (done.refused, done.failed) == ([good.pk], [bad.pk])
    assert f"Story {bad.pk}" in caplog.text
    assert "example.org" not in caplog.text


def test_an_answer_at_the_very_moment_keeps_the_story(monkeypatch):
    story = returned()
    select = Story.objects.select_for_update

    def answer_first(*args, **options):
        monkeypatch.setattr(type(Story.objects), "select_for_update", lambda self, *a, **o: select(*a, **o))
        again(story).correct(title="Shorter")
        return select(*args, **options)

    monkeypatch.setattr(type(Story.objects), "select_for_update", lambda self, *a, **o: answer_first(*a, **o))
    done = apply_retention(now=timezone.now() + 181 * DAY)

    assert done.unanswered == []
    assert again(story).state == State.WAITING


def test_a_dry_run_says_the_same_and_changes_nothing(capsys, time_machine):
    stories = [refused(), returned(), publish_story()]
    time_machine.move_to(timezone.now() + 400 * DAY)
    counts = [Event.objects.count(), Letter.objects.count(), Contact.objects.count()]

    call_command("apply_retention", dry_run=True)
    dry = capsys.readouterr().out
    unchanged = [Event.objects.count(), Letter.objects.count(), Contact.objects.count()]
    call_command("apply_retention")
    done = capsys.readouterr().out

    assert dry == "Nothing was changed. This is due:\n" + done
    assert unchanged == counts
    assert [again(story).state for story in stories] == [State.ERASED, State.ERASED, State.LIVE]


def test_the_command_prints_counts_and_numbers_and_no_word_of_a_person(capsys, time_machine):
    story = send_story("Zanzibarian title", shown_name="Zebulon", email="zebulon@example.org")
    story.refuse(by=make_moderator(), reasons=["hurts"], message="Zounds")
    time_machine.move_to(timezone.now() + 400 * DAY)

    call_command("apply_retention")

    out = capsys.readouterr().out
    assert f"Refused 30 days ago, erased: 1: {story.pk}\n" in out
    assert "z" not in out.lower()


def test_what_belongs_to_no_story_goes_too(django_capture_on_commit_callbacks):
    story = publish_story()
    now = timezone.now()
    upload = TemporaryUpload.keep(make_safe(drawing()))
    SenderTally.of("192.0.2.1").count()
    answered = Report.objects.create(
        story=story, reason=ReportReason.OTHER, text="Left", answered_at=now, answered_by=make_moderator()
    )
    waiting = Report.objects.create(story=story, reason=ReportReason.OTHER, text="Still to be read")

    with django_capture_on_commit_callbacks(execute=True):
        done = apply_retention(now=now + 2 * DAY)

    answered.refresh_from_db()
    waiting.refresh_from_db()
    assert (done.reports, done.uploads, done.days_of_senders) == (1, 1, 1)
    assert (answered.text, waiting.text) == ("", "Still to be read")
    assert not TemporaryUpload.objects.filter(pk=upload.pk).exists()
    assert not DailySalt.objects.exists()


def test_rows_of_letters_go_400_days_after_they_were_delivered_or_forgotten():
    story = publish_story()
    now = timezone.now()
    first, second = Letter.objects.about(story.about).order_by("pk")
    first.lease(now=now)
    first.mark_delivered(now=now)
    Letter.objects.filter(pk=second.pk).forget(now=now)

    before = apply_retention(now=now + 400 * DAY - SECOND).letters
    after = apply_retention(now=now + 400 * DAY).letters

    assert (before, after) == (0, 2)
    assert not Letter.objects.exists()


def test_a_letter_that_still_waits_is_kept():
    publish_story()

    apply_retention(now=timezone.now() + 800 * DAY)

    assert Letter.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_finding_what_is_due_costs_the_same_for_one_story_and_for_many(django_assert_num_queries, number):
    for _story in range(number):
        refused(), returned(), publish_story()

    with django_assert_num_queries(11):
        apply_retention(now=timezone.now() + 170 * DAY, is_dry_run=True)


def test_secrets_of_erased_stories_open_nothing():
    story = refused()
    secret = story.link_secret

    apply_retention(now=timezone.now() + 31 * DAY)

    assert not again(story).opens_with(secret)
    assert not again(story).opens_with("")
    assert again(story).link_secret != new_secret()
