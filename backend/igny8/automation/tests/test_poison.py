"""What cannot be read, or written: it harms its own run only, and that run ends."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DataError

from igny8.automation.models import EventWait, ScheduledTask
from igny8.automation.runtime import outputs, runner
from igny8.automation.services.event_waits import open_wait
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Worker
from igny8.automation.triggers import matching
from igny8.automation.triggers.matching import handle_pending_events
from igny8.core.clock import FixedClock
from igny8.core.events import emit
from igny8.core.models import DomainEvent
from igny8.tenants.models import Site

PATTERN = {"field": "title", "operator": "matches", "value": "{{ pattern }}"}


def waiting_for(conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "wait", "params": {"event": {"type": "content.updated", "conditions": conditions}}}


def told(site: Site, title: str = "b") -> None:
    emit(
        "content.updated",
        object_type="content",
        object_id=uuid4(),
        site_id=site.id,
        before={"title": "a"},
        after={"title": title},
    )


@pytest.fixture
def waiting_run(make_rule: Any, worker: Worker, clock: FixedClock) -> Any:
    def make(pattern: str) -> ScheduledTask:
        rule = make_rule([waiting_for([PATTERN])])
        return worker.carry_on(execute_by_hand(rule=rule, context={"pattern": pattern}, clock=clock))

    return make


def test_a_wait_whose_pattern_turns_out_to_be_none_fails_its_own_step(waiting_run: Any) -> None:
    run = waiting_run("(")
    assert run.status == "failed" and run.error_code == "invalid_params"
    assert "regular expression" in run.error_message
    assert not EventWait.objects.exists()


def test_a_wait_that_cannot_be_read_keeps_no_other_from_its_event(
    waiting_run: Any, worker: Worker, site: Site, clock: FixedClock
) -> None:
    stuck, run = waiting_run("never"), waiting_run("^b$")
    EventWait.objects.filter(run=stuck).delete()
    spec = {"type": "content.updated", "match": [{**PATTERN, "value": "("}], "site": "same"}
    open_wait(stuck.pk, "actions/0", spec, clock)
    told(site)
    assert handle_pending_events(clock) == 1
    assert worker.carry_on(run).status == "completed"


def test_an_event_that_meets_a_bug_is_put_aside_and_holds_up_no_other(
    waiting_run: Any, site: Site, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting_run("^b$")
    told(site, "poison")
    told(site)
    answer = matching.answer_waits

    def poisoned(event: DomainEvent, clock: FixedClock) -> int:
        if event.payload["after"]["title"] == "poison":
            raise RuntimeError("a bug")
        return answer(event, clock)

    monkeypatch.setattr(matching, "answer_waits", poisoned)
    assert handle_pending_events(clock) == 2
    assert not DomainEvent.objects.filter(handled_at=None).exists()
    assert not EventWait.objects.exists()


def test_a_run_whose_end_cannot_be_written_fails_and_is_not_tried_for_ever(
    make_rule: Any, worker: Worker, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise DataError("unsupported Unicode escape sequence")

    monkeypatch.setattr(runner, "finish_run", refuse)
    rule = make_rule([{"type": "set", "params": {"a": 1}}])
    run = worker.carry_on(execute_by_hand(rule=rule, context={}, clock=clock))
    assert (run.status, run.error_code) == ("failed", "internal_error")


def test_a_run_whose_steps_give_too_much_together_fails_with_the_reason(
    make_rule: Any, worker: Worker, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "RUN_BYTES", 100_000)
    large = {"type": "set", "params": {"text": "x" * 30_000}}
    loop = {"type": "for_each", "items": [1, 2, 3, 4], "actions": [large]}
    run = worker.carry_on(execute_by_hand(rule=make_rule([loop]), context={}, clock=clock))
    assert (run.status, run.error_code) == ("failed", "outputs_too_large")
    assert "fewer items" in run.error_message
