"""Clusters made one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from igny8.core.claims import claimed_ids
from igny8.core.errors import Conflict, InvalidInput
from igny8.planning.models import Cluster
from igny8.planning.selectors import CLUSTER
from igny8.planning.services.announcing import CLUSTERS
from igny8.planning.services.keywords import refresh_clusters


@transaction.atomic
def merge_clusters(*, into: Cluster, others: Sequence[UUID]) -> Cluster:
    """Move all that belongs to ``others`` into one cluster, which keeps its name, and delete them.

    :raises InvalidInput: for ids that are not other clusters of its site.
    :raises Conflict: while a run works on one of them.
    """
    wanted = [pk for pk in dict.fromkeys(others) if pk != into.pk]
    rows = Cluster.objects.filter(pk__in=[*wanted, into.pk], site_id=into.site_id)
    found = {row.pk: row for row in rows.order_by("pk").select_for_update(of=("self",), no_key=True)}
    missing = [pk for pk in (*wanted, into.pk) if pk not in found] or ([] if wanted else [into.pk])
    if missing:
        message = f"The site has no other cluster with the id {missing[0]}."
        raise InvalidInput(message, fields={"ids": [message]})
    if found.keys() & set(claimed_ids(CLUSTER)):
        raise Conflict("A run works on one of these clusters: merge them when it is over.")
    target, sources = found[into.pk], [found[pk] for pk in wanted]
    _hand_over(sources, target)
    for source in sources:
        CLUSTERS.deleted(source)
        source.delete()
    _keep_planned(target, sources)
    refresh_clusters([target.pk])
    target.refresh_from_db()
    return target


def _hand_over(sources: Sequence[Cluster], target: Cluster) -> None:
    """All rows that refer to the sources, of whichever app, refer to the target."""
    for relation in Cluster._meta.related_objects:
        name = relation.field.name
        rows = relation.related_model._default_manager.filter(**{f"{name}__in": list(sources)})
        rows.update(**{name: target})


def _keep_planned(target: Cluster, sources: Sequence[Cluster]) -> None:
    """Where one of them has its ideas, the whole has."""
    planned = Cluster.Status.PLANNED
    if target.status != planned and any(source.status == planned for source in sources):
        before = CLUSTERS.snapshot(target)
        target.status = planned
        target.save(update_fields=["status", "updated_at"])
        CLUSTERS.updated(target, before)
