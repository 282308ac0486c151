"""From draft to live, and everything that may not happen on the way."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from drugs.models import Drug, DrugName, DrugSource, DrugType, DrugVersion
from publishing.models import Address, Frozen, Generation, HistoryEntry, MoveRefused, Stage, State, Withdrawal
from publishing.permissions import can
from publishing.roles import EDITOR, PUBLISHER, REVIEWER, ROLES
from publishing.workflow import MOVES

from .factories import (
    approve,
    make_draft,
    make_drug,
    make_editor,
    make_everyone,
    make_publisher,
    make_reviewer,
    make_user,
    publish,
    submit,
)

pytestmark = pytest.mark.django_db


def test_a_text_goes_from_draft_to_live():
    draft = make_draft(DrugVersion, "Interferon")

    publish(draft)

    assert draft.state == State.LIVE
    assert list(DrugVersion.objects.live()) == [draft]
    moves = list(draft.history.values_list("move", "by__username"))
    assert moves == [
        ("start", "editor"),
        ("submit", "editor"),
        ("approve", "reviewer"),
        ("publish", "publisher"),
    ]


def test_readers_keep_the_old_text_until_the_new_one_is_published():
    old = make_drug()
    draft = old.open_draft(by=make_editor())
    draft.title = "Interferon, new"
    draft.save()
    approve(draft)

    assert list(DrugVersion.objects.live()) == [old]

    draft.publish(by=make_publisher())

    assert list(DrugVersion.objects.live()) == [draft]
    old.refresh_from_db()
    assert old.live_until == draft.live_from


def test_what_the_site_said_at_another_time_is_the_same_query():
    old = make_drug()
    draft = old.open_draft(by=make_editor())
    publish(draft)

    assert DrugVersion.objects.live(at=draft.live_from - timedelta(microseconds=1)).get() == old
    assert DrugVersion.objects.live(at=draft.live_from).get() == draft


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("role", ROLES)
def test_each_move_is_allowed_to_its_roles_alone(move, role):
    user = make_user(role)

    assert bool(can(user, move)) == (role in MOVES[move].roles)


def test_nobody_without_a_role_or_with_a_closed_account_makes_any_move():
    visitor = make_user(username="no-role")
    closed = make_user(*ROLES, username="closed", is_active=False)
    not_staff = make_user(*ROLES, username="not-staff", is_staff=False)

    assert not any(can(user, move) for user in (visitor, closed, not_staff) for move in MOVES)


VERSIONS_IN_EACH_STATE = {
    State.DRAFT: lambda: make_draft(DrugVersion, "One"),
    State.IN_REVIEW: lambda: submit(make_draft(DrugVersion, "One")),
    State.APPROVED: lambda: approve(make_draft(DrugVersion, "One")),
    State.SCHEDULED: lambda: publish(make_draft(DrugVersion, "One"), at=timezone.now() + timedelta(days=1)),
    State.LIVE: lambda: make_drug("One"),
    State.PAST: lambda: _withdrawn(make_drug("One")),
    State.ABANDONED: lambda: _abandoned(make_draft(DrugVersion, "One")),
}


def _withdrawn(version):
    version.withdraw(by=make_publisher(), why="Out of date.")
    return version


def _abandoned(version):
    version.abandon(by=make_editor())
    return version


@pytest.mark.parametrize("asked", State)
@pytest.mark.parametrize("state", State)
def test_a_state_is_the_same_as_a_query(state, asked):
    version = VERSIONS_IN_EACH_STATE[state]()

    assert DrugVersion.objects.in_state(asked).filter(pk=version.pk).exists() == (state == asked)


@pytest.mark.parametrize("move", [name for name in MOVES if name not in ("view", "start", "edit", "open_draft")])
@pytest.mark.parametrize("state", State)
def test_a_move_that_the_table_does_not_list_is_refused(state, move):
    version = VERSIONS_IN_EACH_STATE[state]()
    boss = make_user(*ROLES, username="boss")
    options = {"why": "Because."} | ({"digest": version.digest} if move == "approve" else {})

    assert version.state == state
    if state in MOVES[move].states:
        getattr(version, move)(by=boss, **options)
        assert version.stage == MOVES[move].to
    else:
        with pytest.raises(MoveRefused):
            getattr(version, move)(by=boss, **options)


def test_nobody_approves_what_they_wrote_even_with_every_role():
    boss = make_user(*ROLES, username="boss", is_superuser=True)
    draft = DrugVersion.start(Drug.objects.create(), "en", by=boss, title="One", slug="one")
    draft.submit(by=boss)

    with pytest.raises(MoveRefused, match="yourself"):
        draft.approve(by=boss, digest=draft.digest)


def test_somebody_who_edited_earlier_may_not_approve_after_another_saved_last():
    both = make_user(EDITOR, REVIEWER)
    draft = make_draft(DrugVersion, "One")
    draft.record_edit(by=both)
    draft.record_edit(by=make_editor())
    draft.submit(by=make_editor())

    assert not can(both, "approve", draft)


def test_the_database_itself_refuses_an_approval_by_the_last_editor():
    draft = make_draft(DrugVersion, "One")

    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet.update(DrugVersion.objects.filter(pk=draft.pk), stage="approved", approved_by=draft.edited_by)


def test_approval_of_a_text_that_was_changed_afterwards_is_refused():
    draft = submit(make_draft(DrugVersion, "One"))
    seen = draft.digest
    draft.take_back(by=make_editor())
    draft.title = "Another"
    draft.save()
    draft.record_edit(by=make_editor())
    submit(draft)

    with pytest.raises(MoveRefused, match="changed after you opened it"):
        draft.approve(by=make_reviewer(), digest=seen)


def test_a_changed_row_changes_the_digest():
    draft = submit(make_draft(DrugVersion, "One", rows={"types": [{"name": "alfa"}]}))
    seen = draft.digest
    draft.take_back(by=make_editor())
    draft.types.update(note="new")
    submit(draft)

    assert draft.digest != seen


def test_text_changed_behind_the_moves_after_review_cannot_be_approved():
    draft = submit(make_draft(DrugVersion, "One"))
    models.QuerySet.update(DrugVersion.objects.filter(pk=draft.pk), title="Smuggled")

    with pytest.raises(MoveRefused, match="changed after"):
        draft.approve(by=make_reviewer(), digest=draft.digest)


def test_text_changed_behind_the_moves_after_approval_cannot_be_published():
    draft = approve(make_draft(DrugVersion, "One"))
    models.QuerySet.update(DrugVersion.objects.filter(pk=draft.pk), title="Smuggled")

    with pytest.raises(MoveRefused, match="not the one that was approved"):
        draft.publish(by=make_publisher())


def test_sending_back_needs_a_reason():
    draft = submit(make_draft(DrugVersion, "One"))

    with pytest.raises(MoveRefused, match="reason"):
        draft.send_back(by=make_reviewer(), why="  ")

    draft.send_back(by=make_reviewer(), why="The dose is missing.")
    assert draft.stage == Stage.DRAFT
    assert draft.last_move.why == "The dose is missing."


def test_a_refused_move_leaves_no_history():
    draft = make_draft(DrugVersion, "One")
    before = HistoryEntry.objects.count()

    with pytest.raises(MoveRefused):
        draft.approve(by=make_reviewer(), digest="")

    assert HistoryEntry.objects.count() == before


def test_the_refusal_says_who_was_first_and_when():
    draft = submit(make_draft(DrugVersion, "One"))
    draft.approve(by=make_reviewer(), digest=draft.digest)

    with pytest.raises(MoveRefused, match="reviewer changed it at"):
        draft.approve(by=make_user(REVIEWER), digest=draft.digest)


# Schedules


def test_a_scheduled_version_appears_at_its_hour_without_any_job():
    old = make_drug()
    draft = old.open_draft(by=make_editor())
    hour = timezone.now() + timedelta(hours=5)
    publish(draft, at=hour)

    assert DrugVersion.objects.live().get() == old
    with time_machine.travel(hour, tick=False):
        assert DrugVersion.objects.live().get() == draft


def test_a_time_that_has_passed_is_refused():
    draft = approve(make_draft(DrugVersion, "One"))

    with pytest.raises(MoveRefused, match="has passed"):
        draft.publish(by=make_publisher(), at=timezone.now() - timedelta(minutes=1))


def test_cancelling_a_schedule_keeps_what_is_live_live_for_ever():
    old = make_drug()
    draft = publish(old.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=1))

    draft.unschedule(by=make_publisher())

    old.refresh_from_db()
    assert old.live_until is None
    assert draft.state == State.APPROVED


def test_publishing_a_newer_text_cancels_what_was_scheduled_after_it():
    old = make_drug()
    scheduled = publish(old.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=1))
    newer = publish(old.open_draft(by=make_editor()))

    scheduled.refresh_from_db()
    assert scheduled.state == State.ABANDONED
    assert scheduled.last_move.move == "supersede"
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert DrugVersion.objects.live().get() == newer


def test_a_schedule_can_be_moved_to_another_hour():
    old = make_drug()
    scheduled = publish(old.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=1))
    later = timezone.now() + timedelta(days=3)

    scheduled.publish(by=make_publisher(), at=later)

    old.refresh_from_db()
    assert (old.live_until, scheduled.live_from) == (later, later)


def test_two_schedules_follow_one_another():
    old = make_drug()
    first = publish(old.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=1))
    second = publish(first.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=2))

    first.refresh_from_db()
    assert first.live_until == second.live_from


def test_cancelling_the_first_of_two_schedules_leaves_the_second_at_its_hour():
    old = make_drug()
    first = publish(old.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=1))
    second = publish(first.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=2))
    first.refresh_from_db()

    first.unschedule(by=make_publisher())

    old.refresh_from_db()
    assert (old.live_until, first.state) == (second.live_from, State.APPROVED)


def test_the_first_of_two_schedules_can_move_behind_the_second():
    old = make_drug()
    first = publish(old.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=1))
    second = publish(first.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=2))
    first.refresh_from_db()

    first.publish(by=make_publisher(), at=timezone.now() + timedelta(days=3))

    old.refresh_from_db()
    second.refresh_from_db()
    assert (old.live_until, second.live_until) == (second.live_from, first.live_from)


def test_what_went_live_at_this_very_moment_cannot_be_withdrawn_in_it():
    with time_machine.travel(timezone.now(), tick=False):
        live = make_drug()
        with pytest.raises(MoveRefused, match="very moment"):
            live.withdraw(by=make_publisher(), why="Wrong.")


def test_a_schedule_is_not_cancelled_into_a_second_working_version():
    old = make_drug()
    scheduled = publish(old.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=1))
    old.open_draft(by=make_editor())

    with pytest.raises(MoveRefused, match="newer version"):
        scheduled.unschedule(by=make_publisher())


# Withdrawal


def test_withdrawing_closes_the_interval_and_cancels_schedules():
    live = make_drug()
    scheduled = publish(live.open_draft(by=make_editor()), at=timezone.now() + timedelta(days=1))

    DrugVersion.objects.get(pk=live.pk).withdraw(by=make_publisher(), why="Wrong dose.")

    scheduled.refresh_from_db()
    assert not DrugVersion.objects.live().exists()
    assert not DrugVersion.objects.live(at=timezone.now() + timedelta(days=2)).exists()
    assert scheduled.state == State.ABANDONED


def test_a_withdrawn_page_can_come_back_with_a_new_text():
    live = make_drug()
    live.withdraw(by=make_publisher(), why="Wrong dose.")
    again = publish(live.open_draft(by=make_editor()))

    assert DrugVersion.objects.live().get() == again


def test_a_page_that_moved_must_say_where():
    live = make_drug()

    with pytest.raises(IntegrityError), transaction.atomic():
        live.withdraw(by=make_publisher(), why="Merged.", outcome=Withdrawal.Outcome.MOVED)


# Frozen


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_a_version_that_is_no_draft_refuses_every_write(state):
    version = VERSIONS_IN_EACH_STATE[state]()
    rows = DrugVersion.objects.filter(pk=version.pk)
    version.title = "Smuggled"
    writes = [
        version.save,
        lambda: version.save(update_fields=["title"]),
        lambda: version.save_base(raw=True),
        version.delete,
        lambda: rows.update(title="Smuggled"),
        lambda: DrugVersion._base_manager.filter(pk=version.pk).update(title="Smuggled"),
        lambda: version.page.versions.update(title="Smuggled"),
        lambda: DrugVersion.objects.bulk_update([version], ["title"]),
        lambda: DrugVersion.objects.update_or_create(pk=version.pk, defaults={"title": "Smuggled"}),
        rows.delete,
        lambda: rows._raw_delete("default"),
        lambda: rows.update(live_until=None),
        lambda: rows.update(stage="draft"),
    ]

    for write in writes:
        with pytest.raises(Frozen), transaction.atomic():
            write()

    assert DrugVersion.objects.get(pk=version.pk).title == "One"


def test_the_rows_of_a_live_version_refuse_every_write():
    version = make_drug(rows={"types": [{"name": "alfa"}]})
    row = version.types.get()
    draft = make_draft(DrugVersion, "Other")
    row.name = "Smuggled"
    foreign = DrugType(version=draft, name="moves in")
    foreign.save()
    foreign.version = version
    writes = [
        row.save,
        row.delete,
        foreign.save,
        lambda: version.types.create(name="new"),
        lambda: version.types.update(name="Smuggled"),
        lambda: version.types.all().delete(),
        lambda: DrugType.objects.bulk_update([row], ["name"]),
        lambda: DrugType.objects.bulk_create([DrugType(version=version, name="new")]),
        lambda: DrugType.objects.filter(pk=row.pk)._raw_delete("default"),
    ]

    for write in writes:
        with pytest.raises(Frozen), transaction.atomic():
            write()

    assert list(version.types.values_list("name", flat=True)) == ["alfa"]


def test_a_draft_cannot_be_made_live_by_writing_to_it():
    draft = make_draft(DrugVersion, "One")
    draft.stage, draft.live_from = Stage.APPROVED, timezone.now()

    with pytest.raises(Frozen):
        draft.save()
    with pytest.raises(Frozen):
        DrugVersion.objects.filter(pk=draft.pk).update(live_from=timezone.now())
    with pytest.raises(Frozen):
        DrugVersion.objects.bulk_create([draft])


def test_a_stale_copy_of_a_draft_cannot_overwrite_what_was_saved_since():
    draft = make_draft(DrugVersion, "One")
    stale = DrugVersion.objects.get(pk=draft.pk)
    draft.title = "Two"
    draft.save()
    draft.record_edit(by=make_editor())

    with pytest.raises(Frozen):
        stale.save()


def test_the_history_is_only_ever_added_to():
    make_drug()
    entry = HistoryEntry.objects.first()
    entry.why = "Changed"
    writes = [
        entry.save,
        entry.delete,
        lambda: HistoryEntry.objects.update(why="Changed"),
        lambda: HistoryEntry.objects.all().delete(),
        lambda: HistoryEntry.objects.bulk_update([entry], ["why"]),
    ]

    for write in writes:
        with pytest.raises(Frozen), transaction.atomic():
            write()


# What the database keeps


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"number": 1}, "number_is_unique"),
        ({"stage": "draft", "approved_by": None}, "one_working_version"),
        ({"live_from": 0}, "one_open_interval"),
        ({"live_from": 0, "live_until": -1}, "ends_after_it_starts"),
        ({"live_from": 0, "live_until": 1, "stage": "in_review"}, "only_approved_is_live"),
        ({"approved_by": None}, "approved_by_another"),
    ],
)
def test_the_database_refuses_what_no_move_would_do(values, constraint):
    live = make_drug()
    live.open_draft(by=make_editor())
    now = timezone.now()
    for name in ("live_from", "live_until"):
        if values.get(name) is not None:
            values[name] = now + timedelta(days=values[name])
    row = {
        "page": live.page,
        "language": "en",
        "number": 9,
        "stage": "abandoned" if "live_from" not in values and values.get("number") else "approved",
        "created_by": make_editor(),
        "edited_by": make_editor(),
        "approved_by": make_reviewer(),
    }

    with pytest.raises(IntegrityError, match=f"{constraint}|UNIQUE constraint failed"), transaction.atomic():
        models.QuerySet.bulk_create(DrugVersion.objects.all(), [DrugVersion(**(row | values))])


def test_only_a_brand_can_be_no_longer_sold():
    draft = make_draft(DrugVersion, "One")

    with pytest.raises(IntegrityError, match="only_brands_are_sold"), transaction.atomic():
        draft.names.create(name="IFN", kind=DrugName.Kind.ABBREVIATION, no_longer_sold=True)


# Copies


def test_the_next_draft_copies_every_row_and_points_to_its_own():
    old = make_draft(DrugVersion, "Interferon", rows={"types": [{"name": "beta"}, {"name": "alfa"}]})
    alfa = old.types.get(name="alfa")
    old.names.create(name="Intron A", kind="brand", no_longer_sold=True, type=alfa)
    old.sources.create(title="A source", publisher="A publisher", url="https://example.org/", read_on="2026-11-22")
    publish(old)

    draft = old.open_draft(by=make_editor())

    copied = draft.names.get()
    assert (copied.name, copied.key, copied.no_longer_sold) == ("Intron A", old.names.get().key, True)
    assert copied.type == draft.types.get(name="alfa")
    assert copied.type != alfa
    assert DrugSource.objects.filter(version=draft, title="A source").exists()
    assert (draft.number, draft.stage, draft.digest, draft.live_from) == (2, Stage.DRAFT, "", None)


def test_an_unchanged_copy_has_the_digest_of_its_original():
    old = make_draft(DrugVersion, "Interferon", rows={"types": [{"name": "alfa"}]})
    old.names.create(name="Intron A", kind="brand", type=old.types.get())
    publish(old)

    copy = submit(old.open_draft(by=make_editor()))

    assert copy.digest == old.digest


def test_a_second_open_answers_the_draft_that_exists():
    old = make_drug()
    draft = old.open_draft(by=make_editor())

    assert old.open_draft(by=make_editor()) == draft


def test_rolling_back_is_opening_a_draft_from_an_old_version():
    first = make_drug(summary="As it was.")
    second = first.open_draft(by=make_editor())
    second.summary = "A mistake."
    second.save()
    publish(second)
    first.refresh_from_db()

    draft = first.open_draft(by=make_editor())

    assert (draft.number, draft.summary) == (3, "As it was.")


# Languages


def test_a_translation_has_its_own_life_and_remembers_its_source():
    english = make_drug()
    french = english.translate(by=make_editor())

    assert (french.language, french.number, french.source_version, french.page) == ("fr", 1, english, english.page)
    assert not DrugVersion.objects.live().in_language("fr").exists()
    with pytest.raises(MoveRefused, match="already has a text"):
        english.translate(by=make_editor())


@pytest.mark.parametrize(("is_minor", "is_behind"), [(False, True), (True, False)])
def test_a_translation_is_behind_when_its_source_changed_in_more_than_a_minor_way(is_minor, is_behind):
    english = make_drug()
    french = publish(english.translate(by=make_editor()))
    newer = english.open_draft(by=make_editor())
    newer.is_minor = is_minor
    newer.save()

    assert not french.is_behind()
    publish(newer)
    assert french.is_behind() == is_behind


def test_a_translation_that_was_brought_up_to_date_is_no_longer_behind():
    english = make_drug()
    french = publish(english.translate(by=make_editor()))
    publish(english.open_draft(by=make_editor()))
    draft = french.open_draft(by=make_editor())

    draft.follow_source(by=make_editor())

    assert not draft.is_behind()


# Addresses


def test_an_address_is_never_given_to_another_page():
    make_drug("Interferon")
    other = approve(make_draft(DrugVersion, "Other", slug="interferon"))

    with pytest.raises(MoveRefused, match="belongs to another page"):
        other.publish(by=make_publisher())

    other.refresh_from_db()
    assert other.live_from is None


def test_the_two_languages_may_use_the_same_address():
    english = make_drug("Interferon")
    publish(english.translate(by=make_editor()))

    assert Address.objects.filter(slug="interferon").count() == 2


def test_a_cancelled_schedule_gives_its_new_address_back():
    old = make_drug("Interferon")
    draft = old.open_draft(by=make_editor())
    draft.slug = "interferons"
    draft.save()
    publish(draft, at=timezone.now() + timedelta(days=1))

    draft.unschedule(by=make_publisher())

    assert not Address.objects.filter(slug="interferons").exists()
    assert Address.objects.filter(slug="interferon").exists()


# The site's generation


def test_the_generation_moves_with_public_changes_alone():
    draft = make_draft(DrugVersion, "One")
    approve(draft)
    assert Generation.current() == 0

    draft.publish(by=make_publisher(), at=timezone.now() + timedelta(days=1))
    assert Generation.current() == 1
    draft.unschedule(by=make_publisher())
    assert Generation.current() == 2
    draft.publish(by=make_publisher())
    assert Generation.current() == 3
    draft.withdraw(by=make_publisher(), why="Gone.")
    assert Generation.current() == 4


def test_a_rolled_back_publication_moves_nothing():
    draft = approve(make_draft(DrugVersion, "One"))

    with pytest.raises(RuntimeError), transaction.atomic():
        draft.publish(by=make_publisher())
        raise RuntimeError

    draft.refresh_from_db()
    assert (Generation.current(), draft.live_from) == (0, None)


def test_there_is_one_generation():
    Generation.bump()

    with pytest.raises(IntegrityError, match="there_is_one_generation"), transaction.atomic():
        Generation.objects.create(pk=2, number=0)


def test_everybody_has_a_group_made_from_the_file():
    assert {role: user.groups.get().name for role, user in make_everyone().items()} == {role: role for role in ROLES}
    assert PUBLISHER in ROLES


def test_rows_that_come_one_by_one_are_all_stored():
    draft = make_draft(DrugVersion, "Interferon")

    DrugType.objects.bulk_create(DrugType(version=draft, name=name) for name in ("alfa", "beta"))

    assert sorted(draft.types.values_list("name", flat=True)) == ["alfa", "beta"]
