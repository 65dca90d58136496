"""A throttle that costs nearly nothing: requests are counted here, and told to the others in steps.

DRF's own keeps the times of all requests of a minute in the cache, and reads and writes them with each one.
Here a process tells the shared count only after each fiftieth of what is allowed, so that several processes
together let through a little more than the limit, never much.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

_MOST_KEYS: Final = 10_000


@dataclass(slots=True)
class _Count:
    """Requests of one window: ``seen`` of all processes when last asked, ``own`` since then, and how many the
    window before had."""

    window: int
    before: int = 0
    seen: int = 0
    own: int = 0

    @property
    def all(self) -> int:
        return self.seen + self.own


class Tally:
    """Counts requests by key, in windows; a request counts less as its window moves into the past."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, _Count] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, key: str, limit: int, seconds: float, cache: Any) -> bool:
        """Count a request; whether it is within the limit."""
        window, share = divmod(time.time() / seconds, 1)
        with self._lock:
            count = self._count(key, int(window))
            count.own += 1
            if count.own >= max(limit // 50, 1):
                count.seen, count.own = _add(cache, f"{key}:{count.window}", count.own, seconds), 0
            return count.before * (1 - share) + count.all <= limit

    def _count(self, key: str, window: int) -> _Count:
        found = self._counts.pop(key, None)
        if found is None or found.window < window:
            followed = found is not None and found.window == window - 1
            found = _Count(window, found.all if found and followed else 0)
        self._counts[key] = found
        if len(self._counts) > _MOST_KEYS:
            self._counts.popitem(last=False)
        return found


def _add(cache: Any, key: str, number: int, seconds: float) -> int:
    cache.add(key, 0, seconds * 2)
    total: int = cache.incr(key, number)
    return total


_tally = Tally()


class SteppedThrottle(SimpleRateThrottle):
    """As DRF's, with ``rate`` and ``get_cache_key``, but counted by a ``Tally``."""

    num_requests: int | None
    duration: int | None

    def allow_request(self, request: Request, view: Any) -> bool:
        key = self.get_cache_key(request, view)
        if key is None or self.num_requests is None or self.duration is None:
            return True
        return _tally.allows(key, self.num_requests, self.duration, self.cache)

    def wait(self) -> float:
        """Seconds until the next window."""
        duration = float(self.duration or 0)
        return duration - time.time() % duration
