"""Presets of actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from igny8.automation.tests.conftest import Counter
from igny8.testing.api import ApiClient

PRESETS = "/automation/presets/"
Api = Callable[..., ApiClient]
SMALL = {"name": "Small", "action_type": "count", "params": {"items": ["a"], "limit": 5}}


@pytest.fixture
def preset(api: Api, account: Any, counter: Counter) -> dict[str, Any]:
    made = api().post(PRESETS, SMALL)
    assert made.status == 201
    return dict(made.data)


def test_a_preset_keeps_params_under_a_name(api: Api, preset: dict[str, Any]) -> None:
    assert preset["created_by"] == "token owner of the tests"
    assert api().get(f"{PRESETS}{preset['id']}/").data["params"] == SMALL["params"]
    assert [row["id"] for row in api().get(PRESETS, action_type="count").data] == [preset["id"]]
    assert api().get(PRESETS, action_type="other").data == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"action_type": "cuont"}, "action_type"),
        ({"params": {"limit": 0}}, "params.limit"),
        ({"params": {"nonsense": 1}}, "params.nonsense"),
        ({"name": ""}, "name"),
    ],
)
def test_params_must_fit_the_action(api: Api, preset: dict[str, Any], change: Any, field: str) -> None:
    refused = api().post(PRESETS, {**SMALL, "name": "Other", **change})
    assert (refused.status, list(refused.fields)) == (400, [field])


def test_expressions_may_stand_in_a_preset(api: Api, preset: dict[str, Any]) -> None:
    params = {"items": "{{ steps.write.content_ids }}"}
    assert api().post(PRESETS, {**SMALL, "name": "Later", "params": params}).status == 201


def test_a_name_is_taken_once_for_each_action(api: Api, preset: dict[str, Any]) -> None:
    assert api().post(PRESETS, SMALL).status in (400, 409)


def test_a_preset_can_be_changed_and_deleted(api: Api, preset: dict[str, Any]) -> None:
    path = f"{PRESETS}{preset['id']}/"
    assert api().patch(path, {"params": {"limit": 7}}).data["params"] == {"limit": 7}
    assert api().patch(path, {"params": {"limit": -1}}).status == 400
    whole = {"name": "Tiny", "action_type": "count", "params": {}}
    assert api().put(path, whole).data["name"] == "Tiny"
    assert api().delete(path).status == 204
    assert api().get(path).status == 404


def test_a_strangers_preset_does_not_exist(api: Api, preset: dict[str, Any], other_account: Any) -> None:
    assert api(account=other_account).get(f"{PRESETS}{preset['id']}/").status == 404
