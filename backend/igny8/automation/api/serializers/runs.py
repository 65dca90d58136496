"""How runs and their steps look on the wire."""

from __future__ import annotations

import json
from typing import Any

from rest_framework import serializers

from igny8.automation.api.serializers.fields import ObjectField
from igny8.automation.models import RunStatus, ScheduledTask, StepRun
from igny8.automation.selectors import neighbours
from igny8.core.errors import TooLarge

_CONTEXT_MAX_BYTES = 64 * 1024


class ExecuteInput(serializers.Serializer[Any]):
    """``test``: the run counts in no statistics, and its failure pauses no rule."""

    context = ObjectField(required=False)  # type: ignore[assignment]  # DRF has an attribute of that name
    test = serializers.BooleanField(default=False)

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
        fields: tuple[str, ...] = (
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
            "cause_depth",
            "rerun_of",
            "is_test",
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


class RunDetailSerializer(RunSerializer):
    """A run by itself, with the ids of the rule's runs before (``previous``) and after (``next``) it."""

    previous = serializers.CharField(read_only=True, allow_null=True)
    next = serializers.CharField(read_only=True, allow_null=True)

    class Meta(RunSerializer.Meta):
        fields = (*RunSerializer.Meta.fields, "previous", "next")
        read_only_fields = fields

    def to_representation(self, instance: ScheduledTask) -> Any:
        instance.previous, instance.next = neighbours(instance)  # type: ignore[attr-defined]  # shown only
        return super().to_representation(instance)


class StepErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    retryable = serializers.BooleanField()
    fields_ = ObjectField(required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")
        return fields


class FailedAttemptSerializer(serializers.Serializer[Any]):
    """An attempt that failed and was followed by another, after ``until``."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    until = serializers.DateTimeField(allow_null=True)
    error = StepErrorSerializer()
    credits = serializers.IntegerField()


class StepSerializer(serializers.ModelSerializer[StepRun]):
    """A StepRun; ``id`` is the node's id in the rule.

    Of an output of more than 16 KB the start is shown, and ``output_bytes`` says how much it is.
    """

    id = serializers.CharField(source="node_id", read_only=True)
    input = ObjectField(read_only=True)
    output = ObjectField(read_only=True, allow_null=True)
    evaluation = ObjectField(read_only=True, allow_null=True)
    error = StepErrorSerializer(read_only=True, allow_null=True)
    attempts = FailedAttemptSerializer(many=True, read_only=True, allow_null=True)
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
            "attempts",
            "input",
            "output",
            "output_bytes",
            "evaluation",
            "error",
            "note",
            "credits",
            "reused",
            "items_done",
            "items_total",
            "progress",
            "resume_at",
            "started_at",
            "finished_at",
        )
        read_only_fields = fields

    def get_progress(self, step: StepRun) -> int:
        if step.finished_at:
            return 100
        return int(min(step.items_done / step.items_total, 1) * 100) if step.items_total else 0


class RerunInput(serializers.Serializer[Any]):
    """``{"from": "start" | "failed_step" | the path of a step, "version": "original" | "current"}``."""

    from_ = serializers.CharField(max_length=250, default="start")
    version = serializers.ChoiceField(choices=["original", "current"], default="original")

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["from"] = fields.pop("from_")
        return fields


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
