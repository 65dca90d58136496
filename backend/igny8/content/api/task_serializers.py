"""How writing tasks look on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from igny8.ai.prompts.types import Brief
from igny8.content.models import WritingTask
from igny8.core.api.fields import AccountRelatedField
from igny8.planning.api.checks import checked_brief
from igny8.planning.models import Idea
from igny8.tenants.models import Site

_LOCKED = ("site", "idea", "title", "content_type", "target_keyphrase", "brief", "language")


class WritingTaskSerializer(serializers.ModelSerializer[WritingTask]):
    """A task is made from an approved ``idea``, or from a ``brief`` of one's own. From then on its brief is
    locked: only ``status`` and ``demand`` (what is written first) can be changed."""

    id = serializers.CharField(read_only=True)
    site = AccountRelatedField(Site)
    idea = AccountRelatedField(Idea, required=False, allow_null=True)
    title = serializers.CharField(max_length=300, required=False)
    brief = serializers.DictField(required=False)
    content = serializers.SerializerMethodField()

    class Meta:
        model = WritingTask
        fields: tuple[str, ...] = (
            "id",
            "site",
            "idea",
            "title",
            "content_type",
            "target_keyphrase",
            "brief",
            "language",
            "status",
            "demand",
            "content",
            "created_at",
            "updated_at",
        )
        read_only_fields: tuple[str, ...] = (
            "content_type",
            "target_keyphrase",
            "language",
            "created_at",
            "updated_at",
        )

    def get_content(self, task: WritingTask) -> str | None:
        content = getattr(task, "content", None)
        return str(content.id) if content else None

    def validate_brief(self, value: dict[str, Any]) -> dict[str, Any]:
        return checked_brief(value)

    def validate_status(self, value: str) -> str:
        current = self.instance.status if self.instance else WritingTask.Status.WAITING
        if value != current and value == WritingTask.Status.WRITTEN:
            raise serializers.ValidationError("A task counts as written once its article exists.")
        if self.instance and value != current and self.get_content(self.instance):
            raise serializers.ValidationError("This task is written: delete its article to write it again.")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if self.instance:
            return self._unlocked(self.instance, attrs)
        idea = attrs.get("idea")
        if idea is not None:
            return self._of_idea(idea, attrs)
        if not attrs.get("brief"):
            raise serializers.ValidationError({"brief": "A task without an idea needs a brief."})
        brief = Brief.model_validate(attrs["brief"])
        attrs |= {
            "title": attrs.get("title") or brief.h1[:300],
            "content_type": brief.content_type,
            "target_keyphrase": brief.target_keyphrase[:300],
            "language": brief.language,
        }
        return attrs

    @staticmethod
    def _unlocked(task: WritingTask, attrs: dict[str, Any]) -> dict[str, Any]:
        changed = [name for name in _LOCKED if name in attrs and attrs[name] != getattr(task, name)]
        if changed:
            raise serializers.ValidationError(
                dict.fromkeys(changed, "The brief of a writing task is locked.")
            )
        return {name: value for name, value in attrs.items() if name not in _LOCKED}

    @staticmethod
    def _of_idea(idea: Idea, attrs: dict[str, Any]) -> dict[str, Any]:
        if idea.site_id != attrs["site"].id:
            raise serializers.ValidationError({"idea": "This idea belongs to another site."})
        if idea.status == Idea.Status.PLANNED:
            raise serializers.ValidationError({"idea": "This idea has a writing task already."})
        if idea.status != Idea.Status.APPROVED or not idea.brief:
            raise serializers.ValidationError({"idea": "Only an approved idea becomes a writing task."})
        return attrs
