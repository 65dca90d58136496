"""What events tell of keywords, clusters and ideas.

Where many keywords change at once (an import, a clustering), one event tells of all of them.
"""

from __future__ import annotations

from typing import Final

from igny8.core.announcing import Announcer
from igny8.planning.models import Cluster, Idea, Keyword

_STATUS = {"status_changed": "status"}

KEYWORDS: Final[Announcer[Keyword]] = Announcer(
    "keyword",
    ("text", "status", "intent", "language", "volume", "difficulty", "demand", "cluster_id"),
    lambda row: row.site_id,
    _STATUS,
)
CLUSTERS: Final[Announcer[Cluster]] = Announcer(
    "cluster",
    ("name", "head_keyword", "status", "keyword_count", "demand", "intent", "language"),
    lambda row: row.site_id,
    _STATUS,
)
IDEAS: Final[Announcer[Idea]] = Announcer(
    "idea",
    (
        "title",
        "status",
        "intent",
        "content_type",
        "target_keyphrase",
        "language",
        "demand",
        "cluster_id",
    ),
    lambda row: row.site_id,
    _STATUS,
)
