"""Schedules: every occurrence once, whatever ticks, whatever the clocks do."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise, takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from igny8.automation.engine import ScheduleSpec, occurrences
from igny8.automation.models import RuleSchedule, ScheduledTask
from igny8.automation.services import schedules
from igny8.automation.services.automation import AutomationService
from igny8.automation.services.rules import delete_rule, pause_rule, resume_rule, update_rule
from igny8.automation.services.schedules import Due, _start_batch, start_due, start_due_schedules
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
    seen_by_both = list(RuleSchedule.objects.values_list("id", flat=True))
    assert _start_batch(seen_by_both, clock.now(), clock, start_due) == 1
    assert _start_batch(seen_by_both, clock.now(), clock, start_due) == 0
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


def test_pain_04_two_beats_fire_every_occurrence_of_a_day_once_and_none_is_missed(
    timed: Any, clock: FixedClock
) -> None:
    specs = [{"cron": "*/15 * * * *"}, {"cron": "7 * * * *"}, {"cron": "0 0 * * *"}, {"every": "7m"}]
    rules = [timed(spec) for spec in specs]
    begin, chance = clock.now(), random.Random(9)
    end = begin + timedelta(days=1)
    beats = [FixedClock(begin), FixedClock(begin + timedelta(seconds=0.4))]
    while min(beat.now() for beat in beats) < end:
        beat = min(beats, key=FixedClock.now)
        beat.moment = min(beat.now() + timedelta(seconds=chance.uniform(5, 50)), end)
        tick(beat)
    for rule, spec in zip(rules, specs, strict=True):
        wanted = takewhile(lambda moment: moment <= end, occurrences(ScheduleSpec(**spec), begin))
        assert fired(rule) == list(wanted)
    assert ScheduledTask.objects.exclude(status="pending").count() == 0


def transition(zone: str, *, forward: bool) -> tuple[datetime, timedelta, timedelta]:
    """When the zone's clocks change in 2026, and by which offsets before and after."""
    local, moment = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)
    while True:
        later = moment + timedelta(minutes=15)
        before, after = moment.astimezone(local).utcoffset(), later.astimezone(local).utcoffset()
        assert before is not None and after is not None
        if (after > before) if forward else (after < before):
            return later, before, after
        moment = later


ZONES = ("Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Pacific/Chatham")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("forward", [True, False])
def test_pain_04_changing_clocks_skip_and_double_nothing(
    timed: Any, clock: FixedClock, zone: str, forward: bool
) -> None:
    at, before, after = transition(zone, forward=forward)
    odd = (at + (before + after) / 2).replace(tzinfo=None)
    clock.moment = at - timedelta(hours=35)
    daily = timed({"cron": f"{odd.minute} {odd.hour} * * *", "timezone": zone})
    hourly, even = timed({"cron": "0 * * * *", "timezone": zone}), timed({"every": "1h"})
    for _ in range(70 * 4):
        clock.advance(900)
        tick(clock)
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in fired(daily)]
    assert len(days) == len(set(days)) == 3, "once each day, in the skipped or doubled hour too"
    pauses = [later - earlier for earlier, later in pairwise(fired(hourly))]
    assert timedelta(minutes=30) <= min(pauses) and max(pauses) <= timedelta(minutes=90)
    assert len(fired(even)) == 70


@pytest.mark.parametrize(("misfire", "expected"), [("run_once", 1), ("skip", 1), ("run_all", 100)])
def test_downtime_of_a_schedule_of_every_minute_makes_no_burst(
    timed: Any, clock: FixedClock, misfire: str, expected: int
) -> None:
    timed({"cron": "* * * * *", "misfire": misfire}, mode="parallel")
    clock.advance(3 * 3600)
    assert tick(clock) == expected
    assert tick(clock) == 0


def test_pain_04_a_schedule_that_cannot_be_read_says_so_and_holds_nobody_up(
    timed: Any, clock: FixedClock
) -> None:
    broken, sound = timed({"cron": "30 9 * * *"}), timed({"cron": "30 9 * * *"})
    RuleSchedule.objects.filter(rule=broken).update(spec={"cron": "30 9 * * *", "timezone": "Nowhere/At_All"})
    clock.advance(1800)
    assert tick(clock) == 1
    assert sound.runs.get().status == "pending"
    assert "fires no more" in broken.runs.get().status_reason
    assert broken.schedules.get().next_due_at is None


def test_what_is_more_than_a_tick_can_do_comes_with_the_next(
    timed: Any, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedules, "TICK_LIMIT", 30)
    rule = timed({"cron": "30 9 * * *"})
    spec = rule.schedules.get().spec
    due = clock.now() + timedelta(minutes=30)
    RuleSchedule.objects.bulk_create(RuleSchedule(rule=rule, spec=spec, next_due_at=due) for _ in range(39))
    clock.advance(1800)
    assert (tick(clock), tick(clock), tick(clock)) == (30, 10, 0)


def test_a_tick_with_many_schedules_takes_few_queries(
    timed: Any, clock: FixedClock, django_assert_max_num_queries: Any
) -> None:
    rule = timed({"cron": "30 9 * * *"})
    row = rule.schedules.get()
    RuleSchedule.objects.bulk_create(
        RuleSchedule(rule=rule, spec=row.spec, next_due_at=row.next_due_at) for _ in range(99)
    )
    clock.advance(1800)
    due: list[Due] = []
    with django_assert_max_num_queries(1 + 4 * 4):
        schedules.tick(clock, start=lambda found, _clock: due.append(found) or 1)
    assert len(due) == 100


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
    seen = list(RuleSchedule.objects.values_list("id", flat=True))
    RuleSchedule.objects.all().delete()
    clock.advance(3600)
    assert _start_batch(seen, clock.now(), clock, start_due) == 0
    assert start_due_schedules(clock=clock) == 0
