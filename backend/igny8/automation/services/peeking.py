"""What an action would do, without doing it: the items it would take, and its forecast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from igny8.automation.engine import JsonObject
from igny8.automation.runtime.action import Action, Amount, ForecastScope, PlainParams
from igny8.automation.runtime.step_context import StepContext
from igny8.core.clock import Clock
from igny8.core.errors import Igny8Error
from igny8.core.ids import new_id

MAX_SHOWN = 200


class _Enough(Exception):
    """The action has said what it would take; it goes no further."""


@dataclass(slots=True)
class _Peek:
    """Stands in for a step's context, and stops the action as soon as it wants to do something."""

    site_id: UUID
    clock: Clock
    run_id: UUID = field(default_factory=new_id)
    path: str = "plan"
    kind: str = ""
    taken: list[UUID] | None = None

    def check(self) -> None:
        """There is nothing to cancel."""

    def take(self, kind: str, select: Callable[[], Sequence[UUID]]) -> list[UUID]:
        """Ask which items, claim none."""
        self.kind, self.taken = kind, list(select())
        raise _Enough

    def __getattr__(self, name: str) -> Any:
        """All else would be work."""
        raise _Enough


def items_to_take(
    action: Action[Any], params: PlainParams, *, site_id: UUID, clock: Clock
) -> JsonObject | None:
    """``{"kind", "count", "ids"}`` of the items that it would take now; None where it cannot be asked.

    The action runs up to its first ``take``, in a transaction that is rolled back whatever happens.

    :raises Igny8Error: what the action would fail with, such as ids that do not exist.
    """
    if not action.takes_first:
        return None
    peek = _Peek(site_id, clock)
    with transaction.atomic():
        try:
            action.run(params, cast("StepContext", peek))
        except _Enough:
            pass
        finally:
            transaction.set_rollback(True)
    if peek.taken is None:
        return None
    shown = [str(item) for item in peek.taken[:MAX_SHOWN]]
    return {"kind": peek.kind, "count": len(peek.taken), "ids": shown}


def forecast_of(action: Action[Any], params: JsonObject, *, site_id: UUID) -> JsonObject:
    """``{"items", "credits"}``, each low, expected and high, for these params."""
    forecast = action.forecast(params, ForecastScope(site_id, {}))
    return {"items": _amount(forecast.items), "credits": _amount(forecast.credits)}


def _amount(amount: Amount) -> JsonObject:
    return {"low": amount.low, "expected": amount.expected, "high": amount.high}


def would_fail(error: Igny8Error) -> JsonObject:
    """An expected failure as a step's error."""
    return {"code": error.code, "message": error.message, "retryable": error.retryable}
