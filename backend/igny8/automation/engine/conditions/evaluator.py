"""``Condition``: one compiled set of conditions. ``ConditionEvaluator``: the specification's name for using
it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from igny8.automation.engine.conditions import operators as operators_package
from igny8.automation.engine.conditions.explain import Evaluation, explain, settled_by
from igny8.automation.engine.conditions.operator import Operator
from igny8.automation.engine.conditions.parse import Parser
from igny8.automation.engine.conditions.tree import Branch, Test, comparisons, is_of_item
from igny8.automation.engine.lookup import Context, Path
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.engine.ports import Clock
from igny8.automation.engine.problems import Problems
from igny8.automation.engine.registry import Registry

OPERATORS: Registry[Operator] = Registry("operator", "OPERATORS", lambda operator: operator.name)
OPERATORS.discover(operators_package)


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Compiled conditions; immutable and without state, so that any number of threads may use it.

    :ivar holds: ``holds(context, now) -> bool``: the fast path. Raises ``ConditionError`` with the path of a
        value that does not fit or is not there.
    """

    tree: Branch
    holds: Test

    def explain(self, context: Context, now: datetime) -> Evaluation:
        """Every comparison with expected, actual and result. Agrees with ``holds``; never raises."""
        return explain(self.tree, context, now)

    def paths(self) -> Iterator[tuple[str, Path]]:
        """Every path that is read of the context, with the field path of where it is written."""
        for one in comparisons(self.tree):
            if not is_of_item(one):
                yield f"{one.at}.field", one.field
            if one.template is not None:
                yield from ((f"{one.at}.value", ref.path) for ref in one.template.references())


def parse_conditions(
    raw: Any, at: str, problems: Problems, operators: Registry[Operator] = OPERATORS
) -> Condition | None:
    """Compile; ``None`` if there is nothing to compare (null, ``[]``) or if a problem was noted."""
    if raw is None or (isinstance(raw, list | dict) and not raw):
        return None
    tree = Parser(operators, problems).parse(raw, at)
    return Condition(tree, tree.test) if tree is not None else None


def compile_conditions(
    raw: Any, at: str = "conditions", operators: Registry[Operator] = OPERATORS
) -> Condition | None:
    """Compile; ``None`` means that nothing is asked. Raises ``DefinitionInvalid`` with every problem."""
    problems = Problems()
    condition = parse_conditions(raw, at, problems, operators)
    problems.raise_if_any()
    return condition


class ConditionEvaluator:
    """Compiles and evaluates conditions with a clock and a set of operators."""

    def __init__(self, clock: Clock, operators: Registry[Operator] = OPERATORS) -> None:
        self._clock = clock
        self._operators = operators

    def evaluate(self, conditions: Any, context: Context) -> bool:
        """Whether they hold. Raises ``DefinitionInvalid`` or ``ConditionError``."""
        condition = compile_conditions(conditions, operators=self._operators)
        return condition is None or condition.holds(context, self._clock.now())

    def explain(self, conditions: Any, context: Context) -> JsonObject | None:
        """The evaluation as JSON; ``None`` if nothing is asked. Raises ``DefinitionInvalid``."""
        condition = compile_conditions(conditions, operators=self._operators)
        return condition.explain(context, self._clock.now()).as_json() if condition else None


def why(evaluation: Evaluation) -> str:
    """A sentence that names the comparison which settled it."""
    one = settled_by(evaluation)
    if one is None:
        return "the conditions hold" if evaluation.result else "the conditions do not hold"
    if one.error is not None:
        return f"`{one.path}` cannot be compared: {one.error}"
    return one.sentence()


def operator_catalog(operators: Registry[Operator] = OPERATORS) -> list[JsonObject]:
    """What the editor offers: ``[{"name", "label", "types", "needs_value", "value_type", …}]``."""
    return [operator.describe() for operator in operators]
