"""How often somebody may ask: buckets that fill up again with time.

Who asks is a token, or an address as a digest with a key of this run. Both are held in memory, and
forgotten when their bucket is full again; nothing of it is written anywhere.
"""

import hashlib
import math
import secrets
import time
from collections.abc import Callable


class Limit:
    """So many at once for each asker, and so many a second after that."""

    def __init__(
        self, burst: int, per_s: float, now: Callable[[], float] = time.monotonic, most: int = 5000
    ) -> None:
        self.burst, self.per_s, self.now, self.most = burst, per_s, now, most
        self._left: dict[str, tuple[float, float]] = {}  # what was left, and when, s

    def wait_s(self, who: str) -> float:
        """Seconds until `who` may ask; 0 when that is now, but nothing is taken."""
        return max(0.0, (1 - self._now(who)) / self.per_s)

    def take(self, who: str) -> float:
        """Ask once: 0, or the seconds to wait first."""
        left = self._now(who)
        if left < 1:
            return (1 - left) / self.per_s
        if who not in self._left and len(self._left) >= self.most:
            self._forget()
        self._left[who] = (left - 1, self.now())
        return 0.0

    def _now(self, who: str) -> float:
        left, at_s = self._left.get(who, (float(self.burst), self.now()))
        return min(self.burst, left + (self.now() - at_s) * self.per_s)

    def _forget(self) -> None:
        """Drop who has waited long enough; when nobody has, the longest known half."""
        kept = {who: each for who, each in self._left.items() if self._now(who) < self.burst}
        if len(kept) >= self.most:
            kept = dict(list(kept.items())[len(kept) // 2 :])
        self._left = kept


class Limits:
    """All limits of a room."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.votes = Limit(60, 4, now)  # a chapter worked off line is sent at once
        self.wrong_codes = Limit(10, 1 / 6, now)  # by address
        self.all_wrong_codes = Limit(200, 20, now)  # of everybody
        self.joins = Limit(200, 20, now)  # of everybody: a room comes in within a minute
        self._key = secrets.token_bytes(16)

    def address(self, host: str) -> str:
        """An address as who asks: a digest that nobody can turn back after this run."""
        return hashlib.blake2b(host.encode(), key=self._key, digest_size=12).hexdigest()


def whole_s(wait_s: float) -> str:
    """For Retry-After."""
    return str(max(1, math.ceil(wait_s)))
