"""How rules, runs and steps look on the wire."""

from __future__ import annotations

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from igny8.automation.models import AutomationRule, RuleVersion, RunStatus, ScheduledTask, StepRun
from igny8.automation.selectors import live_version
from igny8.core.api.fields import AccountRelatedField
from igny8.core.errors import TooLarge
from igny8.tenants.models import Site


@extend_schema_field({"oneOf": [{"type": "array", "items": {}}, {"type": "object"}]})
class ConditionsField(serializers.JSONField):
    """A list (all must hold) or a tree of all/any/not."""


@extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": True}})
class ObjectsField(serializers.JSONField):
    """A list of objects whose shape the engine checks."""


@extend_schema_field({"type": "object", "additionalProperties": True})
class ObjectField(serializers.JSONField):
    """An object whose shape the engine checks."""


class RuleInput(serializers.Serializer[AutomationRule]):
    """A rule as it is written; its definition is checked by the engine, with every problem named by path."""

    name = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    site = AccountRelatedField(Site, required=False)
    is_active = serializers.BooleanField(required=False)
    trigger = serializers.CharField(max_length=20, required=False)
    schedule = serializers.CharField(max_length=200, required=False, allow_null=True, allow_blank=True)
    schedules = ObjectsField(required=False)
    event = ObjectField(required=False, allow_null=True)
    conditions = ConditionsField(required=False)
    actions = ObjectsField(required=False)
    mode = serializers.CharField(max_length=20, required=False)
    max_runs = serializers.IntegerField(required=False)
    budget = ObjectField(required=False, allow_null=True)


_DEFINITION = ("schedule", "schedules", "event", "conditions", "actions", "budget")
"""The fields of a rule that its live version holds."""


class RuleSerializer(serializers.ModelSerializer[AutomationRule]):
    """A rule as it is read: its own fields and its live definition in one object."""

    id = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site_id", read_only=True)
    next_run_at = serializers.DateTimeField(read_only=True, allow_null=True, default=None)
    schedule = serializers.CharField(source="*", read_only=True, allow_null=True)
    schedules = ObjectsField(source="*", read_only=True)
    event = ObjectField(source="*", read_only=True, allow_null=True)
    conditions = ConditionsField(source="*", read_only=True)
    actions = ObjectsField(source="*", read_only=True)
    budget = ObjectField(source="*", read_only=True, allow_null=True)

    class Meta:
        model = AutomationRule
        fields = (
            "id",
            "name",
            "description",
            "site",
            "trigger",
            "schedule",
            "schedules",
            "event",
            "conditions",
            "actions",
            "is_active",
            "status",
            "status_reason",
            "mode",
            "max_runs",
            "budget",
            "version",
            "last_executed_at",
            "execution_count",
            "next_run_at",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    def to_representation(self, instance: AutomationRule) -> dict[str, Any]:
        definition = getattr(instance, "live_definition", None) or live_version(instance).definition
        return super().to_representation(instance) | {name: definition.get(name) for name in _DEFINITION}


class VersionSerializer(serializers.ModelSerializer[RuleVersion]):
    definition = ObjectField(read_only=True)

    class Meta:
        model = RuleVersion
        fields = ("number", "definition", "created_by", "created_at")


class RunSerializer(serializers.ModelSerializer[ScheduledTask]):
    """A ScheduledTask."""

    id = serializers.CharField(read_only=True)
    automation_rule = serializers.CharField(source="automation_rule_id", read_only=True)
    rule_name = serializers.CharField(source="automation_rule.name", read_only=True)
    rule_version = serializers.IntegerField(source="rule_version.number", read_only=True)
    site = serializers.CharField(source="site_id", read_only=True)
    duration_seconds = serializers.SerializerMethodField()
    caused_by = serializers.CharField(read_only=True, allow_null=True)
    rerun_of = serializers.CharField(source="rerun_of_id", read_only=True, allow_null=True)
    result = ObjectField(read_only=True, allow_null=True)
    metadata = ObjectField(read_only=True)
    context = ObjectField(read_only=True)  # type: ignore[assignment]  # DRF has an attribute of that name

    class Meta:
        model = ScheduledTask
        fields = (
            "id",
            "automation_rule",
            "rule_name",
            "rule_version",
            "site",
            "trigger",
            "scheduled_at",
            "executed_at",
            "finished_at",
            "duration_seconds",
            "status",
            "status_reason",
            "note",
            "result",
            "error_code",
            "error_message",
            "credits",
            "caused_by",
            "rerun_of",
            "context",
            "metadata",
            "created_at",
        )
        read_only_fields = fields

    def get_duration_seconds(self, run: ScheduledTask) -> float | None:
        if run.executed_at is None or run.finished_at is None:
            return None
        return (run.finished_at - run.executed_at).total_seconds()


class RunRowSerializer(RunSerializer):
    """A run in a list: without its context, which may be large."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        del fields["context"]
        return fields


class StepErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    retryable = serializers.BooleanField()
    fields_ = ObjectField(required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")
        return fields


class StepSerializer(serializers.ModelSerializer[StepRun]):
    """A StepRun; ``id`` is the node's id in the rule."""

    id = serializers.CharField(source="node_id", read_only=True)
    input = ObjectField(read_only=True)
    output = ObjectField(read_only=True, allow_null=True)
    evaluation = ObjectField(read_only=True, allow_null=True)
    error = StepErrorSerializer(read_only=True, allow_null=True)
    progress = serializers.SerializerMethodField()

    class Meta:
        model = StepRun
        fields = (
            "path",
            "id",
            "type",
            "name",
            "status",
            "attempt",
            "input",
            "output",
            "evaluation",
            "error",
            "note",
            "credits",
            "reused",
            "items_done",
            "items_total",
            "progress",
            "started_at",
            "finished_at",
        )
        read_only_fields = fields

    def get_progress(self, step: StepRun) -> int:
        if step.finished_at:
            return 100
        return int(min(step.items_done / step.items_total, 1) * 100) if step.items_total else 0


_CONTEXT_MAX_BYTES = 64 * 1024


class ExecuteInput(serializers.Serializer[Any]):
    context = ObjectField(required=False)  # type: ignore[assignment]  # DRF has an attribute of that name

    def validate_context(self, value: Any) -> Any:
        if not isinstance(value, dict):
            raise serializers.ValidationError("context must be an object.")
        if len(json.dumps(value, ensure_ascii=False).encode(errors="replace")) > _CONTEXT_MAX_BYTES:
            message = f"context may have at most {_CONTEXT_MAX_BYTES // 1024} KB of JSON."
            raise TooLarge(message, fields={"context": [message]})
        return value


class StartedSerializer(serializers.Serializer[Any]):
    scheduled_task_id = serializers.CharField()
    task_id = serializers.CharField()
    status = serializers.CharField()


class RerunInput(serializers.Serializer[Any]):
    """``{"from": "start" | "failed_step", "version": "original" | "current"}``."""

    from_ = serializers.ChoiceField(choices=["start", "failed_step"], default="start")
    version = serializers.ChoiceField(choices=["original", "current"], default="original")

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["from"] = fields.pop("from_")
        return fields


class PauseInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


PROGRESS_STATUSES = [("idle", "Idle"), *RunStatus.choices]


class StepProgressSerializer(serializers.Serializer[Any]):
    path = serializers.CharField()
    type = serializers.CharField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=RunStatus.choices)
    progress = serializers.IntegerField()
    items_done = serializers.IntegerField()
    items_total = serializers.IntegerField(allow_null=True)
    credits = serializers.IntegerField()
    error = StepErrorSerializer(allow_null=True)


class ProgressSerializer(serializers.Serializer[Any]):
    """``idle`` where no run is going on; ``steps_total`` counts the rule's top-level actions."""

    status = serializers.ChoiceField(choices=PROGRESS_STATUSES)
    progress = serializers.IntegerField(required=False)
    phase = serializers.CharField(required=False)
    action = serializers.CharField(required=False, allow_null=True)
    scheduled_task_id = serializers.CharField(required=False)
    steps = StepProgressSerializer(many=True, required=False)
    steps_total = serializers.IntegerField(required=False)
    started_at = serializers.DateTimeField(required=False, allow_null=True)
    eta_seconds = serializers.IntegerField(required=False, allow_null=True)
    result = ObjectField(required=False, allow_null=True)
    error = ObjectField(required=False, allow_null=True)


class AmountSerializer(serializers.Serializer[Any]):
    low = serializers.IntegerField()
    expected = serializers.IntegerField()
    high = serializers.IntegerField()


class ActionEstimateSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    type = serializers.CharField()
    name = serializers.CharField()
    items = AmountSerializer()
    credits = AmountSerializer()


class EstimateSerializer(serializers.Serializer[Any]):
    items = serializers.IntegerField()
    credits = AmountSerializer()
    per_action = ActionEstimateSerializer(many=True)
    basis = serializers.ChoiceField(choices=["prices", "history"])


class ActionTypeSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    params = serializers.ListField(child=serializers.CharField())
    schema = ObjectField()
    output_schema = ObjectField()
    credits = serializers.CharField()


class OperatorSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name
    types = serializers.ListField(child=serializers.CharField())
    needs_value = serializers.BooleanField()
    value_type = serializers.CharField()


class EventTypeSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    fields_ = serializers.ListField(child=serializers.CharField())

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")
        return fields
