"""Every operator on every kind of value: what holds, what does not, and what is an error with its path."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from igny8.automation.engine import (
    OPERATORS,
    ConditionError,
    DefinitionInvalid,
    compile_conditions,
    conditions,
    why,
)
from igny8.automation.engine.conditions import Operator, Subject
from igny8.automation.engine.lookup import MISSING
from igny8.automation.engine.tests.operator_table import ERROR, TABLE

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def holds(raw: dict[str, Any], context: dict[str, Any]) -> Any:
    condition = compile_conditions([raw])
    assert condition is not None
    try:
        return condition.holds(context, NOW)
    except ConditionError as wrong:
        named = wrong.path == raw["field"] and raw["field"] in str(wrong)
        return ERROR if named else f"an error that does not name the path: {wrong}"


@pytest.mark.parametrize(("operator", "actual", "value", "expected"), TABLE)
@pytest.mark.parametrize("field", ["x", "a.x", "a.b.x"])
def test_it_decides_as_the_table_says(
    operator: str, actual: Any, value: Any, expected: Any, field: str
) -> None:
    inner: Any = {} if actual is MISSING else {"x": actual}
    context = {"x": inner, "a.x": {"a": inner}, "a.b.x": {"a": {"b": inner}}}[field]
    context = inner if field == "x" else context
    assert holds({"field": field, "operator": operator, "value": value}, context) == expected


def test_the_table_covers_every_operator_but_those_of_events() -> None:
    covered = {row[0] for row in TABLE}
    of_events = {one.name for one in OPERATORS if one.subject is Subject.CHANGE}
    assert set(OPERATORS.names()) - covered == of_events


@pytest.mark.parametrize(
    ("operator", "actual", "value", "case_sensitive", "expected"),
    [
        ("equals", "Draft", "draft", False, True),
        ("equals", ["A"], ["a"], None, False),
        ("not_equals", "Draft", "draft", False, False),
        ("in", "A", ["a"], False, True),
        ("not_in", "A", ["a"], False, False),
        ("contains", "Solar", "solar", True, False),
        ("contains", ["SEO"], "seo", True, False),
        ("starts_with", "Best", "best", True, False),
        ("ends_with", "Best", "EST", True, False),
        ("matches", "Best", "best", True, False),
        ("matches", "Best", "Best", True, True),
        ("any_of", ["A"], ["a"], False, True),
        ("any_of", ["A"], ["a"], None, False),
        ("contains", "STRASSE", "straße", None, True),
        ("matches_wildcard", "Best", "b*", True, False),
        ("is_part_of", "Best", "the best", True, False),
        ("contains_any", "Best", ["best"], True, False),
    ],
)
def test_case_sensitive_overrides_the_default(
    operator: str, actual: Any, value: Any, case_sensitive: bool | None, expected: bool
) -> None:
    raw = {"field": "x", "operator": operator, "value": value, "case_sensitive": case_sensitive}
    assert holds(raw, {"x": actual}) is expected


@pytest.mark.parametrize(
    ("operator", "value", "part"),
    [
        ("in", "a,b", "list"),
        ("greater_than", "1000", "number"),
        ("greater_than", float("nan"), "number"),
        ("between", [1], "two"),
        ("between", [3, 1], "lower"),
        ("between", ["soon", "now"], "date"),
        ("matches", "(", "regular expression"),
        ("matches", r"(a)\1", "regular expression"),
        ("matches", "a" * 2000, "1000 characters"),
        ("matches", 5, "regular expression"),
        ("starts_with", 5, "text"),
        ("contains", ["a"], "any_of"),
        ("before", "soon", "date"),
        ("before", "+99q", "date"),
        ("within_last", "soon", "duration"),
        ("within_last", -1, "duration"),
        ("length_greater_than", -1, "whole number"),
        ("length_greater_than", 1.5, "whole number"),
        ("any_of", "a", "list"),
        ("in", [0] * 10_001, "at most"),
        ("matches_wildcard", 5, "text"),
        ("matches_wildcard", "[!]", "regular expression"),
        ("is_part_of", 5, "text"),
        ("contains_any", "a", "list"),
        ("contains_any", [1], "list of texts"),
        ("has_key", 5, "name of a field"),
        ("time_between", ["9", "17:00"], "times of day"),
        ("time_between", [9, 17], "times of day"),
        ("time_between", ["09:00+02:00", "17:00"], "times of day"),
        ("time_between", {"from": "09:00"}, "from, to"),
        ("time_between", {"from": "09:00", "to": "10:00", "timezone": "Mars"}, "no time zone"),
        ("weekday_in", [], "list of days"),
        ("weekday_in", ["someday"], "list of days"),
        ("weekday_in", "mon", "days"),
        ("older_than", "soon", "duration"),
        ("rises_above", "5", "number"),
    ],
)
def test_a_value_that_does_not_fit_its_operator_is_refused_when_the_rule_is_saved(
    operator: str, value: Any, part: str
) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        compile_conditions([{"field": "x", "operator": operator, "value": value}])
    assert part in refused.value.errors["conditions[0].value"][0]


EVENT = {
    "event": {
        "before": {"n": 1, "s": "draft", "deep": {"a": 1}, "down": 8},
        "after": {"n": 2, "s": "draft", "new": 1, "down": 3},
    }
}


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("n", "changed", None, True),
        ("s", "changed", None, False),
        ("new", "changed", None, True),
        ("deep.a", "changed", None, True),
        ("nowhere", "changed", None, False),
        ("event.after.n", "changed", None, True),
        ("event.before.s", "changed", None, False),
        ("n", "changed_to", 2, True),
        ("n", "changed_to", 3, False),
        ("s", "changed_to", "draft", False),
        ("n", "changed_from", 1, True),
        ("n", "changed_from", 2, False),
        ("new", "changed_from", None, True),
        ("s", "not_changed", None, True),
        ("n", "not_changed", None, False),
        ("n", "rises_above", 1, True),
        ("n", "rises_above", 1.5, True),
        ("n", "rises_above", 2, False),
        ("n", "rises_above", 0, False),
        ("n", "falls_below", 1.5, False),
        ("down", "falls_below", 5, True),
        ("down", "falls_below", 9, False),
        ("n", "increased", None, True),
        ("n", "decreased", None, False),
        ("down", "decreased", None, True),
        ("new", "increased", None, False),
        ("new", "rises_above", 0, False),
        ("s", "increased", None, ERROR),
    ],
)
def test_changes_are_read_from_both_sides_of_the_event(
    field: str, operator: str, value: Any, expected: bool
) -> None:
    assert holds({"field": field, "operator": operator, "value": value}, EVENT) is expected


def test_changes_can_ignore_case() -> None:
    event = {"event": {"before": {"s": "a"}, "after": {"s": "B"}}}
    raw = {"field": "s", "operator": "changed_to", "value": "b", "case_sensitive": False}
    assert holds(raw, event) is True


def test_a_created_object_has_changed_from_nothing() -> None:
    event = {"event": {"before": None, "after": {"s": "a", "t": None}}}
    assert holds({"field": "s", "operator": "changed"}, event) is True
    assert holds({"field": "t", "operator": "changed"}, event) is False


def test_changes_without_an_event_are_an_error_not_false() -> None:
    assert holds({"field": "n", "operator": "changed"}, {"n": 1}) == ERROR


def test_a_moment_beyond_the_calendar_does_not_crash() -> None:
    assert holds({"field": "x", "operator": "after", "value": "-20000000h"}, {"x": "2026-01-01"}) is True
    edge = {"x": "9999-12-31T23:00:00Z"}
    condition = compile_conditions([{"field": "x", "operator": "before", "value": "+7d"}])
    assert condition is not None
    assert condition.holds(edge, datetime(9999, 12, 30, tzinfo=UTC)) is True


def test_every_operator_describes_itself_for_the_editor() -> None:
    for operator in OPERATORS:
        assert isinstance(operator, Operator)
        described = operator.describe()
        assert described["name"]
        assert described["label"]
        assert described["types"]
        assert described["needs_value"] is (described["value_type"] != "none")


def test_conditions_on_items_are_checked_where_they_stand() -> None:
    raw = {"field": "x", "operator": "any_item", "value": [{"field": "item.n", "operator": "bigger"}]}
    with pytest.raises(DefinitionInvalid) as refused:
        compile_conditions([raw])
    assert list(refused.value.errors) == ["conditions[0].value[0].operator"]
    with pytest.raises(DefinitionInvalid) as refused:
        compile_conditions([{"field": "x", "operator": "any_item", "value": 5}])
    assert list(refused.value.errors) == ["conditions[0].value"]


def test_conditions_on_items_read_the_context_around_and_say_what_they_asked() -> None:
    inner = {"not": {"any": [{"field": "item.n", "operator": "less_than", "value": "{{ least }}"}]}}
    raw = {"all": [{"field": "x", "operator": "any_item", "value": inner}]}
    condition = compile_conditions(raw)
    assert condition is not None
    assert condition.holds({"x": [{"n": 1}, {"n": 7}], "least": 5}, NOW) is True
    evaluation = condition.explain({"x": [{"n": 1}], "least": 5}, NOW)
    assert evaluation.result is False
    assert why(evaluation) == (
        "`x` has an item for which \"not (item.n is less than {{ least }})\": it is {'n': 1}"
    )
    assert [str(path) for _, path in condition.paths()] == ["x", "least"]
    nested = {
        "field": "item",
        "operator": "all_items",
        "value": {"any": [{"field": "item", "operator": "is_true"}, {"field": "y", "operator": "exists"}]},
    }
    outer = compile_conditions([{"field": "x", "operator": "any_item", "value": [nested]}])
    assert outer is not None
    assert outer.holds({"x": [[True], [False]]}, NOW) is True
    assert [str(path) for _, path in outer.paths()] == ["x", "y"]


@pytest.mark.parametrize(
    ("operator", "actual", "value", "expected"),
    [
        ("greater_than", "1001", 1000, True),
        ("greater_than", " 10.5 ", 10, True),
        ("greater_than", "many", 1000, ERROR),
        ("greater_than", True, 0, True),
        ("equals", 5, "5", True),
        ("equals", "5", 5, True),
        ("equals", 1, True, True),
        ("equals", "yes", True, True),
        ("is_true", "no", None, False),
        ("is_true", 1, None, True),
        ("is_true", 2, None, ERROR),
        ("contains", 555, "5", True),
        ("equals", True, "true", True),
        ("between", "2", [1, 3], True),
        ("equals", [1], 1, ERROR),
    ],
)
def test_types_may_be_taken_loosely_if_that_is_asked_for(
    operator: str, actual: Any, value: Any, expected: Any
) -> None:
    assert (
        holds({"field": "x", "operator": operator, "value": value, "loose": True}, {"x": actual}) is expected
    )
    asked = {"field": "x", "operator": operator, "value": "{{ v }}", "loose": True}
    if value is not None:
        assert holds(asked, {"x": actual, "v": value}) is expected


def test_loose_is_true_or_false() -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        compile_conditions([{"field": "x", "operator": "is_true", "loose": "yes"}])
    assert list(refused.value.errors) == ["conditions[0].loose"]


def test_every_operator_of_the_others_has_one_of_ours() -> None:
    text = (Path(conditions.__file__).parent / "README.md").read_text()
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ") and "`" in line]
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row[3])}
    assert len(rows) > 60
    assert named - set(OPERATORS.names()) == {"all", "any", "not", "loose", "case_sensitive", "wait"}
