"""An account may want to be asked before a dear run: the question comes before the first step."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import Approval, AutomationRule, ScheduledTask, StepRun
from igny8.automation.services.approvals import decide
from igny8.automation.services.automation import AutomationService
from igny8.automation.services.firing import Firing, start
from igny8.automation.tests.conftest import Counter, Worker
from igny8.core.clock import FixedClock
from igny8.credits.services import ledger_sums
from igny8.tenants.models import Account


@pytest.fixture
def rule(make_rule: Any, counter: Counter, account: Account) -> AutomationRule:
    Account.objects.filter(pk=account.pk).update(approval_above_credits=20)
    rule: AutomationRule = make_rule([{"id": "count", "type": "count", "params": {"items": ["a", "b", "c"]}}])
    return rule


def answered(run: ScheduledTask, decision: str, clock: FixedClock) -> None:
    decide(Approval.objects.get(run=run), decision, by="alice", note="as agreed", clock=clock)


def test_a_dear_run_waits_for_an_approval_before_its_first_step(
    rule: AutomationRule, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = worker.carry_on(AutomationService(clock).execute_rule(rule))
    assert (run.status, counter.calls) == ("waiting", [])
    assert "30 credits" in Approval.objects.get(run=run).title
    assert worker.carry_on(run).status == "waiting"
    answered(run, "approve", clock)
    ended = worker.carry_on(run)
    assert (ended.status, ended.credits) == ("completed", 30)
    assert StepRun.objects.get(run=run, path="approval").output["by"] == "alice"


def test_a_rejected_run_costs_nothing_and_says_who_said_no(
    rule: AutomationRule, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = worker.carry_on(AutomationService(clock).execute_rule(rule))
    answered(run, "reject", clock)
    ended = worker.carry_on(run)
    assert (ended.status, ended.status_reason) == ("cancelled", "Rejected by alice: as agreed")
    assert counter.calls == []
    assert ledger_sums() == (1_000, 0)


def test_a_run_that_a_trigger_starts_is_asked_about_too(
    rule: AutomationRule, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    run = worker.carry_on(start(Firing(rule, "event"), clock))
    assert (run.status, counter.calls) == ("waiting", [])


def test_a_cheap_run_is_not_asked_about(
    rule: AutomationRule, worker: Worker, clock: FixedClock, account: Account
) -> None:
    Account.objects.filter(pk=account.pk).update(approval_above_credits=50)
    assert worker.carry_on(AutomationService(clock).execute_rule(rule)).status == "completed"
