"""The rows of rules and runs."""

from igny8.automation.models.rules import AutomationRule, RuleMode, RuleSchedule, RuleVersion, TriggerKind
from igny8.automation.models.runs import (
    FINISHED,
    UNFINISHED,
    RunStatus,
    ScheduledTask,
    StepItem,
    StepRun,
)

__all__ = [
    "FINISHED",
    "UNFINISHED",
    "AutomationRule",
    "RuleMode",
    "RuleSchedule",
    "RuleVersion",
    "RunStatus",
    "ScheduledTask",
    "StepItem",
    "StepRun",
    "TriggerKind",
]
