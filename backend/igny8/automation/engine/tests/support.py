"""Shared by the tests: an engine with fakes around it, and a rule of every kind of node."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from igny8.automation.engine import (
    ActionInfo,
    Definition,
    JsonObject,
    Outcome,
    RuleEngine,
    StaticCatalog,
    load_definition,
)
from igny8.automation.engine.testing import FakeExecutor, FixedClock, InMemoryJournal


def action(id_: str, type_: str = "work", **more: Any) -> JsonObject:
    """An action node."""
    return {"id": id_, "type": type_, "params": {}, **more}


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
