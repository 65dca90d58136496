"""Groups, guards, problems by field path, explanations, and that these agree with the fast path."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igny8.automation.engine import (
    OPERATORS,
    ConditionError,
    ConditionEvaluator,
    DefinitionInvalid,
    EngineError,
    compile_conditions,
    operator_catalog,
    why,
)
from igny8.automation.engine.conditions import GroupResult, Operator, settled_by
from igny8.automation.engine.testing import FixedClock

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def cmp(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "operator": operator, "value": value}


def holds(raw: Any, context: dict[str, Any]) -> bool:
    condition = compile_conditions(raw)
    return condition is None or condition.holds(context, NOW)


YES, NO, BAD = cmp("a", "equals", 1), cmp("a", "equals", 2), cmp("a", "equals", "text")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (None, True),
        ([], True),
        ({}, True),
        ({"all": []}, True),
        ([YES], True),
        ([YES, NO], False),
        ([YES, YES, YES], True),
        ([YES, YES, NO], False),
        ([YES, YES, YES, YES], True),
        ([YES, YES, YES, NO], False),
        (YES, True),
        ({"any": [NO, YES]}, True),
        ({"any": [NO, NO]}, False),
        ({"not": NO}, True),
        ({"not": [YES, YES]}, False),
        ({"not": {"any": [NO, {"all": [YES, {"not": YES}]}]}}, True),
        ({"any": [YES, BAD]}, True),
        ([NO, BAD], False),
    ],
)
def test_groups_are_read_from_left_to_right_until_settled(raw: Any, expected: bool) -> None:
    assert holds(raw, {"a": 1}) is expected


@pytest.mark.parametrize("raw", [[BAD, NO], {"any": [BAD, YES]}, {"not": BAD}])
def test_an_error_that_is_reached_is_raised(raw: Any) -> None:
    with pytest.raises(ConditionError, match="`a` equals: it is a number, not text"):
        holds(raw, {"a": 1})


def test_a_guard_keeps_a_missing_value_from_being_an_error() -> None:
    guarded = [cmp("volume", "exists"), cmp("volume", "greater_than", 10)]
    assert holds(guarded, {}) is False
    assert holds(guarded, {"volume": None}) is False
    assert holds(guarded, {"volume": 11}) is True


def test_a_nested_path_may_be_missing_under_a_timed_operator_too() -> None:
    for operator, value in (("greater_than", 1), ("before", "now")):
        with pytest.raises(ConditionError, match="leads nowhere"):
            holds([cmp("a.b.c", operator, value)], {"a": {"b": {}}})


def test_a_path_that_leads_nowhere_says_what_is_there() -> None:
    with pytest.raises(ConditionError) as wrong:
        holds([cmp("site.langauge", "equals", "de")], {"site": {"language": "de", "name": "x"}})
    assert "`site` has no `langauge` (there is `language`, `name`)" in str(wrong.value)


@pytest.mark.parametrize(
    ("raw", "path", "part"),
    [
        ("x", "conditions", "Must be a list of conditions"),
        ({"all": 5}, "conditions.all", "Must be a list"),
        ({"any": []}, "conditions.any", "would never hold"),
        ({"all": [], "any": []}, "conditions", "one key only"),
        ([5], "conditions[0]", "not a number"),
        ([cmp("a", "eqals", 1)], "conditions[0].operator", "Did you mean `equals`?"),
        ([{"field": "a", "value": 1}], "conditions[0].operator", "Must be given"),
        ([{"operator": "equals", "value": 1}], "conditions[0].field", "Must be the path"),
        ([cmp("a b", "equals", 1)], "conditions[0].field", "is not a path"),
        ([cmp("__class__", "equals", 1)], "conditions[0].field", "two underscores"),
        ([cmp("a.__class__", "equals", 1)], "conditions[0].field", "two underscores"),
        ([{"field": "a", "operator": "equals"}], "conditions[0].value", "needs a value"),
        ([{**YES, "valeu": 1}], "conditions[0].valeu", "Did you mean `value`?"),
        ([{**YES, "case_sensitive": "no"}], "conditions[0].case_sensitive", "true or false"),
        ({"all": [{"not": cmp("a", "bigger", 1)}]}, "conditions.all[0].not.operator", "no operator `bigger`"),
        ([cmp("a", "equals", "{{ b")], "conditions[0].value", "not closed"),
    ],
)
def test_problems_are_reported_by_field_path(raw: Any, path: str, part: str) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        compile_conditions(raw)
    assert part in refused.value.errors[path][0]


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        compile_conditions([{"operator": "eqals"}, cmp("a", "in", "b"), 5, cmp("a", "equals", 1)])
    assert set(refused.value.errors) == {
        "conditions[0].field",
        "conditions[0].operator",
        "conditions[1].value",
        "conditions[2]",
    }
    assert "and 1 more" in str(refused.value)


def test_depth_and_number_are_bounded() -> None:
    deep: Any = YES
    for _ in range(12):
        deep = {"not": deep}
    with pytest.raises(DefinitionInvalid, match="nested at most 10 deep"):
        compile_conditions(deep)
    with pytest.raises(DefinitionInvalid, match="at most 300"):
        compile_conditions([YES] * 400)


def test_a_value_may_be_an_expression() -> None:
    raw = [cmp("score", "less_than", "{{ site.min_score }}")]
    assert holds(raw, {"score": 5, "site": {"min_score": 6}}) is True
    assert holds(raw, {"score": 7, "site": {"min_score": 6}}) is False
    with pytest.raises(ConditionError, match="the value must be a number"):
        holds(raw, {"score": 7, "site": {"min_score": "6"}})
    with pytest.raises(ConditionError, match="leads nowhere"):
        holds(raw, {"score": 7, "site": {}})


def test_an_explanation_has_every_comparison_with_expected_actual_and_result() -> None:
    condition = compile_conditions([cmp("word_count", "greater_than", 1000), cmp("title", "exists"), BAD])
    assert condition is not None
    evaluation = condition.explain({"word_count": 800, "a": 1}, NOW)
    told = evaluation.as_json()
    assert json.loads(json.dumps(told)) == told
    first, second, third = told["all"]
    assert (first["path"], first["operator"]) == ("word_count", "greater_than")
    assert (first["expected"], first["actual"], first["result"], first["reached"]) == (1000, 800, False, True)
    assert (second["found"], second["result"], second["reached"]) == (False, False, False)
    assert third["result"] is None
    assert third["error"] == "it is a number, not text"
    assert why(evaluation) == "`word_count` is greater than 1000: it is 800"


@pytest.mark.parametrize(
    ("raw", "context", "sentence"),
    [
        ([cmp("a", "equals", "x")], {"a": None}, '`a` is "x": it is empty (null)'),
        ([cmp("a", "is_not_empty")], {}, "`a` is not empty: it is not there"),
        ([cmp("a", "is_not_empty")], {"a": ""}, "`a` is not empty: it is empty text"),
        ([cmp("a", "in", ["x", "y"])], {"a": "z"}, '`a` is one of "x", "y": it is "z"'),
        ([cmp("a", "is_true")], {"a": False}, "`a` is true: it is false"),
        ([cmp("a", "all_of", ["x"])], {"a": []}, '`a` has all of "x": it is an empty list'),
        ({"not": YES}, {"a": 1}, "`a` is 1: it is 1"),
        ({"any": [NO, cmp("a", "equals", 3)]}, {"a": 1}, "`a` is 2: it is 1"),
        ([{"any": [NO, YES]}, cmp("a", "equals", 7)], {"a": 1}, "`a` is 7: it is 1"),
        ([BAD], {"a": 1}, "`a` cannot be compared: it is a number, not text"),
        ({"all": []}, {}, "the conditions hold"),
        ({"not": {"all": []}}, {}, "the conditions do not hold"),
    ],
)
def test_the_reason_names_the_comparison_that_settled_it(
    raw: Any, context: dict[str, Any], sentence: str
) -> None:
    condition = compile_conditions(raw)
    assert condition is not None
    assert why(condition.explain(context, NOW)) == sentence


def test_large_values_are_cut_in_explanations() -> None:
    condition = compile_conditions(
        [cmp("html", "is_empty"), cmp("ids", "is_empty"), cmp("deep", "is_empty"), cmp("at", "is_empty")]
    )
    assert condition is not None
    context = {
        "html": "x" * 5000,
        "ids": list(range(500)),
        "deep": {"a": {"b": {"c": {"d": 1}, "l": [1]}}},
        "at": NOW,
    }
    html, ids, deep, at = condition.explain(context, NOW).as_json()["all"]
    assert len(html["actual"]) < 250
    assert ids["actual"][-1] == "… (500 in all)"
    assert deep["actual"] == {"a": {"b": {"c": "an object of 1 fields", "l": "a list of 1"}}}
    assert at["actual"] == "2026-03-10T12:00:00+00:00"


def test_an_explanation_shows_a_broken_expression_as_written() -> None:
    condition = compile_conditions([cmp("a", "equals", "{{ nowhere }}")])
    assert condition is not None
    (one,) = condition.explain({"a": 1}, NOW).as_json()["all"]
    assert one["expected"] == "{{ nowhere }}"
    assert "leads nowhere" in one["error"]
    (one,) = condition.explain({"a": 1, "nowhere": 1}, NOW).as_json()["all"]
    assert one["expected"] == 1


def test_change_operators_show_both_sides() -> None:
    condition = compile_conditions([cmp("n", "changed")])
    assert condition is not None
    (one,) = condition.explain({"event": {"before": {"n": 1}, "after": {}}}, NOW).as_json()["all"]
    assert one["actual"] == {"before": 1, "after": None}


FIELDS = st.sampled_from(["a", "b", "c.d", "missing"])
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from(["a", "B", ""]), st.lists(st.integers(0, 2))
)
SIMPLE = st.sampled_from(
    ["equals", "not_equals", "contains", "greater_than", "less_than", "in", "not_in", "exists", "is_empty",
     "is_true", "any_of", "length_greater_than", "changed", "before"]
)  # fmt: skip
COMPARISON = st.builds(cmp, FIELDS, SIMPLE, VALUES)
TREES = st.recursive(
    COMPARISON,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.builds(lambda items: {"all": items}, st.lists(inner, max_size=4)),
        st.builds(lambda items: {"any": items}, st.lists(inner, min_size=1, max_size=4)),
        st.builds(lambda item: {"not": item}, inner),
    ),
    max_leaves=8,
)
CONTEXTS = st.fixed_dictionaries({"a": VALUES, "b": VALUES, "c": st.fixed_dictionaries({"d": VALUES})})


@settings(max_examples=400, deadline=None)
@given(TREES, CONTEXTS)
def test_explain_agrees_with_the_compiled_evaluation(raw: Any, context: dict[str, Any]) -> None:
    try:
        condition = compile_conditions(raw)
    except DefinitionInvalid:
        return
    if condition is None:
        return
    evaluation = condition.explain(context, NOW)
    json.dumps(evaluation.as_json())
    result: bool | None = None
    path_in_error = ""
    try:
        result = condition.holds(context, NOW)
    except ConditionError as wrong:
        path_in_error = wrong.path
    assert evaluation.result is result
    blamed = settled_by(evaluation)
    assert result is not None or (blamed is not None and blamed.path == path_in_error)
    assert isinstance(why(evaluation), str)


def test_an_explained_group_keeps_its_kind() -> None:
    condition = compile_conditions({"any": [YES]})
    assert condition is not None
    evaluation = condition.explain({"a": 1}, NOW)
    assert isinstance(evaluation, GroupResult)
    assert evaluation.as_json()["any"][0]["result"] is True


def test_the_evaluator_of_the_specification_uses_the_injected_clock() -> None:
    evaluator = ConditionEvaluator(FixedClock(NOW))
    assert evaluator.evaluate([cmp("at", "within_last", "1d")], {"at": "2026-03-10T00:00:00Z"}) is True
    assert evaluator.evaluate([], {}) is True
    told = evaluator.explain([cmp("at", "before", "now")], {"at": "2026-03-11"})
    assert told is not None
    assert told["result"] is False
    assert evaluator.explain([], {}) is None


def test_conditions_list_the_paths_they_read() -> None:
    condition = compile_conditions([cmp("a.b", "equals", "{{ c.d }}"), {"not": YES}])
    assert condition is not None
    found = [(at, path.text) for at, path in condition.paths()]
    assert found == [
        ("conditions[0].field", "a.b"),
        ("conditions[0].value", "c.d"),
        ("conditions[1].not.field", "a"),
    ]


def test_a_new_operator_is_one_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "extra_operators"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "divisible.py").write_text(
        "from igny8.automation.engine.conditions import Mismatch, Operator\n"
        "def build(expected, case):\n"
        "    def check(actual):\n"
        "        if type(actual) is not int:\n"
        "            raise Mismatch(actual, 'a whole number')\n"
        "        return actual % expected == 0\n"
        "    return check\n"
        "OPERATORS = (Operator('divisible_by', 'is divisible by', ('number',), 'number', build),)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    import extra_operators  # type: ignore[import-not-found]

    operators = OPERATORS.copy().discover(extra_operators)
    condition = compile_conditions([cmp("n", "divisible_by", 3)], operators=operators)
    assert condition is not None
    assert condition.holds({"n": 9}, NOW) is True
    with pytest.raises(ConditionError, match="whole number"):
        condition.holds({"n": "9"}, NOW)
    assert OPERATORS.get("divisible_by") is None
    assert "divisible_by" in {one["name"] for one in operator_catalog(operators)}
    sys.modules.pop("extra_operators")


def test_two_operators_of_one_name_are_refused() -> None:
    operators = OPERATORS.copy()
    equals = operators.get("equals")
    assert equals is not None
    assert operators.register(equals) is equals
    other = Operator("equals", "is", ("any",), "none", equals.build)
    with pytest.raises(EngineError, match="two of the operator `equals`"):
        operators.register(other)
