"""Accounts that are asked before dear runs: whichever way one comes about, it waits for the answer."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import Approval, AutomationRule, ScheduledTask, StepRun
from igny8.automation.services.approvals import decide
from igny8.automation.services.automation import AutomationService
from igny8.automation.services.reruns import rerun
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Worker, item_error
from igny8.core.clock import FixedClock
from igny8.tenants.models import Account

COUNT = {"id": "count", "type": "count", "params": {}}


@pytest.fixture
def rule(make_rule: Any, counter: Counter, account: Account) -> AutomationRule:
    """A rule whose runs cost 30 credits, in an account that is asked above 29."""
    account.approval_above_credits = 29
    account.save()
    made: AutomationRule = make_rule([COUNT])
    return made


@pytest.fixture
def asked(rule: AutomationRule, worker: Worker, clock: FixedClock) -> ScheduledTask:
    return worker.carry_on(AutomationService(clock).execute_rule(rule))


def answer(run: ScheduledTask, decision: str, clock: FixedClock) -> None:
    decide(Approval.objects.get(run=run), decision, by="alice", clock=clock)


@pytest.mark.parametrize("place", ["start", "failed_step", "approval"])
def test_a_run_that_was_rejected_is_asked_about_again_when_it_is_repeated(
    asked: ScheduledTask, worker: Worker, counter: Counter, clock: FixedClock, place: str
) -> None:
    answer(asked, "reject", clock)
    rejected = worker.carry_on(asked)
    assert (rejected.status, rejected.status_reason) == ("cancelled", "Rejected by alice.")
    again = worker.carry_on(rerun(run=rejected, from_step=place, version="original", clock=clock))
    assert (again.status, counter.calls) == ("waiting", [])
    answer(again, "approve", clock)
    assert worker.carry_on(again).status == "completed"


def test_what_was_approved_and_failed_is_carried_on_without_asking(
    asked: ScheduledTask, worker: Worker, counter: Counter, clock: FixedClock
) -> None:
    counter.errors["b"] = [item_error(retryable=True) for _ in range(10)]
    answer(asked, "approve", clock)
    failed = worker.finish(asked)
    assert failed.status == "failed"
    counter.errors.clear()
    again = rerun(run=failed, from_step="failed_step", version="original", clock=clock)
    assert worker.carry_on(again).status == "completed"


def test_a_rejection_stands_when_a_worker_dies_right_after_it(
    asked: ScheduledTask, worker: Worker, counter: Counter, clock: FixedClock
) -> None:
    answer(asked, "reject", clock)
    output = {"decision": "reject", "by": "alice"}
    StepRun.objects.filter(run=asked, path="approval").update(status="completed", output=output)
    assert worker.carry_on(asked).status == "cancelled"
    assert counter.calls == []


def test_a_rule_that_another_one_calls_is_asked_about_too(
    rule: AutomationRule, make_rule: Any, worker: Worker, counter: Counter, clock: FixedClock
) -> None:
    call = {"type": "call_rule", "params": {"rule_id": str(rule.id)}}
    caller = worker.carry_on(execute_by_hand(rule=make_rule([call]), context={}, clock=clock))
    called = worker.carry_on(ScheduledTask.objects.get(caused_by=caller.pk))
    assert (caller.status, called.status, counter.calls) == ("waiting", "waiting", [])
    answer(called, "reject", clock)
    assert worker.carry_on(called).status == "cancelled"
