"""Statistics of runs over a window of time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from igny8.automation.engine.errors import EngineError
from igny8.automation.engine.zones import zone
from igny8.automation.models import AutomationRule
from igny8.automation.services.stats import BUCKETS, Window, statistics
from igny8.core.api.views import get_or_404
from igny8.core.clock import SYSTEM_CLOCK

_MOST_DAYS = 366
_MOST_DAYS_BY_HOUR = 31


class StatsInput(serializers.Serializer[Any]):
    """The window, and which rule."""

    days = serializers.IntegerField(min_value=1, max_value=_MOST_DAYS, default=30)
    bucket = serializers.ChoiceField(choices=BUCKETS, default="day")
    rule = serializers.CharField(required=False, allow_blank=True, default="")
    timezone = serializers.CharField(max_length=64, default="UTC")

    def validate_timezone(self, value: str) -> str:
        try:
            zone(value)
        except EngineError as unknown:
            raise serializers.ValidationError(str(unknown)) from unknown
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["bucket"] == "hour" and attrs["days"] > _MOST_DAYS_BY_HOUR:
            message = f"By the hour at most {_MOST_DAYS_BY_HOUR} days are shown."
            raise serializers.ValidationError({"days": message})
        return attrs


class CountsSerializer(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    skipped = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    unfinished = serializers.IntegerField()


class PercentilesSerializer(serializers.Serializer[Any]):
    """Seconds; null where nothing has ended."""

    p50 = serializers.FloatField(allow_null=True)
    p95 = serializers.FloatField(allow_null=True)


class ErrorKindSerializer(serializers.Serializer[Any]):
    """An error code with its newest run."""

    code = serializers.CharField()
    count = serializers.IntegerField()
    scheduled_task_id = serializers.CharField()
    message = serializers.CharField()


class SkipReasonSerializer(serializers.Serializer[Any]):
    """Why runs were skipped, with the newest; a ``near_miss`` never began."""

    reason = serializers.CharField()
    near_miss = serializers.BooleanField()
    count = serializers.IntegerField()
    scheduled_task_id = serializers.CharField()


class SharesSerializer(serializers.Serializer[Any]):
    """``success_rate``: of the runs that completed or failed; ``skip_rate``: of those that ended."""

    runs = CountsSerializer()
    success_rate = serializers.FloatField(allow_null=True)
    skip_rate = serializers.FloatField(allow_null=True)
    credits = serializers.IntegerField()


class BucketSerializer(SharesSerializer):
    start = serializers.DateTimeField()


class RuleStatsSerializer(SharesSerializer):
    rule = serializers.CharField()
    name = serializers.CharField()
    duration_seconds = PercentilesSerializer()


class ActionStatsSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    name = serializers.CharField()
    steps = serializers.IntegerField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    skipped = serializers.IntegerField()
    retried = serializers.IntegerField()
    success_rate = serializers.FloatField(allow_null=True)
    items = serializers.IntegerField()
    credits = serializers.IntegerField()
    duration_seconds = PercentilesSerializer()
    errors_ = ErrorKindSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        return _named(super().get_fields())


class StatsSerializer(SharesSerializer):
    """Tests of rules are not counted."""

    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    bucket = serializers.ChoiceField(choices=BUCKETS)
    duration_seconds = PercentilesSerializer()
    errors_ = ErrorKindSerializer(many=True)
    skips = SkipReasonSerializer(many=True)
    over_time = BucketSerializer(many=True)
    per_rule = RuleStatsSerializer(many=True)
    per_action = ActionStatsSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        return _named(super().get_fields())


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    """``errors`` is a serializer's own attribute, so the field is declared by another name."""
    fields["errors"] = fields.pop("errors_")
    return fields


_PARAMETERS = [
    OpenApiParameter("days", int, description="How many days, today included (1–366; 30)."),
    OpenApiParameter("bucket", str, enum=BUCKETS, description="The steps of `over_time` (day)."),
    OpenApiParameter("rule", str, description="Only runs of this rule."),
    OpenApiParameter("timezone", str, description="Where days begin at midnight (UTC)."),
]


class StatsView(APIView):
    """Success, durations, credits and errors: in all, over time, per rule and per action."""

    @extend_schema(parameters=_PARAMETERS, responses=StatsSerializer)
    def get(self, request: Request) -> Response:
        given = StatsInput(data=request.query_params)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        window = Window(SYSTEM_CLOCK.now(), values["days"], values["bucket"], zone(values["timezone"]))
        return Response(StatsSerializer(statistics(window, _rule_id(values["rule"]))).data)


def _rule_id(text: str) -> UUID | None:
    """Of a rule of the account, deleted ones included; ``None`` for all rules."""
    return get_or_404(AutomationRule.objects.all(), text).pk if text else None
