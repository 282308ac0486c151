"""The services that somebody put on a list of their own: it lives in the list's address and nowhere else.

Pure: no model, no request.
"""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from django.core import signing

SALT = "locator.list"
# What one sheet of paper bears, and every browser's address bar.
MOST = 30
BYTES = 16


class NotOurs(ValueError):
    """The text is no list that this site wrote: cut off, or changed on its way."""


def sign(ids: Iterable[uuid.UUID]) -> str:
    """Return the text that stands in an address for these services, "" for none: the first MOST, in order."""
    chosen = list(dict.fromkeys(ids))[:MOST]
    if not chosen:
        return ""
    packed = urlsafe_b64encode(b"".join(one.bytes for one in chosen)).decode().rstrip("=")
    return signing.Signer(salt=SALT).sign(packed)


def read(signed: str) -> list[uuid.UUID]:
    """Return the ids that `sign` wrote, [] for "". Raises NotOurs for anything else."""
    if not signed:
        return []
    try:
        packed = signing.Signer(salt=SALT).unsign(signed)
    except signing.BadSignature:
        raise NotOurs from None
    raw = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    return [uuid.UUID(bytes=raw[start : start + BYTES]) for start in range(0, len(raw), BYTES)]
