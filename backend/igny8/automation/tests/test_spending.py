"""What credits were spent on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from igny8.automation.models import AutomationRule, StepRun
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.services.spending import spending
from igny8.automation.tests.conftest import Counter, Worker
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.credits.models import LedgerEntry
from igny8.credits.services import Payee, reserve, settle
from igny8.testing.api import ApiClient

Api = Callable[..., ApiClient]
COUNT = {"id": "count", "type": "count", "params": {"items": ["a", "b"]}}


@pytest.fixture
def spent(make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock) -> AutomationRule:
    """Twenty credits by a run, five outside of any; today, by the machine's clock as by the ledger."""
    rule: AutomationRule = make_rule([COUNT], name="Counts")
    worker.carry_on(execute_by_hand(rule=rule, context={}, clock=clock))
    by_hand = Payee("by hand", uuid4())
    reserve(amount=5, payee=by_hand)
    settle(amount=5, payee=by_hand)
    LedgerEntry.objects.exclude(day=None).update(day=SYSTEM_CLOCK.now().date())
    return rule


def test_it_adds_up_by_day_action_and_rule(spent: AutomationRule) -> None:
    found = spending(days=3, clock=SYSTEM_CLOCK)
    assert (found["total"], len(found["days"])) == (25, 3)
    assert [day["credits"] for day in found["days"]] == [0, 0, 25]
    assert found["days"][-1]["actions"] == {"count": 20, "": 5}
    assert found["actions"] == [
        {"type": "count", "name": "Count", "credits": 20, "items": 2},
        {"type": "", "name": "", "credits": 5, "items": 1},
    ]
    assert found["rules"] == [
        {"rule_id": spent.pk, "name": "Counts", "credits": 20},
        {"rule_id": None, "name": "", "credits": 5},
    ]
    assert sum(entry.amount for entry in LedgerEntry.objects.filter(kind="settle")) == found["total"]


def test_what_lies_before_the_window_does_not_count(spent: AutomationRule) -> None:
    LedgerEntry.objects.exclude(day=None).update(day=date(2020, 1, 1))
    assert spending(days=366, clock=SYSTEM_CLOCK)["total"] == 0


def test_a_run_that_is_gone_leaves_its_credits(spent: AutomationRule) -> None:
    StepRun.objects.all().delete()
    assert spending(days=1, clock=SYSTEM_CLOCK)["days"][0]["actions"] == {"": 25}


def test_the_api_gives_a_window_of_all_or_of_one_rule(api: Api, spent: AutomationRule) -> None:
    viewer = api("viewer")
    assert len(viewer.get("/credits/spending/").data["days"]) == 30
    one = viewer.get("/credits/spending/", days=1, rule=str(spent.pk)).data
    assert (one["total"], one["rules"][0]["rule_id"]) == (20, str(spent.pk))
    assert one["since"] == one["until"] == one["days"][0]["date"]
    assert viewer.get("/credits/spending/", rule=str(uuid4())).status == 404
    for wrong in ("0", "367", "x"):
        assert viewer.get("/credits/spending/", days=wrong).fields["days"]
