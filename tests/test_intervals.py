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
MOVES = st.sampled_from(
    ["open_draft", "edit", "submit", "take_back", "send_back", "approve", "publish", "schedule"]
    + ["unschedule", "abandon", "withdraw"]
)
STEPS = st.lists(
    st.tuples(MOVES, st.integers(0, 2), st.integers(0, 5), st.sampled_from([0, 1, 3600, 90000])), max_size=30
)


class RandomMoves(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_intervals_never_overlap_and_every_live_text_was_approved_by_another(self, steps):
        people = [make_user(*ROLES, username=f"person-{number}") for number in "abc"]
        page = Drug.objects.create()
        with time_machine.travel(START, tick=False) as clock:
            DrugVersion.start(page, "en", by=people[0], title="One", slug="one")
            for move, person, which, seconds in steps:
                clock.shift(seconds)
                versions = list(DrugVersion.objects.order_by("number"))
                attempt(versions[which % len(versions)], move, by=people[person], seconds=seconds)
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


def attempt(version, move, *, by, seconds):
    """Make a move if it is allowed; a refusal is an ordinary answer here."""
    try:
        match move:
            case "edit":
                version.summary = f"{version.summary}."[:500]
                version.save()
                version.record_edit(by=by)
            case "approve":
                version.approve(by=by, digest=version.digest)
            case "schedule":
                version.publish(by=by, at=timezone.now() + timedelta(seconds=seconds or 60))
            case "send_back" | "withdraw":
                getattr(version, move)(by=by, why="Because.")
            case _:
                getattr(version, move)(by=by)
    except (MoveRefused, Frozen):
        pass
