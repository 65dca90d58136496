"""What people do with many rules at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from igny8.automation.models import AutomationRule
from igny8.automation.services import rules as service
from igny8.automation.services.automation import AutomationService
from igny8.core.bulk import BulkResult, each_row
from igny8.core.clock import Clock
from igny8.tenants.services import audit


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, on whose word; ``reason`` is that of a pause."""

    action: str
    by: str
    clock: Clock
    reason: str = ""


@dataclass(slots=True)
class RulesDone:
    """What became of each rule, and the runs that were started by rule."""

    result: BulkResult = field(default_factory=BulkResult)
    started: dict[UUID, UUID] = field(default_factory=dict)


def _pause(rule: AutomationRule, order: Order) -> None:
    reason = order.reason or f"Paused by {order.by}."
    service.pause_rule(rule=rule, reason=reason, clock=order.clock)


def _resume(rule: AutomationRule, order: Order) -> None:
    service.resume_rule(rule=rule, clock=order.clock)


def _activate(rule: AutomationRule, order: Order) -> None:
    service.update_rule(rule=rule, values={"is_active": True}, by=order.by, clock=order.clock)


def _deactivate(rule: AutomationRule, order: Order) -> None:
    service.update_rule(rule=rule, values={"is_active": False}, by=order.by, clock=order.clock)


def _delete(rule: AutomationRule, order: Order) -> None:
    service.delete_rule(rule=rule, clock=order.clock)


_CHANGES: Mapping[str, tuple[Callable[[AutomationRule, Order], None], str]] = {
    "pause": (_pause, "rule.paused"),
    "resume": (_resume, "rule.resumed"),
    "activate": (_activate, "rule.changed"),
    "deactivate": (_deactivate, "rule.changed"),
    "delete": (_delete, "rule.deleted"),
}
RULE_ACTIONS = (*_CHANGES, "run")
"""What can be done; ``run`` starts each by hand."""


@transaction.atomic
def do_with_rules(*, ids: Sequence[UUID], order: Order) -> RulesDone:
    """Do it with each of these rules; one with which it cannot be done is skipped with the reason.

    What is done as for a single rule: the same refusals, events and lines of the audit log.
    """
    done = RulesDone()

    def work(rule: AutomationRule) -> None:
        if order.action == "run":
            done.started[rule.pk] = AutomationService(order.clock).execute_rule(rule).pk
            return
        change, told = _CHANGES[order.action]
        change(rule, order)
        audit(actor=order.by, action=told, object_type="automation_rule", object_id=rule.pk, name=rule.name)

    rows = AutomationRule.objects.filter(deleted_at=None).select_related("site")
    done.result = each_row(rows, ids, work, lock=True)
    return done
