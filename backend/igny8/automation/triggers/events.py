"""The domain events that the pipeline emits, with the fields that each carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_CONTENT = ("id", "title", "status", "word_count", "seo_score", "needs_writing", "keyphrase", "language")

EVENT_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "keywords.imported": ("id", "created", "updated", "skipped"),
    "cluster.created": ("id", "name", "keyword_count", "demand", "intent", "language"),
    "idea.created": ("id", "title", "status", "intent", "content_type", "target_keyphrase"),
    "idea.status_changed": ("id", "title", "status"),
    "content.created": _CONTENT,
    "content.updated": _CONTENT,
    "content.deleted": _CONTENT,
    "content.published": (*_CONTENT, "published_url"),
    "run.finished": ("status", "automation_rule", "credits"),
}
