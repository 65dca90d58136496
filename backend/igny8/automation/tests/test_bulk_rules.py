"""Many rules at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.tests.conftest import Counter
from igny8.core.tenancy import account_scope
from igny8.tenants.models import AuditEntry
from igny8.testing.api import ApiClient

Api = Callable[..., ApiClient]
BULK = "/automation/rules/bulk/"
COUNT = {"id": "count", "type": "count", "params": {}}


@pytest.fixture
def rules(make_rule: Any, counter: Counter) -> list[AutomationRule]:
    return [make_rule([COUNT], name=name) for name in ("One", "Two")]


def ids(rules: list[AutomationRule]) -> list[str]:
    return [str(rule.pk) for rule in rules]


def states(rules: list[AutomationRule]) -> list[tuple[str, str]]:
    for rule in rules:
        rule.refresh_from_db()
    return [(rule.status, rule.status_reason) for rule in rules]


def test_rules_are_paused_and_resumed_and_the_log_tells_of_each(
    api: Api, rules: list[AutomationRule]
) -> None:
    body = {"ids": ids(rules), "action": "pause", "reason": "Holidays."}
    paused = api("editor").post(BULK, body)
    assert (paused.status, paused.data["done"], paused.data["started"]) == (200, ids(rules), [])
    assert states(rules) == [("paused", "Holidays.")] * 2
    assert api().post(BULK, {"ids": ids(rules), "action": "resume"}).data["done"] == ids(rules)
    assert states(rules) == [("active", "")] * 2
    told = list(AuditEntry.objects.order_by("created_at").values_list("action", flat=True))
    assert told == ["rule.paused", "rule.paused", "rule.resumed", "rule.resumed"]
    api().post(BULK, {"ids": ids(rules), "action": "pause"})
    assert "Paused by" in states(rules)[0][1]


def test_what_cannot_be_done_with_one_is_done_with_the_others(
    api: Api, rules: list[AutomationRule], other_account: Any
) -> None:
    api().post(BULK, {"ids": ids(rules[:1]), "action": "deactivate"})
    unknown = str(uuid4())
    found = api().post(BULK, {"ids": [unknown, *ids(rules)], "action": "pause"}).data
    assert found["done"] == ids(rules[1:])
    assert [(one["id"], one["code"]) for one in found["skipped"]] == [
        (unknown, "not_found"),
        (ids(rules)[0], "conflict"),
    ]
    with account_scope(other_account.id):
        stranger = api(account=other_account)
    assert stranger.post(BULK, {"ids": ids(rules), "action": "delete"}).data["done"] == []
    api().post(BULK, {"ids": ids(rules[:1]), "action": "activate"})
    assert states(rules)[0] == ("active", "")


def test_rules_are_run_once_a_key(api: Api, rules: list[AutomationRule]) -> None:
    body = {"ids": ids(rules), "action": "run"}
    first = api().post(BULK, body, key="k").data
    assert [one["rule"] for one in first["started"]] == ids(rules)
    assert {one["scheduled_task_id"] for one in first["started"]} == {
        str(pk) for pk in ScheduledTask.objects.values_list("pk", flat=True)
    }
    assert api().post(BULK, body, key="k").data == first
    assert ScheduledTask.objects.count() == 2


def test_a_rule_that_cannot_be_paid_does_not_keep_the_others_from_running(
    api: Api, rules: list[AutomationRule], make_rule: Any
) -> None:
    dear = make_rule([{**COUNT, "params": {"items": ["x"] * 101}}], name="Dear")
    found = api().post(BULK, {"ids": ids([dear, *rules]), "action": "run"}).data
    assert found["done"] == ids(rules)
    assert found["skipped"][0]["code"] == "insufficient_credits"


def test_rules_are_deleted(api: Api, rules: list[AutomationRule]) -> None:
    assert api().post(BULK, {"ids": ids(rules), "action": "delete"}).data["done"] == ids(rules)
    assert api().get("/automation/rules/").data == []
    again = api().post(BULK, {"ids": ids(rules), "action": "delete"}).data
    assert [one["code"] for one in again["skipped"]] == ["not_found"] * 2
    assert api("viewer").post(BULK, {"ids": ids(rules), "action": "delete"}).status == 403
