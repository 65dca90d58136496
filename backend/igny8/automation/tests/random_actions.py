"""Actions that pay, for random runs, and a witness of what they did: whatever dies, nothing is done again
that is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from igny8.automation.engine import JsonObject, StepFailure
from igny8.automation.engine.tests.flows import place
from igny8.automation.models import FINISHED, StepItem, StepRun
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    Amount,
    Forecast,
    ForecastScope,
    NotYet,
    PlainParams,
    register,
    unregister,
)
from igny8.automation.runtime.step_context import ItemJob, StepContext

PRICE = 10
LATE = timedelta(seconds=30)
KINDS = ("work", "flaky", "bad", "picky", "late", "quick")


class Params(PlainParams):
    """:ivar node: the id of the node, for the output. :ivar item: the loop's item."""

    node: str
    item: int | None = None


class Output(ActionOutput):
    """:ivar at: where it comes from, as in the model of random flows."""

    at: str


@dataclass
class Witness:
    """Sees every call.

    :ivar calls: how often each item of each step was worked on. :ivar wrong: what must not have happened.
    :ivar meanwhile: called once, in the middle of the next piece of work.
    """

    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    steps: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    meanwhile: Callable[[], None] | None = None

    def work(self, run_id: UUID, path: str, key: str) -> None:
        """An item is worked on."""
        self.calls[path, key] += 1
        if StepItem.objects.filter(run_id=run_id, path=path, key=key).exists():
            self.wrong.append(f"{path} {key} is paid for, and is worked on again")
        if self.meanwhile is not None:
            todo, self.meanwhile = self.meanwhile, None
            todo()

    def begin(self, run_id: UUID, path: str) -> None:
        """A step is begun."""
        self.steps.add(path)
        if StepRun.objects.filter(run_id=run_id, path=path, status__in=FINISHED).exists():
            self.wrong.append(f"{path} is over, and is run again")


class _Random(Action[Params]):
    """What all of them have in common. Each pays for two items, or for one before it fails."""

    name: ClassVar[str] = "Random"
    description: ClassVar[str] = "For tests."
    credits: ClassVar[str] = "10 per item"
    takes_over: ClassVar[bool] = False
    params_model = Params
    output_model = Output
    witness: ClassVar[Witness]

    def run(self, params: Params, step: StepContext) -> Output:
        self.witness.begin(step.run_id, step.path)
        output = Output(at=place(params.node, params.item))
        if not self.instant:
            row = StepRun.objects.get(run_id=step.run_id, path=step.path)
            assert row.started_at is not None
            if self.type == "late" and step.clock.now() < row.started_at + LATE:
                raise NotYet(row.started_at + LATE)
            self._pay(["a"], step)
            self._fail(params, step, row.attempt, output)
            self._pay(["a", "b"], step)
        return output

    def _pay(self, keys: list[str], step: StepContext) -> None:
        def work(key: str) -> None:
            self.witness.work(step.run_id, step.path, key)

        step.each(keys, ItemJob(lambda _key: PRICE, work, lambda key, _: {"key": key}))

    def _fail(self, params: Params, step: StepContext, attempt: int, output: Output) -> None:
        if self.type == "flaky" and attempt < 3:
            raise StepFailure("busy", "later", retryable=True, credits=step.spent)
        if self.type == "bad" or (self.type == "picky" and (params.item or 0) % 2):
            raise StepFailure("boom", "no", output=output.model_dump(), credits=step.spent)

    def forecast(self, params: Any, scope: ForecastScope) -> Forecast:
        return Forecast(Amount.exactly(2), Amount.exactly(2 * PRICE))


@contextmanager
def random_actions() -> Iterator[type[_Random]]:
    """All kinds, registered; the class has the ``witness`` to set."""
    for kind in KINDS:
        register(type(f"Random_{kind}", (_Random,), {"type": kind, "instant": kind == "quick"}))
    yield _Random
    for kind in KINDS:
        unregister(kind)


def with_params(nodes: list[JsonObject], *, in_loop: bool = False) -> list[JsonObject]:
    """The flow with what its actions need to know."""
    return [_with_params(node, in_loop=in_loop) for node in nodes]


def _with_params(node: JsonObject, *, in_loop: bool) -> JsonObject:
    inside = in_loop or node["type"] == "for_each"
    found = dict(node)
    if node["type"] in KINDS:
        found["params"] = {"node": node["id"], **({"item": "{{ item }}"} if in_loop else {})}
    if node["type"] == "approval":
        found["params"] = {"message": f"{node['id']}?"}
    for name in ("actions", "else"):
        if name in node:
            found[name] = with_params(node[name], in_loop=inside)
    if "branches" in node:
        arms = node["branches"]
        found["branches"] = [{**arm, "actions": with_params(arm["actions"], in_loop=in_loop)} for arm in arms]
    if isinstance(node.get("on_error"), list):
        found["on_error"] = with_params(node["on_error"], in_loop=in_loop)
    return found
