"""The shape of a rule's definition, as pydantic models: what may stand where, with which type and default.

Lists of nodes stay raw here (``list[Any]``): ``schema.parse`` turns them into :class:`Node` s, because which
model a node has depends on its ``type``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

MAX_NODES = 500
MAX_DEPTH = 12
"""Blocks within blocks."""
MAX_SCHEDULES = 20

NodeId = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_-]*$", max_length=64)]


class Strict(BaseModel):
    """No unknown keys, no silent conversion of types, immutable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class RetrySpec(Strict):
    """How often a retryable failure is tried again.

    :ivar attempts: in all, the first one included.
    :ivar backoff_seconds: before the second attempt; doubles each time, with jitter.
    :ivar max_backoff_seconds: it doubles no further than this.
    """

    attempts: int = Field(default=3, ge=1, le=20)
    backoff_seconds: float = Field(default=2.0, ge=0, le=3600)
    max_backoff_seconds: float = Field(default=3600.0, ge=0, le=86_400)


class NodeSpec(Strict):
    """What every action and flow node may carry.

    :ivar on_error: what a failure does: it stops the run, the run goes on, or it goes on after these nodes
        (the step's handler; raw as all lists of nodes).
    :ivar timeout_seconds: of an action: for each attempt; of a node with nodes inside: for all of it.
    """

    id: NodeId
    type: str
    name: str = Field(default="", max_length=200)
    params: dict[str, Any] = Field(default_factory=dict)
    when: Any = None
    on_error: Literal["stop", "continue"] | list[Any] = "stop"
    retry: RetrySpec | None = None
    timeout_seconds: float | None = Field(default=None, gt=0, le=30 * 86_400)

    @field_validator("on_error", mode="before")
    @classmethod
    def _known(cls, value: Any) -> Any:
        """One plain message instead of one for each member of the union."""
        if value not in ("stop", "continue") and not isinstance(value, list):
            raise ValueError("must be `stop`, `continue` or a list of nodes")
        return value


class ScheduleSpec(BaseModel):
    """One schedule of a rule: either ``cron`` (five fields, in ``timezone``) or ``every`` (``"15m"``).

    :ivar start: no occurrence before; ``every`` counts from here (default: 1970-01-01T00:00Z).
    :ivar end: no occurrence after.
    :ivar misfire: what to do about occurrences missed while the system was down; see ``cron.py``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    cron: str | None = Field(default=None, max_length=200)
    every: str | None = Field(default=None, max_length=50)
    timezone: str = Field(default="UTC", max_length=64)
    misfire: Literal["run_once", "skip", "run_all"] = "run_once"
    start: datetime | None = None
    end: datetime | None = None


class EventSpec(Strict):
    """Which event starts the rule.

    :ivar changed: only if at least one of these fields changed.
    :ivar cooldown_seconds: not again within so many seconds after the rule fired, for the same object or,
        with ``cooldown_per`` ``rule``, at all.
    """

    type: str = Field(min_length=1, max_length=100)
    changed: list[str] = Field(default_factory=list, max_length=100)
    cooldown_seconds: float = Field(default=0, ge=0, le=366 * 86_400)
    cooldown_per: Literal["object", "rule"] = "object"


class WebhookSpec(Strict):
    """How the rule's webhook address behaves.

    :ivar signed: messages must carry a Standard Webhooks signature.
    """

    signed: bool = True


class InputSpec(Strict):
    """One input that a person gives when the rule is started by hand."""

    name: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=64)
    type: Literal["text", "number", "boolean", "date", "list"] = "text"
    label: str = Field(default="", max_length=200)
    required: bool = False
    default: Any = None
    options: list[Any] = Field(default_factory=list, max_length=100)


class BudgetSpec(Strict):
    """Upper bounds in credits."""

    per_run: int | None = Field(default=None, ge=0)
    per_day: int | None = Field(default=None, ge=0)
    per_month: int | None = Field(default=None, ge=0)


class RuleSpec(Strict):
    """The engine's part of a rule. Name, site and state of the rule belong to the runtime.

    :ivar on_failure: nodes that are walked when the run has failed; :ivar on_recovery: when it is the first
        to succeed after one that failed.
    :ivar trigger_params: settings of a kind of trigger that has no key of its own here.
    :ivar timeout_seconds: how long a run may take in all, waiting included.
    :ivar pause_after_failures: so many failures in a row pause the rule; 0 never.
    """

    trigger: str = "manual"
    schedule: str | None = Field(default=None, max_length=200)
    schedules: list[ScheduleSpec] = Field(default_factory=list, max_length=MAX_SCHEDULES)
    event: EventSpec | None = None
    webhook: WebhookSpec | None = None
    trigger_params: dict[str, Any] = Field(default_factory=dict)
    inputs: list[InputSpec] = Field(default_factory=list, max_length=50)
    conditions: Any = None
    actions: list[Any] = Field(default_factory=list)
    on_failure: list[Any] = Field(default_factory=list)
    on_recovery: list[Any] = Field(default_factory=list)
    mode: Literal["single", "queued", "parallel", "restart"] = "queued"
    max_runs: int = Field(default=10, ge=1, le=1000)
    budget: BudgetSpec | None = None
    timeout_seconds: float | None = Field(default=None, gt=0, le=30 * 86_400)
    pause_after_failures: int = Field(default=5, ge=0, le=1000)


DEFINITION_KEYS = frozenset(RuleSpec.model_fields)
"""The keys of a rule's JSON that are the engine's."""
