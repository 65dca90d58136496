"""Budgets and settings of credits over the API."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from igny8.credits.payee import Limits
from igny8.credits.services import Payee, reserve
from igny8.tenants.models import AuditEntry

BUDGETS = "/credits/budgets/"


def test_budgets_are_set_read_changed_and_removed(api: Any, account: Any) -> None:
    made = api().post(BUDGETS, {"period": "month", "limit": 1000})
    assert made.status == 201, made.error
    rule = uuid4()
    reserve(amount=300, payee=Payee("a", uuid4(), rule_id=rule, limits=Limits(per_day=400)))
    path = f"{BUDGETS}{made.data['id']}/"
    read = api().get(path).data
    assert (read["used"], read["reserved"], read["remaining"], read["warned"]) == (0, 300, 700, [])
    assert read["starts_at"].endswith("01T00:00:00Z") and read["ends_at"].endswith("01T00:00:00Z")
    own, of_rule = api().get(BUDGETS).data
    assert own == read
    assert (of_rule["id"], of_rule["scope"], of_rule["rule_id"]) == (None, "rule", str(rule))
    assert (of_rule["period"], of_rule["limit"], of_rule["remaining"], of_rule["warned"]) == (
        "day",
        400,
        100,
        [75],
    )
    assert api().patch(path, {"limit": 500}).data["remaining"] == 200
    assert api().post(BUDGETS, {"period": "month", "limit": 1}).status == 409
    assert api().delete(path).status == 204
    assert api().get(path).status == 404
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions >= {"budget.set", "budget.changed", "budget.removed"}


def test_budgets_are_for_admins_to_set_and_for_all_to_read(api: Any, account: Any) -> None:
    assert api("editor").post(BUDGETS, {"period": "day", "limit": 5}).status == 403
    assert api("viewer").get(BUDGETS).data == []
    wrong = api().post(BUDGETS, {"period": "year", "limit": -1})
    assert set(wrong.fields) == {"period", "limit"}


def test_the_threshold_of_low_credits_can_be_set(api: Any, account: Any) -> None:
    path = "/credits/settings/"
    assert api().get(path).data == {"low_below": None, "low_threshold": 1000, "is_low": False}
    assert api().patch(path, {"low_below": 50}).data["low_threshold"] == 50
    assert api("viewer").patch(path, {"low_below": 5}).status == 403
    assert "low_below" in api().patch(path, {}).fields


def test_the_ledger_shows_rule_run_step_and_item(api: Any, account: Any) -> None:
    run, rule = uuid4(), uuid4()
    reserve(amount=30, payee=Payee("k", run, "actions/0", rule_id=rule, item="article"))
    [row] = api().get("/credits/ledger/", rule=str(rule)).data
    assert (row["rule_id"], row["run_id"], row["step_path"], row["item"]) == (
        str(rule),
        str(run),
        "actions/0",
        "article",
    )
    assert len(api().get("/credits/ledger/", step_path="actions/0", item="article").data) == 1
    assert api().get("/credits/ledger/", step_path="actions/1").data == []
