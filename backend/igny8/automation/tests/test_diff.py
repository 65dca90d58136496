"""Differences between two definitions."""

from __future__ import annotations

from typing import Any

from igny8.automation.services.diff import Change, diff_definitions
from igny8.automation.services.diff_words import conditions_in_words


def node(name: str, **values: Any) -> dict[str, Any]:
    return {"id": name, "type": "set", **values}


def rule(*actions: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"trigger": "manual", "actions": list(actions), **values}


def seen(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    return [(change.path, change.kind) for change in diff_definitions(before, after)]


def sentences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [change.as_json()["sentence"] for change in diff_definitions(before, after)]


def test_equal_definitions_have_no_differences() -> None:
    assert diff_definitions(rule(node("a")), rule(node("a"))) == []
    assert seen(rule(), rule(conditions=[], event=None, schedule="")) == []


def test_a_changed_param_is_named_by_the_id_of_its_node() -> None:
    before, after = rule(node("a", params={"limit": 5})), rule(node("a", params={"limit": 10}))
    assert diff_definitions(before, after) == [Change("actions[a].params.limit", "changed", 5, 10)]
    assert sentences(before, after) == ["Step `a`: params.limit changed from 5 to 10."]


def test_a_param_comes_and_goes() -> None:
    before, after = rule(node("a", params={"x": "old"})), rule(node("a", params={"y": [1]}))
    assert seen(before, after) == [("actions[a].params.x", "removed"), ("actions[a].params.y", "added")]
    assert sentences(before, after) == [
        "Step `a`: params.x was removed; it was “old”.",
        "Step `a`: params.y was set to [1].",
    ]


def test_budgets_are_told_in_words() -> None:
    limits = rule(budget={"per_run": 300, "per_day": 2000})
    assert sentences(rule(), limits) == [
        "The rule's budget was set to 300 a run and 2,000 a day (in credits)."
    ]
    assert sentences(rule(budget={"per_month": None}), rule()) == [
        "The rule's budget was removed; it was no limits."
    ]


def test_a_node_that_comes_first_moves_no_other() -> None:
    before, after = rule(node("a"), node("b")), rule(node("new"), node("a"), node("b"))
    assert seen(before, after) == [("actions[new]", "added")]
    assert sentences(before, after) == ["Step `new` (set) was added."]
    assert seen(after, before) == [("actions[new]", "removed")]


def test_only_the_node_that_moved_is_named() -> None:
    before = rule(node("a"), node("b"), node("c"), node("d"))
    after = rule(node("d"), node("a"), node("b"), node("c"))
    assert seen(before, after) == [("actions[d]", "moved")]
    assert sentences(before, after) == ["Step `d` moved from after `c` to the beginning of actions."]


def test_a_node_that_moves_into_a_branch_is_moved_and_not_lost() -> None:
    def gate(*inside: dict[str, Any]) -> dict[str, Any]:
        return {"id": "gate", "type": "branch", "branches": [{"conditions": [], "actions": list(inside)}]}

    before, after = rule(node("a"), gate()), rule(gate(node("a", params={"n": 1})))
    assert seen(before, after) == [("actions[a]", "moved"), ("actions[a].params.n", "added")]
    assert "moved from the beginning of actions to the beginning of `gate`" in sentences(before, after)[0]


def test_conditions_are_compared_as_a_whole_and_told_in_words() -> None:
    def more_than(value: int) -> list[dict[str, Any]]:
        return [{"field": "word_count", "operator": "greater_than", "value": value}]

    before, after = rule(conditions=more_than(1)), rule(conditions=more_than(2))
    assert sentences(before, after) == [
        "The rule's conditions changed from “word_count greater_than 1” to “word_count greater_than 2”."
    ]


def test_fields_of_a_branch_and_of_handlers_are_seen() -> None:
    def gate(name: str) -> dict[str, Any]:
        return {"id": "g", "type": "branch", "branches": [{"name": name, "actions": [node("in")]}]}

    assert seen(rule(gate("x")), rule(gate("y"))) == [("actions[g].branches[0].name", "changed")]
    handled = {"on_failure": [node("tell")]}
    assert seen(rule(), rule(**handled)) == [("on_failure[tell]", "added")]
    assert seen(rule(node("a", on_error="stop")), rule(node("a", on_error=[node("h")]))) == [
        ("actions[h]", "added"),
        ("actions[a].on_error", "removed"),
    ]


def test_a_draft_that_is_not_valid_yet_can_be_compared() -> None:
    broken = {"actions": [{"type": "set"}, "nonsense", {"id": "b", "type": 7}], "on_failure": "nothing"}
    assert ("actions[actions/0]", "added") in seen(rule(), broken)
    assert seen({}, {}) == []


def test_items_of_a_loop_are_no_nodes() -> None:
    def loop(*items: dict[str, Any]) -> dict[str, Any]:
        return {"id": "f", "type": "for_each", "items": list(items), "actions": []}

    assert seen(rule(loop({"type": "x"})), rule(loop({"type": "y"}))) == [("actions[f].items", "changed")]


def test_long_values_are_cut() -> None:
    text = sentences(rule(), rule(node("a", params={}), schedule="x" * 500))[0]
    assert len(text) < 200 and text.endswith("…”.")


def test_conditions_read_as_one_line() -> None:
    one = {"field": "a", "operator": "exists"}
    two = {"field": "b", "operator": "equals", "value": "x"}
    assert conditions_in_words([]) == "always"
    nested = {"any": [one, {"all": [one, two]}]}
    assert conditions_in_words(nested) == 'a exists or (a exists and b equals "x")'
    assert conditions_in_words({"not": one}) == "not (a exists)"
    assert conditions_in_words("x") == '"x"'
