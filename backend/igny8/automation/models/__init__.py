"""The rows of rules and runs."""

from igny8.automation.models.lanes import OPEN_LANES, Lane, LaneStatus
from igny8.automation.models.rules import AutomationRule, RuleMode, RuleSchedule, RuleVersion, TriggerKind
from igny8.automation.models.runs import (
    FINISHED,
    UNFINISHED,
    RunStatus,
    ScheduledTask,
    StepItem,
    StepOutput,
    StepRun,
)
from igny8.automation.models.signals import Approval, EventWait
from igny8.automation.models.templates import ActionPreset, RuleTemplate
from igny8.automation.models.triggers import Cooldown, EventSubscription, WebhookEndpoint, WebhookMessage

__all__ = [
    "FINISHED",
    "OPEN_LANES",
    "UNFINISHED",
    "ActionPreset",
    "Approval",
    "AutomationRule",
    "Cooldown",
    "EventSubscription",
    "EventWait",
    "Lane",
    "LaneStatus",
    "RuleMode",
    "RuleSchedule",
    "RuleTemplate",
    "RuleVersion",
    "RunStatus",
    "ScheduledTask",
    "StepItem",
    "StepOutput",
    "StepRun",
    "TriggerKind",
    "WebhookEndpoint",
    "WebhookMessage",
]
