"""Pains that users of rival systems report (those about histories and explanations).

Each test is named for one of them and shows that it is not ours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection

from igny8.automation.models import AutomationRule, ScheduledTask, StepOutput
from igny8.automation.services.retention import delete_old_runs
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.services.schedules import start_due_schedules
from igny8.automation.services.timeline import timeline_of
from igny8.automation.tests.conftest import Worker
from igny8.automation.tests.explain_support import past_run
from igny8.automation.triggers.matching import handle_pending_events
from igny8.core.clock import FixedClock
from igny8.core.events import emit
from igny8.core.ids import new_id
from igny8.testing.api import ApiClient

MEGABYTE = 1024 * 1024
SET = {"id": "s", "type": "set", "params": {}}
Api = Callable[..., ApiClient]


# -- 6. A file still 101 GB after deleting executions ------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_pain_06_deleted_history_gives_the_space_back(make_rule: Any, clock: FixedClock) -> None:
    rule = make_rule([SET])
    begun, noise = clock.now(), Random(6)
    before = _size()
    for _ in range(4):
        run = past_run(rule, begun)
        StepOutput.objects.bulk_create(
            StepOutput(
                id=new_id(), run=run, path=f"actions/{number}", data={"text": noise.randbytes(10_000).hex()}
            )
            for number in range(150)
        )
    full = _size()
    assert full - before > 6 * MEGABYTE
    clock.moment = begun + timedelta(days=31)
    assert delete_old_runs(clock=clock) == 4
    assert not StepOutput.objects.exists()
    assert _size() - before < MEGABYTE


def _size() -> int:
    """The size of the database's file; on PostgreSQL that of the table, once autovacuum has been there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
            return Path(connection.settings_dict["NAME"]).stat().st_size
        cursor.execute("VACUUM automation_stepoutput")
        cursor.execute("SELECT pg_total_relation_size('automation_stepoutput')")
        return int(cursor.fetchone()[0])


# -- 12. No trace when a trigger nearly fired --------------------------------------------------------------


def _told(run: ScheduledTask) -> str:
    return timeline_of(run)[-1].text


def test_pain_12_near_miss_of_the_conditions_leaves_a_trace(
    make_rule: Any, worker: Worker, clock: FixedClock, api: Api
) -> None:
    words = {"field": "word_count", "operator": "greater_than", "value": 1000}
    rule = make_rule([SET], conditions=[words])
    run = worker.finish(execute_by_hand(rule=rule, context={"word_count": 800}, clock=clock))
    assert run.status == "skipped"
    told = api().get(f"/automation/scheduled-tasks/{run.id}/timeline/").data
    reason = "The conditions did not hold: word_count is 800, which is not greater than 1,000."
    assert (told[1]["text"], told[1]["severity"]) == (reason, "warning")
    trace = api().get(f"/automation/scheduled-tasks/{run.id}/steps/").data
    assert trace[0]["evaluation"]["all"][0]["actual"] == 800


def test_pain_12_near_miss_of_a_schedule_leaves_a_trace(make_rule: Any, clock: FixedClock, api: Api) -> None:
    rule: AutomationRule = make_rule([SET], trigger="schedule", schedule="0 9 * * 1", mode="single")
    execute_by_hand(rule=rule, context={}, clock=clock)
    clock.advance(7 * 86_400)
    assert start_due_schedules(clock=clock) == 0
    missed = ScheduledTask.objects.get(status="skipped")
    assert _told(missed).startswith("The rule did not run: ") and "single" in _told(missed)
    assert timeline_of(missed)[0].text == "Triggered by the schedule Mondays at 09:00 (UTC)."
    history = api().get("/automation/rules/execution-history/", status="skipped").data
    assert [row["id"] for row in history] == [str(missed.id)] and "single" in history[0]["status_reason"]
    assert timeline_of(missed)[-1].kind == "near_miss"


def test_pain_12_near_miss_of_an_event_leaves_a_trace(make_rule: Any, clock: FixedClock) -> None:
    event = {"type": "content.updated", "cooldown_seconds": 3600}
    rule: AutomationRule = make_rule([SET], trigger="event", event=event)
    content = new_id()
    for words in (900, 1200):
        emit(
            "content.updated",
            object_type="content",
            object_id=content,
            site_id=rule.site_id,
            before={"word_count": words - 100},
            after={"word_count": words},
        )
        handle_pending_events(clock)
        clock.advance(180)
    missed = ScheduledTask.objects.get(automation_rule=rule, status="skipped")
    first, last = timeline_of(missed)
    assert "the event content.updated (word_count changed from 1,100 to 1,200" in first.text
    assert last.text.startswith("The rule did not run: Cooldown") and last.kind == "near_miss"
