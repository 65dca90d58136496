"""Conditions: ``{field, operator, value}`` under ``all``, ``any``, ``not``; compiled once, explained on
demand."""

from igny8.automation.engine.conditions.evaluator import (
    OPERATORS,
    Condition,
    ConditionEvaluator,
    compile_conditions,
    operator_catalog,
    parse_conditions,
    why,
)
from igny8.automation.engine.conditions.explain import ComparisonResult, Evaluation, GroupResult, settled_by
from igny8.automation.engine.conditions.operator import (
    Check,
    ExpectedInvalid,
    Mismatch,
    Operator,
    Subject,
    negated,
    without_value,
)

__all__ = [
    "OPERATORS",
    "Check",
    "ComparisonResult",
    "Condition",
    "ConditionEvaluator",
    "Evaluation",
    "ExpectedInvalid",
    "GroupResult",
    "Mismatch",
    "Operator",
    "Subject",
    "compile_conditions",
    "negated",
    "operator_catalog",
    "parse_conditions",
    "settled_by",
    "why",
    "without_value",
]
