"""Rules that events start: once each, only for what has changed, with a trace of what nearly happened."""

from __future__ import annotations

import pkgutil
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from igny8.automation.models import (
    AutomationRule,
    EventSubscription,
    EventWait,
    RunStatus,
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
from igny8.automation.services.rules import delete_rule, pause_rule, resume_rule, update_rule
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tasks import handle_events_task
from igny8.automation.tests.conftest import Counter, Worker
from igny8.automation.triggers import catalog, matching
from igny8.automation.triggers.catalog import load_events
from igny8.automation.triggers.matching import handle_pending_events
from igny8.content.models import Content
from igny8.content.services.editing import change_content
from igny8.core.clock import FixedClock
from igny8.core.events import emit
from igny8.core.models import DomainEvent
from igny8.core.tenancy import account_scope
from igny8.credits.payee import Payee
from igny8.credits.services import reserve
from igny8.tenants.models import Account, Site
from igny8.testing.api import ApiClient
from igny8.testing.factories import ContentFactory, SiteFactory

COUNT = {"id": "count", "type": "count", "params": {"items": ["a"]}}
RULES = "/automation/rules/"
RUNS = "/automation/scheduled-tasks/"


@pytest.fixture
def content(site: Site) -> Content:
    row: Content = ContentFactory(site=site, word_count=500, seo_score=60)
    return row


@pytest.fixture
def listening(make_rule: Any, counter: Counter) -> Any:
    def make(event: dict[str, Any] | None = None, **values: Any) -> AutomationRule:
        rule: AutomationRule = make_rule(
            [COUNT], trigger="event", event=event or {"type": "content.updated"}, **values
        )
        return rule

    return make


def change(content: Content, **values: Any) -> None:
    change_content(content_id=content.id, values=values)


def told(content: Content, event_type: str = "content.updated", **after: Any) -> None:
    """An event about a content as its services emit it."""
    before = {"id": str(content.id), "word_count": 500, "seo_score": 60, "title": "A"}
    emit(
        event_type,
        object_type="content",
        object_id=content.id,
        site_id=content.site_id,
        before=before,
        after=before | after,
    )


def statuses(rule: AutomationRule) -> list[str]:
    return list(rule.runs.order_by("id").values_list("status", flat=True))


def test_a_changed_content_starts_the_rule_that_watches_it_and_the_run_sees_both_sides(
    listening: Any, content: Content, clock: FixedClock, worker: Worker, api: Any, counter: Counter
) -> None:
    condition = {"field": "title", "operator": "changed_to", "value": "B"}
    rule = listening({"type": "content.updated", "changed": ["title"]}, conditions=[condition])
    change(content, title="B")
    assert handle_pending_events(clock) == 1
    run = worker.finish(rule.runs.get())
    seen = api().get(f"{RUNS}{run.id}/").data
    assert (seen["status"], seen["trigger"], counter.calls) == ("completed", "event", ["a"])
    event = seen["context"]["event"]
    assert seen["context"]["title"] == "B" == event["after"]["title"]
    assert event["before"]["title"] == content.title and {"title", "version"} <= set(event["changed"])
    assert (event["type"], event["object_id"]) == ("content.updated", str(content.id))
    assert handle_pending_events(clock) == 0 and rule.runs.count() == 1


def test_pain_16_nothing_fires_when_nothing_changed(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    rule = listening()
    change(content, title=content.title)
    assert DomainEvent.objects.count() == 0
    told(content)
    assert handle_pending_events(clock) == 0 and rule.runs.count() == 0


def test_pain_16_a_rule_may_watch_given_fields_only(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    watching = listening({"type": "content.updated", "changed": ["word_count", "seo_score"]})
    told(content, title="B")
    handle_pending_events(clock)
    assert watching.runs.count() == 0
    told(content, word_count=1, seo_score=1)
    handle_pending_events(clock)
    assert watching.runs.count() == 1


def test_pain_16_a_field_that_the_event_does_not_have_is_refused_with_its_path(api: Any, site: Site) -> None:
    def refused(event: dict[str, Any]) -> dict[str, list[str]]:
        answer = api().post(RULES, {"name": "R", "trigger": "event", "event": event, "actions": []})
        assert answer.status == 400
        fields: dict[str, list[str]] = answer.fields
        return fields

    assert (
        "Did you mean `word_count`?"
        in refused({"type": "content.updated", "changed": ["word_coun"]})["event.changed[0]"][0]
    )
    assert (
        "before and after" in refused({"type": "content.created", "changed": ["title"]})["event.changed"][0]
    )
    assert "Did you mean" in refused({"type": "content.create"})["event.type"][0]


def test_pain_12_conditions_that_do_not_hold_leave_a_run_that_says_which(
    listening: Any, content: Content, clock: FixedClock, worker: Worker, api: Any
) -> None:
    rule = listening(conditions=[{"field": "word_count", "operator": "greater_than", "value": 1000}])
    told(content, word_count=900)
    handle_pending_events(clock)
    run = worker.finish(rule.runs.get())
    seen = api().get(f"{RUNS}{run.id}/").data
    assert seen["status"] == "skipped" and "word_count" in seen["status_reason"]


def test_pain_12_an_overlap_leaves_a_trace(listening: Any, content: Content, clock: FixedClock) -> None:
    rule = listening(mode="single")
    told(content, title="B")
    told(content, title="C")
    assert handle_pending_events(clock) == 2
    assert statuses(rule) == ["pending", "skipped"]
    missed = rule.runs.get(status="skipped")
    assert "mode is single" in missed.status_reason and missed.context["title"] == "C"


def test_pain_12_a_budget_that_is_used_up_leaves_a_trace(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    rule = listening(budget={"per_day": 0})
    told(content, title="B")
    handle_pending_events(clock)
    missed = rule.runs.get()
    assert missed.status == RunStatus.SKIPPED and "budget" in missed.status_reason.lower()


def test_a_cooldown_holds_for_an_object_and_says_when_it_ends(
    listening: Any, site: Site, content: Content, clock: FixedClock
) -> None:
    rule = listening({"type": "content.updated", "cooldown_seconds": 3600})
    other = ContentFactory(site=site)
    for one in (content, content, other):
        told(one, title="B")
    handle_pending_events(clock)
    assert statuses(rule) == ["pending", "skipped", "pending"]
    assert "1 h" in rule.runs.get(status="skipped").status_reason
    clock.advance(3600)
    told(content, title="C")
    handle_pending_events(clock)
    assert statuses(rule)[-1] == "pending"


def test_a_cooldown_of_the_rule_holds_for_all_objects(
    listening: Any, site: Site, content: Content, clock: FixedClock
) -> None:
    rule = listening({"type": "content.updated", "cooldown_seconds": 90_000, "cooldown_per": "rule"})
    told(content, title="B")
    clock.advance(60)
    told(ContentFactory(site=site), title="B")
    handle_pending_events(clock)
    assert statuses(rule) == ["pending", "skipped"]
    assert "at all in 1 d" in rule.runs.get(status="skipped").status_reason


def test_an_event_that_the_conditions_turn_away_does_not_use_the_cooldown_up(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    low = [{"field": "seo_score", "operator": "less_than", "value": 50}]
    rule = listening({"type": "content.updated", "cooldown_seconds": 3600}, conditions=low)
    told(content, seo_score=80)
    told(content, seo_score=40)
    told(content, seo_score=30)
    handle_pending_events(clock)
    assert statuses(rule) == ["pending", "pending", "skipped"]


def test_conditions_that_cannot_be_compared_start_the_run_that_will_say_so(
    listening: Any, content: Content, clock: FixedClock, worker: Worker
) -> None:
    broken = [{"field": "nowhere", "operator": "less_than", "value": 50}]
    rule = listening({"type": "content.updated", "cooldown_seconds": 60}, conditions=broken)
    told(content, title="B")
    handle_pending_events(clock)
    run = worker.finish(rule.runs.get())
    assert run.status == "failed" and "nowhere" in run.error_message


def test_a_refused_start_does_not_use_the_cooldown_up(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    rule = listening({"type": "content.updated", "cooldown_seconds": 3600}, mode="single")
    going_on = ScheduledTask.objects.create(
        automation_rule=rule,
        rule_version=rule.versions.get(),
        site_id=rule.site_id,
        trigger="manual",
        scheduled_at=clock.now(),
    )
    told(content, title="B")
    handle_pending_events(clock)
    ScheduledTask.objects.filter(pk=going_on.pk).update(status="completed")
    told(content, title="C")
    handle_pending_events(clock)
    assert statuses(rule) == ["completed", "skipped", "pending"]


@pytest.mark.parametrize("way", ["pause", "deactivate", "delete", "change"])
def test_pain_10_a_rule_that_is_off_never_runs(
    listening: Any, content: Content, clock: FixedClock, way: str
) -> None:
    rule = listening()
    told(content, title="B")
    if way == "pause":
        pause_rule(rule=rule, reason="Enough.", clock=clock)
    elif way == "delete":
        delete_rule(rule=rule, clock=clock)
    else:
        off = {"is_active": False} if way == "deactivate" else {"trigger": "manual"}
        update_rule(rule=rule, values=off, by="alice", clock=clock)
    told(content, title="C")
    handle_pending_events(clock)
    assert rule.runs.count() == 0 and EventSubscription.objects.count() == 0


def test_pain_10_a_pause_tells_its_reason_as_an_event_too(
    listening: Any, make_rule: Any, clock: FixedClock
) -> None:
    watcher = listening({"type": "rule.paused"})
    pause_rule(rule=make_rule([COUNT]), reason="It failed five times.", clock=clock)
    handle_pending_events(clock)
    assert watcher.runs.get().context["status_reason"] == "It failed five times."


def test_pain_13_editing_one_rule_leaves_the_others_listening(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    edited, other = listening(), listening()
    kept = set(EventSubscription.objects.filter(rule=other).values_list("id", flat=True))
    changed = {"event": {"type": "content.updated", "changed": ["title", "slug"]}}
    update_rule(rule=edited, values=changed, by="alice", clock=clock)
    assert set(edited.subscriptions.values_list("field", flat=True)) == {"title", "slug"}
    resume_rule(rule=pause_rule(rule=edited, reason="", clock=clock), clock=clock)
    assert edited.subscriptions.count() == 2
    assert set(EventSubscription.objects.filter(rule=other).values_list("id", flat=True)) == kept
    told(content, title="B", slug="b")
    handle_pending_events(clock)
    assert (edited.runs.count(), other.runs.count()) == (1, 1)


def test_a_rule_hears_of_its_own_site_only_and_moves_with_it(
    listening: Any, content: Content, clock: FixedClock
) -> None:
    rule, elsewhere = listening(), SiteFactory()
    told(ContentFactory(site=elsewhere), title="B")
    handle_pending_events(clock)
    assert rule.runs.count() == 0
    update_rule(rule=rule, values={"site": elsewhere}, by="alice", clock=clock)
    told(content, title="B")
    told(ContentFactory(site=elsewhere), title="B")
    handle_pending_events(clock)
    assert rule.runs.count() == 1


def test_credits_that_run_low_reach_the_rules_of_every_site(listening: Any, clock: FixedClock) -> None:
    rule = listening({"type": "credits.low"})
    reserve(amount=995, payee=Payee("all"))
    handle_pending_events(clock)
    assert rule.runs.get().context["available"] == 5


def test_another_account_hears_nothing(
    listening: Any, content: Content, other_account: Account, clock: FixedClock
) -> None:
    rule = listening()
    with account_scope(other_account.id):
        told(ContentFactory(), title="B")
        assert DomainEvent.objects.get(type="content.updated").handled_at is not None
    assert handle_pending_events(clock) == 0 and rule.runs.count() == 0


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
