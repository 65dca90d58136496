"""Chains of runs that set each other off: each knows its cause, and none goes on for ever."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from igny8.automation.models import AutomationRule, RunStatus, ScheduledTask
from igny8.automation.services.causes import Cause, LoopRefused, cause_of, chain, refuse_loops
from igny8.automation.services.reruns import rerun
from igny8.automation.services.runs import create_run, execute_by_hand
from igny8.automation.tests.conftest import Counter, Worker
from igny8.automation.triggers.matching import handle_pending_events
from igny8.content.models import Content
from igny8.content.services.editing import change_content
from igny8.core.clock import FixedClock
from igny8.core.events import causing_run, emit
from igny8.tenants.models import Site
from igny8.testing.factories import ContentFactory

COUNT = {"id": "count", "type": "count", "params": {"items": ["a"]}}


@pytest.fixture
def listening(make_rule: Any, counter: Counter) -> Any:
    def make(name: str = "Improve", event: str = "content.updated", **values: Any) -> AutomationRule:
        rule: AutomationRule = make_rule([COUNT], name=name, trigger="event", event={"type": event}, **values)
        return rule

    return make


def run_and_change(worker: Worker, run: ScheduledTask, change: Any, counter: Counter) -> ScheduledTask:
    """Carry a run on whose one action changes something in the pipeline."""
    counter.before["a"] = change
    return worker.finish(run)


def edits(content: Content) -> Any:
    def edit() -> None:
        row = Content.objects.get(pk=content.pk)
        change_content(content_id=row.id, values={"title": f"{row.title[:200]}+"})

    return edit


def test_a_run_knows_what_brought_it_about(
    listening: Any, make_rule: Any, site: Site, clock: FixedClock, worker: Worker, counter: Counter, api: Any
) -> None:
    first = execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock)
    rule = listening()
    run_and_change(worker, first, edits(ContentFactory(site=site)), counter)
    handle_pending_events(clock)
    effect = rule.runs.get()
    assert (effect.caused_by, effect.cause_depth, effect.cause_root) == (first.id, 1, first.id)
    assert api().get(f"/automation/scheduled-tasks/{effect.id}/").data["caused_by"] == str(first.id)
    assert (first.caused_by, first.cause_depth, first.cause_root) == (None, 0, None)
    assert [run.id for run in chain(effect.id)] == [first.id, effect.id]


def test_pain_11_two_rules_that_set_each_other_off_stop_and_show_their_chain(
    listening: Any, site: Site, clock: FixedClock, worker: Worker, counter: Counter
) -> None:
    ping, pong = listening("Ping"), listening("Pong")
    content = ContentFactory(site=site)
    edits(content)()
    counter.before["a"] = edits(content)
    for _ in range(40):
        handle_pending_events(clock)
        waiting = list(ScheduledTask.objects.filter(status="pending").order_by("id"))
        if not waiting:
            break
        for run in waiting:
            worker.finish(run)
    assert not ScheduledTask.objects.filter(status="pending").exists(), "it came to an end"
    refused = ScheduledTask.objects.filter(status="skipped", status_reason__startswith="Loop guard")
    assert refused.exists()
    reasons = [row.status_reason for row in refused]
    assert all("3 times in this chain for the same object" in reason for reason in reasons)
    assert any("“Ping” → “Pong” → “Ping”" in reason for reason in reasons)
    assert ScheduledTask.objects.filter(status="completed").count() < 100
    assert all(row.caused_by and row.cause_root for row in refused)
    assert {row.automation_rule_id for row in refused} == {ping.id, pong.id}


def test_pain_11_a_rule_that_reacts_to_its_own_end_stops(
    listening: Any, clock: FixedClock, worker: Worker, counter: Counter
) -> None:
    rule = listening(event="run.finished")
    worker.finish(execute_by_hand(rule=rule, context={}, clock=clock))
    for _ in range(200):
        handle_pending_events(clock)
        run = ScheduledTask.objects.filter(status="pending").first()
        if run is None:
            break
        worker.finish(run)
    depths = list(rule.runs.filter(status="completed").values_list("cause_depth", flat=True))
    assert max(depths) == 10, "each run is another object, so only the depth ends it"
    refused = rule.runs.get(status="skipped")
    assert "at most 10" in refused.status_reason and refused.cause_depth == 11


def test_pain_11_a_rule_that_sets_itself_off_for_ever_more_objects_stops(
    make_rule: Any, counter: Counter, clock: FixedClock, settings: Any
) -> None:
    settings.IGNY8_MAX_CHAIN_RUNS = 5
    rule, other = make_rule([COUNT], mode="parallel"), make_rule([COUNT], mode="parallel")
    root = create_run(rule=rule, trigger="manual", context={}, clock=clock)

    def set_off(rule: AutomationRule, cause: ScheduledTask) -> ScheduledTask:
        context = {"event": {"object_id": str(uuid4())}}
        return create_run(rule=rule, trigger="event", context=context, clock=clock, caused_by=cause.id)

    for _ in range(4):
        set_off(rule, root)
    with pytest.raises(LoopRefused, match="set itself off 5 times"):
        set_off(rule, root)
    effects = [set_off(other, root) for _ in range(8)]
    assert len(effects) == 8, "one that merely reacts to many objects is left alone"


def test_a_chain_that_has_cost_too_much_stops(
    make_rule: Any, counter: Counter, clock: FixedClock, settings: Any
) -> None:
    settings.IGNY8_MAX_CHAIN_CREDITS = 100
    root = create_run(rule=make_rule([COUNT]), trigger="manual", context={}, clock=clock)
    child = create_run(rule=make_rule([COUNT]), trigger="event", context={}, clock=clock, caused_by=root.id)
    ScheduledTask.objects.filter(pk__in=[root.pk, child.pk]).update(credits=50)
    with pytest.raises(LoopRefused, match="cost 100 credits; at most 100"):
        create_run(rule=make_rule([COUNT]), trigger="event", context={}, clock=clock, caused_by=child.id)


def test_a_repeat_by_hand_begins_a_chain_of_its_own(
    make_rule: Any, worker: Worker, counter: Counter, clock: FixedClock
) -> None:
    run = worker.finish(execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock))
    for _ in range(15):
        run = worker.finish(rerun(run=run, from_step="start", version="original", clock=clock))
    assert (run.status, run.cause_depth, run.cause_root) == (RunStatus.COMPLETED, 0, None)
    assert cause_of(run.id) == Cause(run.id, 1, run.id)
    assert [row.id for row in chain(run.id)] == [run.id]


def test_a_cause_that_is_deleted_still_counts(make_rule: Any, counter: Counter) -> None:
    gone = uuid4()
    assert cause_of(gone) == Cause(gone, 1, gone)
    assert chain(gone) == []
    refuse_loops(rule=make_rule([COUNT]), cause=cause_of(gone), subject=None)


def test_what_a_person_does_has_no_cause(listening: Any, site: Site, clock: FixedClock) -> None:
    rule = listening()
    edits(ContentFactory(site=site))()
    handle_pending_events(clock)
    assert rule.runs.get().caused_by is None


def test_an_event_may_name_its_cause(listening: Any, make_rule: Any, site: Site, clock: FixedClock) -> None:
    listening("Late", event="content.deleted")
    causes = [execute_by_hand(rule=make_rule([COUNT]), context={}, clock=clock) for _ in range(2)]
    token = causing_run.set(causes[0].id)
    row = ContentFactory(site=site)
    emit(
        "content.deleted",
        object_type="content",
        object_id=row.id,
        site_id=site.id,
        before={"id": str(row.id)},
        caused_by=causes[1].id,
    )
    causing_run.reset(token)
    handle_pending_events(clock)
    assert ScheduledTask.objects.get(trigger="event").caused_by == causes[1].id
