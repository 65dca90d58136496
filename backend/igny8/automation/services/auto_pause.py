"""A rule that fails again and again is paused by the system, with a reason and a notice.

Counted are runs that failed, in a row. Not counted, in either direction: tests, runs that were cancelled or
skipped, and runs that a person starts by hand while the rule has a trigger of its own, since that is how one
looks into a failure. For a rule that is only ever started by hand those are its runs, and they count.
"""

from __future__ import annotations

from django.db.models import F

from igny8.automation.models import AutomationRule, RunStatus, ScheduledTask, TriggerKind
from igny8.automation.runtime.after_run import clock_of_end, register_run_end
from igny8.automation.selectors import live_version
from igny8.automation.services.approvers import manager_addresses
from igny8.automation.services.links import run_link
from igny8.automation.services.rules import pause_rule
from igny8.core.clock import Clock
from igny8.notifications.services import notify

DEFAULT_LIMIT = 5
_REASON_CHARS = 300


def count_end(run: ScheduledTask) -> None:
    """Count a run's end, and pause its rule where it was one failure too many; see the module."""
    if run.status not in {RunStatus.COMPLETED, RunStatus.FAILED} or not _counts(run):
        return
    if run.status == RunStatus.COMPLETED and not run.automation_rule.failures_in_a_row:
        return
    rule = AutomationRule.objects.filter(pk=run.automation_rule_id)
    if run.status == RunStatus.COMPLETED:
        rule.update(failures_in_a_row=0)
        return
    rule.update(failures_in_a_row=F("failures_in_a_row") + 1)
    _pause_at_limit(rule.get(), run)


def _counts(run: ScheduledTask) -> bool:
    if run.is_test:
        return False
    return run.trigger != TriggerKind.MANUAL or run.automation_rule.trigger == TriggerKind.MANUAL


def _pause_at_limit(rule: AutomationRule, run: ScheduledTask) -> None:
    limit = live_version(rule).definition.get("pause_after_failures", DEFAULT_LIMIT)
    is_active = rule.status == AutomationRule.Status.ACTIVE and rule.deleted_at is None
    if not limit or rule.failures_in_a_row < limit or not is_active:
        return
    reason, clock = _reason(rule.failures_in_a_row, run), clock_of_end(run)
    pause_rule(rule=rule, reason=reason, clock=clock)
    _skip_what_waits(rule, clock)
    notify(
        kind="rule.paused",
        severity="error",
        title=f"{rule.name} is paused",
        body=f"{reason}\n\nThe last run: {run_link(run)}",
        link=f"/runs/{run.id}",
        object_type="automation_rule",
        object_id=rule.id,
        key=f"rule.paused:{run.id}",
        email_to=manager_addresses(),
        clock=clock,
    )


def _skip_what_waits(rule: AutomationRule, clock: Clock) -> None:
    """Runs that triggers have started and that have not begun would fail in the same way: they do not begin.

    They have no steps, items or reservations yet, so one statement ends them all, however many there are.
    """
    waiting = rule.runs.filter(status=RunStatus.PENDING, executed_at=None)
    waiting.exclude(trigger=TriggerKind.MANUAL).update(
        status=RunStatus.SKIPPED,
        status_reason="The rule was paused after failures before this run could begin.",
        finished_at=clock.now(),
        run_at=None,
    )


def _reason(failures: int, run: ScheduledTask) -> str:
    """The last error, cut so that what to do always has its place."""
    start = f"Paused by IGNY8: {failures} runs in a row failed. The last error: "
    end = " Put it right, then resume the rule."
    room = _REASON_CHARS - len(start) - len(end)
    error = " ".join((run.error_message or run.status_reason or run.error_code).split())
    return start + (error if len(error) <= room else f"{error[: room - 1]}…") + end


register_run_end(count_end)
