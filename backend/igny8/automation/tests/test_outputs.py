"""Large outputs of steps stand aside."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from igny8.automation.models import AutomationRule, StepOutput
from igny8.automation.runtime.outputs import (
    LARGE_BYTES,
    MARK,
    copy_outputs,
    json_bytes,
    list_lengths,
    load_outputs,
    shortened,
    store_output,
)
from igny8.automation.tests.explain_support import past_run
from igny8.core.clock import FixedClock

LARGE = {
    "idea_ids": [f"idea-{n:05}" for n in range(2000)],
    "text": "x" * 500,
    "n": 3,
    "deep": {"a": [[["b"]]]},
}


@pytest.fixture
def rule(make_rule: Any) -> AutomationRule:
    made: AutomationRule = make_rule([{"id": "s", "type": "set", "params": {}}])
    return made


def test_a_small_output_costs_no_query_and_stays_as_it_is(rule: AutomationRule, clock: FixedClock) -> None:
    run = past_run(rule, clock.now())
    with CaptureQueriesContext(connection) as queries:
        assert store_output(run.id, "actions/0", {"n": 1}) == ({"n": 1}, None)
    assert len(queries) == 0
    assert shortened({"n": 1}) == {"n": 1}


def test_a_large_output_leaves_a_short_stand_in(rule: AutomationRule, clock: FixedClock) -> None:
    run = past_run(rule, clock.now())
    stub, size = store_output(run.id, "actions/0", LARGE)
    assert size == json_bytes(LARGE) > LARGE_BYTES
    assert stub["idea_ids"] == LARGE["idea_ids"][:3]  # type: ignore[index]
    assert stub["text"] == f"{'x' * 200}…" and stub["n"] == 3
    assert stub[MARK] == {"bytes": size, "lists": {"idea_ids": 2000}}
    assert list_lengths(stub) == list_lengths(LARGE) == {"idea_ids": 2000}
    assert json_bytes(stub) < 4096
    assert load_outputs(run.id) == {"actions/0": LARGE}
    assert shortened(LARGE) == stub


def test_storing_it_again_replaces_it(rule: AutomationRule, clock: FixedClock) -> None:
    run = past_run(rule, clock.now())
    store_output(run.id, "actions/0", LARGE)
    store_output(run.id, "actions/0", {**LARGE, "n": 4})
    store_output(run.id, "actions/1", LARGE)
    assert StepOutput.objects.filter(run=run).count() == 2
    assert load_outputs(run.id, ["actions/0"]) == {"actions/0": {**LARGE, "n": 4}}


@pytest.mark.parametrize(
    "output",
    [
        {f"key{n}": "x" * 1000 for n in range(500)},
        {"list": [{f"k{n}": "y" * 300 for n in range(50)}] * 50},
        {"k" * 30_000: 1},
        {f"{n}" + "é" * 300: "é" * 300 for n in range(300)},
    ],
)
def test_the_stand_in_is_short_whatever_the_shape(output: dict[str, Any]) -> None:
    stub = shortened(output)
    assert json_bytes(stub) <= 4096
    assert stub[MARK]["bytes"] == json_bytes(output)


def test_a_run_that_reuses_steps_gets_copies(rule: AutomationRule, clock: FixedClock) -> None:
    run, again = past_run(rule, clock.now()), past_run(rule, clock.now())
    store_output(run.id, "actions/0", LARGE)
    copy_outputs(run.id, again.id, [])
    copy_outputs(run.id, again.id, ["actions/0", "actions/7"])
    run.delete()
    assert load_outputs(again.id) == {"actions/0": LARGE}
