"""The automation engine: conditions, expressions, schedules, and the walk through a rule.

Pure: standard library, pydantic, RE2 and cronsim; it knows no Django, no database and nothing of content.
What it
needs from outside stands in ``ports``. ``README.md`` explains how it works and how to add a node or an
operator.
"""

from igny8.automation.engine.catalog import ActionInfo, Catalog, ParamsCheck, StaticCatalog
from igny8.automation.engine.conditions import (
    OPERATORS,
    Condition,
    ConditionEvaluator,
    compile_conditions,
    operator_catalog,
    why,
)
from igny8.automation.engine.context import build_context
from igny8.automation.engine.cron import due_occurrences, next_occurrence, occurrences
from igny8.automation.engine.errors import (
    Cancelled,
    ConditionError,
    DefinitionInvalid,
    EngineError,
    ExpressionError,
    ExpressionInvalid,
    Interrupt,
    LeaseLost,
    StepFailure,
)
from igny8.automation.engine.expressions import Template, compile_template
from igny8.automation.engine.nodes.registry import NODE_KINDS, flow_node_catalog
from igny8.automation.engine.outcome import JsonObject, Outcome, RunStatus, StepError, StepStatus
from igny8.automation.engine.ports import (
    ActionCall,
    ActionResult,
    CancelCheck,
    Clock,
    Executor,
    Journal,
    Lanes,
    Step,
    StepRecord,
)
from igny8.automation.engine.rerun import carried_over
from igny8.automation.engine.schema.definition import Definition, Node
from igny8.automation.engine.schema.model import (
    DEFINITION_KEYS,
    BudgetSpec,
    EventSpec,
    NodeSpec,
    RetrySpec,
    RuleSpec,
    ScheduleSpec,
)
from igny8.automation.engine.schema.params import model_check
from igny8.automation.engine.schema.parse import load_definition, validate_definition
from igny8.automation.engine.schema.schedules import merge_short_form
from igny8.automation.engine.walker.engine import RuleEngine
from igny8.automation.engine.walker.walk import Limits

__all__ = [
    "DEFINITION_KEYS",
    "NODE_KINDS",
    "OPERATORS",
    "ActionCall",
    "ActionInfo",
    "ActionResult",
    "BudgetSpec",
    "CancelCheck",
    "Cancelled",
    "Catalog",
    "Clock",
    "Condition",
    "ConditionError",
    "ConditionEvaluator",
    "Definition",
    "DefinitionInvalid",
    "EngineError",
    "EventSpec",
    "Executor",
    "ExpressionError",
    "ExpressionInvalid",
    "Interrupt",
    "Journal",
    "JsonObject",
    "Lanes",
    "LeaseLost",
    "Limits",
    "Node",
    "NodeSpec",
    "Outcome",
    "ParamsCheck",
    "RetrySpec",
    "RuleEngine",
    "RuleSpec",
    "RunStatus",
    "ScheduleSpec",
    "StaticCatalog",
    "Step",
    "StepError",
    "StepFailure",
    "StepRecord",
    "StepStatus",
    "Template",
    "build_context",
    "carried_over",
    "compile_conditions",
    "compile_template",
    "due_occurrences",
    "flow_node_catalog",
    "load_definition",
    "merge_short_form",
    "model_check",
    "next_occurrence",
    "occurrences",
    "operator_catalog",
    "validate_definition",
    "why",
]
