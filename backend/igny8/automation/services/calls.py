"""Runs that a step of another run starts and, where it wants, waits for.

The called run is made once per calling step, whatever crashes: its ``trigger_key`` names the step. A waiting
caller is woken when the called run has ended; it looks by itself too, ever less often, so a lost wake-up
costs time and nothing else. A caller that ends before takes the run that it waits for with it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction

from igny8.automation.engine import JsonObject
from igny8.automation.models import UNFINISHED, AutomationRule, RunStatus, ScheduledTask, TriggerKind
from igny8.automation.runtime.after_run import clock_of_end, register_run_end
from igny8.automation.runtime.definitions import compiled
from igny8.automation.runtime.journal import claim_name
from igny8.automation.runtime.lanes import deliver_signal
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.outputs import MARK, load_outputs
from igny8.automation.selectors import live_version
from igny8.automation.services.ask_first import mark_for_approval
from igny8.automation.services.budgets import require_room
from igny8.automation.services.runs import create_run
from igny8.core.clock import Clock
from igny8.core.errors import Conflict, NotFound
from igny8.core.tenancy import account_scope

CALLED_BY = "called_by"
"""The key in a called run's metadata: ``{"run", "path", "wait", "deadline"}``."""


class CallLoop(Conflict):
    """A rule would wait for a rule that waits for it."""

    code = "call_loop"


def called_run(*, run_id: UUID, path: str) -> ScheduledTask | None:
    """The run that this step has started, if it has."""
    key = _key(run_id, path)
    return ScheduledTask.objects.filter(caused_by=run_id, trigger_key=key).first()


@transaction.atomic
def call_rule(
    *,
    rule_id: UUID,
    context: JsonObject,
    run_id: UUID,
    path: str,
    wait: bool,
    clock: Clock,
    deadline: datetime | None = None,
) -> ScheduledTask:
    """Start a run of another rule of the account on behalf of a step.

    :param deadline: until when the step waits; see ``deadline_of``.
    :raises NotFound: there is no such rule.
    :raises BudgetExceeded: a budget of the rule or the account is used up.
    :raises Conflict: the rule is not active, its mode does not let it start, or it would wait for itself.
    :raises LoopRefused: the chain of runs that started each other is too long or too dear.
    """
    rule = _callable(rule_id)
    caller = ScheduledTask.objects.get(pk=run_id)
    if wait:
        _refuse_waiting_for_oneself(rule, caller)
    require_room(rule=rule, clock=clock)
    run = create_run(
        rule=rule,
        trigger=TriggerKind.MANUAL,
        context=context,
        clock=clock,
        caused_by=run_id,
        trigger_key=_key(run_id, path),
        is_test=caller.is_test,
        note=f"Called by run {run_id}.",
    )
    told = {"run": str(run_id), "path": path, "wait": wait}
    run.metadata |= {CALLED_BY: {**told, "deadline": deadline.isoformat() if deadline else None}}
    run.save(update_fields=["metadata"])
    mark_for_approval(run=run, rule=rule, definition=compiled(live_version(rule)), clock=clock)
    return run


def _callable(rule_id: UUID) -> AutomationRule:
    rule = AutomationRule.objects.filter(pk=rule_id, deleted_at=None).first()
    if rule is None:
        raise NotFound(f"There is no rule with the id {rule_id}.", fields={"params.rule_id": ["Not found."]})
    if rule.status != AutomationRule.Status.ACTIVE:
        raise Conflict(
            f"The rule “{rule.name}” is {rule.status}: it cannot be called.", code="rule_not_active"
        )
    return rule


def deadline_of(called: ScheduledTask) -> datetime | None:
    """Until when the step waits for the run that it has called; fixed when it was called."""
    text = called.metadata[CALLED_BY].get("deadline")
    return datetime.fromisoformat(text) if text else None


def outputs_of(called: ScheduledTask) -> JsonObject:
    """What the steps of a finished run gave, by step id; large outputs are fetched from where they stand."""
    outputs: JsonObject = dict((called.result or {}).get("outputs") or {})
    if not any(MARK in value for value in outputs.values() if isinstance(value, dict)):
        return outputs
    large = called.steps.filter(output_bytes__isnull=False).exclude(path__contains="/items/")
    names = {path: name for path, name in large.values_list("path", "node_id") if name in outputs}
    whole = load_outputs(called.pk, list(names))
    return outputs | {names[path]: output for path, output in whole.items()}


def _key(run_id: UUID, path: str) -> str:
    return f"call:{claim_name(run_id, path)}"


def _refuse_waiting_for_oneself(rule: AutomationRule, caller: ScheduledTask) -> None:
    """Two rules that wait for each other would do so for ever, since a rule runs once at a time as a rule."""
    row: ScheduledTask | None = caller
    for _ in range(settings.IGNY8_MAX_CAUSE_DEPTH + 1):
        if row is None:
            return
        if row.automation_rule_id == rule.pk:
            raise CallLoop(
                f"“{rule.name}” waits for this run, directly or through others: it cannot be called."
            )
        row = _waiting_caller(row)


def _waiting_caller(run: ScheduledTask) -> ScheduledTask | None:
    called_by = run.metadata.get(CALLED_BY) or {}
    if not called_by.get("wait"):
        return None
    return ScheduledTask.objects.filter(pk=called_by["run"]).first()


def wake_caller(run: ScheduledTask) -> None:
    """Tell the step that waits for a run that it has ended.

    After the commit, since the caller's row is another one: locking both at once, in this order, could meet
    a caller that is being cancelled and locks them in the other.
    """
    called_by = run.metadata.get(CALLED_BY) or {}
    if called_by.get("wait"):
        transaction.on_commit(partial(_deliver, run, called_by))


def _deliver(run: ScheduledTask, called_by: JsonObject) -> None:
    with account_scope(run.owner_id):
        signal = {"kind": "call", "run": str(run.pk)}
        deliver_signal(UUID(called_by["run"]), called_by["path"], signal, clock_of_end(run))


def cancel_called(run: ScheduledTask) -> None:
    """Cancel what a run that ended early was waiting for."""
    never_began = run.status == RunStatus.SKIPPED and run.fence <= 1
    if run.status == RunStatus.COMPLETED or never_began:
        return
    for called in ScheduledTask.objects.filter(caused_by=run.pk, status__in=UNFINISHED):
        if (called.metadata.get(CALLED_BY) or {}).get("wait"):
            with suppress(Conflict):
                cancel_run(
                    called, by=f"the end of run {run.pk}, which waited for it", clock=clock_of_end(run)
                )


register_run_end(wake_caller)
register_run_end(cancel_called)
