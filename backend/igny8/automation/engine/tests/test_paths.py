"""Step paths and field paths."""

from __future__ import annotations

import pytest

from igny8.automation.engine.errors import EngineError, ExpressionInvalid
from igny8.automation.engine.lookup import MISSING, getter, kind_of, nowhere, parse_field
from igny8.automation.engine.paths import (
    format_path,
    is_within,
    parent_path,
    parse_path,
    sort_key,
    to_field_path,
)


@pytest.mark.parametrize(
    ("path", "parent", "field"),
    [
        ("actions/0", None, "actions[0]"),
        ("actions/0/branches/1/actions/0", "actions/0", "actions[0].branches[1].actions[0]"),
        ("actions/0/else/2", "actions/0", "actions[0].else[2]"),
        ("actions/1/items/3/actions/0", "actions/1", "actions[1].actions[0]"),
        (
            "actions/1/items/3/actions/0/else/1",
            "actions/1/items/3/actions/0",
            "actions[1].actions[0].else[1]",
        ),
        ("conditions", None, "conditions"),
    ],
)
def test_paths_tell_parent_and_place(path: str, parent: str | None, field: str) -> None:
    assert parent_path(path) == parent
    assert to_field_path(path) == field
    assert format_path(parse_path(path)) == path


@pytest.mark.parametrize("path", ["", "0/actions", "actions//0", "actions/0/../1", "actions/ 0"])
def test_what_is_no_step_path_is_refused(path: str) -> None:
    with pytest.raises(EngineError, match="is not the path of a step"):
        parse_path(path)


def test_a_trace_sorts_in_the_order_of_the_rule() -> None:
    ordered = ["conditions", "actions/0", "actions/2", "actions/2/branches/0/actions/1", "actions/10"]
    shuffled = [ordered[index] for index in (3, 0, 4, 2, 1)]
    assert sorted(shuffled, key=sort_key) == ordered


def test_within() -> None:
    assert is_within("actions/1/else/0", "actions/1")
    assert is_within("actions/1", "actions/1")
    assert not is_within("actions/10", "actions/1")


def test_field_paths_are_parsed_and_looked_up() -> None:
    context = {"a": {"b": [{"c": 1}]}, "x": None}
    assert getter(parse_field("a.b[0].c"))(context) == 1
    assert getter(parse_field("a.b.0.c"))(context) == 1
    assert getter(parse_field("a.z"))(context) is MISSING
    assert getter(parse_field("x.z"))(context) is MISSING
    assert getter(parse_field("a.b[1]"))(context) is MISSING
    assert (
        nowhere(parse_field("x"), {}) == "the path `x` leads nowhere: the context has no `x` (it is empty)."
    )
    assert nowhere(parse_field("a"), context) == "the path `a` leads nowhere."
    assert repr(MISSING) == "MISSING"
    assert str(parse_field("a.b")) == "a.b"
    assert kind_of(MISSING) == "missing"
    assert kind_of(object()) == "a object"


@pytest.mark.parametrize(
    "text", ["", "a b", "a.", "a..b", "1a", "a[x]", "a['b']", "a.b()", "a.__b__", "a" * 600]
)
def test_what_is_no_field_path_is_refused(text: str) -> None:
    with pytest.raises(ExpressionInvalid):
        parse_field(text)
