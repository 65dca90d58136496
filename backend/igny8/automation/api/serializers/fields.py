"""Fields whose inner shape the engine checks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from pydantic import BaseModel
from rest_framework import serializers


@extend_schema_field({"oneOf": [{"type": "array", "items": {}}, {"type": "object"}]})
class ConditionsField(serializers.JSONField):
    """A list (all must hold) or a tree of all/any/not."""


@extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": True}})
class ObjectsField(serializers.JSONField):
    """A list of objects whose shape the engine checks."""

    def to_representation(self, value: Any) -> Any:
        return [item.model_dump(mode="json") if isinstance(item, BaseModel) else item for item in value]


@extend_schema_field({"type": "object", "additionalProperties": True})
class ObjectField(serializers.JSONField):
    """An object whose shape the engine checks."""


class CheckedObjectField(ObjectField):
    """An object; anything else is refused."""

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        if not isinstance(value, dict):
            raise serializers.ValidationError("Must be an object.")
        return value
