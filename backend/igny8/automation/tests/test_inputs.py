"""Typed inputs of a run that is started by hand."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.services.schedules import start_due_schedules
from igny8.automation.tests.conftest import Counter
from igny8.core.clock import FixedClock
from igny8.core.errors import InvalidInput

COUNT = {"id": "count", "type": "count", "params": {"items": ["a"]}}
RULES = "/automation/rules/"
INPUTS = [
    {"name": "topic", "type": "text", "required": True},
    {"name": "count", "type": "number", "default": 3},
    {"name": "urgent", "type": "boolean", "default": False},
    {"name": "day", "type": "date"},
    {"name": "tags", "type": "list", "options": ["a", "b"]},
    {"name": "tone", "type": "text", "options": ["plain", "warm"], "default": "plain"},
]


@pytest.fixture
def rule(make_rule: Any, counter: Counter) -> AutomationRule:
    made: AutomationRule = make_rule([COUNT], inputs=INPUTS)
    return made


def test_what_is_left_out_takes_its_default(rule: AutomationRule, api: Any) -> None:
    body = {"context": {"topic": "Scanners", "day": "2026-03-02", "tags": ["b"], "extra": 1}}
    started = api().post(f"{RULES}{rule.id}/execute/", body)
    assert started.status == 202
    context = ScheduledTask.objects.get(pk=started.data["scheduled_task_id"]).context
    assert context == {
        "topic": "Scanners",
        "count": 3,
        "urgent": False,
        "day": "2026-03-02",
        "tags": ["b"],
        "tone": "plain",
        "extra": 1,
    }


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("topic", None, "required"),
        ("topic", "", "required"),
        ("topic", 5, "Must be text"),
        ("count", "3", "Must be a number"),
        ("count", True, "Must be a number"),
        ("urgent", "yes", "true or false"),
        ("day", "tomorrow", "Must be a date"),
        ("day", 20260302, "Must be a date"),
        ("tags", "a", "Must be a list"),
        ("tags", ["c"], "Must be one of a, b"),
        ("tone", "cold", "Must be one of plain, warm"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_path(
    rule: AutomationRule, api: Any, name: str, value: Any, message: str
) -> None:
    answer = api().post(f"{RULES}{rule.id}/execute/", {"context": {"topic": "Scanners"} | {name: value}})
    assert answer.status == 400 and list(answer.fields) == [f"context.{name}"]
    assert message in answer.fields[f"context.{name}"][0]
    assert ScheduledTask.objects.count() == 0


def test_every_problem_is_named(rule: AutomationRule, api: Any) -> None:
    answer = api().post(f"{RULES}{rule.id}/execute/", {"context": {"count": "x", "tone": 1}})
    assert set(answer.fields) == {"context.topic", "context.count", "context.tone"}


@pytest.mark.parametrize(
    ("inputs", "path"),
    [
        ([{"name": "a", "type": "number", "default": "x"}], "inputs[0].default"),
        ([{"name": "a", "options": ["x"], "default": "y"}], "inputs[0].default"),
        ([{"name": "a"}, {"name": "a"}], "inputs[1].name"),
    ],
)
def test_inputs_that_contradict_themselves_are_refused(
    make_rule: Any, counter: Counter, inputs: list[dict[str, Any]], path: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_rule([COUNT], inputs=inputs)
    assert list(caught.value.fields) == [path]


def test_a_rule_that_starts_by_itself_uses_the_defaults(
    make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    rule = make_rule([COUNT], trigger="schedule", schedule="30 9 * * *", inputs=INPUTS)
    clock.advance(1800)
    start_due_schedules(clock=clock)
    context = rule.runs.get().context
    assert (context["count"], context["tone"], context["day"]) == (3, "plain", None)
    assert "topic" not in context
