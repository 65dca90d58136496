"""Templates: the built-in ones, own ones, rules made from them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from igny8.automation.models import AutomationRule
from igny8.automation.services.template_files import Template, built_in_templates
from igny8.automation.services.template_inputs import TemplateInput, filled_in, names_in, put_in, wrong_value
from igny8.automation.services.templates import instantiate
from igny8.automation.tests.conftest import Counter
from igny8.core.clock import FixedClock
from igny8.core.errors import InvalidInput
from igny8.tenants.models import Site
from igny8.testing.api import ApiClient

TEMPLATES = "/automation/templates/"
Api = Callable[..., ApiClient]
BUILT_IN = sorted(built_in_templates())
OWN = {
    "name": "Count",
    "category": "Tests",
    "inputs": [{"name": "many", "type": "number", "default": 3, "min": 1, "max": 9}, {"name": "word"}],
    "definition": {
        "actions": [
            {"id": "c", "type": "count", "params": {"limit": "[[ many ]]", "items": ["x [[ word ]]"]}}
        ]
    },
}


@pytest.fixture
def own(api: Api, site: Site, counter: Counter) -> dict[str, Any]:
    made = api().post(TEMPLATES, OWN)
    assert made.status == 201, made.error
    return dict(made.data)


def test_there_are_templates_for_a_content_team() -> None:
    assert len(BUILT_IN) >= 14
    texts = [row for row in built_in_templates().values() if row.category and row.description and row.credits]
    assert len(texts) == len(BUILT_IN)
    triggers = {row.definition.get("trigger") for row in built_in_templates().values()}
    assert triggers == {"manual", "schedule", "event", "webhook"}


@pytest.mark.parametrize("template_id", BUILT_IN)
def test_each_built_in_template_makes_a_rule(template_id: str, site: Site, clock: FixedClock) -> None:
    inputs = {spec.name: spec.sample for spec in built_in_templates()[template_id].inputs if spec.required}
    rule = instantiate(template_id=template_id, site=site, name="", inputs=inputs, by="me", clock=clock)
    assert rule.name == built_in_templates()[template_id].name
    assert rule.status == AutomationRule.Status.INACTIVE
    assert names_in(rule.versions.get().definition) == set()


def test_templates_are_listed_and_searched(api: Api, own: dict[str, Any]) -> None:
    rows = api().get(TEMPLATES, page_size=100).data
    assert [row["id"] for row in rows if row["built_in"]] == list(built_in_templates())
    assert rows[-1]["id"] == own["id"] and rows[-1]["built_in"] is False
    assert {row["category"] for row in api().get(TEMPLATES, category="quality").data} == {"Quality"}
    assert [row["id"] for row in api().get(TEMPLATES, built_in="false").data] == [own["id"]]
    assert [row["id"] for row in api().get(TEMPLATES, search="weekly pipeline").data] == [
        "weekly-content-pipeline"
    ]
    assert api().get(TEMPLATES, page_size=2).pagination["count"] == len(BUILT_IN) + 1


def test_a_template_tells_what_it_would_cost_on_a_site(api: Api, site: Site) -> None:
    shown = api().get(f"{TEMPLATES}weekly-content-pipeline/", site=str(site.id)).data
    assert shown["estimate"]["credits"]["low"] == 0
    assert "estimate" not in api().get(f"{TEMPLATES}weekly-content-pipeline/").data
    assert api().get(f"{TEMPLATES}weekly-content-pipeline/", site="x").status == 404
    assert api().get(f"{TEMPLATES}nothing/").status == 404


def test_inputs_go_into_the_rule(api: Api, own: dict[str, Any], site: Site) -> None:
    body = {"site": str(site.id), "name": "Mine", "inputs": {"many": 5, "word": "y"}}
    rule = api().post(f"{TEMPLATES}{own['id']}/instantiate/", body).data
    assert rule["actions"][0]["params"] == {"limit": 5, "items": ["x y"]}
    assert (rule["name"], rule["status"]) == ("Mine", "inactive")
    assert rule["template"] == {"id": own["id"], "name": "Count", "version": 1, "newer": None}
    active = api().post(f"{TEMPLATES}{own['id']}/instantiate/", {"is_active": True}).data
    assert active["actions"][0]["params"]["limit"] == 3 and active["status"] == "active"


def test_inputs_are_checked_by_name(api: Api, own: dict[str, Any]) -> None:
    body = {"inputs": {"many": 10, "more": 1}}
    refused = api().post(f"{TEMPLATES}{own['id']}/instantiate/", body)
    assert refused.fields == {
        "inputs.more": ["There is no such input."],
        "inputs.many": ["Must be at most 9."],
    }
    missing = api().post(f"{TEMPLATES}credits-low/instantiate/", {})
    assert missing.fields == {"inputs.notify_to": ["Must be given."]}


def test_a_template_can_be_made_from_a_rule(api: Api, own: dict[str, Any]) -> None:
    rule = api().post(f"{TEMPLATES}{own['id']}/instantiate/", {}).data
    made = api().post(TEMPLATES, {"name": "From a rule", "rule": rule["id"]})
    assert made.status == 201
    assert made.data["definition"]["actions"] == rule["actions"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"definition": {"actions": [{"type": "nonsense"}]}}, "definition.actions[0].type"),
        ({"definition": {"actions": [], "schedule": "[[ when ]]"}}, "definition"),
        ({"inputs": [{"name": "many", "type": "nonsense"}]}, "inputs[0].type"),
        ({"inputs": [{"name": "many"}, {"name": "many"}, {"name": "word"}]}, "definition"),
        ({"inputs": [{"name": "many", "type": "choice"}, {"name": "word"}]}, "inputs[0]"),
        ({"inputs": [{"name": "many", "type": "number", "default": "x"}, {"name": "word"}]}, "inputs[0]"),
        ({"name": ""}, "name"),
    ],
)
def test_a_template_that_makes_no_rule_is_refused(
    api: Api, counter: Counter, site: Site, change: Any, field: str
) -> None:
    refused = api().post(TEMPLATES, OWN | change)
    assert (refused.status, list(refused.fields)) == (400, [field])


def test_a_template_needs_a_definition(api: Api, site: Site) -> None:
    assert list(api().post(TEMPLATES, {"name": "Nothing"}).fields) == ["definition"]


def test_names_are_taken_once(api: Api, own: dict[str, Any]) -> None:
    assert api().post(TEMPLATES, OWN).status == 409


def test_an_own_template_can_be_changed(api: Api, own: dict[str, Any]) -> None:
    path = f"{TEMPLATES}{own['id']}/"
    assert api().patch(path, {"description": "Words."}).data["version"] == 1
    changed = api().patch(
        path, {"inputs": [{"name": "many", "type": "number", "default": 4}, {"name": "word"}]}
    )
    assert changed.data["version"] == 2 and changed.data["description"] == "Words."
    replaced = api().put(path, {"name": "Other", "definition": {"actions": []}}).data
    assert (replaced["version"], replaced["inputs"], replaced["description"]) == (3, [], "")
    assert api().delete(path).status == 204
    assert api().delete(path).status == 404
    assert api().patch(path, {}).status == 404


def test_built_in_templates_cannot_be_changed(api: Api, site: Site) -> None:
    path = f"{TEMPLATES}credits-low/"
    assert api().delete(path).status == api().patch(path, {"name": "x"}).status == 403


def test_a_strangers_template_does_not_exist(api: Api, own: dict[str, Any], other_account: Any) -> None:
    stranger = api(account=other_account)
    assert stranger.get(f"{TEMPLATES}{own['id']}/").status == 404
    assert own["id"] not in [row["id"] for row in stranger.get(TEMPLATES, page_size=100).data]


def test_an_update_needs_a_template_and_something_new(api: Api, own: dict[str, Any]) -> None:
    by_hand = api().post("/automation/rules/", {"name": "x", "actions": []}).data["id"]
    assert api().post(f"/automation/rules/{by_hand}/update-from-template/").status == 409
    made = api().post(f"{TEMPLATES}{own['id']}/instantiate/", {}).data["id"]
    assert api().post(f"/automation/rules/{made}/update-from-template/").status == 409
    other = api().post(f"/automation/rules/{made}/update-from-template/", {"inputs": {"many": 7}}).data
    assert other["changes"][0]["path"] == "actions[c].params.limit"


def test_a_rule_outlives_its_template(api: Api, own: dict[str, Any]) -> None:
    rule = api().post(f"{TEMPLATES}{own['id']}/instantiate/", {}).data["id"]
    api().delete(f"{TEMPLATES}{own['id']}/")
    assert api().get(f"/automation/rules/{rule}/").data["template"]["newer"] is None
    assert api().post(f"/automation/rules/{rule}/update-from-template/").status == 404


def test_a_file_that_is_dropped_in_is_a_template(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text('{"name": "Mine", "definition": {"actions": []}}')
    found = built_in_templates(tmp_path)
    assert [(row.id, row.version, row.built_in) for row in found.values()] == [("mine", 1, True)]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("text", "x", 7),
        ("number", 1.5, True),
        ("boolean", False, 0),
        ("choice", "a", "c"),
        ("schedule", "0 9 * * 1", "at nine"),
        ("email", "a@example.com", "a at example"),
        ("url", "https://example.com/x", "example"),
        ("list", [1], "x"),
        ("id", "01919191-0000-7000-8000-000000000000", "x"),
    ],
)
def test_each_kind_of_input_is_checked(kind: Any, good: Any, bad: Any) -> None:
    spec = TemplateInput(name="x", type=kind, options=["a", "b"])
    assert wrong_value(spec, good) == ""
    assert wrong_value(spec, bad).startswith(("Must", "`"))


def test_numbers_keep_to_their_bounds_and_texts_to_their_length() -> None:
    spec = TemplateInput(name="x", type="number", min=2, max=4)
    assert [wrong_value(spec, value) for value in (1, 3, 5)] == [
        "Must be at least 2.",
        "",
        "Must be at most 4.",
    ]
    assert wrong_value(TemplateInput(name="x"), "x" * 3000).startswith("Must be a text")


def test_a_place_keeps_the_type_and_what_is_null_is_left_out() -> None:
    values = {"n": 3, "flag": False, "none": None}
    template = {"a": "[[ n ]]", "b": "x[[n]]y[[ none ]]", "c": "[[ none ]]", "d": [{"e": "[[ flag ]]"}, 1]}
    assert put_in(template, values) == {"a": 3, "b": "x3y", "d": [{"e": False}, 1]}


def test_what_is_left_out_has_its_default() -> None:
    inputs = [TemplateInput(name="a", default="x"), TemplateInput(name="b")]
    assert filled_in(inputs, {"a": ""}) == {"a": "x", "b": None}
    with pytest.raises(InvalidInput):
        filled_in([TemplateInput(name="a", required=True)], {})


def test_a_template_names_only_inputs_that_it_has() -> None:
    with pytest.raises(ValidationError, match="not among the inputs"):
        Template(id="x", name="x", definition={"actions": ["[[ nobody ]]"]})


def test_inputs_of_templates_reach_a_client_as_objects(api: Api) -> None:
    rows = api().get(TEMPLATES).data
    inputs = [entry for row in json.loads(json.dumps(rows)) for entry in row["inputs"]]
    assert inputs
    assert all(isinstance(entry, dict) and entry["name"] for entry in inputs)
