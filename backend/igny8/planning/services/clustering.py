"""Keywords into clusters: near-duplicates folded, existing clusters kept, the rest grouped by meaning.

Where keywords carry the addresses of their search results, overlap of results groups them first: that is what
the search engine itself says belongs on one page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from igny8.ai.services import embed, embedder
from igny8.planning.clustering import (
    SerpItem,
    assign_to_existing,
    cluster_by_serp,
    cluster_texts,
    describe_cluster,
    fold_near_duplicates,
)
from igny8.planning.intent import IntentVote, cluster_intent, guess_intent
from igny8.planning.language import detect_language
from igny8.planning.models import Cluster, Keyword
from igny8.planning.services.announcing import CLUSTERS
from igny8.tenants.models import Site

_EXISTING_MEMBERS = 20_000
"""So many keywords of existing clusters are looked at when new ones are placed, the strongest first."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PlannedCluster:
    """A new cluster: its keywords, strongest first."""

    keyword_ids: list[UUID]
    name: str
    head_keyword: str
    intent: str
    language: str


@dataclass(slots=True)
class ClusterPlan:
    """What is to become of each keyword; made without touching the database."""

    new: list[PlannedCluster] = field(default_factory=list)
    joins: dict[UUID, list[UUID]] = field(default_factory=dict)
    folded: dict[UUID, UUID] = field(default_factory=dict)
    left_alone: list[UUID] = field(default_factory=list)
    embedder: str = ""


@dataclass(frozen=True, slots=True)
class StoredClusters:
    """What the plan did: ids of new clusters (strongest first) and of those that grew."""

    created: list[UUID]
    grown: list[UUID]
    left_alone: int


def plan_clusters(*, site_id: UUID, keyword_ids: Sequence[UUID], granularity: str = "default") -> ClusterPlan:
    """Decide which of these keywords belong together; slow for many, stores nothing."""
    site = Site.objects.get(pk=site_id)
    rows = list(Keyword.objects.filter(site=site, id__in=list(keyword_ids)).order_by("-demand", "id"))
    plan = ClusterPlan(embedder=embedder().name)
    heads = _fold(rows, plan)
    vectors = embed([row.text for row in heads])
    rest = _join_existing(site, heads, vectors, plan)
    kept = np.array([index for index, row in enumerate(heads) if row.id in rest], dtype=np.intp)
    remaining = [heads[index] for index in kept]
    left = vectors[kept]
    for members in _group(remaining, left, granularity, plan):
        plan.new.append(_planned(site, [remaining[index] for index in members], left[members]))
    return plan


def _fold(rows: list[Keyword], plan: ClusterPlan) -> list[Keyword]:
    """Fold spellings of the same search into the strongest; gives what is left."""
    targets = fold_near_duplicates([row.text for row in rows], [float(row.demand) for row in rows])
    for index, target in enumerate(targets):
        if target != index:
            plan.folded[rows[index].id] = rows[target].id
    return [row for index, row in enumerate(rows) if targets[index] == index]


def _join_existing(site: Site, heads: list[Keyword], vectors: Vectors, plan: ClusterPlan) -> set[UUID]:
    """Let keywords join clusters that exist; gives the ids of those that fit none."""
    known = (
        Keyword.objects.filter(site=site, folded_into=None).exclude(cluster=None).order_by("-demand", "id")
    )
    members = list(known.exclude(id__in=[row.id for row in heads])[:_EXISTING_MEMBERS])
    if not members or not heads:
        return {row.id for row in heads}
    cluster_ids, clusters = _existing_clusters(members)
    found = assign_to_existing(clusters, vectors)
    rest: set[UUID] = set()
    for row, label in zip(heads, found, strict=True):
        if label is None:
            rest.add(row.id)
        else:
            plan.joins.setdefault(cluster_ids[label], []).append(row.id)
    return rest


def _existing_clusters(members: list[Keyword]) -> tuple[list[UUID], list[Vectors]]:
    """The ids of the members' clusters, and for each the vectors of its members."""
    places: dict[UUID, list[int]] = defaultdict(list)
    for index, row in enumerate(members):
        if row.cluster_id:
            places[row.cluster_id].append(index)
    vectors = embed([row.text for row in members])
    return list(places), [vectors[indexes] for indexes in places.values()]


def _group(rows: list[Keyword], vectors: Vectors, granularity: str, plan: ClusterPlan) -> list[list[int]]:
    """Groups of two or more (or one with other spellings), strongest first; the rest is left alone."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, label in enumerate(_labels(rows, vectors, granularity)):
        if label is None:
            plan.left_alone.append(rows[index].id)
        else:
            groups[label].append(index)
    with_variants = set(plan.folded.values())
    found: list[list[int]] = []
    for members in groups.values():
        if len(members) > 1 or rows[members[0]].id in with_variants:
            found.append(members)
        else:
            plan.left_alone.append(rows[members[0]].id)
    return sorted(found, key=lambda members: -sum(rows[index].demand for index in members))


def _labels(rows: list[Keyword], vectors: Vectors, granularity: str) -> list[int | None]:
    by_serp = cluster_by_serp([SerpItem(tuple(row.serp_urls), float(row.demand)) for row in rows])
    rest = [index for index, label in enumerate(by_serp) if label is None]
    if not rest:
        return by_serp
    weights = [float(rows[index].demand) for index in rest]
    by_meaning = cluster_texts(
        [rows[index].text for index in rest], vectors[rest], weights=weights, granularity=granularity
    )
    offset = max((label for label in by_serp if label is not None), default=-1) + 1
    labels: list[int | None] = list(by_serp)
    for index, label in zip(rest, by_meaning.labels, strict=True):
        labels[index] = None if label is None else label + offset
    return labels


def _planned(site: Site, members: list[Keyword], vectors: Vectors) -> PlannedCluster:
    texts = [row.text for row in members]
    described = describe_cluster(texts, [float(row.demand) for row in members], vectors)
    language = detect_language(texts, fallback=site.language).code
    return PlannedCluster(
        keyword_ids=[row.id for row in members],
        name=described.name[:200],
        head_keyword=members[described.head_index].text,
        intent=_intent(site, members, language),
        language=language,
    )


def _intent(site: Site, members: list[Keyword], language: str) -> str:
    brands = [site.brand_name] if site.brand_name else []
    return cluster_intent([_vote(row, language, brands) for row in members]).value


def _vote(row: Keyword, language: str, brands: Sequence[str]) -> IntentVote:
    """What the export says of a keyword's intent, else what its words say."""
    guess = guess_intent(row.intent or row.text, language=language, brands=brands)
    return IntentVote(guess.intent, row.demand or None, certain=bool(guess.evidence or row.intent))


def store_clusters(*, site_id: UUID, plan: ClusterPlan) -> StoredClusters:
    """Write a plan down: new clusters, grown ones, folded spellings, keywords left alone."""
    site = Site.objects.get(pk=site_id)
    created = [_store_new(site, planned) for planned in plan.new]
    for cluster_id, keyword_ids in plan.joins.items():
        Keyword.objects.filter(id__in=keyword_ids).update(cluster=cluster_id, status=Keyword.Status.CLUSTERED)
    Keyword.objects.filter(id__in=plan.left_alone).update(status=Keyword.Status.LEFT_ALONE)
    _store_folded(plan)
    for cluster in created:
        refresh_sums(cluster.id)
        cluster.refresh_from_db()
        CLUSTERS.created(cluster)
    for cluster in Cluster.objects.filter(id__in=list(plan.joins)):
        before = CLUSTERS.snapshot(cluster)
        refresh_sums(cluster.id)
        cluster.refresh_from_db()
        CLUSTERS.updated(cluster, before)
    return StoredClusters([cluster.id for cluster in created], list(plan.joins), len(plan.left_alone))


def _store_new(site: Site, planned: PlannedCluster) -> Cluster:
    members = Keyword.objects.filter(id__in=planned.keyword_ids).order_by()
    sectors = members.values_list("sector_id", flat=True).distinct()[:2]
    cluster = Cluster.objects.create(
        site=site,
        sector_id=sectors[0] if len(sectors) == 1 else None,
        name=planned.name,
        head_keyword=planned.head_keyword,
        intent=planned.intent,
        language=planned.language,
    )
    Keyword.objects.filter(id__in=planned.keyword_ids).update(
        cluster=cluster, status=Keyword.Status.CLUSTERED, language=planned.language
    )
    return cluster


def _store_folded(plan: ClusterPlan) -> None:
    """A folded spelling goes where the keyword went that it is folded into."""
    targets = Keyword.objects.in_bulk(list(set(plan.folded.values())))
    rows = Keyword.objects.in_bulk(list(plan.folded))
    for keyword_id, target_id in plan.folded.items():
        row, target = rows[keyword_id], targets[target_id]
        row.folded_into, row.cluster_id = target, target.cluster_id
        row.status, row.language = target.status, target.language
    Keyword.objects.bulk_update(
        rows.values(), ["folded_into", "cluster", "status", "language"], batch_size=500
    )


def refresh_sums(cluster_id: UUID) -> None:
    """Sum up a cluster's keywords: volume and impressions in all, the mean of the known difficulties."""
    rows = list(
        Keyword.objects.filter(cluster_id=cluster_id).values("volume", "impressions", "difficulty", "demand")
    )
    difficulties = [row["difficulty"] for row in rows if row["difficulty"] is not None]
    Cluster.objects.filter(pk=cluster_id).update(
        keyword_count=len(rows),
        volume=_sum(row["volume"] for row in rows),
        impressions=_sum(row["impressions"] for row in rows),
        difficulty=sum(difficulties) / len(difficulties) if difficulties else None,
        demand=sum(row["demand"] for row in rows),
    )


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
