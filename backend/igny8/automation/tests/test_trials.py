"""Trials and plans: conditions on samples, single steps on past data, whole rules before they run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from igny8.automation.models import ScheduledTask, StepItem, StepRun
from igny8.automation.runtime.outputs import LARGE_BYTES
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Counter, Worker, item_error
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.core.ids import new_id
from igny8.core.models import ItemClaim
from igny8.credits.services import balance_of_account
from igny8.tenants.models import Site
from igny8.testing.api import ApiClient
from igny8.testing.factories import ContentFactory, IdeaFactory, WritingTaskFactory

RULES = "/automation/rules/"
TRY = f"{RULES}test-conditions/"
Api = Callable[..., ApiClient]
LONG = [{"field": "word_count", "operator": "greater_than", "value": 1000}]


def count(name: str, items: Any, **values: Any) -> dict[str, Any]:
    return {"id": name, "type": "count", "params": {"items": items}, **values}


def put(name: str, **params: Any) -> dict[str, Any]:
    return {"id": name, "type": "set", "params": params}


# -- conditions --------------------------------------------------------------------------------------------


def test_conditions_are_tried_on_a_sample(api: Api, site: Site) -> None:
    held = api().post(TRY, {"conditions": LONG, "sample": {"word_count": 1200}}).data
    assert held["result"] is True
    failed = api().post(TRY, {"conditions": LONG, "sample": {"word_count": 800}}).data
    assert (failed["result"], failed["reason"]) == (False, "`word_count` is greater than 1000: it is 800.")
    compared = failed["evaluation"]["all"][0]
    assert (compared["path"], compared["expected"], compared["actual"]) == ("word_count", 1000, 800)


def test_what_cannot_be_compared_is_said(api: Api, site: Site) -> None:
    tried = api().post(TRY, {"conditions": LONG, "sample": {"word_count": "many"}}).data
    assert tried["result"] is None and "cannot be compared" in tried["reason"]
    assert api().post(TRY, {"conditions": [], "sample": {}}).data["result"] is True


def test_conditions_are_tried_on_a_row_of_the_account(api: Api, site: Site, other_account: Any) -> None:
    content = ContentFactory.create(site=site, title="A title")
    is_it = [{"field": "title", "operator": "equals", "value": "A title"}]
    tried = api().post(TRY, {"conditions": is_it, "content_id": str(content.id)}).data
    assert tried["result"] is True and tried["context"]["object"]["id"] == str(content.id)
    idea = IdeaFactory.create(site=site)
    approved = [{"field": "object.status", "operator": "equals", "value": "approved"}]
    assert api().post(TRY, {"conditions": approved, "idea_id": str(idea.id)}).data["result"] is True
    assert api().post(TRY, {"conditions": is_it, "content_id": str(new_id())}).status == 404
    stranger = api(account=other_account)
    assert stranger.post(TRY, {"conditions": is_it, "content_id": str(content.id)}).status == 404


def test_conditions_on_changes_are_tried_on_an_event(api: Api, site: Site) -> None:
    changed = [{"field": "status", "operator": "changed_to", "value": "approved"}]
    event = {"type": "content.updated", "before": {"status": "draft"}, "after": {"status": "approved"}}
    assert api().post(TRY, {"conditions": changed, "event": event}).data["result"] is True
    event["before"] = {"status": "approved"}
    assert api().post(TRY, {"conditions": changed, "event": event}).data["result"] is False


def test_a_rules_own_conditions_and_those_of_its_draft_are_tried(
    api: Api, make_rule: Any, counter: Counter
) -> None:
    rule = make_rule([put("a", n=1)], conditions=LONG)
    body = {"rule": str(rule.id), "sample": {"word_count": 800}}
    assert api().post(TRY, body).data["result"] is False
    lower = [{"field": "word_count", "operator": "greater_than", "value": 500}]
    api().patch(f"{RULES}{rule.id}/?draft=true", {"conditions": lower})
    assert api().post(TRY, body | {"draft": True}).data["result"] is True
    named = [{"field": "rule.name", "operator": "equals", "value": "A rule"}]
    assert api().post(TRY, {"conditions": named, "rule": str(rule.id)}).data["result"] is True


def test_conditions_are_tried_on_what_a_past_run_saw(
    api: Api, make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    rule = make_rule([put("a", n=1)])
    run = worker.finish(execute_by_hand(rule=rule, context={"word_count": 1500}, clock=clock))
    assert api().post(TRY, {"conditions": LONG, "run_id": str(run.id)}).data["result"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "conditions"),
        ({"conditions": [{"field": "x", "operator": "nonsense"}]}, "conditions[0].operator"),
        ({"conditions": LONG, "sample": []}, "sample"),
        ({"conditions": LONG, "event": "x"}, "event"),
        ({"conditions": LONG, "content_id": "x"}, "content_id"),
    ],
)
def test_what_cannot_be_tried_is_refused(api: Api, site: Site, body: Any, field: str) -> None:
    refused = api().post(TRY, body)
    assert (refused.status, list(refused.fields)) == (400, [field])


# -- one step ----------------------------------------------------------------------------------------------


@pytest.fixture
def ran(make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock) -> Callable[..., ScheduledTask]:
    def ran(*actions: dict[str, Any], **context: Any) -> ScheduledTask:
        run = execute_by_hand(rule=make_rule(list(actions)), context=context, clock=clock)
        return worker.finish(run)

    return ran


@pytest.fixture
def step(api: Api) -> Callable[..., dict[str, Any]]:
    def step(run: ScheduledTask, path: str, **body: Any) -> dict[str, Any]:
        answer = api().post(f"{RULES}{run.automation_rule_id}/test-step/", {"path": path, **body})
        assert answer.status == 200, answer.error
        return dict(answer.data)

    return step


def test_an_action_tells_what_it_would_do(ran: Any, step: Any, counter: Counter) -> None:
    run = ran(count("one", ["a", "b"]), count("two", "{{ steps.one.done }}"))
    counter.calls.clear()
    tried = step(run, "actions/1")
    assert tried["status"] == "would_run"
    assert tried["params"] == {"items": ["A", "B"]}
    assert tried["forecast"]["credits"] == {"low": 20, "expected": 20, "high": 20}
    assert tried["data"] == {"run_id": str(run.id), "rule_version": 1, "steps": ["one"]}
    assert counter.calls == []


def test_a_trial_leaves_nothing_behind(ran: Any, step: Any, site: Site) -> None:
    content = ContentFactory.create(site=site)
    run = ran(put("a", ids=[str(content.id)]), count("last", ["x"]))
    before = (balance_of_account(), StepRun.objects.count(), StepItem.objects.count())
    step(run, "actions/0")
    step(run, "actions/1")
    assert (balance_of_account(), StepRun.objects.count(), StepItem.objects.count()) == before
    assert ScheduledTask.objects.count() == 1 and ItemClaim.objects.count() == 0


def test_an_action_tells_which_items_it_would_take(api: Api, ran: Any, step: Any, site: Site) -> None:
    contents = [str(ContentFactory.create(site=site).id) for _ in range(3)]
    run = ran(put("a", ids=contents[:2]))
    rule = f"{RULES}{run.automation_rule_id}/"
    given = {"id": "given", "type": "optimize_content", "params": {"content_ids": "{{ steps.a.ids }}"}}
    waiting = {"id": "waiting", "type": "generate_images", "params": {"limit": 1}}
    wrong = {"id": "wrong", "type": "optimize_content", "params": {"content_ids": [str(new_id())]}}
    assert api().patch(rule, {"actions": [put("a", ids=[]), given, waiting, wrong]}).status == 200
    assert step(run, "actions/1")["takes"] == {"kind": "content:optimize", "count": 2, "ids": contents[:2]}
    assert step(run, "actions/2")["takes"]["count"] == 1
    assert step(run, "actions/3")["error"]["code"] == "validation_error"
    assert ItemClaim.objects.count() == 0


def test_taking_ideas_plans_none(api: Api, ran: Any, step: Any, site: Site) -> None:
    idea = IdeaFactory.create(site=site)
    task = WritingTaskFactory.create(site=site)
    run = ran(put("a", n=1))
    write = {"id": "write", "type": "generate_content", "params": {}}
    api().patch(f"{RULES}{run.automation_rule_id}/", {"actions": [put("a", n=1), write]})
    assert step(run, "actions/1")["takes"]["count"] == 2
    idea.refresh_from_db()
    assert idea.status == "approved" and type(task).objects.count() == 1


def test_pure_nodes_are_evaluated(ran: Any, step: Any) -> None:
    gate = {
        "id": "gate",
        "type": "branch",
        "branches": [
            {"conditions": [{"field": "steps.a.n", "operator": "greater_than", "value": 5}], "actions": []}
        ],
        "else": [put("low", was="{{ steps.a.n }}")],
    }
    guarded = {**put("never", n=1), "when": [{"field": "steps.a.n", "operator": "equals", "value": 0}]}
    run = ran(put("a", n=3), gate, guarded, {"id": "w", "type": "wait", "params": {"seconds": 0.01}})
    assert step(run, "actions/0")["output"] == {"n": 3}
    decided = step(run, "actions/1")
    assert (decided["status"], decided["input"]) == ("would_walk", {"taken": "else"})
    assert decided["evaluation"]["branches"][0]["result"] is False
    assert step(run, "actions/1/else/0")["output"] == {"was": 3}
    skipped = step(run, "actions/2")
    assert (skipped["status"], skipped["reason"]) == ("skipped", "`steps.a.n` is 0: it is 3")
    assert step(run, "actions/3")["status"] == "waiting"


def test_a_step_in_a_loop_sees_its_item(ran: Any, step: Any) -> None:
    inside = [put("in", text="{{ item }}-{{ index }}"), count("do", ["{{ steps.in.text }}"])]
    loop = {"id": "loop", "type": "for_each", "items": "{{ names }}", "actions": inside}
    run = ran(loop, put("after", n="{{ steps.loop.completed }}"), names=["x", "y"])
    assert run.status == "completed", run.error_message
    assert step(run, "actions/0/items/1/actions/1")["params"] == {"items": ["y-1"]}
    assert step(run, "actions/1")["output"] == {"n": 2}
    assert step(run, "actions/1")["data"]["steps"] == ["loop"]


def test_a_step_that_would_fail_says_why(ran: Any, step: Any, api: Api) -> None:
    run = ran(put("a", n=3))
    bad = [put("a", n=3), put("b", x="{{ nowhere }}"), count("c", "{{ steps.a.n }}")]
    api().patch(f"{RULES}{run.automation_rule_id}/", {"actions": bad})
    nowhere = step(run, "actions/1")
    assert (nowhere["status"], nowhere["error"]["code"]) == ("failed", "expression_error")
    misfit = step(run, "actions/2")
    assert (misfit["status"], misfit["error"]["code"]) == ("failed", "invalid_params")


def test_a_continued_failure_is_seen(ran: Any, step: Any, counter: Counter) -> None:
    counter.errors["x"] = [item_error(retryable=False)]
    failing = count("bad", ["x"], on_error="continue", retry={"attempts": 1})
    run = ran(failing, put("told", code="{{ steps.bad.error.code }}"))
    assert step(run, "actions/1")["output"] == {"code": "did_not_work"}


def test_large_outputs_are_read_whole(ran: Any, step: Any) -> None:
    run = ran(put("a", text="x" * (LARGE_BYTES + 1)), put("b", n="{{ steps.a.text | length }}"))
    assert step(run, "actions/1")["output"] == {"n": LARGE_BYTES + 1}


def test_a_step_of_the_draft_is_tried(ran: Any, step: Any, api: Api) -> None:
    run = ran(put("a", n=3))
    body = {"actions": [put("a", n=3), put("b", m="{{ steps.a.n }}")]}
    api().patch(f"{RULES}{run.automation_rule_id}/?draft=true", body)
    assert step(run, "actions/1", draft=True)["output"] == {"m": 3}


def test_an_older_run_serves_as_data(ran: Any, step: Any, worker: Worker, clock: FixedClock) -> None:
    run = ran(put("a", n="{{ k }}"), k=1)
    newer = worker.finish(execute_by_hand(rule=run.automation_rule, context={"k": 2}, clock=clock))
    assert step(run, "actions/0")["output"] == {"n": 2}
    assert step(run, "actions/0", run_id=str(run.id))["output"] == {"n": 1}
    assert newer.status == "completed"


def test_trials_without_data_or_step_are_refused(api: Api, ran: Any, make_rule: Any) -> None:
    fresh = make_rule([put("a", n=1)])
    path = f"{RULES}{fresh.id}/test-step/"
    assert api().post(path, {"path": "actions/0"}).status == 409
    run = ran(put("b", n=1))
    assert list(api().post(path, {"path": "actions/0", "run_id": str(run.id)}).fields) == ["run_id"]
    for wrong in ("actions/9", "//", "a"):
        refused = api().post(f"{RULES}{run.automation_rule_id}/test-step/", {"path": wrong})
        assert (refused.status, list(refused.fields)) == (400, ["path"]), wrong


# -- a whole rule ------------------------------------------------------------------------------------------


def test_a_plan_tells_what_a_run_would_do(api: Api, make_rule: Any, counter: Counter, site: Site) -> None:
    content = ContentFactory.create(site=site)
    gate = {"id": "gate", "type": "branch", "branches": [{"actions": [count("maybe", ["m"])]}]}
    rule = make_rule(
        [
            {"id": "images", "type": "generate_images", "params": {"limit": "{{ many }}"}},
            count("later", "{{ steps.images.image_ids }}"),
            {"id": "publish", "type": "optimize_content", "params": {}},
            gate,
        ],
        conditions=[{"field": "many", "operator": "exists"}],
        inputs=[{"name": "many", "type": "number", "default": 1}],
    )
    plan = api().post(f"{RULES}{rule.id}/plan/").data
    assert plan["conditions"]["result"] is True
    images, later, publishing, maybe = plan["actions"]
    assert images["params"] == {"limit": 1} and images["unknown"] == {}
    assert images["takes"] == {"kind": "content:images", "count": 1, "ids": [str(content.id)]}
    assert "items" in later["unknown"] and "takes" not in later
    assert publishing["takes_over"] == {"content_ids": "steps.images.content_ids"}
    assert (maybe["at"], maybe["certain"]) == ("actions[3].branches[0].actions[0]", False)
    assert plan["credits"]["high"] > 0 and plan["basis"] == "prices"
    assert counter.calls == [] and ItemClaim.objects.count() == 0


def test_a_plan_of_the_draft_uses_what_is_given(api: Api, make_rule: Any, counter: Counter) -> None:
    rule = make_rule([count("one", "{{ given }}")])
    assert api().post(f"{RULES}{rule.id}/plan/", {"context": {"given": ["x"]}}).data["actions"][0][
        "params"
    ] == {"items": ["x"]}
    wrong = api().post(f"{RULES}{rule.id}/plan/", {"context": {"given": 7}}).data["actions"][0]
    assert wrong["params"] == {"items": 7}
    api().patch(f"{RULES}{rule.id}/?draft=true", {"actions": [count("two", ["y"])]})
    draft = api().post(f"{RULES}{rule.id}/plan/", {"draft": True}).data
    assert [row["id"] for row in draft["actions"]] == ["two"]
    assert ScheduledTask.objects.count() == 0


def test_a_plan_tells_of_items_that_do_not_exist(api: Api, make_rule: Any, counter: Counter) -> None:
    rule = make_rule(
        [
            {"id": "a", "type": "optimize_content", "params": {"content_ids": [str(new_id())]}},
            {"id": "b", "type": "generate_images", "params": {"limit": "{{ n }}"}},
        ]
    )
    first, second = api().post(f"{RULES}{rule.id}/plan/", {"context": {"n": "many"}}).data["actions"]
    assert first["error"]["code"] == "validation_error"
    assert second["takes_over"] == {"content_ids": "steps.a.content_ids"}


# -- test runs ---------------------------------------------------------------------------------------------


def test_a_test_run_counts_nowhere(api: Api, make_rule: Any, counter: Counter, worker: Worker) -> None:
    counter.errors["x"] = [item_error(retryable=False)] * 2
    rule = make_rule([count("one", ["x"], retry={"attempts": 1})], pause_after_failures=1)
    path = f"{RULES}{rule.id}/"
    worker.clock.moment = SYSTEM_CLOCK.now()
    started = api().post(f"{path}execute/", {"test": True}).data["scheduled_task_id"]
    run = worker.finish(ScheduledTask.objects.get(pk=started))
    assert (run.status, run.is_test) == ("failed", True)
    shown = api().get(path).data
    assert (shown["status"], shown["stats"]["runs"]) == ("active", 0)
    assert api().post("/automation/scheduled-tasks/rerun-failed/").data["started"] == []
