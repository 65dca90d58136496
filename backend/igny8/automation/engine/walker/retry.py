"""When a failed attempt is followed by another."""

from __future__ import annotations

import random

from igny8.automation.engine.errors import StepFailure
from igny8.automation.engine.schema.model import RetrySpec

MAX_RETRY_AFTER = 86_400.0
JITTER = 0.25
"""Up to a quarter longer, so that a hundred runs refused at once do not all come back at once."""

DEFAULT_RETRY = RetrySpec()


def backoff_seconds(retry: RetrySpec | None, failure: StepFailure, attempt: int, seed: str) -> float | None:
    """Seconds until the next attempt; ``None`` if there is none.

    :param attempt: the one that failed, from 1.
    :param seed: what makes the jitter of this step its own, and the same whenever it is asked.
    """
    policy = retry or DEFAULT_RETRY
    if not failure.error.retryable or attempt >= policy.attempts:
        return None
    delay = min(policy.backoff_seconds * 2.0 ** (attempt - 1), policy.max_backoff_seconds)
    delay *= 1 + JITTER * random.Random(f"{seed}:{attempt}").random()  # noqa: S311 - spreads load, no secret
    asked = min(failure.retry_after or 0.0, MAX_RETRY_AFTER)
    return max(delay, asked)
