"""What the editor asks for while a rule is being written: flow nodes, and the next times of schedules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from igny8.testing.api import ApiClient

Api = Callable[..., ApiClient]
PREVIEW = "/automation/rules/schedule-preview/"


def test_flow_nodes_tell_what_they_hold_and_what_later_steps_may_use(api: Api) -> None:
    nodes = {row["type"]: row for row in api("viewer").get("/automation/rules/flow-nodes/").data}
    assert {"branch", "parallel", "for_each", "wait", "approval", "set", "stop"} <= set(nodes)
    assert "action" not in nodes
    assert nodes["branch"]["keys"] == ["branches", "else"]
    assert nodes["for_each"]["node_schema"]["properties"]["on_item_error"]["default"] == "stop"
    assert nodes["approval"]["schema"]["properties"]["deadline_hours"]
    assert {"decision", "approved_ids"} <= set(nodes["approval"]["outputs"])
    assert nodes["set"]["schema"] is None
    assert all(row["name"] and row["description"] for row in nodes.values())


def test_schedules_are_shown_with_their_next_times_or_what_is_wrong(api: Api) -> None:
    schedules = [{"cron": "0 9 * * 1", "timezone": "Europe/Berlin"}, {"cron": "0 9"}, {"every": "90m"}]
    weekly, wrong, often = api("editor").post(PREVIEW, {"schedules": schedules, "count": 3}).data
    assert len(weekly["times"]) == len(often["times"]) == 3
    assert weekly["times"][0].endswith("Z")
    assert weekly["times"] == sorted(weekly["times"])
    assert wrong == {"times": [], "problems": wrong["problems"]}
    assert "five fields" in wrong["problems"]["schedules[1].cron"][0]
    assert len(api().post(PREVIEW, {"schedules": [{"every": "1h"}]}).data[0]["times"]) == 5


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "schedules"),
        ({"schedules": {"cron": "0 9 * * 1"}}, "schedules"),
        ({"schedules": [{}] * 21}, "schedules"),
        ({"schedules": [], "count": 0}, "count"),
        ({"schedules": [], "count": 21}, "count"),
    ],
)
def test_a_preview_of_schedules_that_makes_no_sense_is_refused(
    api: Api, body: dict[str, Any], field: str
) -> None:
    refused = api().post(PREVIEW, body)
    assert refused.status == 400
    assert refused.fields[field]
