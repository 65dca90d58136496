"""How rules look on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.automation.api.serializers.fields import ConditionsField, ObjectField, ObjectsField
from igny8.automation.api.serializers.versions import DraftField, DraftProblemsField, OriginField
from igny8.automation.models import AutomationRule, RunStatus
from igny8.automation.selectors import live_version
from igny8.automation.services.stats import rule_stats
from igny8.core.api.fields import AccountRelatedField
from igny8.core.clock import SYSTEM_CLOCK
from igny8.tenants.models import Site


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
    webhook = ObjectField(required=False, allow_null=True)
    trigger_params = ObjectField(required=False)
    inputs = ObjectsField(required=False)
    conditions = ConditionsField(required=False)
    actions = ObjectsField(required=False)
    on_failure = ObjectsField(required=False)
    on_recovery = ObjectsField(required=False)
    timeout_seconds = serializers.FloatField(required=False, allow_null=True)
    pause_after_failures = serializers.IntegerField(required=False)
    mode = serializers.CharField(max_length=20, required=False)
    max_runs = serializers.IntegerField(required=False)
    budget = ObjectField(required=False, allow_null=True)


class _OfDefinition:
    """A field that stands in the rule's live definition; ``empty`` is shown where that does not name it."""

    empty: Any = None
    field_name: str | None

    def get_attribute(self, instance: AutomationRule) -> Any:
        if not getattr(instance, "live_definition", None):
            instance.live_definition = live_version(instance).definition  # type: ignore[attr-defined]  # annotated
        value = instance.live_definition.get(str(self.field_name))  # type: ignore[attr-defined]  # annotated
        return self.empty if value is None else value


class _Text(_OfDefinition, serializers.CharField):
    """Text of the definition."""


class _Seconds(_OfDefinition, serializers.FloatField):
    """Seconds of the definition."""


class _FailuresToPause(_OfDefinition, serializers.IntegerField):
    """A whole number of the definition."""

    empty = 5


class _Object(_OfDefinition, ObjectField):
    """An object of the definition."""


class _Params(_Object):
    """An object of the definition that is empty where it is not named."""

    def get_attribute(self, instance: AutomationRule) -> Any:
        return super().get_attribute(instance) or {}


class _Objects(_OfDefinition, ObjectsField):
    """A list of the definition."""

    empty = ()


class _Conditions(_OfDefinition, ConditionsField):
    """The conditions of the definition."""

    empty = ()


class LastRunSerializer(serializers.Serializer[Any]):
    id = serializers.CharField()
    status = serializers.ChoiceField(choices=RunStatus.choices)
    status_reason = serializers.CharField(allow_blank=True)
    error_code = serializers.CharField(allow_blank=True)
    scheduled_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    credits = serializers.IntegerField()


class RuleNumbersSerializer(serializers.Serializer[Any]):
    """The last ``days`` days without tests; ``success_rate``: of the runs that completed or failed."""

    days = serializers.IntegerField()
    runs = serializers.IntegerField()
    completed = serializers.IntegerField()
    failed = serializers.IntegerField()
    skipped = serializers.IntegerField()
    success_rate = serializers.FloatField(allow_null=True)
    credits = serializers.IntegerField()
    last_run = LastRunSerializer(allow_null=True)


class _RuleList(serializers.ListSerializer[Any]):
    """Counts the runs of all rules of a page at once."""

    def to_representation(self, data: Any) -> Any:
        rules = list(data)
        found = rule_stats([rule.pk for rule in rules], clock=SYSTEM_CLOCK)
        for rule in rules:
            rule.stats = found[rule.pk]
        return super().to_representation(rules)


class RuleSerializer(serializers.ModelSerializer[AutomationRule]):
    """A rule as it is read: its own fields and its live definition in one object."""

    id = serializers.CharField(read_only=True)
    site = serializers.CharField(source="site_id", read_only=True)
    next_run_at = serializers.DateTimeField(read_only=True, allow_null=True, default=None)
    schedule = _Text(read_only=True, allow_null=True)
    schedules = _Objects(read_only=True)
    event = _Object(read_only=True, allow_null=True)
    webhook = _Object(read_only=True, allow_null=True)
    trigger_params = _Params(read_only=True)
    inputs = _Objects(read_only=True)
    conditions = _Conditions(read_only=True)
    actions = _Objects(read_only=True)
    on_failure = _Objects(read_only=True)
    on_recovery = _Objects(read_only=True)
    timeout_seconds = _Seconds(read_only=True, allow_null=True)
    pause_after_failures = _FailuresToPause(read_only=True)
    budget = _Object(read_only=True, allow_null=True)
    draft = DraftField()
    draft_problems = DraftProblemsField()
    template = OriginField()
    stats = RuleNumbersSerializer(read_only=True)

    class Meta:
        model = AutomationRule
        list_serializer_class = _RuleList
        fields = (
            "id",
            "name",
            "description",
            "site",
            "trigger",
            "schedule",
            "schedules",
            "event",
            "webhook",
            "trigger_params",
            "inputs",
            "conditions",
            "actions",
            "on_failure",
            "on_recovery",
            "timeout_seconds",
            "pause_after_failures",
            "is_active",
            "status",
            "status_reason",
            "mode",
            "max_runs",
            "budget",
            "version",
            "draft",
            "draft_problems",
            "template",
            "last_executed_at",
            "execution_count",
            "next_run_at",
            "stats",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    def to_representation(self, instance: AutomationRule) -> Any:
        if not hasattr(instance, "stats"):
            found = rule_stats([instance.pk], clock=SYSTEM_CLOCK)
            instance.stats = found[instance.pk]  # type: ignore[attr-defined]  # shown only
        return super().to_representation(instance)


class PauseInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
