"""What tests of runs need: a site with credits, actions that count, a worker that is driven by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

import pytest
from celery import current_app
from pydantic import Field

from igny8.automation.models import FINISHED, AutomationRule, Lane, LaneStatus, ScheduledTask
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    ActionParams,
    Amount,
    Forecast,
    ForecastScope,
    register,
    unregister,
)
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.runner import carry_on, carry_on_lane
from igny8.automation.runtime.step_context import ItemJob, StepContext
from igny8.automation.services.rules import create_rule
from igny8.content.models import Content
from igny8.core.clock import FixedClock
from igny8.core.errors import Igny8Error
from igny8.core.tenancy import account_scope
from igny8.credits.services import grant
from igny8.tenants.models import Account, Site
from igny8.testing.factories import ContentFactory


@dataclass
class Counter:
    """How often each item was worked on, and what should go wrong."""

    calls: list[str] = field(default_factory=list)
    errors: dict[str, list[BaseException]] = field(default_factory=dict)
    before: dict[str, Callable[[], object]] = field(default_factory=dict)

    def work(self, key: str) -> str:
        self.calls.append(key)
        if key in self.before:
            self.before[key]()
        waiting = self.errors.get(key)
        if waiting:
            raise waiting.pop(0)
        return key.upper()


class CountParams(ActionParams):
    items: list[str] = Field(default_factory=lambda: ["a", "b", "c"])


class CountOutput(ActionOutput):
    done: list[str] = Field(default_factory=list)


@pytest.fixture
def counter() -> Iterator[Counter]:
    counter = Counter()

    class Count(Action[CountParams]):
        type: ClassVar[str] = "count"
        name: ClassVar[str] = "Count"
        description: ClassVar[str] = "Counts items."
        credits: ClassVar[str] = "10 per item"
        params_model = CountParams
        output_model = CountOutput

        def run(self, params: CountParams, step: StepContext) -> CountOutput:
            job = ItemJob(lambda _key: 10, counter.work, lambda key, result: {"key": key, "result": result})
            results = step.each(params.items, job)
            return CountOutput(done=[row["result"] for row in results.outputs], failed=results.failed_json())

        def forecast(self, params: Any, scope: ForecastScope) -> Forecast:
            items = Amount.exactly(len(params.get("items", "abc")))
            return Forecast(items, items.times(10), {"done": items})

    register(Count)
    yield counter
    unregister("count")


@pytest.fixture
def account(db: None) -> Iterator[Account]:
    """Less money than elsewhere, so that a run can use it up."""
    row = Account.objects.create(name="Alice")
    with account_scope(row.id):
        grant(amount=1_000, reason="test", key="test")
        yield row


@dataclass
class Worker:
    """Carries runs on, in the test's own thread; its keeper ticks when a test says so."""

    clock: FixedClock
    keeper: Keeper = field(init=False)

    def __post_init__(self) -> None:
        self.keeper = Keeper(self.clock)

    def carry_on(self, run: ScheduledTask) -> ScheduledTask:
        carry_on(run.id, keeper=self.keeper, clock=self.clock)
        return ScheduledTask.objects.get(pk=run.pk)

    def carry_lanes(self, run: ScheduledTask, *, reverse: bool = False) -> int:
        """Carry on every lane that is due now, as other workers would; how many there were."""
        now = self.clock.now()
        due = [lane for lane in run.lanes.all() if is_due(lane, now)]
        for lane in reversed(due) if reverse else due:
            carry_on_lane(lane.pk, keeper=self.keeper, clock=self.clock)
        return len(due)

    def crash_on(self, run: ScheduledTask) -> None:
        """Carry a run on until the injected crash; the lease then runs out."""
        with pytest.raises(Crash):
            self.carry_on(run)
        self.clock.advance(60)

    def finish(self, run: ScheduledTask) -> ScheduledTask:
        """Carry a run on, over all its waits, until it has ended."""
        for _ in range(50):
            found = self.carry_on(run)
            while self.carry_lanes(run):
                found = self.carry_on(run)
            if found.status in FINISHED:
                return found
            self.clock.advance(61)
        raise AssertionError(f"Run {run.id} does not end: {found.status}.")


def is_due(lane: Lane, now: datetime) -> bool:
    """Whether the dispatcher would have this lane carried on now."""
    if lane.status == LaneStatus.RUNNING:
        return lane.lease_until is not None and lane.lease_until < now
    waited = lane.run_at is not None and lane.run_at <= now
    return lane.status == LaneStatus.PENDING or (lane.status == LaneStatus.WAITING and waited)


class Crash(BaseException):
    """The process dies here."""


@pytest.fixture
def worker(clock: FixedClock) -> Worker:
    return Worker(clock)


@pytest.fixture
def make_rule(site: Site, clock: FixedClock) -> Any:
    def make(actions: list[dict[str, Any]], **values: Any) -> AutomationRule:
        definition = {"name": "A rule", "trigger": "manual", "actions": actions, **values}
        return create_rule(site=site, values=definition, by="alice", clock=clock)

    return make


def item_error(*, retryable: bool) -> Igny8Error:
    error = Igny8Error("It did not work.", code="did_not_work")
    error.retryable = retryable
    return error


@pytest.fixture
def wakeups() -> Iterator[Callable[[], list[str]]]:
    """The ids of the runs for which wake-ups lie in the broker; looking takes them out."""
    with current_app.connection_for_read() as connection:
        queue = connection.SimpleQueue(current_app.conf.task_default_queue)
        queue.clear()

        def take() -> list[str]:
            found: list[str] = []
            while True:
                try:
                    message = queue.get(block=False)
                except queue.Empty:
                    return found
                message.ack()
                found.append(message.payload[0][0])

        yield take
        queue.close()


@pytest.fixture
def content(site: Site) -> Content:
    row: Content = ContentFactory(site=site, word_count=500, seo_score=60)
    return row


@pytest.fixture
def listening(make_rule: Any, counter: Counter) -> Any:
    def make(event: dict[str, Any] | None = None, **values: Any) -> AutomationRule:
        rule: AutomationRule = make_rule(
            [{"id": "count", "type": "count", "params": {"items": ["a"]}}],
            trigger="event",
            event=event or {"type": "content.updated"},
            **values,
        )
        return rule

    return make
