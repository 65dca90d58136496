"""Schedules: every occurrence once, whatever ticks, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from igny8.automation.models import RuleSchedule, ScheduledTask
from igny8.automation.services.automation import AutomationService
from igny8.automation.services.rules import delete_rule, pause_rule, resume_rule, update_rule
from igny8.automation.services.schedules import _start_one, start_due_schedules
from igny8.automation.tests.conftest import Counter
from igny8.core.clock import FixedClock

COUNT = {"id": "count", "type": "count", "params": {}}


@pytest.fixture
def timed(make_rule: Any, counter: Counter) -> Any:
    def make(*schedules: dict[str, Any], **values: Any) -> Any:
        return make_rule([COUNT], trigger="schedule", schedules=list(schedules), **values)

    return make


def fired(rule: Any) -> list[datetime]:
    moments = rule.runs.order_by("scheduled_for").values_list("scheduled_for", flat=True)
    return [moment for moment in moments if moment]


def tick(clock: FixedClock) -> int:
    return AutomationService(clock).execute_scheduled_rules()


def test_a_rule_fires_when_it_is_due_and_says_which_occurrence(timed: Any, clock: FixedClock) -> None:
    rule = timed({"cron": "30 9 * * *"})
    assert tick(clock) == 0
    clock.advance(1800)
    assert tick(clock) == 1
    run = ScheduledTask.objects.get()
    assert (run.trigger, run.status, run.scheduled_for) == ("schedule", "pending", clock.now())
    assert run.schedule_id == rule.schedules.get().pk
    assert rule.schedules.get().next_due_at == clock.now() + timedelta(days=1)


def test_two_ticks_at_once_fire_once(timed: Any, clock: FixedClock) -> None:
    rule = timed({"cron": "30 9 * * *"})
    clock.advance(1800)
    both_saw = RuleSchedule.objects.get()
    assert _start_one(RuleSchedule.objects.get(), clock.now(), clock) == 1
    assert _start_one(both_saw, clock.now(), clock) == 0
    assert len(fired(rule)) == 1


def test_a_schedule_that_was_moved_back_does_not_fire_an_occurrence_again(
    timed: Any, clock: FixedClock
) -> None:
    rule = timed({"cron": "30 9 * * *"})
    clock.advance(1800)
    tick(clock)
    RuleSchedule.objects.update(next_due_at=clock.now())
    assert tick(clock) == 0
    assert len(fired(rule)) == 1


def test_two_beats_fire_every_occurrence_of_a_day_once(timed: Any, clock: FixedClock) -> None:
    rules = [timed({"cron": cron}) for cron in ("*/15 * * * *", "7 * * * *", "0 0 * * *")]
    for _ in range(24 * 12):
        clock.advance(300)
        tick(clock)
        tick(clock)
    assert [len(fired(rule)) for rule in rules] == [96, 24, 1]


@pytest.mark.parametrize(
    ("zone", "day", "cron", "expected"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC), "30 2 * * *", 2),
        ("Europe/Berlin", datetime(2026, 10, 24, 12, tzinfo=UTC), "30 2 * * *", 2),
        ("America/New_York", datetime(2026, 3, 7, 12, tzinfo=UTC), "30 2 * * *", 2),
        ("America/New_York", datetime(2026, 10, 31, 12, tzinfo=UTC), "30 1 * * *", 2),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 2, tzinfo=UTC), "45 1 * * *", 2),
        ("Asia/Kolkata", datetime(2026, 3, 28, 12, tzinfo=UTC), "30 2 * * *", 2),
        ("Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC), "0 * * * *", 48),
        ("Europe/Berlin", datetime(2026, 10, 24, 12, tzinfo=UTC), "0 * * * *", 48),
    ],
)
def test_changing_clocks_neither_lose_nor_double_a_run(
    timed: Any, clock: FixedClock, zone: str, day: datetime, cron: str, expected: int
) -> None:
    clock.moment = day
    rule = timed({"cron": cron, "timezone": zone})
    for _ in range(48 * 4):
        clock.advance(900)
        tick(clock)
    assert len(fired(rule)) == expected


@pytest.mark.parametrize(("misfire", "expected"), [("run_once", 1), ("skip", 0), ("run_all", 3)])
def test_downtime_is_made_up_for_as_the_policy_says(
    timed: Any, clock: FixedClock, misfire: str, expected: int
) -> None:
    rule = timed({"cron": "0 * * * *", "misfire": misfire})
    clock.advance(3.5 * 3600)
    assert tick(clock) == expected
    assert tick(clock) == 0
    clock.advance(1800)
    assert tick(clock) == 1
    assert len(fired(rule)) == expected + 1


def test_a_paused_inactive_or_deleted_rule_does_not_fire(timed: Any, clock: FixedClock) -> None:
    paused = pause_rule(rule=timed({"cron": "30 9 * * *"}), reason="", clock=clock)
    timed({"cron": "30 9 * * *"}, is_active=False)
    delete_rule(rule=timed({"cron": "30 9 * * *"}), clock=clock)
    clock.advance(3600)
    assert tick(clock) == 0
    resume_rule(rule=paused, clock=clock)
    assert tick(clock) == 0
    clock.advance(24 * 3600)
    assert tick(clock) == 1


def test_editing_one_schedule_keeps_the_others_next_time(timed: Any, clock: FixedClock) -> None:
    hourly, daily = {"every": "6h"}, {"cron": "30 9 * * *"}
    rule = timed(hourly, daily)
    kept = rule.schedules.get(spec__every="6h")
    clock.advance(60)
    changed = {"schedules": [hourly, {"cron": "45 9 * * *"}]}
    update_rule(rule=rule, values=changed, by="alice", clock=clock)
    again = rule.schedules.get(spec__every="6h")
    assert (again.pk, again.next_due_at) == (kept.pk, kept.next_due_at)
    assert rule.schedules.get(spec__cron="45 9 * * *").next_due_at == datetime(2026, 3, 2, 9, 45, tzinfo=UTC)
    assert rule.schedules.count() == 2


def test_the_same_schedule_given_twice_fires_once(timed: Any, clock: FixedClock) -> None:
    rule = timed({"cron": "30 9 * * *"}, {"cron": "30 9 * * *"})
    clock.advance(1800)
    tick(clock)
    assert len(fired(rule)) == 1


def test_a_busy_single_rule_notes_what_it_missed_and_holds_nobody_up(timed: Any, clock: FixedClock) -> None:
    busy = timed({"cron": "*/10 * * * *"}, mode="single")
    other = timed({"cron": "*/10 * * * *"})
    clock.advance(600)
    assert tick(clock) == 2
    clock.advance(600)
    assert tick(clock) == 1
    assert [run.status for run in busy.runs.order_by("scheduled_for")] == ["pending", "skipped"]
    assert "single" in busy.runs.get(status="skipped").status_reason
    assert other.runs.count() == 2


def test_a_schedule_that_vanished_in_between_is_passed_over(timed: Any, clock: FixedClock) -> None:
    timed({"cron": "30 9 * * *"})
    row = RuleSchedule.objects.get()
    row.next_due_at = None
    assert _start_one(row, clock.now(), clock) == 0
    RuleSchedule.objects.all().delete()
    clock.advance(3600)
    assert start_due_schedules(clock=clock) == 0
