"""What a step may read of other steps, and what is refused, with its place."""

# ruff: noqa: E501 - tables read best with a line a row

from __future__ import annotations

import pytest

from igny8.automation.engine import (
    JsonObject,
    validate_definition,
)
from igny8.automation.engine.tests.support import CATALOG, action, gate, problem, use


@pytest.mark.parametrize(
    ("actions", "path", "part"),
    [
        ([use("a", "steps.b.x")], "actions[0].params.x", "there is no step `b`"),
        ([action("ideas"), use("a", "steps.idea.x")], "actions[1].params.x", "Did you mean `ideas`?"),
        ([use("a", "steps.b.x"), action("b")], "actions[0].params.x", "comes later"),
        ([use("a", "steps.a.x")], "actions[0].params.x", "its own output"),
        ([use("a", "steps.b.x"), use("b", "steps.a.x")], "actions[0].params.x", "a cycle: a → b → a"),
        (
            [use("a", "steps.c.x"), use("b", "steps.a.x"), use("c", "steps.b.x")],
            "actions[0].params.x",
            "a cycle: a → c → b → a",
        ),
        ([gate([action("in")], [use("b", "steps.in.x")])], "actions[0].branches[1].actions[0].params.x", "another branch"),
        ([gate([use("in", "steps.g.taken")])], "actions[0].branches[0].actions[0].params.x", "comes|another"),
        (
            [{"id": "c", "type": "generate_ideas", "params": {}}, use("a", "steps.c.ideas")],
            "actions[1].params.x",
            "has no output `ideas`. Did you mean `idea_ids`?",
        ),
        ([{"id": "s", "type": "set", "params": {}}, use("a", "steps.s.x")], "actions[1].params.x", "It has: none."),
        (
            [action("a", when=[{"field": "steps.b.x", "operator": "exists"}])],
            "actions[0].when[0].field",
            "there is no step `b`",
        ),
        (
            [{"id": "g", "type": "branch", "branches": [{"conditions": [{"field": "steps.b.x", "operator": "exists"}]}]}],
            "actions[0].branches[0].conditions[0].field",
            "there is no step `b`",
        ),
    ],
)  # fmt: skip
def test_a_reference_that_cannot_be_is_refused(actions: list[JsonObject], path: str, part: str) -> None:
    text = problem({"actions": actions}, path)
    assert any(piece in text for piece in part.split("|"))


def test_references_that_can_be_are_accepted() -> None:
    validate_definition(
        {
            "actions": [
                {"id": "c", "type": "cluster_keywords", "params": {}},
                gate(
                    [use("in", "steps.c.cluster_ids"), use("in2", "steps.in.anything")],
                    otherwise=[action("other")],
                ),
                use("after", "steps.in.x"),
                use("after2", "steps.other.x"),
                use("after3", "steps.g.taken"),
                use("after4", "steps.c.error.code"),
                use("after5", "steps.c"),
                use("after6", "steps"),
                {"id": "w", "type": "wait", "params": {"seconds": 1}},
                use("after8", "steps.w.until"),
                action("after9", params={"x": "{{ steps.c.cluster_ids | default: site.fallback }}"}),
            ]
        },
        CATALOG,
    )
