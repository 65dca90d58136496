"""The pains of users of other systems that versions, reruns, trials and templates are to spare ours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from igny8.automation.models import Cooldown, RuleSchedule, ScheduledTask
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Worker, item_error
from igny8.core.clock import FixedClock
from igny8.tenants.models import Site
from igny8.testing.api import Answer, ApiClient

RULES, RUNS, TEMPLATES = "/automation/rules/", "/automation/scheduled-tasks/", "/automation/templates/"
Api = Callable[..., ApiClient]


def count(name: str, *items: str) -> dict[str, Any]:
    return {"id": name, "type": "count", "params": {"items": list(items)}, "retry": {"attempts": 1}}


@pytest.fixture
def go_on(api: Api, worker: Worker) -> Callable[..., ScheduledTask]:
    """Repeat a run over the API, and carry the new one to its end."""

    def go_on(run: ScheduledTask, start: str) -> ScheduledTask:
        answer: Answer = api().post(f"{RUNS}{run.id}/rerun/", {"from": start})
        assert answer.status == 202, answer.error
        return worker.finish(ScheduledTask.objects.get(pk=answer.data["scheduled_task_id"]))

    return go_on


@pytest.fixture
def failed(make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock) -> ScheduledTask:
    """A run whose third step failed; the first two made their rows."""
    counter.errors["c"] = [item_error(retryable=True)]
    rule = make_rule([count("one", "a"), count("two", "b"), count("three", "c")])
    run = worker.finish(execute_by_hand(rule=rule, context={}, clock=clock))
    assert run.status == "failed"
    counter.calls.clear()
    return run


def test_pain_01_a_retry_starts_at_the_trigger_at_the_failed_step_or_at_any_other(
    failed: ScheduledTask, counter: Counter, go_on: Any
) -> None:
    """n8n #32131, #25735: a retry goes only from the failed node, never from the trigger, or the reverse."""
    assert go_on(failed, "start").status == "completed"
    assert counter.calls == ["a", "b", "c"]
    counter.calls.clear()
    assert go_on(failed, "actions/1").status == "completed"
    assert counter.calls == ["b", "c"]
    counter.calls.clear()
    assert go_on(failed, "failed_step").status == "completed"
    assert counter.calls == ["c"]


def test_pain_02_a_retry_does_not_run_a_step_that_succeeded_again(
    failed: ScheduledTask, counter: Counter, go_on: Any, api: Api
) -> None:
    """n8n #14423: a retry ran a succeeding node again and made 5 duplicate rows."""
    again = go_on(failed, "failed_step")
    assert counter.calls == ["c"]
    trace = api().get(f"{RUNS}{again.id}/steps/").data
    assert [(row["reused"], row["credits"]) for row in trace] == [(True, 0), (True, 0), (False, 10)]
    assert all(row["note"].startswith("Reused, saved 10 credits.") for row in trace[:2])
    assert (failed.credits, again.credits) == (20, 10)
    refused = api().post(f"{RUNS}{failed.id}/rerun/", {"from": "failed_step"})
    assert refused.status == 409 and counter.calls == ["c"]


def test_pain_08_trying_one_step_does_not_run_those_before_it(
    failed: ScheduledTask, counter: Counter, api: Api
) -> None:
    """n8n #7588: testing one node runs the ones before it again."""
    path = f"{RULES}{failed.automation_rule_id}/"
    reading = {"id": "read", "type": "count", "params": {"items": "{{ steps.two.done }}"}}
    api().patch(f"{path}?draft=true", {"actions": [count("one", "a"), count("two", "b"), reading]})
    tried = api().post(f"{path}test-step/", {"path": "actions/2", "draft": True}).data
    assert (tried["status"], tried["params"]) == ("would_run", {"items": ["B"]})
    assert counter.calls == [] and ScheduledTask.objects.count() == 1


def test_pain_13_editing_a_rule_resets_neither_its_own_waits_nor_those_of_others(
    api: Api, make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    """Home Assistant roadmap #221, #79022, #70310: delays and times die, editing one rule resets others."""
    waits = {"id": "wait", "type": "wait", "params": {"seconds": 3600}}
    rules = [
        make_rule(
            [count("one", "a"), waits], trigger="schedule", schedules=[{"every": "7m"}, {"cron": "3 4 * * *"}]
        )
        for _ in range(2)
    ]
    runs = [worker.carry_on(execute_by_hand(rule=rule, context={}, clock=clock)) for rule in rules]
    Cooldown.objects.bulk_create(Cooldown(rule=rule, key="x", fired_at=clock.now()) for rule in rules)
    due = list(RuleSchedule.objects.order_by("id").values_list("id", "next_due_at"))
    before = list(ScheduledTask.objects.order_by("id").values_list("id", "status", "run_at", "rule_version"))
    clock.advance(120)

    path = f"{RULES}{rules[0].id}/"
    api().patch(f"{path}?draft=true", {"actions": [waits], "name": "Edited"})
    api().post(f"{path}draft/publish/")
    api().patch(path, {"max_runs": 3})
    api().post(f"{path}versions/1/restore/")

    assert list(RuleSchedule.objects.order_by("id").values_list("id", "next_due_at")) == due
    assert (
        list(ScheduledTask.objects.order_by("id").values_list("id", "status", "run_at", "rule_version"))
        == before
    )
    assert Cooldown.objects.count() == 2
    clock.advance(timedelta(hours=1).total_seconds())
    assert [worker.carry_on(run).status for run in runs] == ["completed", "completed"]
    assert len(api().get(f"{RUNS}{runs[0].id}/steps/").data) == 2


def test_pain_14_a_rule_made_from_a_shared_template_can_follow_its_updates(
    api: Api, site: Site, counter: Counter
) -> None:
    """Home Assistant #17637, #30197: shared blueprints cannot be updated."""

    def template(*actions: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": "Shared",
            "inputs": [{"name": "item", "required": True}],
            "definition": {"actions": list(actions)},
        }

    shared = api().post(TEMPLATES, template(count("one", "[[ item ]]"))).data
    rule = api().post(f"{TEMPLATES}{shared['id']}/instantiate/", {"inputs": {"item": "mine"}}).data
    path = f"{RULES}{rule['id']}/"
    assert rule["template"]["newer"] is None
    api().patch(path, {"mode": "single"})

    api().put(f"{TEMPLATES}{shared['id']}/", template(count("one", "[[ item ]]"), count("two", "more")))
    assert api().get(path).data["template"]["newer"] == 2

    followed = api().post(f"{path}update-from-template/").data
    assert [change["sentence"] for change in followed["changes"]] == [
        "The rule's mode was removed; it was “single”.",
        "Step `two` (count) was added.",
    ]
    assert [change["path"] for change in followed["not_in_draft"]] == ["mode"]
    assert len(api().get(path).data["actions"]) == 1
    assert api().get(path).data["template"]["newer"] == 2

    published = api().post(f"{path}draft/publish/").data
    assert [action["params"]["items"] for action in published["actions"]] == [["mine"], ["more"]]
    assert published["template"] == {"id": shared["id"], "name": "Shared", "version": 2, "newer": None}
