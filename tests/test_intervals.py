"""Whatever people do, in whatever order: intervals never overlap and nobody's own text goes live by themselves."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from drugs.models import Drug, DrugVersion
from publishing.models import Frozen, HistoryEntry, MoveRefused, Stage
from publishing.roles import ROLES

from .factories import make_user

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVERY_MOVE = [
    "open_draft",
    "edit",
    "submit",
    "take_back",
    "send_back",
    "approve",
    "publish",
    "schedule",
    "abandon",
    "withdraw",
]
# A whole way in one step, so that schedules pile up within a few steps; and what then happens to them.
MOVES_OF_INTERVALS = ["next_text_now", "next_text_later", "next_text_later", "unschedule", "unschedule", "schedule"]


def steps_of(moves, **size):
    return st.lists(
        st.tuples(
            st.sampled_from(moves),
            st.integers(0, 2),  # who
            st.integers(0, 2),  # which version, the newest first
            st.sampled_from([0, 0, 1, 3600, 90000]),  # seconds that have passed
            st.sampled_from([1, 60, 3600, 90000, 200000]),  # seconds ahead, for a schedule
        ),
        max_size=30,
        **size,
    )


STEPS = st.one_of(steps_of(EVERY_MOVE + MOVES_OF_INTERVALS), steps_of(MOVES_OF_INTERVALS, min_size=10))


class RandomMoves(TestCase):
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_intervals_never_overlap_and_every_live_text_was_approved_by_another(self, steps):
        people = [make_user(*ROLES, username=f"person-{number}") for number in "abc"]
        page = Drug.objects.create()
        with time_machine.travel(START, tick=False) as clock:
            DrugVersion.start(page, "en", by=people[0], title="One", slug="one")
            for move, person, which, seconds, ahead in steps:
                clock.shift(seconds)
                versions = list(DrugVersion.objects.order_by("-number"))
                attempt(versions[which % len(versions)], move, by=people[person], people=people, ahead=ahead)
                self.check_what_always_holds(page)

    def check_what_always_holds(self, page):
        versions = list(DrugVersion.objects.filter(page=page))
        intervals = sorted((v.live_from, v.live_until) for v in versions if v.live_from)
        for (_, end), (start, _) in zip(intervals, intervals[1:], strict=False):
            assert end is not None
            assert end <= start
        assert sum(v.live_from is None and v.stage != Stage.ABANDONED for v in versions) <= 1
        for version in versions:
            if version.live_from:
                assert version.approved_by_id not in (None, version.edited_by_id, version.submitted_by_id)
                writers = HistoryEntry.objects.filter(version_id=version.pk, move__in=["start", "edit"])
                assert version.approved_by_id not in writers.values_list("by", flat=True)


def attempt(version, move, *, by, people, ahead):
    """Make a move if it is allowed; a refusal is an ordinary answer here."""
    try:
        match move:
            case "next_text_now" | "next_text_later":
                draft = version.open_draft(by=by)
                another = next(person for person in people if not draft.is_written_by(person) and person != by)
                draft.submit(by=by)
                draft.approve(by=another, digest=draft.digest)
                at = timezone.now() + timedelta(seconds=ahead) if move == "next_text_later" else None
                draft.publish(by=another, at=at)
            case "edit":
                version.summary = f"{version.summary}."[:500]
                version.save()
                version.record_edit(by=by)
            case "approve":
                version.approve(by=by, digest=version.digest)
            case "schedule":
                version.publish(by=by, at=timezone.now() + timedelta(seconds=ahead))
            case "send_back" | "withdraw":
                getattr(version, move)(by=by, why="Because.")
            case _:
                getattr(version, move)(by=by)
    except (MoveRefused, Frozen, StopIteration):
        pass
