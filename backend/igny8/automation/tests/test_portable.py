"""Rules as documents: export and import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from igny8.automation.models import AutomationRule
from igny8.automation.tests.conftest import Counter
from igny8.core.ids import new_id
from igny8.tenants.models import Site
from igny8.testing.api import ApiClient

RULES = "/automation/rules/"
IMPORT = f"{RULES}import/"
Api = Callable[..., ApiClient]


def publish(**params: Any) -> dict[str, Any]:
    return {"id": "publish", "type": "publish_to_wordpress", "params": params}


@pytest.fixture
def rule(api: Api, site: Site) -> dict[str, Any]:
    inside = [
        {"id": "in", "type": "optimize_content", "params": {"content_ids": [str(new_id())], "limit": 3}}
    ]
    gate = {"id": "gate", "type": "branch", "branches": [{"conditions": [], "actions": inside}]}
    body = {
        "name": "Publishes",
        "description": "Words.",
        "trigger": "event",
        "event": {"type": "content.created"},
        "actions": [publish(integration_id=str(new_id()), post_status="draft"), gate],
        "mode": "single",
    }
    return dict(api().post(RULES, body).data)


@pytest.fixture
def document(api: Api, rule: dict[str, Any]) -> dict[str, Any]:
    return dict(api().get(f"{RULES}{rule['id']}/export/").data)


def test_a_document_holds_no_ids_of_its_site(document: dict[str, Any]) -> None:
    assert (document["igny8_rule"], document["name"], document["description"]) == (1, "Publishes", "Words.")
    publishing, gate = document["definition"]["actions"]
    assert publishing["params"] == {"post_status": "draft"}
    assert gate["branches"][0]["actions"][0]["params"] == {"limit": 3}
    assert document["requires"]["to_choose"] == [
        "actions[0].params.integration_id",
        "actions[1].branches[0].actions[0].params.content_ids",
    ]


def test_a_document_says_what_it_needs(document: dict[str, Any]) -> None:
    requires = document["requires"]
    assert requires["actions"] == ["optimize_content", "publish_to_wordpress"]
    assert requires["nodes"] == ["branch"]
    assert (requires["trigger"], requires["events"]) == ("event", ["content.created"])
    assert requires["connections"] == ["publish_to_wordpress"]


def test_an_imported_rule_is_the_same_and_inactive(
    api: Api, document: dict[str, Any], rule: dict[str, Any]
) -> None:
    answer = api().post(IMPORT, {"site": rule["site"], "document": document})
    assert answer.status == 201
    made = answer.data["rule"]
    assert (made["name"], made["status"], made["mode"]) == ("Publishes", "inactive", "single")
    assert made["id"] != rule["id"] and made["event"] == rule["event"]
    assert answer.data["report"]["stripped"] == []
    assert api().get(f"{RULES}{made['id']}/export/").data["definition"] == document["definition"]


def test_ids_of_another_site_are_left_out_with_a_warning(api: Api, rule: dict[str, Any]) -> None:
    foreign = str(new_id())
    by_hand = {"name": "By hand", "actions": [publish(integration_id=foreign, limit=2)]}
    answer = api().post(IMPORT, {"document": by_hand}).data
    assert answer["rule"]["actions"][0]["params"] == {"limit": 2}
    assert answer["report"]["stripped"] == [{"at": "actions[0].params.integration_id", "value": foreign}]
    assert answer["report"]["warnings"][0].startswith("actions[0].params.integration_id named something")


def test_what_was_left_out_can_be_given_at_once(api: Api, document: dict[str, Any]) -> None:
    ours = str(new_id())
    body = {"document": document, "params": {"publish": {"integration_id": ours}}, "is_active": True}
    made = api().post(IMPORT, body).data["rule"]
    assert made["actions"][0]["params"] == {"post_status": "draft", "integration_id": ours}
    assert made["status"] == "active"
    wrong: list[dict[str, Any]] = [{"nobody": {}}, {"publish": 7}]
    for params in wrong:
        refused = api().post(IMPORT, {"document": document, "params": params})
        assert (refused.status, list(refused.fields)) == (400, [f"params.{next(iter(params))}"])


def test_unknown_keys_of_a_definition_are_told(api: Api, document: dict[str, Any]) -> None:
    document["definition"] |= {"color": "red"}
    report = api().post(IMPORT, {"document": document}).data["report"]
    assert "definition.color is not known here; it was left out." in report["warnings"]


def test_a_rule_as_the_api_shows_it_can_be_imported(api: Api, rule: dict[str, Any]) -> None:
    made = api().post(IMPORT, {"document": rule}).data["rule"]
    assert made["name"] == rule["name"] and made["id"] != rule["id"]


@pytest.mark.parametrize(
    "document",
    [
        [],
        "x",
        {"name": ""},
        {"name": "x" * 300},
        {"name": "x", "definition": []},
        {"igny8_rule": 9, "name": "x"},
    ],
)
def test_what_is_no_rule_is_refused(api: Api, site: Site, document: Any) -> None:
    refused = api().post(IMPORT, {"document": document})
    assert (refused.status, list(refused.fields)) == (400, ["document"])


def test_what_this_system_does_not_know_is_named(api: Api, document: dict[str, Any]) -> None:
    document["definition"]["actions"][0]["type"] = "publish_to_wordpres"
    refused = api().post(IMPORT, {"document": document})
    assert "publish_to_wordpress" in refused.fields["actions[0].type"][0]
    assert AutomationRule.objects.count() == 1


def test_with_several_sites_one_is_named(api: Api, document: dict[str, Any]) -> None:
    Site.objects.create(name="Second", url="https://second.example")
    assert list(api().post(IMPORT, {"document": document}).fields) == ["site"]


def test_a_test_action_travels_too(api: Api, site: Site, counter: Counter) -> None:
    body = {"name": "Counts", "actions": [{"id": "c", "type": "count", "params": {"items": ["a"]}}]}
    rule = api().post(RULES, body).data
    document = api().get(f"{RULES}{rule['id']}/export/").data
    assert document["requires"]["actions"] == ["count"] and document["requires"]["connections"] == []
