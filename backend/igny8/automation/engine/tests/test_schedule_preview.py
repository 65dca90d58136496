"""What an editor shows of schedules that are being typed in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from igny8.automation.engine.schedule_preview import upcoming

AFTER = datetime(2026, 3, 27, 12, tzinfo=UTC)


def test_it_gives_the_next_times_in_utc_across_daylight_saving() -> None:
    weekly = {"cron": "0 9 * * 1", "timezone": "Europe/Berlin"}
    [found] = upcoming([weekly], after=AFTER, count=2)
    assert found.times == [datetime(2026, 3, 30, 7, tzinfo=UTC), datetime(2026, 4, 6, 7, tzinfo=UTC)]
    assert found.problems == {}


def test_it_counts_every_from_its_start_and_ends_at_its_end() -> None:
    every = {"every": "12h", "start": "2026-03-28T06:00:00Z", "end": "2026-03-29T00:00:00Z"}
    [found] = upcoming([every], after=AFTER, count=5)
    assert found.times == [datetime(2026, 3, 28, 6, tzinfo=UTC), datetime(2026, 3, 28, 18, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("entry", "at", "says"),
    [
        ({"cron": "0 9 * *"}, "schedules[1].cron", "five fields"),
        ({"cron": "0 9 30 2 *"}, "schedules[1].cron", "day-of-month"),
        ({"every": "5s"}, "schedules[1].every", "one minute"),
        ({"cron": "0 9 * * 1", "timezone": "Mars/Olympus"}, "schedules[1].timezone", "no time zone"),
        ({}, "schedules[1]", "either `cron` or `every`"),
        ({"cron": "0 9 * * 1", "on": 1}, "schedules[1].on", "no such"),
        ("0 9 * * 1", "schedules[1]", "valid dictionary"),
        ({"every": "1d", "start": "0001-01-01T00:00:00"}, "schedules[1].start", "1900"),
        ({"every": "1d", "start": "9999-12-31T00:00:00"}, "schedules[1].start", "9000"),
    ],
)
def test_a_wrong_one_says_what_is_wrong_and_the_others_are_shown(entry: Any, at: str, says: str) -> None:
    good, wrong = upcoming([{"every": "1h"}, entry], after=AFTER, count=3)
    assert len(good.times) == 3
    assert wrong.times == []
    assert says in wrong.problems[at][0]
