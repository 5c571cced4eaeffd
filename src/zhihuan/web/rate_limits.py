"""How often: a bucket of tokens for each key and each user.

    a bucket holds `quota` tokens and is filled again evenly over `seconds`;
    a request takes as many as it costs, or is refused and told when to come back

The answer says where the caller stands (RateLimit and RateLimit-Policy, after the IETF draft
"RateLimit header fields for HTTP"). `RateLimiter` is all that the rest knows: a limiter shared by
many processes fits behind the same method.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

_MOST_BUCKETS = 50_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`quota` requests in `seconds`, by `name`."""

    name: str
    quota: int
    seconds: int = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What came of asking: `remaining` tokens, full again in `reset` seconds.

    `retry_after`: seconds until the same request would pass; 0 where it did.
    """

    rate: Rate
    remaining: int
    reset: int
    retry_after: int

    @property
    def headers(self) -> dict[str, str]:
        """As it is told."""
        name = self.rate.name
        return {
            "RateLimit-Policy": f'"{name}";q={self.rate.quota};w={self.rate.seconds}',
            "RateLimit": f'"{name}";r={self.remaining};t={self.reset}',
        }


class RateLimiter(Protocol):
    """One method, safe to call from many threads."""

    def take(self, bucket: str, rate: Rate, cost: int = 1) -> Allowance:
        """Take `cost` tokens out of the bucket, or none where there are too few."""


class InProcess:
    """The buckets of one process. One that is full again is forgotten when there are many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[float, float, Rate]] = {}  # tokens, when, rate
        self._lock = threading.Lock()

    def take(self, bucket: str, rate: Rate, cost: int = 1) -> Allowance:
        """Take `cost` tokens out of the bucket, or none where there are too few."""
        now = self._clock()
        with self._lock:
            tokens = self._tokens(bucket, rate, now)
            passes = tokens >= cost
            if passes:
                tokens -= cost
            self._buckets[bucket] = (tokens, now, rate)
            if len(self._buckets) > _MOST_BUCKETS:
                self._forget_full(now)
        a_second = rate.quota / rate.seconds
        return Allowance(
            rate,
            remaining=int(tokens),
            reset=math.ceil((rate.quota - tokens) / a_second),
            retry_after=0 if passes else max(1, math.ceil((cost - tokens) / a_second)),
        )

    def _tokens(self, bucket: str, rate: Rate, now: float) -> float:
        if bucket not in self._buckets:
            return float(rate.quota)
        tokens, then, _ = self._buckets[bucket]
        return min(float(rate.quota), tokens + (now - then) * rate.quota / rate.seconds)

    def _forget_full(self, now: float) -> None:
        kept = {
            name: (tokens, then, rate)
            for name, (tokens, then, rate) in self._buckets.items()
            if self._tokens(name, rate, now) < rate.quota
        }
        # Where that was not enough, the ones that were idle longest go.
        newest = sorted(kept.items(), key=lambda item: item[1][1])[-_MOST_BUCKETS // 2 :]
        self._buckets = dict(newest)
