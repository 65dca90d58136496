"""How templates, presets and rules as documents look on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.automation.api.serializers.fields import CheckedObjectField, ObjectField, ObjectsField
from igny8.automation.models import ActionPreset, AutomationRule
from igny8.core.api.fields import AccountRelatedField
from igny8.tenants.models import Site


class TemplateSerializer(serializers.Serializer[Any]):
    """A template; ``built_in`` ones cannot be changed."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    category = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField())
    credits = serializers.CharField()
    inputs = ObjectsField()
    definition = ObjectField()
    built_in = serializers.BooleanField()


class TemplateInputSerializer(serializers.Serializer[Any]):
    """A template as it is written: with a ``definition`` (``[[ name ]]`` stands for an input), or the id of a
    ``rule`` to take it from."""

    name = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    category = serializers.CharField(max_length=60, required=False, allow_blank=True)
    needs = serializers.ListField(child=serializers.CharField(max_length=200), required=False)
    credits = serializers.CharField(max_length=300, required=False, allow_blank=True)
    inputs = ObjectsField(required=False)
    definition = CheckedObjectField(required=False)
    rule = AccountRelatedField(AutomationRule, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not self.partial and "definition" not in attrs and "rule" not in attrs:
            raise serializers.ValidationError(
                {"definition": ["Give a definition, or a rule to take it from."]}
            )
        return attrs


class InstantiateInput(serializers.Serializer[Any]):
    """``inputs`` by name; the rule is inactive unless ``is_active``."""

    site = AccountRelatedField(Site, required=False)
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    inputs = CheckedObjectField(default=dict)
    is_active = serializers.BooleanField(default=False)


class PresetSerializer(serializers.ModelSerializer[ActionPreset]):
    """Named params of one kind of action."""

    id = serializers.CharField(read_only=True)
    params = CheckedObjectField(default=dict)

    class Meta:
        model = ActionPreset
        fields = ("id", "name", "action_type", "params", "created_by", "created_at", "updated_at")
        read_only_fields = ("created_by", "created_at", "updated_at")


class DocumentSerializer(serializers.Serializer[Any]):
    """A rule as one document."""

    igny8_rule = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    definition = ObjectField()
    requires = ObjectField()


class RuleImportInput(serializers.Serializer[Any]):
    """``params`` by node id: what to set, above all what the document leaves to choose."""

    site = AccountRelatedField(Site, required=False)
    document = ObjectField()
    params = CheckedObjectField(default=dict)
    is_active = serializers.BooleanField(default=False)


class ImportReportSerializer(serializers.Serializer[Any]):
    warnings = serializers.ListField(child=serializers.CharField())
    stripped = ObjectsField()


class ImportedSerializer(serializers.Serializer[Any]):
    rule = ObjectField()
    report = ImportReportSerializer()
