"""How rules, runs and steps look on the wire."""

from igny8.automation.api.serializers.catalog import (
    ActionEstimateSerializer,
    ActionTypeSerializer,
    AmountSerializer,
    EstimateSerializer,
    EventTypeSerializer,
    FlowNodeSerializer,
    OperatorSerializer,
    SchedulePreviewInput,
    UpcomingSerializer,
)
from igny8.automation.api.serializers.fields import (
    ConditionsField,
    ObjectField,
    ObjectsField,
)
from igny8.automation.api.serializers.rules import (
    PauseInput,
    RuleInput,
    RuleSerializer,
)
from igny8.automation.api.serializers.runs import (
    PROGRESS_STATUSES,
    ExecuteInput,
    ProgressSerializer,
    RerunInput,
    RunDetailSerializer,
    RunRowSerializer,
    RunSerializer,
    StartedSerializer,
    StepErrorSerializer,
    StepProgressSerializer,
    StepSerializer,
)

__all__ = [
    "PROGRESS_STATUSES",
    "ActionEstimateSerializer",
    "ActionTypeSerializer",
    "AmountSerializer",
    "ConditionsField",
    "EstimateSerializer",
    "EventTypeSerializer",
    "ExecuteInput",
    "FlowNodeSerializer",
    "ObjectField",
    "ObjectsField",
    "OperatorSerializer",
    "PauseInput",
    "ProgressSerializer",
    "RerunInput",
    "RuleInput",
    "RuleSerializer",
    "RunDetailSerializer",
    "RunRowSerializer",
    "RunSerializer",
    "SchedulePreviewInput",
    "StartedSerializer",
    "StepErrorSerializer",
    "StepProgressSerializer",
    "StepSerializer",
    "UpcomingSerializer",
]
