"""An expected run that did not happen is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from igny8.automation.models import AutomationRule, RuleSchedule
from igny8.automation.services.schedules import start_due_schedules
from igny8.automation.services.watchdog import Watchdog, late_events
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.core.models import DomainEvent
from igny8.notifications.models import Notification

SET = {"id": "s", "type": "set", "params": {}}


def weekly(make_rule: Any, **values: Any) -> AutomationRule:
    rule: AutomationRule = make_rule([SET], trigger="schedule", schedule="0 9 * * 1", **values)
    return rule


def test_a_run_that_did_not_happen_is_told_once_an_outage(make_rule: Any, clock: FixedClock) -> None:
    for number in range(7):
        weekly(make_rule, name=f"Rule {number}")
    clock.advance(7 * 86_400 - 60)
    watchdog = Watchdog(clock)
    clock.advance(310)
    assert watchdog.look() == 0
    clock.advance(60)
    assert (watchdog.look(), watchdog.look()) == (1, 0)
    told = Notification.objects.get()
    assert (told.kind, told.severity, told.title) == (
        "schedules.late",
        "error",
        "Expected runs did not happen",
    )
    assert "2026-03-09 09:00 UTC" in told.body and "and 2 more" in told.body
    start_due_schedules(clock=clock)
    assert watchdog.look() == 0
    clock.advance(8 * 86_400)
    assert watchdog.look() == 1


def test_what_was_late_before_it_began_is_given_time(make_rule: Any, clock: FixedClock) -> None:
    weekly(make_rule)
    clock.advance(8 * 86_400)
    watchdog = Watchdog(clock)
    assert watchdog.look() == 0
    start_due_schedules(clock=clock)
    clock.advance(400)
    assert watchdog.look() == 0


def test_paused_and_deleted_rules_are_expected_to_be_silent(make_rule: Any, clock: FixedClock) -> None:
    paused, deleted = weekly(make_rule), weekly(make_rule, name="Deleted")
    AutomationRule.objects.filter(pk=paused.pk).update(status="paused")
    AutomationRule.objects.filter(pk=deleted.pk).update(deleted_at=clock.now())
    assert RuleSchedule.objects.exclude(next_due_at=None).count() == 2
    watchdog = Watchdog(clock)
    clock.advance(8 * 86_400)
    assert watchdog.look() == 0


def test_events_that_nobody_handles_are_told(account: Any, site: Any) -> None:
    clock = FixedClock(SYSTEM_CLOCK.now())
    DomainEvent.objects.all().update(handled_at=clock.now())
    for handled in (None, None, clock.now()):
        DomainEvent.objects.create(
            type="content.created", object_type="content", object_id=uuid4(), handled_at=handled
        )
    assert late_events(clock) == []
    watchdog = Watchdog(clock)
    clock.moment += timedelta(minutes=6)
    assert (watchdog.look(), watchdog.look()) == (1, 0)
    assert Notification.objects.get().title == "Events are not handled"
