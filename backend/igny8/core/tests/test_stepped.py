"""Counting in steps keeps to the limit, across windows and processes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from igny8.core.api import stepped
from igny8.core.api.stepped import Tally


@pytest.fixture
def at(monkeypatch: Any) -> Any:
    """Set the time, in seconds."""
    cache.clear()

    def set_time(seconds: float) -> None:
        monkeypatch.setattr(stepped.time, "time", lambda: 6_000_000.0 + seconds)

    set_time(0)
    return set_time


def allowed(tally: Tally, times: int, *, limit: int, key: str = "k") -> int:
    return sum(tally.allows(key, limit, 60, cache) for _ in range(times))


def test_no_more_than_the_limit_is_allowed(at: Any) -> None:
    assert allowed(Tally(), 700, limit=600) == 600
    assert allowed(Tally(), 5, limit=3, key="small") == 3


def test_two_processes_share_a_limit_but_for_a_step(at: Any) -> None:
    one, other = Tally(), Tally()
    assert allowed(one, 400, limit=600) + allowed(other, 400, limit=600) <= 600 + 600 // 50


def test_what_was_asked_a_window_ago_still_counts_in_part(at: Any) -> None:
    tally = Tally()
    assert allowed(tally, 100, limit=100) == 100
    at(60 + 30)
    assert 45 <= allowed(tally, 100, limit=100) <= 55
    at(60 * 5)
    assert allowed(tally, 100, limit=100) == 100


def test_keys_do_not_count_for_each_other_and_are_forgotten(at: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(stepped, "_MOST_KEYS", 2)
    tally = Tally()
    for key in "abc":
        assert allowed(tally, 2, limit=1000, key=key) == 2
    assert list(tally._counts) == ["b", "c"]
