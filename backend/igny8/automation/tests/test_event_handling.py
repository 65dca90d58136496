"""How events are handled: at most once, by whichever worker, whatever dies; steps that wait for them."""

from __future__ import annotations

import pkgutil
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from igny8.automation.models import (
    AutomationRule,
    EventWait,
    ScheduledTask,
    StepRun,
)
from igny8.automation.runtime.event_types import (
    EventTaken,
    EventType,
    all_events,
    find_event,
    register_events,
    unregister_event,
)
from igny8.automation.services.event_waits import close_wait, open_wait
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tasks import handle_events_task
from igny8.automation.tests.conftest import Counter, Worker
from igny8.automation.tests.event_support import COUNT, statuses, told
from igny8.automation.triggers import catalog, matching
from igny8.automation.triggers.catalog import load_events
from igny8.automation.triggers.matching import handle_pending_events
from igny8.content.models import Content
from igny8.core.clock import FixedClock
from igny8.core.models import DomainEvent
from igny8.tenants.models import Account, Site
from igny8.testing.api import ApiClient
from igny8.testing.factories import ContentFactory, SiteFactory


def test_an_event_that_nobody_waits_for_costs_one_look_and_one_row(
    content: Content, django_assert_num_queries: Any
) -> None:
    with transaction.atomic(), django_assert_num_queries(2):
        told(content, title="B")
    assert DomainEvent.objects.get().handled_at is not None


def test_a_worker_is_called_once_a_transaction_after_the_commit(
    listening: Any, content: Content, django_capture_on_commit_callbacks: Any
) -> None:
    listening()
    with django_capture_on_commit_callbacks() as callbacks:
        for title in "BCD":
            told(content, title=title)
        with transaction.atomic():
            told(content, title="E")
            transaction.set_rollback(True)
    assert len(callbacks) == 1
    assert DomainEvent.objects.filter(handled_at=None).count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_message_calls_a_worker(
    account: Account, site: Site, counter: Counter, clock: FixedClock, make_rule: Any, settings: Any
) -> None:
    rule = make_rule([COUNT], trigger="event", event={"type": "content.updated"})
    content = ContentFactory(site=site)
    with current_app.connection_for_read() as connection:
        queue = connection.SimpleQueue(current_app.conf.task_default_queue)
        queue.clear()
        told(content, title="B")
        message = queue.get(block=True, timeout=2)
        assert message.headers["task"] == "automation.handle_events"
        message.ack()
        queue.clear()
        queue.close()
    handle_events_task()
    assert rule.runs.count() == 1


def test_a_broker_that_is_away_loses_no_event(
    listening: Any,
    content: Content,
    clock: FixedClock,
    monkeypatch: Any,
    caplog: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(current_app, "send_task", refuse)
    rule = listening()
    with django_capture_on_commit_callbacks(execute=True):
        told(content, title="B")
    assert "the broker is away" in caplog.text
    assert handle_pending_events(clock) == 1 and rule.runs.count() == 1


def test_an_event_that_another_worker_has_handled_meanwhile_is_passed_over(
    listening: Any, content: Content, clock: FixedClock, account: Account
) -> None:
    rule = listening()
    told(content, title="B")
    event = DomainEvent.objects.get()
    assert [matching._handle(event.id, account.id, clock) for _ in range(2)] == [True, False]
    assert rule.runs.count() == 1


def test_a_crash_between_starts_nothing_twice_and_loses_nothing(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    first, second = listening(), listening()
    told(content, title="B")

    class Crash(BaseException):
        pass

    class DyingClock(FixedClock):
        """Dies when the second rule is to be started."""

        def now(self) -> Any:
            if ScheduledTask.objects.exists():
                raise Crash
            return super().now()

    with pytest.raises(Crash):
        handle_pending_events(DyingClock(clock.now()))
    assert DomainEvent.objects.filter(handled_at=None).count() == 1 and not ScheduledTask.objects.exists()
    assert handle_pending_events(clock) == 1
    assert (first.runs.count(), second.runs.count()) == (1, 1)


def test_the_same_event_never_starts_a_rule_again(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    rule = listening()
    told(content, title="B")
    handle_pending_events(clock)
    DomainEvent.objects.update(handled_at=None)
    assert handle_pending_events(clock) == 1
    assert statuses(rule) == ["pending"]


def test_a_rule_that_meets_a_bug_holds_nobody_up(
    listening: Any, content: Content, clock: FixedClock, caplog: Any
) -> None:
    broken, sound = listening(), listening()
    version = broken.versions.get()
    version.definition = {**version.definition, "mode": "no such mode"}
    version.save()
    told(content, title="B")
    handle_pending_events(clock)
    assert sound.runs.get().status == "pending"
    assert "Something went wrong" in broken.runs.get(status="skipped").status_reason
    assert "met a bug" in caplog.text


def test_more_events_than_a_batch_are_all_handled_up_to_the_limit(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    rule = listening({"type": "content.updated", "cooldown_seconds": 0}, mode="parallel")
    for number in range(130):
        told(content, title=str(number))
    assert handle_pending_events(clock, limit=100) == 100
    assert handle_pending_events(clock) == 30
    assert rule.runs.count() == 130


def test_a_wait_for_an_event_ends_with_the_one_that_fits(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock, content: Content
) -> None:
    awaited = {
        "type": "content.updated",
        "changed": ["seo_score"],
        "conditions": [{"field": "seo_score", "operator": "greater_than", "value": 70}],
    }
    rule = make_rule([{"id": "w", "type": "wait", "params": {"event": awaited}}, COUNT])
    run = _started(rule, clock)
    worker.carry_on(run)
    assert EventWait.objects.get().run_id == run.id
    told(content, title="B")
    told(content, seo_score=65)
    elsewhere = ContentFactory(site=SiteFactory())
    told(elsewhere, seo_score=99)
    handle_pending_events(clock)
    assert worker.carry_on(run).status == "waiting" and counter.calls == []
    told(content, seo_score=75)
    handle_pending_events(clock)
    assert worker.finish(run).status == "completed" and EventWait.objects.count() == 0
    output = StepRun.objects.get(run=run, node_id="w").output
    assert output["event"]["after"]["seo_score"] == 75 and output["event"]["object"]["id"] == str(content.id)


def test_a_wait_whose_conditions_cannot_be_compared_goes_on(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock, content: Content
) -> None:
    run = worker.carry_on(_started(make_rule([COUNT]), clock))
    signal = {"type": "content.updated", "match": [{"field": "x", "operator": "less_than", "value": 1}]}
    for _ in range(2):
        open_wait(run.id, "actions/9", signal, clock)
    told(content, title="B")
    handle_pending_events(clock)
    assert EventWait.objects.count() == 1
    close_wait(run.id, "actions/8", clock)
    assert EventWait.objects.count() == 1
    close_wait(run.id, None, clock)
    assert EventWait.objects.count() == 0


def test_a_wait_is_not_ended_by_what_happened_before_it_began(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock, content: Content
) -> None:
    EventWait.objects.create(
        run=_started(make_rule([COUNT]), clock), path="actions/9", event_type="content.updated"
    )
    told(content, title="Before")
    run = worker.carry_on(_started(make_rule([COUNT]), clock))
    open_wait(run.id, "actions/9", {"type": "content.updated"}, clock)
    handle_pending_events(clock)
    assert [wait.run_id for wait in EventWait.objects.all()] == [run.id]


def test_a_run_that_ends_tells_so_and_a_failure_twice_but_a_test_never(
    make_rule: Any, worker: Worker, clock: FixedClock, counter: Counter
) -> None:
    worker.finish(_started(make_rule([COUNT]), clock))
    failing = make_rule([{"id": "s", "type": "stop", "params": {"status": "failed", "reason": "No."}}])
    failed = worker.finish(_started(failing, clock))
    kinds = list(
        DomainEvent.objects.filter(type__startswith="run.").order_by("id").values_list("type", flat=True)
    )
    assert kinds == ["run.finished", "run.finished", "run.failed"]
    event = DomainEvent.objects.get(type="run.failed")
    assert event.payload["after"]["rule_name"] == "A rule" and event.caused_by_run == failed.id
    test = _started(make_rule([COUNT]), clock)
    ScheduledTask.objects.filter(pk=test.pk).update(is_test=True)
    worker.finish(test)
    assert DomainEvent.objects.filter(type__startswith="run.").count() == 3


def _started(rule: AutomationRule, clock: FixedClock) -> ScheduledTask:
    return execute_by_hand(rule=rule, context={}, clock=clock)


def test_what_the_pipeline_emits_stands_in_the_catalog_with_all_its_fields(
    api: Any, site: Site, content: Content
) -> None:
    client: ApiClient = api()
    keyword = client.post("/keywords/", {"site": str(site.id), "text": "pdf scanner"}).data
    client.patch(f"/keywords/{keyword['id']}/", {"volume": 7})
    client.delete(f"/keywords/{keyword['id']}/")
    cluster = client.post("/clusters/", {"site": str(site.id), "name": "C", "head_keyword": "c"}).data
    idea = {"site": str(site.id), "title": "I", "target_keyphrase": "i", "content_type": "guide"}
    made = client.post("/ideas/", idea | {"cluster": cluster["id"]})
    assert made.status == 201, made.error
    client.patch(f"/ideas/{made.data['id']}/", {"status": "rejected"})
    client.delete(f"/ideas/{made.data['id']}/")
    client.delete(f"/clusters/{cluster['id']}/")
    client.patch(f"/content/{content.id}/", {"status": "review", "html": "<p>New.</p>"})
    client.delete(f"/content/{content.id}/")
    kinds = set(DomainEvent.objects.values_list("type", flat=True))
    assert {"keyword.created", "keyword.updated", "keyword.deleted", "cluster.created"} <= kinds
    assert {"idea.status_changed", "idea.deleted", "content.status_changed", "content.deleted"} <= kinds
    for event in DomainEvent.objects.all():
        described = find_event(event.type)
        assert described is not None
        payload = event.payload["after"] or event.payload["before"]
        assert set(payload) <= set(described.fields), event.type


def test_adding_a_family_of_events_takes_one_file(tmp_path: Any, monkeypatch: Any, listening: Any) -> None:
    package = tmp_path / "own_events"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "parcels.py").write_text(
        "from igny8.automation.runtime.event_types import EventType\n"
        "EVENTS = (EventType('parcel.lost', 'Parcel lost', 'Where is it?', {'id': 'text'}),)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        load_events(__import__("own_events"))
        rule = listening({"type": "parcel.lost"})
        assert rule.subscriptions.get().event_type == "parcel.lost"
        with pytest.raises(EventTaken):
            register_events([EventType("parcel.lost", "Another", "", {})])
    finally:
        unregister_event("parcel.lost")
    assert len(list(pkgutil.iter_modules(catalog.__path__))) >= 10
    assert all(len(event.type) <= 60 and event.label for event in all_events())
