"""How many requests one internet address sent of late, in this process alone, without keeping the address."""

from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock

SECONDS = 60
# More addresses than this in a minute are an attack, or a crowd: counting starts anew and memory stays small.
MOST_ADDRESSES = 50_000


@dataclass(frozen=True)
class Allowance:
    """What an address may still send: `most` in a minute, of which some are left, until the minute is over."""

    most: int
    left: int
    seconds: int
    is_used_up: bool = False

    def headers(self):
        """The headers of the IETF’s draft “RateLimit header fields for HTTP”."""
        if not self.most:
            return {}
        said = {
            "RateLimit-Policy": f'"address";q={self.most};w={SECONDS}',
            "RateLimit": f'"address";r={self.left};t={self.seconds}',
        }
        return said | {"Retry-After": str(self.seconds)} if self.is_used_up else said


class Limits:
    """Counts requests by the minute. With each minute begin a new key and an empty table."""

    def __init__(self):
        self._lock = Lock()
        self._minute = None
        self._forget()

    def count(self, address, *, most, now):
        """Count one request at a time in seconds; return the Allowance. With 0 as `most` there is no limit."""
        if not most:
            return Allowance(0, 0, 0)
        minute, passed = divmod(int(now), SECONDS)
        with self._lock:
            if minute != self._minute or len(self._numbers) >= MOST_ADDRESSES:
                self._forget()
                self._minute = minute
            sender = blake2b(address.encode(), key=self._key, digest_size=12).digest()
            number = self._numbers[sender] = self._numbers.get(sender, 0) + 1
        return Allowance(most, max(0, most - number), SECONDS - passed, is_used_up=number > most)

    def _forget(self):
        self._key, self._numbers = token_bytes(32), {}


limits = Limits()
