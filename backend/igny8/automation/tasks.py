"""Celery tasks: each calls one service."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from igny8.automation.runtime.runner import carry_on, carry_on_lane
from igny8.automation.services.automation import AutomationService
from igny8.automation.services.retention import delete_old_runs
from igny8.automation.triggers.matching import handle_pending_events
from igny8.automation.worker import backlog, keeper
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.health import beat_heart


@shared_task(name="automation.execute_rule")
def execute_rule_task(run_id: str) -> None:
    """A wake-up: carry this run on, if it is there to be claimed."""
    carry_on(UUID(run_id), keeper=keeper, clock=SYSTEM_CLOCK, backlog=backlog)


@shared_task(name="automation.execute_lane")
def execute_lane_task(lane_id: str) -> None:
    """A wake-up: carry this lane of a run on, if it is there to be claimed."""
    carry_on_lane(UUID(lane_id), keeper=keeper, clock=SYSTEM_CLOCK, backlog=backlog)


@shared_task(name="automation.execute_scheduled_rules")
def execute_scheduled_rules_task() -> None:
    """One short tick of the scheduler."""
    beat_heart("beat", SYSTEM_CLOCK)
    AutomationService(SYSTEM_CLOCK).execute_scheduled_rules()


@shared_task(name="automation.handle_events")
def handle_events_task() -> None:
    """A wake-up: hand on the events that wait."""
    handle_pending_events(SYSTEM_CLOCK)


@shared_task(name="automation.cleanup_old_tasks")
def cleanup_old_tasks() -> None:
    """Delete finished runs older than the retention."""
    delete_old_runs(clock=SYSTEM_CLOCK)
