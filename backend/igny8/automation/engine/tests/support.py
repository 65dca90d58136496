"""Shared by the tests: an engine with fakes around it, and a rule of every kind of node."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from igny8.automation.engine import (
    ActionCall,
    ActionInfo,
    Definition,
    DefinitionInvalid,
    JsonObject,
    Outcome,
    RuleEngine,
    StaticCatalog,
    StepFailure,
    load_definition,
    validate_definition,
)
from igny8.automation.engine.testing import FakeExecutor, FixedClock, InMemoryJournal


def failing(code: str = "boom", **more: Any) -> Any:
    def behave(call: ActionCall) -> JsonObject:
        raise StepFailure(code, f"{call.node_id} failed", **more)

    return behave


def failing_times(times: int, **more: Any) -> Any:
    def behave(call: ActionCall) -> JsonObject:
        if call.attempt <= times:
            raise StepFailure("busy", "try later", retryable=True, **more)
        return {"attempts": call.attempt}

    return behave


def action(id_: str, type_: str = "work", **more: Any) -> JsonObject:
    """An action node."""
    return {"id": id_, "type": type_, "params": {}, **more}


CONDITION = [{"field": "word_count", "operator": "greater_than", "value": 1000}]
GATE = {
    "id": "gate",
    "type": "branch",
    "branches": [
        {"conditions": [{"field": "n", "operator": "less_than", "value": 10}], "actions": [action("low")]},
        {"conditions": [{"field": "n", "operator": "less_than", "value": 20}], "actions": [action("mid")]},
    ],
    "else": [action("high")],
}


def rule(*actions: JsonObject, **more: Any) -> Definition:
    """A compiled rule."""
    return load_definition({"actions": list(actions), **more})


@dataclass
class Bench:
    """One run with everything it needs."""

    definition: Definition
    executor: FakeExecutor = field(default_factory=FakeExecutor)
    journal: InMemoryJournal = field(default_factory=InMemoryJournal)
    clock: FixedClock = field(default_factory=FixedClock)
    context: JsonObject = field(default_factory=dict)
    cancelled: bool = False

    def run(self) -> Outcome:
        """One call of the engine."""
        return RuleEngine(self.clock).run(
            self.definition,
            self.context,
            run_id="run-1",
            journal=self.journal,
            executor=self.executor,
            cancelled=lambda: self.cancelled,
        )

    def run_to_end(self) -> Outcome:
        """Call again after every wait, when it is time."""
        for _ in range(50):
            outcome = self.run()
            if outcome.finished:
                return outcome
            assert outcome.wake_at is not None
            self.clock.moment = outcome.wake_at
        raise AssertionError("the run does not end")

    def statuses(self) -> dict[str, str]:
        """Status by path."""
        return {path: record.status.value for path, record in self.journal.records.items()}


def _no_check(_params: JsonObject) -> list[tuple[str, str]]:
    return []


CATALOG = StaticCatalog(
    actions={
        "cluster_keywords": ActionInfo(_no_check, ("cluster_ids",)),
        "generate_ideas": ActionInfo(_no_check, ("idea_ids",)),
        "work": ActionInfo(_no_check),
    },
    events=("content.created", "content.updated"),
)


def refused(raw: JsonObject, catalog: Any = CATALOG) -> dict[str, list[str]]:
    with pytest.raises(DefinitionInvalid) as wrong:
        validate_definition(raw, catalog)
    return wrong.value.errors


def problem(raw: JsonObject, path: str) -> str:
    errors = refused(raw)
    assert path in errors, errors
    return " ".join(errors[path])


def gate(*arms: list[JsonObject], id_: str = "g", otherwise: list[JsonObject] | None = None) -> JsonObject:
    return {
        "id": id_,
        "type": "branch",
        "branches": [{"actions": arm} for arm in arms],
        "else": otherwise or [],
    }


def use(id_: str, path: str) -> JsonObject:
    return action(id_, params={"x": f"{{{{ {path} }}}}"})
