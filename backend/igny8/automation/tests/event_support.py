"""Shared by the tests of events: a content, rules that listen, events about it."""

from __future__ import annotations

from typing import Any

from igny8.automation.models import (
    AutomationRule,
)
from igny8.content.models import Content
from igny8.content.services.editing import change_content
from igny8.core.events import emit

COUNT = {"id": "count", "type": "count", "params": {"items": ["a"]}}
RULES = "/automation/rules/"
RUNS = "/automation/scheduled-tasks/"


def change(content: Content, **values: Any) -> None:
    change_content(content_id=content.id, values=values)


def told(content: Content, event_type: str = "content.updated", **after: Any) -> None:
    """An event about a content as its services emit it."""
    before = {"id": str(content.id), "word_count": 500, "seo_score": 60, "title": "A"}
    emit(
        event_type,
        object_type="content",
        object_id=content.id,
        site_id=content.site_id,
        before=before,
        after=before | after,
    )


def statuses(rule: AutomationRule) -> list[str]:
    return list(rule.runs.order_by("id").values_list("status", flat=True))
