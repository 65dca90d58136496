"""Schedules: next occurrences, daylight saving both ways, misfire policies, "every" without drift."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igny8.automation.engine import EngineError, ScheduleSpec, due_occurrences, next_occurrence, occurrences
from igny8.automation.engine.cron import MAX_RUN_ALL, check_cron, check_every
from igny8.automation.engine.zones import zone


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def spec(**values: object) -> ScheduleSpec:
    return ScheduleSpec.model_validate(values)


def first(schedule: ScheduleSpec, after: datetime, count: int) -> list[datetime]:
    return list(islice(occurrences(schedule, after), count))


def test_a_local_time_is_kept_across_the_change_of_the_clock() -> None:
    schedule = spec(cron="0 9 * * 1", timezone="Europe/Berlin")
    found = first(schedule, utc(2026, 3, 17), 2)
    assert found == [utc(2026, 3, 23, 8), utc(2026, 3, 30, 7)]


# zone, an instant shortly before the gap, a fixed time within the gap, and when that runs (in UTC)
GAPS = [
    ("Europe/Berlin", utc(2026, 3, 28, 12), "30 2 * * *", utc(2026, 3, 29, 1)),
    ("America/New_York", utc(2026, 3, 7, 12), "30 2 * * *", utc(2026, 3, 8, 7)),
    ("Australia/Sydney", utc(2026, 10, 3, 0), "30 2 * * *", utc(2026, 10, 3, 16)),
    ("Europe/London", utc(2026, 3, 28, 12), "30 1 * * *", utc(2026, 3, 29, 1)),
    ("Australia/Lord_Howe", utc(2026, 10, 3, 0), "15 2 * * *", utc(2026, 10, 3, 15, 30)),
]
# zone, an instant before the repeated hour, a fixed time within it, and the one time it runs
FOLDS = [
    ("Europe/Berlin", utc(2026, 10, 24, 12), "30 2 * * *", utc(2026, 10, 25, 0, 30)),
    ("America/New_York", utc(2026, 10, 31, 12), "30 1 * * *", utc(2026, 11, 1, 5, 30)),
    ("Australia/Sydney", utc(2026, 4, 4, 0), "30 2 * * *", utc(2026, 4, 4, 15, 30)),
    ("Europe/London", utc(2026, 10, 24, 12), "30 1 * * *", utc(2026, 10, 25, 0, 30)),
    ("Australia/Lord_Howe", utc(2026, 4, 4, 0), "45 1 * * *", utc(2026, 4, 4, 14, 45)),
]


@pytest.mark.parametrize(("name", "before", "cron", "expected"), GAPS)
def test_a_time_that_does_not_exist_runs_once_right_after_the_gap(
    name: str, before: datetime, cron: str, expected: datetime
) -> None:
    found = first(spec(cron=cron, timezone=name), before, 2)
    assert found[0] == expected
    assert timedelta(hours=22) < found[1] - found[0] < timedelta(hours=26)


@pytest.mark.parametrize(("name", "before", "cron", "expected"), FOLDS)
def test_a_time_that_exists_twice_runs_once(
    name: str, before: datetime, cron: str, expected: datetime
) -> None:
    found = first(spec(cron=cron, timezone=name), before, 2)
    assert found[0] == expected
    assert timedelta(hours=22) < found[1] - found[0] < timedelta(hours=26)


@pytest.mark.parametrize(("name", "before"), [(row[0], row[1]) for row in [*GAPS, *FOLDS]])
def test_a_quarter_hourly_rule_follows_real_time_through_the_change(name: str, before: datetime) -> None:
    found = first(spec(cron="*/15 * * * *", timezone=name), before, 150)
    assert {later - earlier for earlier, later in pairwise(found)} == {timedelta(minutes=15)}


def test_every_counts_from_its_start_without_drift() -> None:
    schedule = spec(every="90m", start="2026-03-28T10:00:00Z", timezone="Europe/Berlin")
    assert first(schedule, utc(2026, 1, 1), 2) == [utc(2026, 3, 28, 10), utc(2026, 3, 28, 11, 30)]
    assert next_occurrence(schedule, utc(2026, 3, 29, 3, 17)) == utc(2026, 3, 29, 4)
    assert next_occurrence(spec(every="1 day"), utc(2026, 3, 29, 3)) == utc(2026, 3, 30)


def test_start_and_end_bound_the_occurrences() -> None:
    schedule = spec(cron="0 9 * * *", start="2026-03-02T09:00:00", end="2026-03-03T10:00:00+01:00")
    assert list(occurrences(schedule, utc(2026, 1, 1))) == [utc(2026, 3, 2, 9), utc(2026, 3, 3, 9)]
    assert next_occurrence(schedule, utc(2026, 3, 3, 9)) is None


@pytest.mark.parametrize(
    ("misfire", "expected"),
    [
        ("run_once", [utc(2026, 3, 2, 12)]),
        ("skip", []),
        ("run_all", [utc(2026, 3, 2, 10), utc(2026, 3, 2, 11), utc(2026, 3, 2, 12)]),
    ],
)
def test_three_hours_of_downtime_are_made_up_for_by_policy(misfire: str, expected: list[datetime]) -> None:
    schedule = spec(cron="0 * * * *", misfire=misfire)
    assert due_occurrences(schedule, utc(2026, 3, 2, 9), utc(2026, 3, 2, 12, 30)) == expected


@pytest.mark.parametrize("misfire", ["run_once", "skip", "run_all"])
def test_an_occurrence_on_time_runs_under_every_policy(misfire: str) -> None:
    schedule = spec(cron="0 * * * *", misfire=misfire)
    assert due_occurrences(schedule, utc(2026, 3, 2, 11, 59), utc(2026, 3, 2, 12)) == [utc(2026, 3, 2, 12)]
    assert due_occurrences(schedule, utc(2026, 3, 2, 12), utc(2026, 3, 2, 12, 30)) == []


def test_a_month_of_downtime_makes_no_burst_and_costs_no_time() -> None:
    start = time.process_time()
    last, now = utc(2026, 1, 1), utc(2026, 2, 1)
    assert due_occurrences(spec(cron="* * * * *"), last, now) == [now]
    everything = due_occurrences(spec(cron="* * * * *", misfire="run_all"), last, now)
    assert len(everything) == MAX_RUN_ALL
    assert everything[-1] == now
    assert due_occurrences(spec(cron="0 0 1 1 *"), utc(2020, 6, 1), utc(2026, 6, 1)) == [utc(2026, 1, 1)]
    assert time.process_time() - start < 0.5


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["*/15 * * * *", "30 2 * * *", "0 9 * * 1", "0 */2 * * *", "15 1 1 * *"]),
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    st.integers(0, 365 * 24 * 60),
    st.lists(st.integers(1, 40_000), min_size=1, max_size=8),
)
def test_ticking_in_any_rhythm_finds_every_occurrence_once(
    cron: str, name: str, offset: int, ticks: list[int]
) -> None:
    schedule = spec(cron=cron, timezone=name, misfire="run_once")
    begin = utc(2026, 1, 1) + timedelta(minutes=offset)
    found: list[datetime] = []
    last = begin
    for minutes in ticks:
        now = last + timedelta(minutes=minutes)
        found += due_occurrences(schedule, last, now)
        last = now
    expected = [moment for moment in occurrences(schedule, begin) if moment <= last] if last < begin else []
    for moment in occurrences(schedule, begin):
        if moment > last:
            break
        expected.append(moment)
    assert set(found) <= set(expected)
    assert len(found) == len(set(found))
    assert not expected or expected[-1] in found


@pytest.mark.parametrize(
    ("expression", "part"),
    [
        ("0 9 * *", "five fields"),
        ("0 0 9 * * 1", "five fields"),
        ("@daily", "five fields"),
        ("61 9 * * 1", "Bad minute"),
        ("x * * * *", "Bad minute"),
        ("0 0 30 2 *", "Bad day"),
        ("", "five fields"),
    ],
)
def test_a_bad_cron_expression_is_told(expression: str, part: str) -> None:
    assert part in (check_cron(expression) or "")


def test_good_expressions_pass() -> None:
    for expression in ("0 9 * * 1", "*/5 * * * *", "0 0 29 2 *", "0 9 1-7 * MON#1", "0 9 L * *"):
        assert check_cron(expression) is None
    assert check_every("15m") is None
    assert "duration" in (check_every("often") or "")
    assert "between one minute" in (check_every("5s") or "")
    assert "between one minute" in (check_every("400d") or "")


def test_an_expression_that_is_never_due_is_told_in_little_time() -> None:
    start = time.process_time()
    assert "never due" in (check_cron("0 0 */30 2 MON#5") or "")
    assert time.process_time() - start < 2


def test_unknown_zones_and_broken_schedules_are_errors() -> None:
    for name in ("Mars/Base", "../etc/passwd", "/etc/passwd", ""):
        with pytest.raises(EngineError, match="no time zone"):
            zone(name)
    with pytest.raises(EngineError, match="not a cron expression"):
        next_occurrence(spec(cron="x"), utc(2026, 1, 1))
    with pytest.raises(EngineError, match="not a duration"):
        next_occurrence(spec(every="x"), utc(2026, 1, 1))
