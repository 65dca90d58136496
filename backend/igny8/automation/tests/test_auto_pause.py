"""A rule that fails again and again is paused, and people are told."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import AutomationRule, ScheduledTask, TriggerKind
from igny8.automation.services.auto_pause import count_end
from igny8.automation.services.rules import resume_rule, update_rule
from igny8.automation.services.runs import create_run
from igny8.automation.tests.conftest import Worker
from igny8.core.clock import FixedClock
from igny8.notifications.models import EmailMessage, Notification
from igny8.tenants.models import Membership, Role, User

STOP = [{"id": "end", "type": "stop", "params": {"status": "failed", "reason": "The key is wrong."}}]
FINE = [{"id": "end", "type": "set", "params": {"a": 1}}]


@pytest.fixture
def rule(make_rule: Any) -> AutomationRule:
    made: AutomationRule = make_rule(STOP, pause_after_failures=2)
    return made


@pytest.fixture
def run_once(worker: Worker, clock: FixedClock) -> Any:
    def run(rule: AutomationRule, trigger: str = TriggerKind.MANUAL, **values: Any) -> AutomationRule:
        made = create_run(rule=rule, trigger=trigger, context={}, clock=clock, **values)
        worker.finish(made)
        return AutomationRule.objects.get(pk=rule.pk)

    return run


def test_it_is_paused_at_the_limit_with_the_last_error_and_what_to_do(
    rule: AutomationRule, run_once: Any
) -> None:
    user = User.objects.create_user("owner@example.com", "a long password")
    Membership.objects.create(user=user, role=Role.OWNER)
    assert (run_once(rule).status, run_once(rule).status) == ("active", "paused")
    found = AutomationRule.objects.get(pk=rule.pk)
    assert "2 runs in a row failed" in found.status_reason and "The key is wrong." in found.status_reason
    assert found.status_reason.endswith("Put it right, then resume the rule.")
    told = Notification.objects.get()
    assert (told.kind, told.severity, told.object_id) == ("rule.paused", "error", rule.pk)
    assert "The key is wrong." in told.body
    assert EmailMessage.objects.get().to == ["owner@example.com"]


def test_a_success_begins_the_count_anew(rule: AutomationRule, run_once: Any, clock: FixedClock) -> None:
    run_once(rule)
    rule = update_rule(rule=rule, values={"actions": FINE}, by="alice", clock=clock)
    assert run_once(rule).failures_in_a_row == 0
    rule = update_rule(rule=rule, values={"actions": STOP}, by="alice", clock=clock)
    assert (run_once(rule).status, run_once(rule).status) == ("active", "paused")


def test_resuming_begins_the_count_anew(rule: AutomationRule, run_once: Any, clock: FixedClock) -> None:
    run_once(rule)
    paused = run_once(rule)
    assert resume_rule(rule=paused, clock=clock).failures_in_a_row == 0
    assert run_once(rule).status == "active"


def test_switching_off_and_on_begins_the_count_anew(
    rule: AutomationRule, run_once: Any, clock: FixedClock
) -> None:
    run_once(rule)
    for is_active in (False, True):
        rule = update_rule(rule=rule, values={"is_active": is_active}, by="alice", clock=clock)
    assert run_once(rule).status == "active"


def test_zero_means_never(make_rule: Any, run_once: Any) -> None:
    rule = make_rule(STOP, pause_after_failures=0)
    assert [run_once(rule).status for _ in range(6)] == ["active"] * 6


def test_by_default_it_is_the_fifth(make_rule: Any, run_once: Any) -> None:
    rule = make_rule(STOP)
    assert [run_once(rule).status for _ in range(5)] == ["active"] * 4 + ["paused"]


def test_a_run_by_hand_of_a_rule_with_a_trigger_does_not_count(make_rule: Any, run_once: Any) -> None:
    rule = make_rule(STOP, trigger="schedule", schedule="0 9 * * 1", pause_after_failures=1)
    assert run_once(rule).failures_in_a_row == 0
    assert run_once(rule, TriggerKind.SCHEDULE).status == "paused"
    assert rule.schedules.get().next_due_at is None


@pytest.mark.parametrize("status", ["cancelled", "skipped"])
def test_cancelled_and_skipped_runs_do_not_count(rule: AutomationRule, run_once: Any, status: str) -> None:
    run_once(rule)
    run = ScheduledTask.objects.get()
    run.status = status
    count_end(run)
    assert AutomationRule.objects.get(pk=rule.pk).failures_in_a_row == 1


def test_a_rule_that_is_paused_or_off_already_stays_as_it_is(
    rule: AutomationRule, run_once: Any, clock: FixedClock
) -> None:
    rule = update_rule(rule=rule, values={"is_active": False}, by="alice", clock=clock)
    run_once(rule)
    assert run_once(rule).status == "inactive" and not Notification.objects.exists()


def test_a_long_error_is_cut_and_what_to_do_stays(make_rule: Any, run_once: Any) -> None:
    actions = [{"id": "end", "type": "stop", "params": {"status": "failed", "reason": "x" * 290}}]
    reason = run_once(make_rule(actions, pause_after_failures=1)).status_reason
    assert len(reason) <= 300 and reason.endswith("… Put it right, then resume the rule.")


def test_what_triggers_have_queued_does_not_begin_any_more(
    make_rule: Any, run_once: Any, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule(STOP, trigger="schedule", schedule="0 9 * * 1", pause_after_failures=1)
    first, queued = (
        create_run(rule=rule, trigger=TriggerKind.SCHEDULE, context={}, clock=clock) for _ in range(2)
    )
    by_hand = create_run(rule=rule, trigger=TriggerKind.MANUAL, context={}, clock=clock)
    worker.carry_on(first)
    queued = worker.carry_on(queued)
    assert queued.status == "skipped" and "paused after failures" in queued.status_reason
    assert worker.carry_on(by_hand).status == "failed", "A run by hand works, also while the rule is paused."
