"""The moves of a version: what may happen to a text, each with its history row in the same transaction."""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .addresses import Address, Withdrawal
from .copying import copy_parts, copy_version
from .digest import digest_of
from .generation import Generation
from .history import HistoryEntry
from .hooks import also_written_by, intervals_changed, text_was_written
from .languages import Language
from .permissions import can
from .workflow import MOVES, MoveRefused, Stage, State


class Moves:
    """Mixed into Version. Each method takes the person as `by`, and raises MoveRefused with a sentence."""

    @classmethod
    @transaction.atomic
    def start(cls, page, language, *, by, **fields):
        """Create the first version of a page in a language. A page that already has one there is refused."""
        _refuse_unless(can(by, "start"))
        page.lock()
        if not cls.lacks_translation(page, language):
            raise MoveRefused(_("This page already has a text in this language."))
        version = cls(page=page, language=language, created_by=by, edited_by=by, **fields)
        version.number = cls.next_number(page, language)
        version.save()
        text_was_written(version)
        version.record("start", by=by)
        return version

    @transaction.atomic
    def translate(self, *, by):
        """Start this page in the other language with a copy of this text to be translated."""
        _refuse_unless(can(by, "start"))
        language = Language(self.language).other
        self.page.lock()
        if not self.lacks_translation(self.page, language):
            raise MoveRefused(_("This page already has a text in this language."))
        copy = copy_version(self, language=language, by=by)
        copy.source_version = self
        return self._finish_copy(copy, "start", by=by)

    @transaction.atomic
    def open_draft(self, *, by):
        """Return the next draft, a copy of this version; or the version that is already being worked on."""
        self.page.lock()
        self.refresh_from_db()
        working = self.siblings.working().first()
        if working:
            return working
        _refuse_unless(can(by, "open_draft", self))
        copy = copy_version(self, language=self.language, by=by)
        copy.source_version = self.source_version
        return self._finish_copy(copy, "open_draft", by=by)

    def record_edit(self, *, by):
        """Count one saved change of the text or of its rows, in the transaction that saved it."""
        with self._moving("edit", by=by) as now:
            self._write(edit_counter=F("edit_counter") + 1, edited_by=by, edited_at=now)
            text_was_written(self)

    def follow_source(self, *, by):
        """Note that this translation now says what the live text of the other language says. Return the version."""
        with self._moving("edit", by=by) as now:
            source = self.source_version and self.source_version.siblings.live().first()
            if source is None:
                raise MoveRefused(_("There is no live text in the other language to follow."))
            self._write(source_version=source, edit_counter=F("edit_counter") + 1, edited_by=by, edited_at=now)
        return self

    def submit(self, *, by, why=""):
        with self._moving("submit", by=by, why=why) as now:
            # Once more, for what was written past record_edit: from here on nothing changes the text.
            text_was_written(self)
            self._write(stage=Stage.IN_REVIEW, digest=digest_of(self), submitted_by=by, submitted_at=now)

    def take_back(self, *, by, why=""):
        with self._moving("take_back", by=by, why=why):
            self._write(stage=Stage.DRAFT, digest="")

    def send_back(self, *, by, why):
        with self._moving("send_back", by=by, why=why):
            self._write(stage=Stage.DRAFT, digest="")

    def approve(self, *, by, digest, submitted_at=None, why=""):
        """Approve exactly the text that has this digest: the one that the reviewer read.

        `submitted_at` says as which submission it was read: between two, the pictures of the same text may change.
        """
        with self._moving("approve", by=by, why=why) as now:
            is_another = submitted_at and submitted_at != self.submitted_at
            if is_another or not digest or digest != self.digest or digest != digest_of(self):
                raise MoveRefused(_("The text was changed after you opened it. Read it again before you approve it."))
            self._write(stage=Stage.APPROVED, approved_by=by, approved_at=now)

    def publish(self, *, by, at=None, why=""):
        """Make this version live now, or at a time to come, in place of what is live then."""
        with self._moving("publish", by=by, why=why, takes_effect_at=at) as now:
            if at and at < now:
                raise MoveRefused(_("This time has passed. Choose a later one, or publish now."))
            if self.digest != digest_of(self):
                raise MoveRefused(_("The text is not the one that was approved. Open the next draft."))
            if self.state == State.SCHEDULED:
                self._leave_schedule(now=now)
            Address.claim(self, opens_at=at or now)
            self._make_room(at or now, now=now, by=by)
            self._write(stage=Stage.APPROVED, live_from=at or now, live_until=None, published_by=by, published_at=now)
            self._tell_of_intervals()

    def unschedule(self, *, by, why=""):
        with self._moving("unschedule", by=by, why=why) as now:
            if self.siblings.working().exists():
                raise MoveRefused(_("A newer version is being worked on. Wait until it is published or abandoned."))
            self._leave_schedule(now=now)
            self._write(stage=Stage.APPROVED)
            self._tell_of_intervals()

    def abandon(self, *, by, why=""):
        with self._moving("abandon", by=by, why=why):
            self._write(stage=Stage.ABANDONED)

    def withdraw(self, *, by, why, outcome=Withdrawal.Outcome.GONE, moved_to=None, notice=""):
        """Take the live text off the site, and whatever is scheduled with it."""
        with self._moving("withdraw", by=by, why=why) as now:
            if self.live_from == now:
                raise MoveRefused(_("This version was published at this very moment. Look at it before you go on."))
            self._cancel_schedules_from(now, now=now, by=by)
            self._write(live_until=now)
            Withdrawal.objects.create(
                kind=self.kind,
                page_id=self.page_id,
                language=self.language,
                version_id=self.pk,
                outcome=outcome,
                moved_to_id=moved_to.pk if moved_to else None,
                notice=notice,
                at=now,
            )
            self._tell_of_intervals()

    def record(self, move, *, by, why="", takes_effect_at=None):
        """Write the history row of a move."""
        return HistoryEntry.objects.create(
            kind=self.kind,
            page_id=self.page_id,
            version_id=self.pk,
            language=self.language,
            number=self.number,
            move=move,
            by=by,
            at=timezone.now(),
            takes_effect_at=takes_effect_at,
            why=why,
            digest=self.digest,
        )

    def is_written_by(self, user):
        """True for whoever wrote any of this text or its pictures, saved it last or vouched for it by submitting it."""
        if user.pk in (self.edited_by_id, self.submitted_by_id):
            return True
        return self.history.filter(by=user.pk, move__in=["start", "edit"]).exists() or also_written_by(self, user)

    @contextmanager
    def _moving(self, move, *, by, why="", takes_effect_at=None):
        """Hold the page, look at the row as it is now, ask the gate, and write the history row at the end."""
        with transaction.atomic():
            self.page.lock()
            self.refresh_from_db()
            _refuse_unless(can(by, move, self))
            if MOVES[move].needs_reason and not why.strip():
                raise MoveRefused(_("Give a reason, so that your colleagues know what to do."))
            yield timezone.now()
            self.record(move, by=by, why=why, takes_effect_at=takes_effect_at)

    def _write(self, **values):
        type(self).objects.filter(pk=self.pk)._write_by_move(**values)
        self.refresh_from_db()

    def _tell_of_intervals(self):
        """What every move that writes an interval ends with."""
        Generation.bump()
        intervals_changed(self)

    def _finish_copy(self, copy, move, *, by):
        copy.save()
        copy_parts(self, copy)
        text_was_written(copy)
        copy.record(move, by=by)
        return copy

    def _make_room(self, at, *, now, by):
        self._cancel_schedules_from(at, now=now, by=by)
        others = self.siblings.exclude(pk=self.pk)
        if others.filter(live_from=at).exists():
            raise MoveRefused(_("Another version was published at this very moment. Look at it before you go on."))
        # Close the old interval first: the database allows one open interval.
        others.live(at=at)._write_by_move(live_until=at)

    def _cancel_schedules_from(self, at, *, now, by):
        """Cancel what would go live at or after a time, or an older text would come back at its hour."""
        later = self.siblings.exclude(pk=self.pk).scheduled(now=now).filter(live_from__gte=at)
        for version in later.order_by("-live_from"):
            version._leave_schedule(now=now)
            version.record("supersede", by=by)

    def _leave_schedule(self, *, now):
        """Give up a future interval: the version before it takes it over, and an address that never opened is free.

        The version is abandoned until its move says otherwise: another draft may be the working one by now.
        """
        start, end = self.live_from, self.live_until
        self._write(stage=Stage.ABANDONED, live_from=None, live_until=None)
        self.siblings.filter(live_until=start)._write_by_move(live_until=end)
        if not self.siblings.filter(slug=self.slug, live_from__isnull=False).exists():
            Address.release_unopened(self, now=now)


def _refuse_unless(verdict):
    if not verdict:
        raise MoveRefused(verdict.why)
