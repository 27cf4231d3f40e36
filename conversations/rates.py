"""How fast one person may send: a token bucket per person and process. Pure; time is passed in."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

KEPT = 10_000  # people remembered; whoever was quiet longest is forgotten first, with a full bucket


@dataclass(slots=True)
class Bucket:
    tokens: float
    at: float


class Rates:
    """`per_s` frames a second in the long run, `burst` at once."""

    def __init__(self, *, per_s: float, burst: int) -> None:
        self.per_s, self.burst = max(per_s, 0.01), burst
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def wait_ms(self, person: str, now: float) -> int:
        """0 where the frame may pass (it is counted), else the milliseconds until one may (nothing is counted)."""
        bucket = self._buckets.get(person) or Bucket(self.burst, now)
        self._buckets[person] = bucket
        self._buckets.move_to_end(person)
        if len(self._buckets) > KEPT:
            self._buckets.popitem(last=False)
        bucket.tokens = min(self.burst, bucket.tokens + (now - bucket.at) * self.per_s)
        bucket.at = now
        if bucket.tokens < 1:
            return max(1, round((1 - bucket.tokens) / self.per_s * 1000))
        bucket.tokens -= 1
        return 0

    def left(self, person: str) -> int:
        """How many may pass at once, as of the last that was asked about."""
        known = self._buckets.get(person)
        return int(known.tokens) if known else self.burst
