"""A kind of trigger is one file: dropped into a package, it is offered, checked, kept in step, and starts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from igny8.automation.models import ScheduledTask
from igny8.automation.runtime.trigger import (
    Trigger,
    TriggerTaken,
    all_triggers,
    find_trigger,
    register_trigger,
    unregister_trigger,
)
from igny8.automation.services.rules import pause_rule
from igny8.automation.tests.conftest import Counter, Worker
from igny8.automation.triggers import load_triggers
from igny8.core.clock import FixedClock

RULES = "/automation/rules/"
FILE = '''
"""``bell``: rings."""

from igny8.automation.runtime.trigger import Trigger, register_trigger
from igny8.automation.services.firing import Firing, fire

LISTENING = {}


@register_trigger
class Bell(Trigger):
    type = "bell"
    name = "Bell"

    def check(self, definition):
        tone = definition.spec.trigger_params.get("tone")
        return {} if tone in {"high", "low"} else {"trigger_params.tone": ["Must be high or low."]}

    def sync(self, rule, definition, clock):
        LISTENING.pop(rule.pk, None)
        if self.fires(rule):
            LISTENING[rule.pk] = (rule, definition.spec.trigger_params["tone"])

    def forget(self, rule):
        LISTENING.pop(rule.pk, None)


def ring(tone, clock):
    rung = [rule for rule, wanted in LISTENING.values() if wanted == tone]
    return [fire(Firing(rule, "bell", {"tone": tone}), clock) for rule in rung]
'''


@pytest.fixture
def bell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    package = tmp_path / "own_triggers"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "bell.py").write_text(FILE)
    monkeypatch.syspath_prepend(str(tmp_path))
    load_triggers(__import__("own_triggers"))
    yield sys.modules["own_triggers.bell"]
    unregister_trigger("bell")
    for name in ("own_triggers.bell", "own_triggers"):
        sys.modules.pop(name)


def test_adding_a_kind_of_trigger_takes_one_file(
    bell: Any, api: Any, site: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    body = {"name": "R", "trigger": "bell", "actions": [{"id": "c", "type": "count", "params": {}}]}
    refused = api().post(RULES, body)
    assert refused.fields == {"trigger_params.tone": ["Must be high or low."]}
    made = api().post(RULES, body | {"trigger_params": {"tone": "low"}})
    assert made.status == 201, made.error
    assert (made.data["trigger"], made.data["trigger_params"]) == ("bell", {"tone": "low"})
    assert bell.ring("high", clock) == []
    (run,) = bell.ring("low", clock)
    assert worker.finish(run).status == "completed"
    seen = api().get(f"/automation/scheduled-tasks/{run.id}/").data
    assert (seen["trigger"], seen["context"]["tone"]) == ("bell", "low")
    assert api().delete(f"{RULES}{made.data['id']}/").status == 204
    assert bell.ring("low", clock) == []


def test_a_paused_rule_does_not_listen(
    bell: Any, make_rule: Any, counter: Counter, clock: FixedClock
) -> None:
    rule = make_rule([{"type": "count"}], trigger="bell", trigger_params={"tone": "low"})
    pause_rule(rule=rule, reason="", clock=clock)
    assert bell.ring("low", clock) == [] and ScheduledTask.objects.count() == 0


def test_a_trigger_that_nobody_brings_is_refused(make_rule: Any, counter: Counter, api: Any) -> None:
    answer = api().post(RULES, {"name": "R", "trigger": "bell", "actions": []})
    assert answer.status == 400 and "bell" in answer.fields["trigger"][0]


def test_two_kinds_cannot_have_one_name(bell: Any) -> None:
    class Other(Trigger):
        type = "bell"
        name = "Other"

    with pytest.raises(TriggerTaken):
        register_trigger(Other)
    assert {"manual", "schedule", "event", "webhook", "bell"} == {kind.type for kind in all_triggers()}
    assert find_trigger("bell") is not None and find_trigger("whistle") is None
