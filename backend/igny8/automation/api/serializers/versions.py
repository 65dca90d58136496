"""How drafts, versions and their differences look on the wire."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from igny8.automation.api.serializers.fields import CheckedObjectField, ConditionsField, ObjectField
from igny8.automation.models import AutomationRule
from igny8.automation.services.drafts import draft_problems
from igny8.automation.services.templates import origin_of
from igny8.automation.services.versions import DRAFT, LIVE, PUBLISHED


@extend_schema_field({"type": "object", "nullable": True, "additionalProperties": True})
class DraftField(serializers.Field[Any, Any, Any, AutomationRule]):
    """``{"version", "base_version", "name", "description", "definition", "by", "at"}``, or null."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, value: AutomationRule) -> Any:
        if value.draft is None:
            return None
        return {
            "version": value.version + 1,
            "base_version": value.draft["base_version"],
            "name": value.draft.get("name", value.name),
            "description": value.draft.get("description", value.description),
            "definition": value.draft["definition"],
            "by": value.draft_by,
            "at": value.draft_at,
        }


@extend_schema_field(
    {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
)
class DraftProblemsField(serializers.Field[Any, Any, Any, AutomationRule]):
    """What keeps the draft from being published, by field path; empty where nothing does."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, value: AutomationRule) -> Any:
        return draft_problems(value)


@extend_schema_field({"type": "object", "nullable": True, "additionalProperties": True})
class OriginField(serializers.Field[Any, Any, Any, AutomationRule]):
    """``{"id", "name", "version", "newer"}`` of the template that the rule was made from, or null."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, value: AutomationRule) -> Any:
        context = cast("dict[str, Any]", self.context)
        return origin_of(value, context.setdefault("templates", {}))


class VersionSerializer(serializers.Serializer[Any]):
    """One version; the draft is the next one."""

    number = serializers.IntegerField()
    status = serializers.ChoiceField(choices=[DRAFT, LIVE, PUBLISHED])
    definition = ObjectField()
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    restored_from = serializers.IntegerField(allow_null=True)


class ChangeSerializer(serializers.Serializer[Any]):
    """One difference between two versions, with a sentence."""

    path = serializers.CharField()
    kind = serializers.ChoiceField(choices=["added", "removed", "changed", "moved"])
    before = ConditionsField(allow_null=True)
    after = ConditionsField(allow_null=True)
    sentence = serializers.CharField()


class PublishInput(serializers.Serializer[Any]):
    """``overwrite``: also where the rule was changed after the draft was begun."""

    overwrite = serializers.BooleanField(default=False)


class RestoreVersionInput(serializers.Serializer[Any]):
    """``draft``: as the draft, instead of live at once."""

    draft = serializers.BooleanField(default=False)


class FollowInput(serializers.Serializer[Any]):
    """``inputs``: those that are to be others than when the rule was made."""

    inputs = CheckedObjectField(default=dict)


class FollowedSerializer(serializers.Serializer[Any]):
    """``not_in_draft``: changes by the owner since the rule was made, which the draft would undo."""

    rule = ObjectField()
    changes = ChangeSerializer(many=True)
    not_in_draft = ChangeSerializer(many=True)
