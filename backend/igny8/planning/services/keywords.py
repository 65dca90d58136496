"""What people do with many keywords at once: move, leave alone, have clustered again, delete."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from igny8.core.bulk import BulkResult, each_row
from igny8.core.errors import Conflict
from igny8.planning.models import Cluster, Keyword
from igny8.planning.services.announcing import CLUSTERS, KEYWORDS
from igny8.planning.services.clustering import refresh_sums


@dataclass(frozen=True, slots=True)
class Place:
    """Where keywords are put: into a cluster, or into none with a status that says why."""

    status: str
    cluster: Cluster | None = None


LEFT_ALONE = Place(Keyword.Status.LEFT_ALONE)
TO_CLUSTER = Place(Keyword.Status.NEW)


@transaction.atomic
def place_keywords(*, ids: Sequence[UUID], place: Place) -> BulkResult:
    """Put these keywords there, with the spellings that are folded into them, and sum the clusters up anew.

    A keyword of another site than the cluster's is skipped.
    """
    touched = {place.cluster.id} if place.cluster else set()

    def put(row: Keyword) -> None:
        if place.cluster and place.cluster.site_id != row.site_id:
            raise Conflict(f"“{row.text}” belongs to another site than the cluster.")
        touched.update(_put(row, place))

    result = each_row(Keyword.objects.all(), ids, put, lock=True)
    refresh_clusters(touched)
    return result


def _put(row: Keyword, place: Place) -> set[UUID]:
    """The clusters that lose one of them."""
    left: set[UUID] = set()
    for keyword in Keyword.objects.filter(Q(pk=row.pk) | Q(folded_into=row)):
        before = KEYWORDS.snapshot(keyword)
        if keyword.cluster_id:
            left.add(keyword.cluster_id)
        keyword.cluster, keyword.status = place.cluster, place.status
        if keyword.pk == row.pk:
            keyword.folded_into = None
        keyword.save(update_fields=["cluster", "status", "folded_into", "updated_at"])
        KEYWORDS.updated(keyword, before)
    return left


@transaction.atomic
def delete_keywords(*, ids: Sequence[UUID]) -> BulkResult:
    """Delete these keywords; spellings that were folded into one stay, by themselves."""
    touched: set[UUID] = set()

    def delete(row: Keyword) -> None:
        if row.cluster_id:
            touched.add(row.cluster_id)
        KEYWORDS.deleted(row)
        row.delete()

    result = each_row(Keyword.objects.all(), ids, delete, lock=True)
    refresh_clusters(touched)
    return result


def refresh_clusters(ids: Iterable[UUID]) -> None:
    """Sum these clusters up anew, and tell of those that have changed."""
    for cluster in Cluster.objects.filter(pk__in=list(ids)).order_by("pk"):
        before = CLUSTERS.snapshot(cluster)
        refresh_sums(cluster.id)
        cluster.refresh_from_db()
        CLUSTERS.updated(cluster, before)
