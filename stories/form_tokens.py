"""The signed token of a form that keeps no cookie: which form it is, since when it is open, what was read in it.

Pure: no model, no request; the time is passed in.
"""

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.core import signing

from .choices import Purpose
from .wordings import FORM_VERSION, TAKING_BACK, current

SALT = "stories.form"
# Nobody reads and answers a page of questions in less.
SHORTEST = timedelta(seconds=5)
LONGEST = timedelta(hours=24)


def wordings_in(language: str) -> str:
    """Return a short digest of every wording that the form shows in "en" or "fr"."""
    hashes = [wording.hash(language) for wording in (*map(current, Purpose), TAKING_BACK)]
    return hashlib.sha256(" ".join([str(FORM_VERSION), *hashes]).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class FormToken:
    """What the site itself wrote into a form that it gave out."""

    key: uuid.UUID
    opened_at: datetime
    # The digest of the wordings that stood in it.
    wordings: str
    # Whether the person was asked to look it over, and so is not asked again.
    is_looked_over: bool = False

    @classmethod
    def new(cls, language: str, *, now: datetime) -> "FormToken":
        """Return the token of a new form in "en" or "fr"."""
        return cls(uuid.uuid4(), now, wordings_in(language))

    @classmethod
    def read(cls, signed: str) -> "FormToken | None":
        """Return the token that `signed` wrote; None for anything else, however old or odd it is."""
        try:
            key, opened_at, wordings, is_looked_over = signing.loads(signed, salt=SALT)
        except signing.BadSignature:
            return None
        return cls(uuid.UUID(key), datetime.fromtimestamp(opened_at, UTC), wordings, is_looked_over)

    def signed(self) -> str:
        """Return it as text that nobody else can write."""
        content = [self.key.hex, self.opened_at.timestamp(), self.wordings, self.is_looked_over]
        return signing.dumps(content, salt=SALT)

    def is_hasty(self, *, now: datetime) -> bool:
        """Say whether the form came back sooner than a person can fill it in."""
        return not self.is_looked_over and now - self.opened_at < SHORTEST

    def is_stale(self, *, now: datetime) -> bool:
        """Say whether the form was open for so long that it should be looked over before it is sent."""
        return now - self.opened_at > LONGEST

    def has_wordings_of(self, language: str) -> bool:
        """Say whether the person read the wordings of today, in "en" or "fr"."""
        return self.wordings == wordings_in(language)

    def renewed(self, language: str, *, now: datetime) -> "FormToken":
        """Return the token for the same form, given out again: what is sent with either is one and the same story."""
        return replace(self, opened_at=now, wordings=wordings_in(language), is_looked_over=True)
