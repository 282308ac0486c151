"""The moves of a story: what may happen to it, each with its event and its letter in the same transaction."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.generation import Generation
from publishing.workflow import MoveRefused

from . import erasure, letters
from .choices import Method, Purpose
from .consents import Consent
from .contacts import Viewing
from .events import Event
from .messages import Message
from .permissions import can
from .redoing import Redoing
from .register import CONSENTS, ERASED, WITHDRAWN, register
from .searchable import readers_see_otherwise
from .texts import Text
from .workflow import AUTHOR, MOVES, OPEN_STAGES, SYSTEM, Actor, Stage

CLAIM_LASTS = timedelta(hours=24)


class Moves(Redoing):
    """Mixed into Story. Each method takes who moves as `by`: a user, AUTHOR or SYSTEM. Each raises MoveRefused with a
    sentence.
    """

    # At the desk

    def read(self, *, by, what=Viewing.What.STORY, why=""):
        """Write down that somebody looks at what is not public. Call it before anything is shown."""
        move = "read_contact" if what == Viewing.What.CONTACT else "read"
        verdict = can(by, move, self)
        if not verdict:
            raise MoveRefused(verdict.why)
        if why == "invitation" and not self.consents[Purpose.CONTACT]:
            raise MoveRefused(_("The author did not agree to be contacted for anything but their story."))
        Viewing.objects.create(story=self, what=what, by=by, why=why)

    def claim(self, *, by):
        with self._moving("claim", by=by) as now:
            self._write(claimed_by=by, claimed_until=now + CLAIM_LASTS)

    def release(self, *, by):
        with self._moving("release", by=by):
            self._write(claimed_by=None, claimed_until=None)

    def edit(self, *, by, seen_counter, **words):
        """Save a moderator's copy. The first one makes a text of its own, so that the author's stays as it is.

        `seen_counter` is (number, edit_counter) of the text that the moderator's copy was made from.
        """
        with self._moving("edit", by=by) as now:
            text = self.open_text
            if (text.number, text.edit_counter) != tuple(seen_counter):
                raise MoveRefused(_("The text was changed after you opened it. Your copy is still in the form."))
            words = {name: words.get(name, getattr(text, name)) for name in (*Text.WORDS, "red")}
            if words == text.words() | {"red": text.red}:
                return
            if text.is_by_author or text.is_agreed:
                text = self._replace_open(text, now=now, agreed_digest="")
            for name, value in words.items():
                setattr(text, name, value)
            text.edited_by, text.edited_at = by, now
            text.edit_counter += 1
            # Words that only the site adds (quote, notes) leave the author's agreement as it was.
            text.agreed_digest = self._digest_agreed_to(text)
            _refuse_a_foreign_quote(text)
            text.save()

    def refuse_photo(self, *, by, reasons, message=""):
        with self._moving("refuse_photo", by=by, reasons=reasons, message=message, letter="photo_refused"):
            photo = getattr(self, "photo", None)
            if photo is None:
                raise MoveRefused(_("This story has no photo."))
            photo.is_refused = True
            photo.save(update_fields=["is_refused"])
            Generation.bump()

    def approve(self, *, by, seen, is_checked=False):
        """Publish exactly what has the public digest `seen`. `is_checked`: somebody looked at every mark."""
        with self._moving("approve", by=by, letter="published") as now:
            text = self.open_text
            if seen != text.public_digest:
                raise MoveRefused(_("The text was changed after you opened it. Read it again before you approve it."))
            self._refuse_unless_ready(text, is_checked=is_checked)
            # Close the old interval first: the database allows one that is open.
            self.texts.filter(live_from__isnull=False, live_until=None).update(live_until=now)
            self.texts.filter(pk=text.pk).update(
                stage=Stage.APPROVED, since=now, live_from=now, agreed_digest=text.digest
            )
            self._write(claimed_by=None, claimed_until=None)
            Generation.bump()
            readers_see_otherwise(self)

    def ask(self, *, by, message=""):
        """Ask the author to agree to the edited copy."""
        with self._moving("ask", by=by, message=message, letter="agreement_asked") as now:
            if self.open_text.is_agreed:
                raise MoveRefused(_("The author agreed to exactly this text already. You can approve it."))
            _refuse_a_foreign_quote(self.open_text)
            self._hand_over(Stage.ASKED, now=now)

    def return_to_author(self, *, by, reasons, message=""):
        with self._moving("return", by=by, reasons=reasons, message=message, letter="returned") as now:
            self._hand_over(Stage.RETURNED, now=now)

    def refuse(self, *, by, reasons, message=""):
        letter = "correction_refused" if self.live_text else "refused"
        with self._moving("refuse", by=by, reasons=reasons, message=message, letter=letter) as now:
            self._hand_over(Stage.REFUSED, now=now)

    def take_down(self, *, by, reasons, message=""):
        """Take the live text off the site, after a report for example. Its author can change it and send it again."""
        with self._moving("take_down", by=by, reasons=reasons, message=message, letter="taken_down") as now:
            self._close(now=now)

    def write(self, *, by, message):
        """Write to the author, about the way of the story to the site."""
        with self._moving("write", by=by, message=message, letter="question"):
            if not message.strip():
                raise MoveRefused(_("Write what you want to ask."))

    def settle(self, *, by):
        """Say that what the author wrote needs no answer."""
        with self._moving("settle", by=by):
            if not self.is_unanswered:
                raise MoveRefused(_("There is no message that waits for an answer."))

    def take_copy(self, *, by):
        """Write down that somebody takes a copy for use outside the site."""
        with self._moving("share", by=by):
            if not (self.consents[Purpose.PUBLISH] and self.consents[Purpose.SHARE]):
                raise MoveRefused(_("The author does not agree to a use outside the site."))

    def replace_link(self, *, by):
        """Make the author's link anew: the old one opens nothing from now on."""
        with self._moving("replace_link", by=by, letter="link_replaced"):
            if by == AUTHOR and not hasattr(self, "contact"):
                raise MoveRefused(_("We no longer have your e-mail address, so a new link could not reach you."))
            self._write(link_secret=type(self)._meta.get_field("link_secret").get_default())

    # By the author

    def agree(self, *, seen):
        """Agree to the edited copy that has the digest `seen`."""
        with self._moving("agree", by=AUTHOR) as now:
            text = self.open_text
            if seen != text.digest:
                raise MoveRefused(_("The text was changed after you opened it. Please read it again."))
            self.texts.filter(pk=text.pk).update(stage=Stage.WAITING, since=now, agreed_digest=text.digest)

    def decline(self, *, message=""):
        """Say no to the edited copy: the author's own last words wait for a moderator again."""
        with self._moving("decline", by=AUTHOR, message=message) as now:
            self._replace_open(self.agreed_text, now=now, agreed_digest=self.agreed_text.agreed_digest)

    def correct(self, *, message="", **words):
        """Send the author's own changed words. They wait for a moderator; until then what is live stays."""
        with self._moving("correct", by=AUTHOR, message=message) as now:
            text = self._replace_open(self.latest_text, now=now, agreed_digest="")
            for name in Text.AGREED:
                setattr(text, name, words.get(name, getattr(text, name)))
            if not text.quote_is_a_part:
                text.quote = ""
            text.agreed_digest = text.digest
            text.save()

    def answer(self, *, message):
        with self._moving("answer", by=AUTHOR, message=message):
            if not message.strip():
                raise MoveRefused(_("Write your message first."))

    def change_consents(self, given):
        """Let exactly the purposes in `given` hold from now on."""
        with self._moving("change_consents", by=AUTHOR) as now:
            changed = [purpose for purpose in Purpose if self.consents[purpose] != (purpose in given)]
            Consent.record(self, given, language=self.language, method=Method.LINK, at=now, only=changed)
            Generation.bump()
            readers_see_otherwise(self)
            register(CONSENTS, self, at=now, given=sorted(map(str, given)))

    def withdraw(self, *, by=AUTHOR):
        """Hide the story, its quote and its photo at once, wherever they are shown."""
        with self._moving("withdraw", by=by, letter="withdrawn") as now:
            self._close(now=now)
            self._write(withdrawn_at=now, claimed_by=None, claimed_until=None)
            register(WITHDRAWN, self, at=now)

    # For ever

    def erase(self, *, by):
        """Take away every word of a story, its photo and how to reach its author, for ever."""
        with self._moving("erase", by=by) as now:
            erasure.write_last_letters(self, at=now)
            folder = erasure.take_away(self, at=now)
            register(ERASED, self, at=now, folder=folder)
        self.refresh_from_db()

    def export(self, *, by):
        """Write down that somebody gets everything that is held. Call it before anything is given out."""
        with self._moving("export", by=by) as now:
            if _person(by):
                Viewing.objects.create(story=self, what=Viewing.What.EXPORT, by=by, at=now)

    # How moves are made

    @contextmanager
    def _moving(self, move, *, by, reasons=(), message="", letter=""):
        """Hold the story, look at it as it is now, ask the gate; at the end write the event, words and letter."""
        with transaction.atomic():
            opened_with = self.link_secret
            type(self).objects.select_for_update().get(pk=self.pk)
            self.refresh_from_db()
            if by == AUTHOR and not self.opens_with(opened_with):
                # The link was replaced while this waited: what came with the old one is nobody's any more.
                raise MoveRefused(_("This link was replaced by another one while the page was open."))
            verdict = can(by, move, self)
            if not verdict:
                raise MoveRefused(verdict.why)
            if MOVES[move].needs_reason and not (reasons or message.strip()):
                raise MoveRefused(_("Give a reason: the author will read it."))
            now = timezone.now()
            text = self.live_text if MOVES[move].needs_live_text else self.open_text or self.latest_text
            yield now
            self.forget_what_was_read()
            if not MOVES[move].needs_live_text:
                # The text that came of it, when it made a new one.
                text = self.open_text or text
            event = self.record(move, by=by, at=now, text=text, reasons=reasons)
            if message.strip():
                Message.objects.create(story=self, event=event, by=_person(by), text=message.strip(), at=now)
            if letter:
                letters.write(self, letter, event, message=message)

    def record(self, move, *, by, at, text=None, reasons=()):
        return Event.objects.create(
            story=self,
            text_number=text.number if text else 0,
            move=move,
            actor=by if by in (AUTHOR, SYSTEM) else Actor.STAFF,
            by=_person(by),
            at=at,
            reasons=list(reasons),
            digest=text.digest if text else "",
        )

    def _write(self, **values):
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))

    def _hand_over(self, stage, *, now):
        self.texts.filter(stage__in=OPEN_STAGES).update(stage=stage, since=now)
        self._write(claimed_by=None, claimed_until=None)

    def _replace_open(self, source, *, now, agreed_digest):
        """Put a copy of a text in the place of the open one, under the next number."""
        open_text = self.open_text
        waiting_since = open_text.since if open_text and open_text.stage == Stage.WAITING else now
        self.texts.filter(stage__in=OPEN_STAGES).update(stage=Stage.REPLACED, since=now)
        number = (self.texts.aggregate(last=Max("number"))["last"] or 0) + 1
        return self.texts.create(
            number=number, since=waiting_since, edited_at=now, agreed_digest=agreed_digest, **source.words()
        )

    def _digest_agreed_to(self, text):
        """The digest of a text when its words are the last that the author wrote or agreed to; "" when they are not."""
        agreed = self.agreed_text
        return text.digest if agreed and agreed.digest == text.digest else ""

    def _close(self, *, now):
        """Take off the site what is on it. What is still open stays open."""
        self.texts.filter(live_from__isnull=False, live_until=None).update(live_until=now)
        Generation.bump()
        readers_see_otherwise(self)

    def _refuse_unless_ready(self, text, *, is_checked):
        if not text.is_agreed:
            raise MoveRefused(_("The author has not agreed to this text. Ask them first."))
        if not self.consents[Purpose.PUBLISH]:
            raise MoveRefused(_("The author does not agree to publication."))
        _refuse_a_foreign_quote(text)
        if text.red:
            raise MoveRefused(_("The text is marked red: it cannot appear as it is."))
        found = text.refused_words()
        if found and not is_checked:
            raise MoveRefused(
                _("The text still holds what may not be published: %(found)s. Say that you looked at every mark.")
                % {"found": ", ".join(f"“{words}”" for words in found[:5])}
            )


def _person(by):
    return None if by in (AUTHOR, SYSTEM) else by


def _refuse_a_foreign_quote(text):
    if not text.quote_is_a_part:
        raise MoveRefused(_("The quote is not in the story word for word. Copy it from the story."))
