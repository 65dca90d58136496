"""What events tell of writing tasks, contents, pictures and pages."""

from __future__ import annotations

from typing import Final

from igny8.content.models import Content, Image, Page, WritingTask
from igny8.core.announcing import Announcer

_STATUS = {"status_changed": "status"}

WRITING_TASKS: Final[Announcer[WritingTask]] = Announcer(
    "writing_task",
    ("title", "status", "content_type", "target_keyphrase", "language", "demand", "idea_id"),
    lambda row: row.site_id,
    _STATUS,
)
CONTENTS: Final[Announcer[Content]] = Announcer(
    "content",
    (
        "kind",
        "title",
        "slug",
        "status",
        "word_count",
        "seo_score",
        "needs_writing",
        "keyphrase",
        "meta_title",
        "meta_description",
        "language",
        "categories",
        "tags",
        "publish_at",
        "version",
        "published_url",
    ),
    lambda row: row.site_id,
    {**_STATUS, "scored": "seo_score"},
)
IMAGES: Final[Announcer[Image]] = Announcer(
    "image",
    ("content_id", "role", "alt", "provider", "width", "height"),
    lambda row: row.site_id,
    {},
)
PAGES: Final[Announcer[Page]] = Announcer(
    "page",
    ("title", "kind", "path", "status", "keyphrase", "content_id", "cluster_id"),
    lambda row: row.site_id,
    _STATUS,
)
