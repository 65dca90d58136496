"""Definitions: what is accepted, what is refused and where, references, schedules, the normal form."""

# ruff: noqa: E501 - tables read best with a line a row

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from igny8.automation.engine import (
    DEFINITION_KEYS,
    ActionInfo,
    DefinitionInvalid,
    JsonObject,
    StaticCatalog,
    merge_short_form,
    model_check,
    validate_definition,
)
from igny8.automation.engine.problems import MAX_PROBLEMS, Problems
from igny8.automation.engine.tests.support import CATALOG, action, gate, problem, refused, use

DEMO: JsonObject = {
    "trigger": "manual",
    "conditions": [],
    "actions": [
        {"id": "cluster", "type": "cluster_keywords", "params": {}},
        {
            "id": "ideas",
            "type": "generate_ideas",
            "params": {"cluster_ids": "{{ steps.cluster.cluster_ids }}"},
        },
        {"id": "gate", "type": "branch", "branches": [{"conditions": [], "actions": []}], "else": []},
    ],
}


def test_a_good_rule_is_compiled() -> None:
    raw = copy.deepcopy(DEMO)
    definition = validate_definition(raw, CATALOG)
    assert raw == DEMO
    assert [(node.id, node.type, node.at, node.name) for node in definition.nodes()] == [
        ("cluster", "cluster_keywords", "actions[0]", ""),
        ("ideas", "generate_ideas", "actions[1]", ""),
        ("gate", "branch", "actions[2]", ""),
    ]
    assert definition.conditions is None
    assert (definition.mode, definition.max_runs, definition.trigger) == ("queued", 10, "manual")
    assert (definition.event, definition.budget, definition.schedules) == (None, None, [])


def test_everything_of_the_wire_contract_is_understood() -> None:
    raw = {
        "trigger": "event",
        "trigger_params": {},
        "schedule": "0 9 * * 1",
        "schedules": [{"cron": "0 9 * * 1", "timezone": "Europe/Berlin", "misfire": "run_once"}],
        "event": {"type": "content.updated", "changed": ["word_count"]},
        "conditions": {"any": [{"field": "word_count", "operator": "greater_than", "value": 1000}]},
        "actions": [
            action("a", name="A", when=[], on_error="continue", retry={"attempts": 2, "backoff_seconds": 5}, timeout_seconds=60),
            {"id": "s", "type": "stop", "params": {"status": "completed", "reason": "…"}},
        ],
        "mode": "parallel",
        "max_runs": 3,
        "budget": {"per_run": 500, "per_day": 2000},
        "webhook": {"signed": True},
        "inputs": [{"name": "topic", "type": "text", "required": True}],
        "on_failure": [action("tell")],
        "on_recovery": [action("well")],
        "timeout_seconds": 3600,
        "pause_after_failures": 3,
    }  # fmt: skip
    assert set(raw) == DEFINITION_KEYS
    definition = validate_definition(raw, CATALOG)
    assert definition.event is not None
    assert definition.event.changed == ["word_count"]
    assert definition.budget is not None
    assert definition.budget.per_run == 500
    node = next(definition.nodes())
    assert node.spec.retry is not None
    assert node.spec.retry.backoff_seconds == 5
    assert node.when is None


def test_the_normal_form_is_json_and_gives_the_same_definition_again() -> None:
    raw = {
        "trigger": "schedule",
        "schedule": "0 9 * * 1",
        "actions": [
            {"type": "work"},
            {"type": "work", "id": "work_2"},
            {"type": "branch", "branches": [{"actions": [{"type": "work"}]}]},
        ],
    }
    first = validate_definition(raw, CATALOG)
    assert json.loads(json.dumps(first.raw)) == first.raw
    assert [node.id for node in first.nodes()] == ["work", "work_2", "branch", "work_3"]
    assert first.raw["schedules"] == [{"cron": "0 9 * * 1"}]
    again = validate_definition(first.raw, CATALOG)
    assert again.raw == first.raw
    assert [node.id for node in again.nodes()] == [node.id for node in first.nodes()]


def test_all_problems_come_at_once() -> None:
    errors = refused(
        {
            "conditions": [{"field": "a", "operator": "bigger", "value": 1}],
            "actions": [
                {"id": "a", "type": "generate_idea"},
                {"id": "b", "type": "work", "params": {"x": "{{ | }}", "z": "{{ broken"}},
                5,
            ],
            "max_runs": 0,
        }
    )
    assert set(errors) == {
        "max_runs",
        "conditions[0].operator",
        "actions[0].type",
        "actions[1].params.x",
        "actions[1].params.z",
        "actions[2]",
    }
    assert errors["actions[0].type"] == [
        "There is no action or node `generate_idea`. Did you mean `generate_ideas`?"
    ]


@pytest.mark.parametrize(
    ("raw", "path", "part"),
    [
        ({"colour": 1}, "colour", "no such param or key"),
        ({"shedule": "x"}, "shedule", "Did you mean `schedule`?"),
        ({"actions": {}}, "actions", "valid list"),
        ({"trigger": "manuel"}, "trigger", "Did you mean `manual`?"),
        ({"trigger": "event"}, "event", "Must be given"),
        ({"trigger": "event", "event": {"type": "content.create"}}, "event.type", "Did you mean `content.created`?"),
        ({"trigger": "event", "event": {}}, "event.type", "Must be given."),
        ({"mode": "maybe"}, "mode", "single"),
        ({"max_runs": "3"}, "max_runs", "integer"),
        ({"budget": {"per_run": -1}}, "budget.per_run", "greater than or equal to 0"),
        ({"budget": {"per_week": 1}}, "budget.per_week", "no such"),
        ({"conditions": "x"}, "conditions", "Must be a list"),
        ({"actions": ["x"]}, "actions[0]", "with a `type`, not text"),
        ({"actions": [{"id": "a"}]}, "actions[0].type", "Must be the type"),
        ({"actions": [{"id": "a", "type": 5}]}, "actions[0].type", "Must be the type"),
        ({"actions": [{"id": "a b", "type": "work"}]}, "actions[0].id", "pattern"),
        ({"actions": [action("a"), action("a")]}, "actions[1].id", "the id of actions[0] already"),
        ({"actions": [action("a", parms={})]}, "actions[0].parms", "Did you mean `params`?"),
        ({"actions": [action("a", params=[])]}, "actions[0].params", "valid dictionary"),
        ({"actions": [action("a", on_error="retry")]}, "actions[0].on_error", "`stop`, `continue` or a list of nodes"),
        ({"actions": [action("a", retry={"attempts": 0})]}, "actions[0].retry.attempts", "greater than"),
        ({"actions": [action("a", retry={"attempts": "3"})]}, "actions[0].retry.attempts", "integer"),
        ({"actions": [action("a", timeout_seconds=-1)]}, "actions[0].timeout_seconds", "greater than"),
        ({"actions": [action("a", when=[{"field": "x"}])]}, "actions[0].when[0].operator", "Must be given"),
        ({"actions": [{"id": "b", "type": "branch"}]}, "actions[0].branches", "Must be given"),
        ({"actions": [{"id": "b", "type": "branch", "branches": []}]}, "actions[0].branches", "at least 1"),
        (
            {"actions": [{"id": "b", "type": "branch", "branches": [{"actions": [{"type": "wrok"}]}]}]},
            "actions[0].branches[0].actions[0].type",
            "Did you mean `work`?",
        ),
        (
            {"actions": [{"id": "b", "type": "branch", "branches": [{"conditions": [{"field": "x"}]}], "else": [1]}]},
            "actions[0].branches[0].conditions[0].operator",
            "Must be given",
        ),
        ({"actions": [{"id": "b", "type": "branch", "branches": [{}], "else": [1]}]}, "actions[0].else[0]", "type"),
        ({"actions": [{"id": "w", "type": "wait"}]}, "actions[0].params", "Give either"),
        ({"actions": [{"id": "w", "type": "wait", "params": {"seconds": -1}}]}, "actions[0].params.seconds", "than"),
        ({"actions": [{"id": "w", "type": "wait", "params": {"second": 1}}]}, "actions[0].params.second", "`seconds`"),
        ({"actions": [{"id": "s", "type": "stop", "params": {"status": "done"}}]}, "actions[0].params.status", "'completed'"),
        ({"actions": [{"id": "b", "type": "barnch"}]}, "actions[0].type", "Did you mean `branch`?"),
        ({"trigger": "schedule"}, "schedule", "Must be given for the trigger"),
        ({"schedule": "0 9 * *"}, "schedule", "five fields"),
        ({"schedules": [{"cron": "61 * * * *"}]}, "schedules[0].cron", "Bad minute"),
        ({"schedules": [{"cron": "0 9 * * 1", "timezone": "Mars"}]}, "schedules[0].timezone", "no time zone `Mars`"),
        ({"schedules": [{"every": "often"}]}, "schedules[0].every", "duration"),
        ({"schedules": [{"every": "1h", "cron": "0 9 * * 1"}]}, "schedules[0]", "either"),
        ({"schedules": [{}]}, "schedules[0]", "either"),
        ({"schedules": [{"every": "1h", "misfire": "x"}]}, "schedules[0].misfire", "'run_once'"),
        (
            {"schedules": [{"every": "1h", "start": "2026-01-02T00:00:00Z", "end": "2026-01-01T00:00:00Z"}]},
            "schedules[0].end",
            "later than",
        ),
        ({"schedule": "0 8 * * 1", "schedules": [{"cron": "0 9 * * 1"}]}, "schedule", "Does not agree"),
    ],
)  # fmt: skip
def test_a_problem_is_reported_at_its_place(raw: JsonObject, path: str, part: str) -> None:
    assert part in problem(raw, path)


def test_the_rules_conditions_cannot_read_steps() -> None:
    raw = {"actions": [action("a")], "conditions": [{"field": "steps.a.x", "operator": "exists"}]}
    assert "have not run yet" in problem(raw, "conditions[0].field")


def test_what_is_not_plain_json_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert "plain JSON" in problem({"actions": [action("a", params={"x": deep})]}, "definition")
    assert "plain JSON" in problem({"actions": [action("a", params={"x": object()})]}, "definition")
    assert "deeper than 20" in problem(
        {"actions": [action("a", params={"x": json.loads("[" * 50 + "]" * 50)})]},
        "actions[0].params.x" + "[0]" * 20,
    )


def test_number_and_depth_of_nodes_are_bounded() -> None:
    assert "at most 500" in problem({"actions": [{"type": "work"}] * 501}, "actions")
    deep: list[JsonObject] = []
    for level in range(14):
        deep = [gate(deep, id_=f"g{level}")]
    assert "nested at most 12 deep" in str(refused({"actions": deep}))


def test_the_number_of_problems_is_bounded() -> None:
    problems = Problems()
    for index in range(1000):
        problems.add(f"actions[{index}]", "wrong")
    problems.add("actions[0]", "again")
    problems.add("actions[0]", "again")
    assert len(problems.found) == MAX_PROBLEMS
    assert problems.found["actions[0]"] == ["Wrong", "Again"]


class ImageParams(BaseModel):
    """Params as an action may have them."""

    model_config = ConfigDict(extra="forbid", strict=True)

    content_ids: list[str] | None = None
    provider: str = "openai"
    limit: int = Field(default=100, ge=1, le=1000)
    sizes: list[int] = Field(default_factory=list)
    nested: dict[str, int] = Field(default_factory=dict)
    needed: str

    @model_validator(mode="after")
    def _whole(self) -> ImageParams:
        if self.provider == "none":
            raise ValueError("choose a provider")
        return self


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"needed": "x"}, {}),
        ({}, {"needed"}),
        ({"needed": "x", "limit": "5"}, {"limit"}),
        ({"needed": "x", "limit": "{{ n }}"}, {}),
        ({"needed": "x", "limit": 0}, {"limit"}),
        ({"needed": "x", "content_ids": "{{ steps.a.ids }}"}, {}),
        ({"needed": "x", "content_ids": ["{{ a }}", 5]}, {"content_ids[1]"}),
        ({"needed": "x", "sizes": ["{{ a }}", "b"]}, {"sizes[1]"}),
        ({"needed": "x", "nested": {"a": "{{ a }}", "b": "c"}}, {"nested.b"}),
        ({"needed": "x", "provider": "none"}, {""}),
        ({"needed": "{{ x }}", "provder": "{{ x }}"}, {"provder"}),
        ({"needed": "x", "limit": "{{ broken"}, {"limit"}),
    ],
)
def test_params_are_checked_except_where_an_expression_stands(params: JsonObject, found: set[str]) -> None:
    assert {path for path, _ in model_check(ImageParams)(params)} == set(found)


def test_problems_of_params_stand_at_their_place_in_the_rule() -> None:
    catalog = StaticCatalog({"images": ActionInfo(model_check(ImageParams), ("image_ids",))})
    errors = refused(
        {"actions": [action("a", "images", params={"provder": "x"}), action("b", "images", params={"needed": "x", "provider": "none"})]},
        catalog,
    )  # fmt: skip
    assert errors == {
        "actions[0].params.needed": ["Must be given."],
        "actions[0].params.provder": ["There is no such param or key. Did you mean `provider`?"],
        "actions[1].params": ["Choose a provider."],
    }


def test_a_catalog_may_leave_outputs_and_events_open() -> None:
    def check(_params: JsonObject) -> Iterable[tuple[str, str]]:
        return [("", "all wrong")]

    catalog = StaticCatalog({"open": ActionInfo(check)})
    raw = {
        "trigger": "event",
        "event": {"type": "x.y"},
        "actions": [action("a", "open"), use("b", "steps.a.x")],
    }
    assert set(refused(raw, catalog)) == {"actions[0].params", "actions[1].type"}


STORED = [{"cron": "0 9 * * 1", "timezone": "Europe/Berlin"}, {"every": "1h"}]


@pytest.mark.parametrize(
    ("patch", "stored", "expected"),
    [
        ({}, STORED, {}),
        ({"schedule": "0 8 * * *"}, [], {"schedule": "0 8 * * *", "schedules": [{"cron": "0 8 * * *"}]}),
        (
            {"schedule": "0 8 * * *"},
            STORED,
            {
                "schedule": "0 8 * * *",
                "schedules": [{"cron": "0 8 * * *", "timezone": "Europe/Berlin"}, {"every": "1h"}],
            },
        ),
        ({"schedule": None}, STORED, {"schedule": None, "schedules": []}),
        ({"schedules": STORED}, [], {"schedule": None, "schedules": STORED}),
        (
            {"schedule": "0 8 * * *"},
            STORED[1:],
            {"schedule": "0 8 * * *", "schedules": [{"cron": "0 8 * * *"}]},
        ),
    ],
)
def test_a_change_of_the_short_form_changes_the_first_schedule(
    patch: JsonObject, stored: list[JsonObject], expected: JsonObject
) -> None:
    assert merge_short_form(patch, stored) == expected


def test_the_error_summarises_itself() -> None:
    error = DefinitionInvalid({"a": ["x"], "b": ["y"]})
    assert str(error) == "a: x; b: y"


def test_a_made_up_id_fits_whatever_the_type_is_called() -> None:
    catalog = StaticCatalog({"shop.sync now": ActionInfo(lambda _params: ())})
    definition = validate_definition({"actions": [{"type": "shop.sync now"}]}, catalog)
    assert [node.id for node in definition.nodes()] == ["shop_sync_now"]
