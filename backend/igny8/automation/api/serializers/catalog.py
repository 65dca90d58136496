"""How forecasts and what the editor offers look on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.automation.api.serializers.fields import ObjectField, ObjectsField
from igny8.automation.engine.schema.model import MAX_SCHEDULES


class AmountSerializer(serializers.Serializer[Any]):
    low = serializers.IntegerField()
    expected = serializers.IntegerField()
    high = serializers.IntegerField()


class SecondsSerializer(serializers.Serializer[Any]):
    """Seconds: the median and the ninetieth percentile."""

    expected = serializers.FloatField()
    high = serializers.FloatField()


class ActionEstimateSerializer(serializers.Serializer[Any]):
    """One action; ``times`` is how often it would be executed, ``at`` where it stands in the rule."""

    id = serializers.CharField()
    type = serializers.CharField()
    name = serializers.CharField()
    at = serializers.CharField()
    times = AmountSerializer()
    items = AmountSerializer()
    credits = AmountSerializer()
    price = serializers.CharField()
    basis = serializers.ChoiceField(choices=["prices", "history"])
    seconds = SecondsSerializer(allow_null=True)


class BudgetLeftSerializer(serializers.Serializer[Any]):
    budget = serializers.CharField()
    limit = serializers.IntegerField()
    remaining = serializers.IntegerField()


class CoverageSerializer(serializers.Serializer[Any]):
    """Whether balance and budgets allow each of the three figures; ``stopped_by`` tells what would not cover
    the expected one: ``balance``, or a budget."""

    low = serializers.BooleanField()
    expected = serializers.BooleanField()
    high = serializers.BooleanField()
    available = serializers.IntegerField()
    missing = serializers.IntegerField()
    stopped_by = serializers.CharField(allow_null=True)
    message = serializers.CharField(allow_blank=True)
    budgets = BudgetLeftSerializer(many=True)


class ApprovalNeededSerializer(serializers.Serializer[Any]):
    """A run is expected to cost more than the account lets pass without asking."""

    credits = serializers.IntegerField()
    above = serializers.IntegerField()


class EstimateSerializer(serializers.Serializer[Any]):
    """What a run would do and cost."""

    items = serializers.IntegerField()
    credits = AmountSerializer()
    per_action = ActionEstimateSerializer(many=True)
    basis = serializers.ChoiceField(choices=["prices", "history"])
    seconds = SecondsSerializer(allow_null=True)
    covers = CoverageSerializer()
    approval = ApprovalNeededSerializer(allow_null=True)


class ActionTypeSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    params = serializers.ListField(child=serializers.CharField())
    schema = ObjectField()
    output_schema = ObjectField()
    credits = serializers.CharField()


class FlowNodeSerializer(serializers.Serializer[Any]):
    """``keys``: what it has beyond what every node may carry; ``node_schema``: all of it, ``schema``: its
    params; ``outputs``: names that later steps may use."""

    type = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    params = serializers.ListField(child=serializers.CharField())
    schema = ObjectField(allow_null=True)
    keys = serializers.ListField(child=serializers.CharField())
    node_schema = ObjectField()
    outputs = serializers.ListField(child=serializers.CharField())


class SchedulePreviewInput(serializers.Serializer[Any]):
    """``schedules`` as in a rule; ``count`` of next times for each."""

    schedules = ObjectsField()
    count = serializers.IntegerField(min_value=1, max_value=20, default=5)

    def validate_schedules(self, value: Any) -> Any:
        if not isinstance(value, list):
            raise serializers.ValidationError("Must be a list of schedules.")
        if len(value) > MAX_SCHEDULES:
            raise serializers.ValidationError(f"A rule has at most {MAX_SCHEDULES} schedules.")
        return value


class UpcomingSerializer(serializers.Serializer[Any]):
    """The next times of one schedule; or what is wrong, by path (``schedules[0].cron``)."""

    times = serializers.ListField(child=serializers.DateTimeField())
    problems = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class OperatorSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name
    types = serializers.ListField(child=serializers.CharField())
    needs_value = serializers.BooleanField()
    value_type = serializers.CharField()
    case_option = serializers.BooleanField(help_text="Whether `case_sensitive` may be given.")
    ignores_case = serializers.BooleanField(help_text="What it does where `case_sensitive` is left out.")


class EventFieldSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=["text", "number", "boolean", "date", "list", "object"])


class EventTypeSerializer(serializers.Serializer[Any]):
    """``changes`` says whether a rule may watch given fields (``event.changed``)."""

    type = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF has an attribute of that name
    description = serializers.CharField()
    changes = serializers.BooleanField()
    fields_ = EventFieldSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")
        return fields
