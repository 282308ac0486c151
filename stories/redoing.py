"""What a line of the register of erasures does to a story that a restored backup brought back."""

from django.db import transaction
from django.utils import timezone

from publishing.generation import Generation

from . import erasure
from .choices import Method, Purpose
from .consents import Consent
from .searchable import readers_see_otherwise
from .workflow import SYSTEM


class Redoing:
    """Mixed into Story by way of Moves."""

    def redo(self, entry):
        """Do again what a line of the register says and a restored backup undid: no gate, no letter. Returns whether
        there was anything to do.
        """
        with transaction.atomic():
            type(self).objects.select_for_update().get(pk=self.pk)
            self.refresh_from_db()
            now, text = timezone.now(), self.open_text or self.latest_text
            move = getattr(self, f"_redo_{entry.what}")(entry, now=now)
            if move:
                self.record(move, by=SYSTEM, at=now, text=text)
        self.refresh_from_db()
        return bool(move)

    def _redo_erased(self, entry, *, now):
        if self.erased_at:
            return ""
        self._close(now=now)
        erasure.take_away(self, at=now)
        return "erase"

    def _redo_withdrawn(self, entry, *, now):
        if self.erased_at or self.withdrawn_at:
            return ""
        self._close(now=now)
        self._write(withdrawn_at=entry.at, claimed_by=None, claimed_until=None)
        return "withdraw"

    def _redo_consents(self, entry, *, now):
        """Only what was taken back: nobody can be held to a yes that is not written down."""
        taken_back = [purpose for purpose in Purpose if self.consents[purpose] and purpose not in entry.given]
        if self.erased_at or not taken_back or self.consent_rows.filter(at__gte=entry.at).exists():
            return ""
        Consent.record(self, (), language=self.language, method=Method.LINK, at=entry.at, only=taken_back)
        Generation.bump()
        readers_see_otherwise(self)
        return "change_consents"
