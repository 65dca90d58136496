"""Statistics over a window of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from igny8.automation.models import AutomationRule
from igny8.automation.services.stats import Window, rule_stats, statistics
from igny8.automation.tests.explain_support import past_run, past_step
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.testing.api import ApiClient

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BROKEN = {"code": "timeout", "message": "Too slow.", "retryable": True}
Api = Callable[..., ApiClient]


@pytest.fixture
def rule(make_rule: Any) -> AutomationRule:
    made: AutomationRule = make_rule([{"id": "s", "type": "set", "params": {}}])
    return made


@pytest.fixture
def window() -> Window:
    return Window(NOW, days=7)


def test_rates_and_credits_count_what_ended(rule: AutomationRule, window: Window) -> None:
    for status, credits in [
        ("completed", 30),
        ("completed", 20),
        ("failed", 5),
        ("skipped", 0),
        ("cancelled", 1),
    ]:
        past_run(rule, NOW - HOUR, status=status, credits=credits)
    past_run(rule, NOW - HOUR, status="running", finished_at=None)
    past_run(rule, NOW - HOUR, status="failed", is_test=True, credits=99)
    past_run(rule, NOW - timedelta(days=8), status="failed", credits=99)
    found = statistics(window)
    assert found["runs"] == {
        "total": 6,
        "completed": 2,
        "failed": 1,
        "skipped": 1,
        "cancelled": 1,
        "unfinished": 1,
    }
    assert found["success_rate"] == round(2 / 3, 4)
    assert (found["skip_rate"], found["credits"]) == (0.2, 56)


def test_nothing_gives_nulls_not_errors(rule: AutomationRule, window: Window) -> None:
    found = statistics(window)
    assert (found["success_rate"], found["skip_rate"], found["credits"]) == (None, None, 0)
    assert found["duration_seconds"] == {"p50": None, "p95": None}
    assert found["errors"] == found["skips"] == found["per_rule"] == found["per_action"] == []
    assert len(found["over_time"]) == 7


@pytest.mark.parametrize(
    ("seconds", "p50", "p95"),
    [
        ([7], 7, 7),
        ([1, 3], 2, 2.9),
        ([9, 1, 5], 5, 8.6),
        ([1, 2, 3, 4], 2.5, 3.85),
        (list(range(1, 22)), 11, 20),
        ([4, 4, 4, 4, 100], 4, 80.8),
    ],
)
def test_percentiles_are_right_for_few_values(
    rule: AutomationRule, window: Window, seconds: list[float], p50: float, p95: float
) -> None:
    for taken in seconds:
        past_run(rule, NOW - HOUR, seconds=taken)
    past_run(rule, NOW - HOUR, seconds=5000, status="cancelled")
    past_run(rule, NOW - HOUR, executed_at=None, status="skipped")
    found = statistics(window)
    assert found["duration_seconds"] == {"p50": p50, "p95": p95}
    assert found["per_rule"][0]["duration_seconds"] == {"p50": p50, "p95": p95}


def test_percentiles_are_of_each_rule_by_itself(make_rule: Any, rule: AutomationRule, window: Window) -> None:
    other = make_rule([{"id": "s", "type": "set", "params": {}}], name="Other")
    for taken in (1, 2, 3):
        past_run(rule, NOW - HOUR, seconds=taken)
    past_run(other, NOW - HOUR, seconds=50, status="failed", error_code="timeout")
    found = {row["name"]: row for row in statistics(window)["per_rule"]}
    assert found["A rule"]["duration_seconds"]["p50"] == 2 and found["A rule"]["success_rate"] == 1
    assert found["Other"]["duration_seconds"]["p50"] == 50 and found["Other"]["success_rate"] == 0
    assert [row["rule"] for row in statistics(window, other.id)["per_rule"]] == [str(other.id)]


def test_errors_are_counted_by_code_with_the_newest_run(rule: AutomationRule, window: Window) -> None:
    failed = {"status": "failed", "error_code": "timeout", "error_message": "Too slow."}
    past_run(rule, NOW - 3 * HOUR, **failed)
    newest = past_run(rule, NOW - HOUR, **failed)
    past_run(rule, NOW - 2 * HOUR, **failed)
    past_run(rule, NOW - HOUR, status="failed", error_code="crash_loop")
    first, second = statistics(window)["errors"]
    assert first == {
        "code": "timeout",
        "count": 3,
        "scheduled_task_id": str(newest.id),
        "message": "Too slow.",
    }
    assert (second["code"], second["count"]) == ("crash_loop", 1)


def test_reasons_of_skips_are_put_together_whatever_the_values_were(
    rule: AutomationRule, window: Window
) -> None:
    for words in (800, 900):
        reason = f"Conditions not met: `word_count` is greater than 1000: it is {words}."
        past_run(rule, NOW - HOUR, status="skipped", status_reason=reason)
    for ago in ("3 min", "5 min", "40 s"):
        reason = f"Cooldown: the rule fired {ago} ago."
        past_run(rule, NOW - HOUR, status="skipped", executed_at=None, status_reason=reason)
    past_run(rule, NOW - HOUR, status="skipped", executed_at=None)
    skips = statistics(window)["skips"]
    assert [(row["reason"], row["near_miss"], row["count"]) for row in skips] == [
        ("Conditions not met: `word_count` is greater than 1000.", False, 2),
        ("Cooldown: the rule fired … min ago.", True, 2),
        ("Cooldown: the rule fired … s ago.", True, 1),
        ("No reason was given.", True, 1),
    ]


@pytest.mark.parametrize(
    ("bucket", "zone", "count", "first"),
    [
        ("day", UTC, 7, datetime(2026, 2, 24, tzinfo=UTC)),
        ("day", ZoneInfo("America/New_York"), 7, datetime(2026, 2, 24, 5, tzinfo=UTC)),
        ("week", UTC, 2, datetime(2026, 2, 23, tzinfo=UTC)),
        ("hour", UTC, 6 * 24 + 10, datetime(2026, 2, 24, tzinfo=UTC)),
    ],
)
def test_buckets_cover_the_window_without_gaps(
    rule: AutomationRule, bucket: str, zone: Any, count: int, first: datetime
) -> None:
    past_run(rule, NOW - HOUR, credits=3)
    past_run(rule, NOW - timedelta(days=3), status="failed")
    rows = statistics(Window(NOW, 7, bucket, zone))["over_time"]
    assert len(rows) == count and rows[0]["start"] == first
    assert sum(row["runs"]["total"] for row in rows) == 2
    assert rows[-1 if bucket != "hour" else -2]["credits"] == 3


def test_a_day_has_its_own_length_where_clocks_change(rule: AutomationRule) -> None:
    zone = ZoneInfo("Europe/Berlin")
    window = Window(datetime(2026, 3, 30, 12, tzinfo=UTC), 3, "day", zone)
    past_run(rule, datetime(2026, 3, 29, 22, 30, tzinfo=UTC))
    rows = statistics(window)["over_time"]
    assert [row["start"].astimezone(UTC).hour for row in rows] == [23, 23, 22]
    assert [row["runs"]["total"] for row in rows] == [0, 0, 1]


def test_actions_are_counted_from_their_steps(rule: AutomationRule, window: Window) -> None:
    run = past_run(rule, NOW - HOUR, status="failed")
    past_step(run, "conditions", type="conditions")
    past_step(run, "actions/0", credits=30, items_done=3, seconds=4)
    past_step(run, "actions/1", credits=10, items_done=1, seconds=8, status="failed", error=BROKEN, attempt=3)
    past_step(run, "actions/2", reused=True, credits=0, seconds=900)
    past_step(run, "actions/3", type="branch")
    past_step(run, "actions/4", type="set")
    past_step(run, "actions/4/items/0", type="item")
    past_step(run, "actions/5", status="skipped")
    past_step(past_run(rule, NOW - HOUR, is_test=True), credits=99)
    (row,) = statistics(window, rule.id)["per_action"]
    assert row["errors"] == [
        {"code": "timeout", "count": 1, "scheduled_task_id": str(run.id), "message": "Too slow."}
    ]
    del row["errors"]
    assert row == {
        "type": "count",
        "name": "Count",
        "steps": 3,
        "completed": 1,
        "failed": 1,
        "skipped": 1,
        "retried": 1,
        "success_rate": 0.5,
        "items": 4,
        "credits": 40,
        "duration_seconds": {"p50": 6, "p95": 7.8},
    }


def test_the_number_of_statements_does_not_grow(make_rule: Any, rule: AutomationRule, window: Window) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            statistics(window)
        return len(queries)

    past_step(past_run(rule, NOW - HOUR))
    few = statements()
    for number in range(5):
        other = make_rule([{"id": "s", "type": "set", "params": {}}], name=f"Rule {number}")
        for _ in range(5):
            past_step(past_run(other, NOW - HOUR, status="failed", error_code=f"e{number}"))
    assert statements() == few <= 11


def test_rules_of_a_list_have_their_numbers(make_rule: Any, rule: AutomationRule, clock: FixedClock) -> None:
    other = make_rule([{"id": "s", "type": "set", "params": {}}], name="Other")
    past_run(rule, NOW - 3 * HOUR, credits=7)
    last = past_run(
        rule, NOW - HOUR, status="failed", credits=2, error_code="timeout", status_reason="Too slow."
    )
    past_run(rule, NOW, is_test=True, credits=99)
    past_run(rule, NOW - timedelta(days=40), credits=99)
    with CaptureQueriesContext(connection) as queries:
        found = rule_stats([rule.id, other.id], clock=clock)
    assert len(queries) == 2
    numbers = found[rule.id]
    assert numbers["last_run"]["id"] == str(last.id) and numbers["last_run"]["status"] == "failed"
    assert (numbers["runs"], numbers["success_rate"], numbers["credits"]) == (2, 0.5, 9)
    assert found[other.id]["last_run"] is None and found[other.id]["success_rate"] is None


def test_the_list_of_rules_shows_them(api: Api, make_rule: Any, rule: AutomationRule) -> None:
    run = past_run(rule, SYSTEM_CLOCK.now() - HOUR, credits=7)
    make_rule([{"id": "s", "type": "set", "params": {}}], name="Other")
    stats = {row["name"]: row["stats"] for row in api().get("/automation/rules/").data}
    assert stats["A rule"]["credits"] == 7 and stats["A rule"]["last_run"]["id"] == str(run.id)
    assert stats["Other"]["runs"] == 0
    assert api().get(f"/automation/rules/{rule.id}/").data["stats"]["success_rate"] == 1


def test_the_api_shows_statistics(api: Api, rule: AutomationRule, other_account: Any) -> None:
    past_run(rule, SYSTEM_CLOCK.now(), credits=7)
    data = api().get("/automation/stats/", days=7, timezone="Europe/Berlin", rule=str(rule.id)).data
    assert (data["success_rate"], data["credits"], data["bucket"]) == (1, 7, "day")
    assert len(data["over_time"]) in {7, 8} and data["errors"] == []
    assert api().get("/automation/stats/", bucket="hour", days=1).status == 200
    stranger = api(account=other_account)
    assert stranger.get("/automation/stats/").data["runs"]["total"] == 0
    assert stranger.get("/automation/stats/", rule=str(rule.id)).status == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 40, "bucket": "hour"}, "days"),
        ({"bucket": "year"}, "bucket"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(api: Api, query: dict[str, Any], field: str) -> None:
    answer = api().get("/automation/stats/", **query)
    assert (answer.status, list(answer.fields)) == (400, [field])
