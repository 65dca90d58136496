"""How a run's explanation looks on the wire: timeline, lineage, whole outputs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.automation.api.serializers.fields import ObjectField
from igny8.automation.models import RunStatus


class TimelineEntrySerializer(serializers.Serializer[Any]):
    """One sentence; ``after_seconds`` is the time since the sentence before it."""

    at = serializers.DateTimeField()
    after_seconds = serializers.FloatField()
    path = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
    kind = serializers.CharField()
    credits = serializers.IntegerField()
    severity = serializers.ChoiceField(choices=["info", "success", "warning", "error"])


class RelativeSerializer(serializers.Serializer[Any]):
    """A run among its causes and effects; ``depth`` counts from the run that was asked about."""

    id = serializers.CharField()
    automation_rule = serializers.CharField(source="rule_id")
    rule_name = serializers.CharField()
    status = serializers.ChoiceField(choices=RunStatus.choices)
    status_reason = serializers.CharField(allow_blank=True)
    trigger = serializers.CharField()
    event = serializers.CharField(allow_blank=True)
    credits = serializers.IntegerField()
    is_test = serializers.BooleanField()
    caused_by = serializers.CharField(allow_null=True)
    rerun_of = serializers.CharField(allow_null=True)
    depth = serializers.IntegerField()
    scheduled_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class LineageSerializer(serializers.Serializer[Any]):
    """``credits`` is what all the runs that are shown have cost; ``truncated``: there are more effects."""

    run = RelativeSerializer()
    causes = RelativeSerializer(many=True)
    effects = RelativeSerializer(many=True)
    rerun_of = RelativeSerializer(allow_null=True)
    reruns = RelativeSerializer(many=True)
    truncated = serializers.BooleanField()
    credits = serializers.IntegerField()


class StepOutputSerializer(serializers.Serializer[Any]):
    """A step's whole output; ``output_bytes`` where the list of steps shows only its start."""

    path = serializers.CharField()
    output = ObjectField(allow_null=True)
    output_bytes = serializers.IntegerField(allow_null=True)
