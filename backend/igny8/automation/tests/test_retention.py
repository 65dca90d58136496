"""What is older than the retention goes; what must stay, stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from igny8.automation.models import (
    Approval,
    AutomationRule,
    Cooldown,
    Lane,
    ScheduledTask,
    StepItem,
    StepOutput,
    StepRun,
    WebhookEndpoint,
    WebhookMessage,
)
from igny8.automation.services import retention
from igny8.automation.services.retention import delete_old_runs
from igny8.automation.tests.explain_support import past_run, past_step
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.core.models import DomainEvent, IdempotencyRecord
from igny8.core.tenancy import account_scope
from igny8.credits.models import LedgerEntry
from igny8.credits.services import Payee, reserve, settle


@pytest.fixture
def rule(make_rule: Any) -> AutomationRule:
    made: AutomationRule = make_rule([{"id": "s", "type": "set", "params": {}}])
    return made


@pytest.fixture
def later() -> FixedClock:
    """Real time in 31 days: what tests write now is old then."""
    return FixedClock(SYSTEM_CLOCK.now() + timedelta(days=31))


def old_run(rule: AutomationRule, later: FixedClock, **values: Any) -> ScheduledTask:
    return past_run(rule, later.now() - timedelta(days=31), **values)


def with_belongings(run: ScheduledTask) -> ScheduledTask:
    past_step(run)
    StepItem.objects.create(run=run, path="actions/0", key="a")
    StepOutput.objects.create(run=run, path="actions/0", data={})
    lane = {"run": run, "group": "actions/1", "group_limit": 1, "position": 0}
    parent = Lane.objects.create(**lane, path="actions/1/items/0")
    Lane.objects.create(**lane, path="actions/1/items/0/actions/0/items/0", parent=parent)
    Approval.objects.create(run=run, path="actions/2", title="Ok?", token_digest=str(run.id)[:64])
    return run


def test_a_run_goes_with_all_that_belongs_to_it(
    rule: AutomationRule, later: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_RUNS", 2)
    monkeypatch.setattr(retention, "_BATCH", 1)
    for _ in range(3):
        with_belongings(old_run(rule, later))
    young = with_belongings(past_run(rule, later.now() - timedelta(days=29)))
    going_on = with_belongings(old_run(rule, later, status="waiting", finished_at=None))
    assert delete_old_runs(clock=later) == 3
    assert {run.id for run in ScheduledTask.objects.all()} == {young.id, going_on.id}
    for model in (StepRun, StepItem, StepOutput, Approval):
        assert model.objects.count() == 2
    assert Lane.objects.count() == 4
    assert delete_old_runs(clock=later) == 0


def test_a_repeat_outlives_what_it_repeats(rule: AutomationRule, later: FixedClock) -> None:
    again = past_run(rule, later.now() - timedelta(days=1), rerun_of=old_run(rule, later))
    assert delete_old_runs(clock=later) == 1
    again.refresh_from_db()
    assert again.rerun_of is None


def test_every_account_is_cleaned_and_the_ledger_stays(
    rule: AutomationRule, later: FixedClock, other_account: Any
) -> None:
    run = old_run(rule, later)
    payee = Payee("k", run.id, "actions/0")
    reserve(amount=5, payee=payee)
    settle(amount=5, payee=payee)
    entries = LedgerEntry.objects.count()
    with account_scope(other_account.id):
        IdempotencyRecord.objects.create(key="k", path="/", body_hash="")
    assert delete_old_runs(clock=later) == 1
    assert LedgerEntry.objects.count() == entries
    with account_scope(other_account.id):
        assert not IdempotencyRecord.objects.exists()


def event(handled: datetime | None) -> DomainEvent:
    return DomainEvent.objects.create(
        type="content.created", object_type="content", object_id=uuid4(), handled_at=handled
    )


def test_only_events_that_were_handled_go(
    rule: AutomationRule, later: FixedClock, settings: LazySettings
) -> None:
    handled, waiting = event(later.now()), event(None)
    settings.IGNY8_EVENT_RETENTION_DAYS = 40
    delete_old_runs(clock=later)
    assert DomainEvent.objects.filter(pk=handled.pk).exists()
    settings.IGNY8_EVENT_RETENTION_DAYS = 30
    delete_old_runs(clock=later)
    assert list(DomainEvent.objects.filter(pk__in=[handled.pk, waiting.pk])) == [waiting]


def test_old_messages_and_cooldowns_of_deleted_rules_go(
    make_rule: Any, rule: AutomationRule, later: FixedClock
) -> None:
    endpoint = WebhookEndpoint.objects.create(rule=rule, token_digest="d", token="t", secret="s")
    WebhookMessage.objects.create(endpoint=endpoint, message_id="m", body_hash="h")
    gone = make_rule([{"id": "s", "type": "set", "params": {}}], name="Gone")
    AutomationRule.objects.filter(pk=gone.pk).update(deleted_at=later.now())
    for one, days in ((rule, 1), (gone, 1)):
        Cooldown.objects.create(rule=one, key="", fired_at=later.now() - timedelta(days=days))
    Cooldown.objects.create(rule=rule, key="old", fired_at=later.now() - timedelta(days=400))
    delete_old_runs(clock=later)
    assert not WebhookMessage.objects.exists()
    assert [(row.rule_id, row.key) for row in Cooldown.objects.all()] == [(rule.id, "")]


def test_no_statement_deletes_more_than_a_batch(rule: AutomationRule, later: FixedClock) -> None:
    run = old_run(rule, later)
    StepItem.objects.bulk_create(
        StepItem(run=run, path="actions/0", key=str(number)) for number in range(1200)
    )
    with CaptureQueriesContext(connection) as queries:
        delete_old_runs(clock=later)
    deletes = [query["sql"] for query in queries if 'DELETE FROM "automation_stepitem"' in query["sql"]]
    assert len(deletes) >= 3 and not StepItem.objects.exists()
