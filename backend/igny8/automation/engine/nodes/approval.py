"""``approval``: a person decides; the run waits in the journal until then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import Field

from igny8.automation.engine.conditions import Condition, parse_conditions
from igny8.automation.engine.errors import StepFailure
from igny8.automation.engine.lookup import Path
from igny8.automation.engine.nodes.base import NodeKind
from igny8.automation.engine.nodes.decision import Decision, decided, item_id, lapsed, not_needed
from igny8.automation.engine.outcome import JsonObject, RunStatus, StepStatus
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.schema.model import NodeSpec, Strict
from igny8.automation.engine.walker.records import as_stopped, stopped_json
from igny8.automation.engine.walker.result import Result, Stopped, Suspended

if TYPE_CHECKING:
    from igny8.automation.engine.schema.definition import Node
    from igny8.automation.engine.walker.scope import StepScope

WHEN = "when"
LAPSED = "approval_lapsed"


class ApprovalParams(Strict):
    """What is asked, of whom, and what silence means.

    :ivar approvers: e-mail addresses or roles; empty: whoever may approve in the account.
    :ivar items: what is to be decided one by one: ids, or objects with an ``id``. An empty list needs no
        decision.
    :ivar when: conditions; a decision is needed only if they hold.
    :ivar deadline_hours: how long the run waits; without it for ever.
    :ivar on_reject: ``stop`` ends the run as cancelled; ``continue`` lets the following steps see it.
    """

    message: str = Field(default="", max_length=20_000)
    title: str = Field(default="", max_length=200)
    approvers: list[str] = Field(default_factory=list, max_length=50)
    items: list[Any] | None = Field(default=None, max_length=1000)
    when: Any = None
    deadline_hours: float | None = Field(default=None, gt=0, le=366 * 24)
    on_deadline: Literal["approve", "reject", "fail", "stop"] = "reject"
    on_reject: Literal["stop", "continue"] = "stop"


class ApprovalNode(NodeKind):
    """The answer comes as the signal of its record; a decision that ended the run does so on every replay."""

    name = "approval"
    label = "Approval"
    description = "Waits until a person approves or rejects."
    params_model = ApprovalParams
    offers = tuple(Decision.__dataclass_fields__)
    replayed = True

    def outputs(self, spec: NodeSpec) -> Collection[str]:  # noqa: ARG002 - the same for every kind
        """The decision, as a whole and item by item."""
        return self.offers

    def template(self, spec: NodeSpec) -> JsonObject:
        """All but the conditions, which are compiled for themselves."""
        return {name: value for name, value in spec.params.items() if name != WHEN}

    def compile(self, spec: NodeSpec, at: str, problems: Problems) -> Mapping[str, Any]:
        """The conditions."""
        return {WHEN: parse_conditions(spec.params.get(WHEN), f"{at}.params.{WHEN}", problems)}

    def references(self, node: Node) -> Iterable[tuple[str, Path]]:
        """What the conditions read."""
        condition = _condition(node)
        return condition.paths() if condition is not None else ()

    def run(self, node: Node, step: StepScope) -> Result:
        """Ask, wait, decide."""
        record = step.record
        if record is None or record.status is StepStatus.RUNNING:
            return self._ask(node, step)
        if step.is_final:
            stopped = as_stopped(record.output) if record.status is StepStatus.COMPLETED else None
            return stopped or step.settled()
        if record.signal is None and (record.wake_at is None or record.wake_at > step.now()):
            return Suspended(record.wake_at, for_signal=True)
        return _answered(step, ApprovalParams.model_validate(record.input), record.signal)

    def _ask(self, node: Node, step: StepScope) -> Result:
        params = step.params_as(ApprovalParams)
        items = _items(params)
        shown = params.model_dump(exclude_none=True)
        if not self._is_needed(node, step) or params.items == []:
            return step.complete(not_needed(params.items or []).as_json(), input=shown)
        until = None
        if params.deadline_hours is not None:
            until = step.now() + timedelta(hours=params.deadline_hours)
        signal: JsonObject = {
            "kind": "approval",
            "title": params.title or node.name,
            "message": params.message,
            "items": items,
            "approvers": params.approvers,
            "deadline": until.isoformat() if until else None,
            "on_deadline": params.on_deadline,
        }
        return step.wait(until, input=shown, signal=signal)

    def _is_needed(self, node: Node, step: StepScope) -> bool:
        condition = _condition(node)
        if condition is None:
            return True
        evaluation = step.evaluate(condition)
        step.explain({"approval": evaluation.as_json()})
        return bool(evaluation.result)


def _condition(node: Node) -> Condition | None:
    return cast("Condition | None", node.extra[WHEN])


def _items(params: ApprovalParams) -> list[JsonObject]:
    """The items as objects with a text as ``id``. Raises ``StepFailure`` for one that has none."""
    items = []
    for index, item in enumerate(params.items or []):
        id_ = item_id(item)
        if id_ is None:
            text = "must be an id, or an object with an `id`."
            raise StepFailure("invalid_params", f"items[{index}]: {text}", fields={f"items[{index}]": [text]})
        items.append({**(item if isinstance(item, dict) else {}), "id": id_})
    return items


def _answered(step: StepScope, params: ApprovalParams, signal: JsonObject | None) -> Result:
    """The end of the step, and perhaps of the run. No answer by the deadline is an answer too."""
    items = params.items or []
    if signal is None or signal.get("decision") == "lapse":
        if params.on_deadline == "fail":
            raise StepFailure(LAPSED, f"Nobody decided within {params.deadline_hours or 0:g} hours.")
        decision = lapsed(items, params.on_deadline)
    else:
        decision = decided(items, signal)
    output = decision.as_json()
    if not _ends_the_run(decision, params):
        return step.complete(output)
    stopped = Stopped(RunStatus.CANCELLED, decision.reason(params.deadline_hours), step.path)
    step.complete({**output, **stopped_json(stopped)})
    return stopped


def _ends_the_run(decision: Decision, params: ApprovalParams) -> bool:
    if decision.lapsed and params.on_deadline == "stop":
        return True
    return decision.decision == "reject" and params.on_reject == "stop"


KINDS = (ApprovalNode(),)
