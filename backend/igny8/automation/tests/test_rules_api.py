"""Rules over the API: written, checked, run, paused, copied, deleted; their history stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from igny8.automation.models import AutomationRule, RuleVersion, ScheduledTask
from igny8.automation.tests.conftest import Counter, Worker
from igny8.core.clock import SYSTEM_CLOCK
from igny8.tenants.models import Site
from igny8.testing.api import ApiClient

RULES = "/automation/rules/"
COUNT = {"id": "count", "type": "count", "params": {"items": ["a", "b"]}}
Api = Callable[..., ApiClient]


def body(**values: Any) -> dict[str, Any]:
    return {"name": "Count things", "trigger": "manual", "actions": [COUNT], **values}


@pytest.fixture
def rule(api: Api, site: Site, counter: Counter) -> dict[str, Any]:
    made = api().post(RULES, body())
    assert made.status == 201, made.error
    data: dict[str, Any] = made.data
    return data


def test_a_rule_can_be_made_read_listed_and_found(api: Api, rule: dict[str, Any], site: Site) -> None:
    assert (rule["status"], rule["version"], rule["site"]) == ("active", 1, str(site.id))
    assert rule["execution_count"] == 0 and rule["last_executed_at"] is None and rule["next_run_at"] is None
    read = api().get(f"{RULES}{rule['id']}/")
    assert read.data == rule
    assert [row["id"] for row in api().get(RULES, search="things count").data] == [rule["id"]]
    assert api().get(RULES, search="elephants").data == []
    assert api().get(RULES, is_active="false").data == []
    assert api().get(RULES, site=str(site.id), ordering="-name").pagination["count"] == 1


def test_a_rule_needs_its_site_named_where_there_are_several(api: Api, site: Site, counter: Counter) -> None:
    second = Site.objects.create(name="Second", url="https://second.example")
    assert "site" in api().post(RULES, body()).fields
    assert api().post(RULES, body(site=str(second.id))).data["site"] == str(second.id)
    assert "site" in api().post(f"{RULES}estimate/", body()).fields


def test_a_change_makes_a_new_version_and_an_equal_one_does_not(api: Api, rule: dict[str, Any]) -> None:
    path = f"{RULES}{rule['id']}/"
    again = api().patch(path, {"actions": rule["actions"]})
    assert again.data["version"] == 1
    more = [*rule["actions"], {"id": "second", "type": "count", "params": {"items": ["x"]}}]
    assert api().patch(path, {"actions": more}).data["version"] == 2
    renamed = api().patch(path, {"name": "Renamed", "is_active": False}).data
    assert (renamed["version"], renamed["name"], renamed["status"]) == (2, "Renamed", "inactive")
    versions = api().get(f"{path}versions/").data
    assert [row["number"] for row in versions] == [2, 1]
    assert [len(row["definition"]["actions"]) for row in versions] == [2, 1]


def test_put_replaces_the_whole_definition(api: Api, rule: dict[str, Any]) -> None:
    path = f"{RULES}{rule['id']}/"
    timed = body(trigger="schedule", schedule="0 9 * * 1", mode="single", max_runs=3)
    first = api().put(path, timed).data
    assert (first["trigger"], first["mode"], first["max_runs"]) == ("schedule", "single", 3)
    assert first["next_run_at"] is not None
    second = api().put(path, body()).data
    assert (second["trigger"], second["mode"], second["schedules"]) == ("manual", "queued", [])
    assert second["next_run_at"] is None
    assert second["version"] == 3


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"actions": [{"type": "no_such_action"}]}, "actions[0].type"),
        ({"actions": [COUNT, {"type": "count", "params": {"provider": "x"}}]}, "actions[1].params.provider"),
        ({"actions": [{"type": "count", "params": {"limit": 0}}]}, "actions[0].params.limit"),
        ({"conditions": [{"field": "a", "operator": "resembles", "value": 1}]}, "conditions[0].operator"),
        ({"trigger": "telepathy"}, "trigger"),
        ({"trigger": "schedule"}, "schedule"),
        ({"schedule": "99 * * * *", "trigger": "schedule"}, "schedule"),
        ({"mode": "chaotic"}, "mode"),
        ({"max_runs": 10**30}, "max_runs"),
        ({"actions": "all of them"}, "actions"),
        ({"name": ""}, "name"),
    ],
)
def test_every_mistake_is_named_by_its_path(
    api: Api, site: Site, counter: Counter, values: dict[str, Any], path: str
) -> None:
    refused = api().post(RULES, body(**values))
    assert refused.status == 400
    assert refused.error["code"] == "validation_error"
    assert path in refused.fields, refused.fields
    assert refused.error["message"]
    assert AutomationRule.objects.count() == 0


def test_a_cycle_of_expressions_is_refused(api: Api, site: Site, counter: Counter) -> None:
    loop = [
        {"id": "one", "type": "count", "params": {"items": "{{ steps.two.done }}"}},
        {"id": "two", "type": "count", "params": {"items": "{{ steps.one.done }}"}},
    ]
    refused = api().post(RULES, body(actions=loop))
    assert refused.status == 400
    assert "actions[0].params.items" in refused.fields


def test_a_broken_change_leaves_the_rule_as_it_was(api: Api, rule: dict[str, Any]) -> None:
    path = f"{RULES}{rule['id']}/"
    assert api().patch(path, {"name": "New", "actions": [{"type": "nothing"}]}).status == 400
    assert api().get(path).data == rule


def test_execute_answers_with_a_pending_run(api: Api, rule: dict[str, Any], worker: Worker) -> None:
    started = api().post(f"{RULES}{rule['id']}/execute/", {"context": {"word_count": 7}})
    assert started.status == 202
    assert started.data["status"] == "pending"
    run = ScheduledTask.objects.get(pk=started.data["scheduled_task_id"])
    assert run.metadata == {"task_id": started.data["task_id"]}
    assert run.context == {"word_count": 7}
    assert worker.carry_on(run).status == "completed"


def test_execute_refuses_a_context_that_is_no_object(api: Api, rule: dict[str, Any]) -> None:
    assert api().post(f"{RULES}{rule['id']}/execute/", {"context": [1]}).fields["context"]


def test_execute_says_what_is_missing_when_it_cannot_be_paid(api: Api, site: Site, counter: Counter) -> None:
    dear = api().post(RULES, body(actions=[{**COUNT, "params": {"items": ["x"] * 101}}])).data
    refused = api().post(f"{RULES}{dear['id']}/execute/")
    assert refused.status == 402
    assert refused.error["code"] == "insufficient_credits"
    assert "1010" in refused.error["message"] and "10 are missing" in refused.error["message"]
    assert ScheduledTask.objects.count() == 0


def test_the_same_key_starts_one_run(api: Api, rule: dict[str, Any]) -> None:
    path = f"{RULES}{rule['id']}/execute/"
    first, second = api().post(path, key="k"), api().post(path, key="k")
    assert first.data == second.data
    assert second.headers["Idempotency-Replayed"] == "true"
    assert api().post(path, {"context": {"a": 1}}, key="k").status == 409
    assert ScheduledTask.objects.count() == 1


def test_the_estimate_is_that_of_the_parts(api: Api, rule: dict[str, Any]) -> None:
    found = api().get(f"{RULES}{rule['id']}/estimate/").data
    assert found["items"] == 2
    assert found["credits"] == {"low": 20, "expected": 20, "high": 24}
    assert [(row["id"], row["credits"]["low"]) for row in found["per_action"]] == [("count", 20)]
    assert found["basis"] == "prices"
    held = body(conditions=[{"field": "a", "operator": "exists"}])
    draft = api().post(f"{RULES}estimate/", held).data
    assert draft["credits"] == {"low": 0, "expected": 20, "high": 24}
    assert AutomationRule.objects.count() == 1


def test_a_draft_without_a_name_can_be_estimated(api: Api, site: Site, counter: Counter) -> None:
    assert api().post(f"{RULES}estimate/", {"actions": [COUNT]}).data["items"] == 2


def test_progress_goes_from_idle_to_completed(
    api: Api, rule: dict[str, Any], worker: Worker, counter: Counter
) -> None:
    path = f"{RULES}{rule['id']}/progress/"
    assert api().get(path).data == {"status": "idle"}
    run_id = api().post(f"{RULES}{rule['id']}/execute/").data["scheduled_task_id"]
    pending = api().get(path).data
    assert (pending["status"], pending["progress"], pending["phase"]) == ("pending", 0, "Initializing")
    seen: list[dict[str, Any]] = []
    worker.clock.moment = SYSTEM_CLOCK.now()
    counter.before["b"] = lambda: seen.append(api().get(path).data)
    worker.carry_on(ScheduledTask.objects.get(pk=run_id))
    assert seen[0]["status"] == "running"
    assert seen[0]["phase"] == "Executing action 1/1: Count"
    assert seen[0]["action"] == "count"
    assert seen[0]["steps"][0]["items_done"] == 1
    done = api().get(path).data
    assert (done["status"], done["progress"], done["scheduled_task_id"]) == ("completed", 100, run_id)
    assert done["result"]["outputs"]["count"]["done"] == ["A", "B"]
    assert done["steps"][0]["credits"] == 20


def test_a_paused_rule_can_be_resumed(api: Api, site: Site, counter: Counter) -> None:
    rule = api().post(RULES, body(trigger="schedule", schedule="0 9 * * *")).data
    path = f"{RULES}{rule['id']}/"
    paused = api().post(f"{path}pause/", {"reason": "Too dear."}).data
    assert (paused["status"], paused["status_reason"], paused["next_run_at"]) == ("paused", "Too dear.", None)
    assert paused["is_active"] is True
    by_hand = api().post(f"{path}execute/").data
    assert "paused" in ScheduledTask.objects.get(pk=by_hand["scheduled_task_id"]).note
    resumed = api().post(f"{path}resume/").data
    assert resumed["status"] == "active" and resumed["next_run_at"] is not None
    assert api().post(f"{path}resume/").status == 409
    api().patch(path, {"is_active": False})
    assert api().post(f"{path}pause/").status == 409
    assert api().patch(path, {"is_active": True}).data["status"] == "active"


def test_a_pause_without_a_reason_says_who(api: Api, rule: dict[str, Any]) -> None:
    assert "owner of the tests" in api().post(f"{RULES}{rule['id']}/pause/").data["status_reason"]


def test_a_copy_is_inactive_and_its_own(api: Api, rule: dict[str, Any]) -> None:
    copy = api().post(f"{RULES}{rule['id']}/duplicate/")
    assert copy.status == 201
    assert copy.data["name"] == "Count things (copy)"
    assert copy.data["id"] != rule["id"]
    assert copy.data["status"] == "inactive"
    assert copy.data["actions"] == rule["actions"]


def test_the_history_of_a_deleted_rule_stays_readable(api: Api, rule: dict[str, Any], worker: Worker) -> None:
    run_id = api().post(f"{RULES}{rule['id']}/execute/").data["scheduled_task_id"]
    worker.carry_on(ScheduledTask.objects.get(pk=run_id))
    assert api().delete(f"{RULES}{rule['id']}/").status == 204
    assert api().get(f"{RULES}{rule['id']}/").status == 404
    assert api().get(RULES).data == []
    history = api().get(f"{RULES}execution-history/", rule=rule["id"]).data
    assert [(row["id"], row["rule_name"], row["rule_version"]) for row in history] == [
        (run_id, "Count things", 1)
    ]
    assert len(api().get(f"/automation/scheduled-tasks/{run_id}/steps/").data) == 1
    assert RuleVersion.objects.count() == 1


def test_changes_stand_in_the_audit_log(api: Api, rule: dict[str, Any]) -> None:
    api().patch(f"{RULES}{rule['id']}/", {"name": "Other"})
    api().delete(f"{RULES}{rule['id']}/")
    rows = api().get("/account/audit-log/", object_id=rule["id"]).data
    assert [row["action"] for row in rows] == ["rule.deleted", "rule.changed", "rule.created"]
    assert rows[0]["actor"] == "token owner of the tests"


def test_a_site_with_runs_can_be_deleted_and_gives_back_what_was_reserved(
    api: Api, rule: dict[str, Any], site: Site, worker: Worker, counter: Counter
) -> None:
    from igny8.automation.tests.conftest import Crash
    from igny8.credits.services import balance_of_account, ledger_sums

    counter.errors["b"] = [Crash()]
    run_id = api().post(f"{RULES}{rule['id']}/execute/").data["scheduled_task_id"]
    worker.crash_on(ScheduledTask.objects.get(pk=run_id))
    assert balance_of_account().reserved == 10
    assert api().delete(f"/sites/{site.id}/").status == 204
    balance = balance_of_account()
    assert (balance.available, balance.reserved) == (990, 0) == ledger_sums()
    assert ScheduledTask.objects.count() == 0


def test_the_catalogs_list_what_the_editor_offers(api: Api, counter: Counter, account: Any) -> None:
    actions = {row["type"]: row for row in api().get(f"{RULES}action-types/").data}
    assert actions["count"]["params"] == ["limit", "items"]
    assert actions["count"]["schema"]["properties"]["limit"]["maximum"] == 1000
    assert "done" in actions["count"]["output_schema"]["properties"]
    operators = {row["name"] for row in api().get(f"{RULES}condition-operators/").data}
    assert {"equals", "not_equals", "contains", "greater_than", "less_than", "in", "not_in"} <= operators
    events = {row["type"]: row for row in api().get(f"{RULES}event-types/").data}
    updated = events["content.updated"]
    assert (updated["label"], updated["changes"]) == ("Content updated", True)
    assert {"name": "word_count", "type": "number"} in updated["fields"]


def test_a_list_of_rules_takes_a_bounded_number_of_queries(
    api: Api, rule: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        api().post(f"{RULES}{rule['id']}/duplicate/")
    client = api()
    client.get(RULES)
    with django_assert_max_num_queries(5):
        assert len(client.get(RULES).data) == 6
