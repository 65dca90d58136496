"""An action, a condition operator, a flow node: each is one new file, dropped into a package of its own
and used in a rule that is made over the API and runs to its end. (A trigger: ``test_trigger_kinds``.)"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from igny8.automation.actions import load_extra_actions
from igny8.automation.engine import NODE_KINDS, OPERATORS, flow_node_catalog
from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.runtime.action import unregister
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Crash, Worker
from igny8.core.clock import FixedClock
from igny8.credits.services import ledger_sums

RULES = "/automation/rules/"

ACTION = '''
"""``shout``: says its words loudly, for a credit each."""

from pydantic import Field

from igny8.automation.runtime.action import Action, ActionOutput, Amount, Forecast, PlainParams, register
from igny8.automation.runtime.step_context import ItemJob


class Params(PlainParams):
    words: list[str] = Field(title="Words")


class Output(ActionOutput):
    loud: list[str] = Field(default_factory=list)


@register
class Shout(Action[Params]):
    type = "shout"
    name = "Shout"
    description = "Says words loudly."
    credits = "1 per word"
    params_model = Params
    output_model = Output

    def run(self, params, step):
        done = step.each(params.words, ItemJob(lambda _: 1, str.upper, lambda _, loud: {"loud": loud}))
        return Output(loud=[item["loud"] for item in done.outputs], failed=done.failed_json())

    def forecast(self, params, scope):
        words = Amount.exactly(len(params.get("words") or []))
        return Forecast(words, words, {"loud": words})
'''

OPERATOR = '''
"""``is_palindrome``: reads the same from both ends."""

from igny8.automation.engine.conditions.operator import Mismatch, Operator


def _palindrome(_expected, _case):
    def check(actual):
        if type(actual) is not str:
            raise Mismatch(actual, "text")
        return actual == actual[::-1]

    return check


OPERATORS = (Operator("is_palindrome", "reads the same backwards", ("text",), "none", _palindrome),)
'''

NODE = '''
"""``unless``: its steps, unless its condition holds."""

from typing import Any

from pydantic import Field

from igny8.automation.engine.conditions import parse_conditions
from igny8.automation.engine.nodes.base import Block, NodeKind
from igny8.automation.engine.schema.model import NodeSpec


class Spec(NodeSpec):
    conditions: Any = None
    actions: list[Any] = Field(default_factory=list)


class Unless(NodeKind):
    name = "unless"
    label = "Unless"
    description = "Does its steps unless the conditions hold."
    spec = Spec
    replayed = True

    def blocks(self, spec):
        yield Block("actions", "actions", spec.actions)

    def outputs(self, spec):
        return ("done",)

    def compile(self, spec, at, problems):
        return {"condition": parse_conditions(spec.conditions, f"{at}.conditions", problems)}

    def references(self, node):
        return node.extra["condition"].paths()

    def run(self, node, step):
        if step.record is None:
            evaluation = step.evaluate(node.extra["condition"])
            step.explain({"unless": evaluation.as_json()})
            go = not evaluation.result
            step.begin({"go": go})
        else:
            go = step.record.input["go"]
        if not go:
            return step.complete({"done": False})
        return step.close(step.walk(node.blocks["actions"], "actions"), {"done": True})


KINDS = (Unless(),)
'''


@pytest.fixture
def dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], ModuleType]]:
    """Writes one file into a new package that can be imported."""
    made: list[str] = []

    def drop(name: str, text: str) -> ModuleType:
        package = f"own_{name}"
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
        (tmp_path / package / f"{name}.py").write_text(text)
        made.append(package)
        return import_module(package)

    monkeypatch.syspath_prepend(str(tmp_path))
    yield drop
    for name in [name for name in sys.modules if name.split(".")[0] in made]:
        del sys.modules[name]


@pytest.fixture
def ended(api: Any, counter: Counter, worker: Worker, clock: FixedClock) -> Any:
    """Makes a rule over the API and runs it to its end; after a crash on the way where one is set."""

    def run(context: dict[str, Any], *actions: dict[str, Any], **values: Any) -> ScheduledTask:
        made = api().post(RULES, {"name": "R", "trigger": "manual", "actions": list(actions), **values})
        assert made.status == 201, made.error
        rule = AutomationRule.objects.get(pk=made.data["id"])
        task = execute_by_hand(rule=rule, context=context, clock=clock)
        if counter.errors:
            worker.crash_on(task)
        return worker.finish(task)

    return run


def test_adding_an_action_takes_one_file(
    dropped: Any, ended: Any, site: Any, api: Any, counter: Counter
) -> None:
    dropped("shout", ACTION)
    load_extra_actions(["own_shout"])
    try:
        offered = {one["type"]: one for one in api().get(f"{RULES}action-types/").data}
        assert offered["shout"]["schema"]["properties"]["words"]["title"] == "Words"
        refused = api().post(
            RULES, {"name": "R", "actions": [{"id": "s", "type": "shout", "params": {"words": "x"}}]}
        )
        assert "actions[0].params.words" in refused.fields
        first = {"id": "say", "type": "shout", "params": {"words": ["one", "two"]}}
        then = {"id": "count", "type": "count", "params": {"items": "{{ steps.say.loud }}"}}
        run = ended({}, first, then)
        assert (run.status, run.credits) == ("completed", 22)
        assert counter.calls == ["ONE", "TWO"]
        assert ledger_sums() == (1_000 - 22, 0)
    finally:
        unregister("shout")


def test_adding_a_condition_operator_takes_one_file(
    dropped: Any, ended: Any, site: Any, api: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(OPERATORS, "_items", dict(OPERATORS._items))
    OPERATORS.discover(dropped("palindrome", OPERATOR))
    offered = {one["name"]: one for one in api().get(f"{RULES}condition-operators/").data}
    assert offered["is_palindrome"]["label"] == "reads the same backwards"
    count = {"id": "count", "type": "count", "params": {}}
    conditions = [{"field": "word", "operator": "is_palindrome"}]
    assert ended({"word": "level"}, count, conditions=conditions).status == "completed"
    refused = ended({"word": "lever"}, count, conditions=conditions)
    assert refused.status == "skipped"
    assert "word" in refused.status_reason
    failed = ended({"word": 5}, count, conditions=conditions)
    assert (failed.status, failed.error_code) == ("failed", "condition_error")


def test_adding_a_flow_node_takes_one_file(
    dropped: Any, ended: Any, site: Any, api: Any, monkeypatch: Any, counter: Counter
) -> None:
    monkeypatch.setattr(NODE_KINDS, "_items", dict(NODE_KINDS._items))
    NODE_KINDS.discover(dropped("unless", NODE))
    offered = {one["type"]: one for one in flow_node_catalog()}
    assert offered["unless"]["name"] == "Unless"
    node = {
        "id": "u",
        "type": "unless",
        "conditions": [{"field": "stop", "operator": "is_true"}],
        "actions": [{"id": "inner", "type": "count", "params": {"items": ["a", "b"]}}],
    }
    last = {"id": "last", "type": "set", "params": {"was": "{{ steps.u.done }}"}}
    counter.errors["b"] = [Crash()]
    run = ended({"stop": False}, node, last)
    assert (run.status, run.credits) == ("completed", 20)
    assert run.result["outputs"]["inner"]["done"] == ["A", "B"]
    assert counter.calls == ["a", "b", "b"]
    counter.errors.clear()
    assert ended({"stop": True}, node, last).result["outputs"]["last"] == {"was": False}
    wrong = {**node, "conditions": [{"field": "stop", "operator": "no_such"}]}
    refused = api().post(RULES, {"name": "R", "actions": [wrong]})
    assert any(path.startswith("actions[0].conditions") for path in refused.fields)
