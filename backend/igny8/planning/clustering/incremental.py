"""Puts new keywords into clusters that exist, so that a second run does not tear up the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from igny8.planning.clustering.cluster import Clustering, cluster_texts

Vectors = NDArray[np.float32]

# A new text may join where it is as near to the centre as all but this share of the members are.
TOLERATED_SHARE = 0.1
# Members that the pooled distance counts for: a cluster of three has hardly a spread of its own.
PRIOR_MEMBERS = 8.0
# Where no existing cluster has two members there is no spread to learn from.
FALLBACK_COSINE = 0.6
BLOCK_ROWS = 4_096


@dataclass(frozen=True, slots=True)
class Assignment:
    """``existing``: for each new text the index of the cluster that it joins, or None. ``fresh``: the
    clustering of those left over; its labels stand in the order of ``fresh_indexes``."""

    existing: list[int | None]
    fresh_indexes: list[int]
    fresh: Clustering


def extend_clusters(
    clusters: Sequence[Vectors],
    texts: Sequence[str],
    vectors: Vectors,
    *,
    weights: Sequence[float] | None = None,
    granularity: str | float = "default",
    seed: int = 0,
) -> Assignment:
    """Add new texts to existing clusters, and cluster those that fit none among themselves.

    :param clusters: for each existing cluster the unit rows of its members.
    """
    existing = assign_to_existing(clusters, vectors)
    left = [index for index, cluster in enumerate(existing) if cluster is None]
    fresh = cluster_texts(
        [texts[index] for index in left],
        vectors[left],
        weights=None if weights is None else [weights[index] for index in left],
        granularity=granularity,
        seed=seed,
    )
    return Assignment(existing, left, fresh)


def assign_to_existing(clusters: Sequence[Vectors], vectors: Vectors) -> list[int | None]:
    """For each row the index of the nearest cluster that is near enough, or None.

    Near enough is learnt from the members: the cosine to the centre of the others that nine in ten of them
    reach, drawn towards that of all clusters where a cluster is small.
    """
    if not any(len(members) for members in clusters):
        return [None] * len(vectors)
    centres = np.stack([_centre(members, vectors.shape[1]) for members in clusters])
    limits = _limits(clusters)
    chosen: list[int | None] = []
    for start in range(0, len(vectors), BLOCK_ROWS):
        nearness = vectors[start : start + BLOCK_ROWS] @ centres.T
        best = nearness.argmax(axis=1)
        near = nearness[np.arange(len(best)), best] >= limits[best]
        chosen += [int(cluster) if fits else None for cluster, fits in zip(best, near, strict=True)]
    return chosen


def _centre(members: Vectors, width: int) -> Vectors:
    total: Vectors = (
        members.sum(axis=0, dtype=np.float32) if len(members) else np.zeros(width, dtype=np.float32)
    )
    norm = float(np.linalg.norm(total))
    return total / np.float32(norm) if norm > 0 else total


def _limits(clusters: Sequence[Vectors]) -> NDArray[np.float64]:
    spreads = [_nearness_to_others(members) for members in clusters]
    known = np.concatenate([np.zeros(0), *spreads])
    pooled = float(np.quantile(known, TOLERATED_SHARE)) if len(known) else FALLBACK_COSINE
    limits = [_shrunken(spread, pooled) for spread in spreads]
    # An empty cluster has no centre, hence nothing may join it.
    return np.array([limit if len(rows) else 2.0 for limit, rows in zip(limits, clusters, strict=True)])


def _shrunken(spread: NDArray[np.float64], pooled: float) -> float:
    if len(spread) == 0:
        return pooled
    own = float(np.quantile(spread, TOLERATED_SHARE))
    return (len(spread) * own + PRIOR_MEMBERS * pooled) / (len(spread) + PRIOR_MEMBERS)


def _nearness_to_others(members: Vectors) -> NDArray[np.float64]:
    """Each member's cosine to the centre of the others; nothing for a cluster of one."""
    if len(members) < 2:
        return np.zeros(0)
    others = members.sum(axis=0) - members
    norms = np.maximum(np.linalg.norm(others, axis=1), 1e-9)
    near: NDArray[np.float64] = ((others * members).sum(axis=1) / norms).astype(np.float64)
    return near
