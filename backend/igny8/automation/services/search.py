"""One search over all that an account has: a few of each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from igny8.automation.selectors import live_rules, runs
from igny8.content.models import Content, Page, WritingTask
from igny8.core.lookups import searched
from igny8.planning.models import Cluster, Idea, Keyword

MOST_OF_EACH = 5
SHORTEST = 2
"""A shorter text finds nothing: it would be found everywhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """One hit. ``detail`` says in a word or two what it is besides its title."""

    kind: str
    id: UUID
    title: str
    detail: str
    status: str
    site: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    rows: Callable[[], QuerySet[Any]]
    fields: tuple[str, ...]
    title: Callable[[Any], str]
    detail: Callable[[Any], str]


KINDS = (
    _Kind("rule", live_rules, ("name", "description"), lambda row: row.name, lambda row: row.trigger),
    _Kind(
        "run",
        lambda: runs().defer("context", "result"),
        ("automation_rule__name", "status_reason", "error_message"),
        lambda row: row.automation_rule.name,
        lambda row: row.error_message or row.status_reason,
    ),
    _Kind("keyword", Keyword.objects.all, ("text",), lambda row: row.text, lambda row: row.intent),
    _Kind(
        "cluster",
        Cluster.objects.all,
        ("name", "head_keyword"),
        lambda row: row.name,
        lambda row: row.head_keyword,
    ),
    _Kind(
        "idea",
        Idea.objects.all,
        ("title", "target_keyphrase"),
        lambda row: row.title,
        lambda row: row.target_keyphrase,
    ),
    _Kind(
        "writing_task",
        WritingTask.objects.all,
        ("title", "target_keyphrase"),
        lambda row: row.title,
        lambda row: row.target_keyphrase,
    ),
    _Kind(
        "content",
        lambda: Content.objects.defer("html"),
        ("title", "keyphrase", "slug"),
        lambda row: row.title,
        lambda row: row.keyphrase,
    ),
    _Kind("page", Page.objects.all, ("title", "path"), lambda row: row.title, lambda row: row.path),
)

KIND_NAMES = [kind.name for kind in KINDS]


def search_everything(text: str) -> list[Found]:
    """What holds every word of ``text``: at most ``MOST_OF_EACH`` of a kind, in the order of ``KINDS``; of
    each kind in its usual order (the newest, or the largest demand, first)."""
    words = text.strip()
    if len(words) < SHORTEST:
        return []
    return [_found(kind, row) for kind in KINDS for row in _hits(kind, words)]


def _hits(kind: _Kind, words: str) -> list[Any]:
    return list(searched(kind.rows(), words, kind.fields)[:MOST_OF_EACH])


def _found(kind: _Kind, row: Any) -> Found:
    return Found(
        kind=kind.name,
        id=row.pk,
        title=kind.title(row),
        detail=kind.detail(row)[:200],
        status=row.status,
        site=row.site_id,
        at=row.created_at,
    )
