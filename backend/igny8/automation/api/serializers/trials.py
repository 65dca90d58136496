"""How trials and plans look on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.automation.api.serializers.catalog import AmountSerializer
from igny8.automation.api.serializers.fields import (
    CheckedObjectField,
    ConditionsField,
    ObjectField,
    ObjectsField,
)
from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.services.reruns import MAX_BULK
from igny8.core.api.fields import AccountRelatedField

OBJECT_IDS = {
    "content_id": "content",
    "keyword_id": "keyword",
    "cluster_id": "cluster",
    "idea_id": "idea",
    "task_id": "writing_task",
    "page_id": "page",
    "image_id": "image",
}


class TestConditionsInput(serializers.Serializer[Any]):
    """Conditions, or a rule (``draft``: its draft) to take them from; and what to try them on."""

    __test__ = False

    conditions = ConditionsField(required=False)
    rule = AccountRelatedField(AutomationRule, required=False)
    draft = serializers.BooleanField(default=False)
    sample = CheckedObjectField(default=dict)
    event = CheckedObjectField(required=False, allow_null=True)
    run_id = AccountRelatedField(ScheduledTask, required=False)
    content_id = serializers.UUIDField(required=False)
    keyword_id = serializers.UUIDField(required=False)
    cluster_id = serializers.UUIDField(required=False)
    idea_id = serializers.UUIDField(required=False)
    task_id = serializers.UUIDField(required=False)
    page_id = serializers.UUIDField(required=False)
    image_id = serializers.UUIDField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "conditions" not in attrs and "rule" not in attrs:
            raise serializers.ValidationError(
                {"conditions": ["Give conditions, or a rule to take them from."]}
            )
        return attrs


class VerdictSerializer(serializers.Serializer[Any]):
    """``result`` is null where a comparison could not be made; ``reason`` names the one that settled it."""

    result = serializers.BooleanField(allow_null=True)
    reason = serializers.CharField()
    evaluation = ObjectField(allow_null=True)


class ConditionsTriedSerializer(VerdictSerializer):
    context = ObjectField()  # type: ignore[assignment]  # DRF has an attribute of that name


class TestStepInput(serializers.Serializer[Any]):
    """``path`` of a step; data of the run ``run_id``, else of the rule's newest."""

    __test__ = False

    path = serializers.CharField(max_length=250)
    run_id = AccountRelatedField(ScheduledTask, required=False)
    draft = serializers.BooleanField(default=False)


class StepTriedSerializer(serializers.Serializer[Any]):
    """``would_run``: an action would be done now; ``would_walk``: a node would go on with its inside."""

    path = serializers.CharField()
    id = serializers.CharField()
    type = serializers.CharField()
    name = serializers.CharField()
    status = serializers.CharField()
    input = ObjectField(required=False)
    output = ObjectField(required=False)
    evaluation = ObjectField(required=False, allow_null=True)
    error = ObjectField(required=False)
    params = ObjectField(required=False)
    forecast = ObjectField(required=False)
    takes = ObjectField(required=False, allow_null=True)
    data_ = ObjectField()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["data"] = fields.pop("data_")
        return fields


class PlanInput(serializers.Serializer[Any]):
    context = CheckedObjectField(default=dict)  # type: ignore[assignment]  # DRF has an attribute of that name
    draft = serializers.BooleanField(default=False)


class PlanSerializer(serializers.Serializer[Any]):
    """What a run would do now, action by action."""

    conditions = VerdictSerializer()
    actions = ObjectsField()
    items = serializers.IntegerField()
    credits = AmountSerializer()
    basis = serializers.CharField()


class RerunFailedInput(serializers.Serializer[Any]):
    """Which failed runs to carry on."""

    rule = AccountRelatedField(AutomationRule, required=False)
    since = serializers.DateTimeField(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_BULK, default=50)
    version = serializers.ChoiceField(choices=["original", "current"], default="original")


class RerunFailedSerializer(serializers.Serializer[Any]):
    """``started``: ``{"scheduled_task_id", "task_id", "status", "rerun_of"}``; ``skipped`` with reasons."""

    started = ObjectsField()
    skipped = ObjectsField()
