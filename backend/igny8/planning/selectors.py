"""Reads of keywords, clusters and ideas: above all, what waits for the next action."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from igny8.core.claims import claimed_ids
from igny8.planning.models import Cluster, Idea, Keyword

KEYWORD, CLUSTER, IDEA = "keyword", "cluster", "idea"
"""The kinds under which items are claimed."""


def new_keywords(*, site_id: UUID, sector_id: UUID | None = None) -> QuerySet[Keyword]:
    """Keywords that were never clustered, largest demand first."""
    rows = Keyword.objects.filter(site_id=site_id, status=Keyword.Status.NEW)
    rows = rows.filter(sector_id=sector_id) if sector_id else rows
    return rows.exclude(id__in=claimed_ids(KEYWORD))


def new_clusters(*, site_id: UUID) -> QuerySet[Cluster]:
    """Clusters without ideas, largest demand first."""
    rows = Cluster.objects.filter(site_id=site_id, status=Cluster.Status.NEW)
    return rows.exclude(id__in=claimed_ids(CLUSTER))


def approved_ideas(*, site_id: UUID) -> QuerySet[Idea]:
    """Approved ideas that are not planned yet, largest demand first."""
    rows = Idea.objects.filter(site_id=site_id, status=Idea.Status.APPROVED)
    return rows.exclude(id__in=claimed_ids(IDEA))
