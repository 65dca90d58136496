"""Repeat runs: from the start, from the step that failed, or from any step; one, or all that failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from igny8.automation.engine import JsonObject, StepRecord, StepStatus, carried_over
from igny8.automation.engine.paths import CONDITIONS
from igny8.automation.models import (
    FINISHED,
    AutomationRule,
    RuleMode,
    RunStatus,
    ScheduledTask,
    StepItem,
    StepRun,
    TriggerKind,
)
from igny8.automation.runtime.definitions import compiled
from igny8.automation.runtime.gate import GATE, was_approved
from igny8.automation.runtime.journal import step_record
from igny8.automation.runtime.outputs import copy_outputs
from igny8.automation.services.ask_first import mark_for_approval
from igny8.automation.services.reusable import Reusable
from igny8.automation.services.runs import create_run
from igny8.core.clock import Clock
from igny8.core.errors import Conflict, Igny8Error, InvalidInput
from igny8.core.ids import new_id

START, FAILED_STEP = "start", "failed_step"
ORIGINAL, CURRENT = "original", "current"
MAX_BULK = 200


@transaction.atomic
def rerun(*, run: ScheduledTask, from_step: str, version: str, clock: Clock) -> ScheduledTask:
    """Repeat a finished run. Where the account is asked before one as dear as this, it is asked again, unless
    what somebody has approved is carried on.

    :param from_step: ``start``; ``failed_step``: what was finished before is reused, and not paid again; or
        the path of a step of that run: what came before it is reused.
    :param version: ``original`` or ``current``; on the current one only steps that are as they were can be
        reused.
    :raises InvalidInput: when the run has no such step.
    :raises Conflict: when the run is not finished, has no failed step, was carried on already, its rule is
        deleted, or a step that would be reused has changed.
    """
    rule = AutomationRule.objects.select_for_update(no_key=True).get(pk=run.automation_rule_id)
    if rule.deleted_at:
        raise Conflict("The rule of this run is deleted: it starts no more.")
    if run.status not in FINISHED:
        raise Conflict(f"This run is {run.status}: it can be repeated once it is finished.")
    from_step = _settled_place(run, from_step)
    again = _new_run(rule, run, from_step, version, clock)
    if from_step != START:
        _carry_over(run, again, from_step, clock)
    if from_step == START or not was_approved(run):
        definition = compiled(again.rule_version)
        mark_for_approval(run=again, rule=rule, definition=definition, clock=clock)
    return again


def _settled_place(run: ScheduledTask, from_step: str) -> str:
    """The place in the words of this module; the failed step's own path means ``failed_step``."""
    if from_step in (START, CONDITIONS):
        return START
    failed = run.steps.filter(status=StepStatus.FAILED, continued=False, path=from_step).exists()
    if from_step == FAILED_STEP or (failed and run.status == RunStatus.FAILED):
        _require_to_be_carried_on(run)
        return FAILED_STEP
    if not run.steps.filter(path=from_step).exists():
        message = f"`{from_step[:100]}` is not start, failed_step or the path of a step of this run."
        raise InvalidInput(f"from: {message}", fields={"from": [message]})
    return from_step


def _require_to_be_carried_on(run: ScheduledTask) -> None:
    """A failed run is carried on once; what that rerun paid for is reused by carrying on the rerun itself."""
    if run.status not in {RunStatus.FAILED, RunStatus.CANCELLED}:
        raise Conflict("No step of this run has failed: repeat it from the start.")
    newest = next((row for row in run.reruns.all() if row.metadata.get("from") == FAILED_STEP), None)
    if newest is not None:
        raise Conflict(
            f"This run was carried on as run {newest.id}, which is {newest.status}: repeat that one."
        )


def _new_run(
    rule: AutomationRule, run: ScheduledTask, from_step: str, version: str, clock: Clock
) -> ScheduledTask:
    again = create_run(
        rule=rule, trigger=TriggerKind.MANUAL, context=run.context, clock=clock, note=f"Repeats run {run.id}."
    )
    again.rerun_of, again.caused_by, again.is_test = run, run.id, run.is_test
    again.metadata |= {"from": from_step}
    if version == ORIGINAL:
        again.rule_version, again.site_id = run.rule_version, run.site_id
    again.save(update_fields=["rerun_of", "caused_by", "is_test", "rule_version", "site_id", "metadata"])
    return again


def _carry_over(run: ScheduledTask, again: ScheduledTask, from_step: str, clock: Clock) -> None:
    """Copy what the earlier run finished: whole steps, and the finished items of the step that failed."""
    rows = {row.path: row for row in run.steps.order_by("order")}
    records = [step_record(row) for row in rows.values()]
    kept = carried_over(records) if from_step == FAILED_STEP else carried_over(records, from_path=from_step)
    reusable = Reusable(run.rule_version.definition, again.rule_version.definition)
    kept = [record for record in reusable.checked(kept) if record.path != GATE.path]
    whole = {record.path for record in kept if record.status is StepStatus.COMPLETED}
    items = [
        item
        for item in (run.items.all() if from_step == FAILED_STEP else ())
        if item.path not in whole and reusable.unchanged(item.path)
    ]
    paid = _paid(run, whole | {item.path for item in items})
    copies = [_reused(rows[record.path], record, again, paid, clock) for record in kept]
    StepRun.objects.bulk_create(copies)
    copy_outputs(run.id, again.id, whole)
    _copy_items(items, again)
    _say_what_was_saved(again, reused=len(whole), saved=sum(paid.values()))


def _paid(run: ScheduledTask, paths: set[str]) -> dict[str, int]:
    """What these steps have cost, in this run and in those that it had carried on itself."""
    chain, at = [run.id], run
    while at.rerun_of is not None and at.metadata.get("from") != START:
        at = at.rerun_of
        chain.append(at.id)
    rows = StepRun.objects.filter(run_id__in=chain, path__in=paths).values_list("path")
    return dict(rows.annotate(total=Sum("credits")).order_by())


def _reused(
    row: StepRun, record: StepRecord, again: ScheduledTask, paid: dict[str, int], clock: Clock
) -> StepRun:
    """A copy of a step for another run, which did not pay for it; a container that goes on is open again."""
    if not row.reused:
        saved = paid.get(row.path, 0)
        said = f"Reused, saved {saved} credits." if saved else "Reused."
        row.note = f"{said} {row.note}".strip()[:300]
    row.pk, row.run, row.reused, row.credits = new_id(), again, True, 0
    if record.status is StepStatus.RUNNING:
        row.input, row.output, row.output_bytes, row.error = record.input, {}, None, None
        row.continued, row.crashes, row.resume_at, row.signal, row.finished_at = False, 0, None, None, None
    row.status, row.updated_at = record.status, clock.now()
    row._state.adding = True
    return row


def _copy_items(items: list[StepItem], again: ScheduledTask) -> None:
    for item in items:
        item.pk, item.run, item.credits = new_id(), again, 0
    StepItem.objects.bulk_create(items)


def _say_what_was_saved(again: ScheduledTask, *, reused: int, saved: int) -> None:
    steps = "1 step" if reused == 1 else f"{reused} steps"
    again.metadata |= {"reused_steps": reused, "saved_credits": saved}
    again.note = f"{again.note} Reused {steps}, saved {saved} credits."[:300]
    again.save(update_fields=["metadata", "note"])


@dataclass(frozen=True, slots=True)
class Skipped:
    """A failed run that was not repeated, and why."""

    run_id: UUID
    reason: str

    def as_json(self) -> JsonObject:
        return {"scheduled_task_id": str(self.run_id), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class BulkRerun:
    """What a bulk rerun did: the new runs, and what it left alone."""

    started: list[ScheduledTask]
    skipped: list[Skipped]


def rerun_failed(
    *, rule: AutomationRule | None, since: datetime | None, limit: int, version: str, clock: Clock
) -> BulkRerun:
    """Carry on the failed runs that nobody has carried on yet, oldest first, each from its failed step.

    :param rule: of this rule only; else of all.
    :param since: only runs that were started at or after it.
    """
    started: list[ScheduledTask] = []
    skipped: list[Skipped] = []
    for run in _failed_runs(rule, since)[: min(limit, MAX_BULK)]:
        try:
            started.append(rerun(run=run, from_step=FAILED_STEP, version=version, clock=clock))
        except Igny8Error as refused:
            skipped.append(Skipped(run.id, refused.message))
    return BulkRerun(started, skipped)


def _failed_runs(rule: AutomationRule | None, since: datetime | None) -> list[ScheduledTask]:
    """Of a rule that runs one at a time only the newest: the others would stop or refuse one another."""
    rows = ScheduledTask.objects.filter(
        status=RunStatus.FAILED, is_test=False, automation_rule__deleted_at=None
    )
    rows = rows.exclude(reruns__metadata__from=FAILED_STEP).select_related("automation_rule", "rule_version")
    rows = rows.filter(automation_rule=rule) if rule else rows
    rows = rows.filter(created_at__gte=since) if since else rows
    alone: set[UUID] = set()
    found: list[ScheduledTask] = []
    for run in rows.order_by("-created_at", "-id")[: MAX_BULK * 5]:
        if run.automation_rule.mode in {RuleMode.SINGLE, RuleMode.RESTART}:
            if run.automation_rule_id in alone:
                continue
            alone.add(run.automation_rule_id)
        found.append(run)
    return found[::-1]
