"""Rules that events start: once each, only for what has changed, with a trace of what nearly happened."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import (
    EventSubscription,
    RunStatus,
    ScheduledTask,
)
from igny8.automation.services.rules import delete_rule, pause_rule, resume_rule, update_rule
from igny8.automation.tests.conftest import Counter, Worker
from igny8.automation.tests.event_support import COUNT, RULES, RUNS, change, statuses, told
from igny8.automation.triggers.matching import handle_pending_events
from igny8.content.models import Content
from igny8.core.clock import FixedClock
from igny8.core.models import DomainEvent
from igny8.core.tenancy import account_scope
from igny8.credits.payee import Payee
from igny8.credits.services import reserve
from igny8.tenants.models import Account, Site
from igny8.testing.factories import ContentFactory, SiteFactory


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
