"""Groups texts by meaning without being told how many groups there are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from igny8.planning.clustering.content import has_content
from igny8.planning.clustering.folding import fold_near_duplicates
from igny8.planning.clustering.graph import Labels, build_graph, communities, neighbour_count
from igny8.planning.clustering.neighbours import nearest_neighbours
from igny8.planning.clustering.resolution import choose_trial

Vectors = NDArray[np.float32]

# By how much the resolution found in the data is multiplied on request; about twice or half as many clusters.
GRANULARITIES = {"broader": 0.35, "default": 1.0, "finer": 2.8}
# Too few texts to measure anything on: the likest are joined at a cosine that unrelated texts rarely reach.
FEW_TEXTS = 5
FEW_TEXTS_COSINE = 0.5


@dataclass(frozen=True, slots=True)
class Clustering:
    """The outcome, in the order of the texts.

    :ivar labels: the cluster of each text, 0..clusters-1, the largest first; None for a text left alone
        because it says nothing (symbols, function words only, or no vector).
    :ivar representatives: for each text the index of the spelling that stands for it.
    :ivar resolution: how fine the graph was cut, for the record; 0 where the list was too short for that.
    """

    labels: list[int | None]
    representatives: list[int]
    clusters: int
    resolution: float


def cluster_texts(
    texts: Sequence[str],
    vectors: Vectors,
    *,
    weights: Sequence[float] | None = None,
    granularity: str | float = "default",
    seed: int = 0,
) -> Clustering:
    """Cluster ``texts`` by the unit rows of ``vectors`` (as an ``Embedder`` gives them).

    Spellings of one keyword are folded first, so that they stay together and count once. How fine the
    clusters are comes from the data. The same input and seed give the same answer. Cost below n^1.5 and
    memory linear in n.

    :param weights: importance of each text, such as its search volume; chooses among spellings.
    :param granularity: ``broader``, ``default``, ``finer``, or a factor on the resolution found (> 0).
    :raises ValueError: for another granularity, or where texts and vectors differ in number.
    """
    if len(texts) != len(vectors):
        raise ValueError(
            f"There are {len(texts)} texts but {len(vectors)} vectors; give one row for each text."
        )
    factor = resolution_factor(granularity)
    representatives = fold_near_duplicates(texts, weights)
    leaders = _clusterable(texts, vectors, representatives)
    labels, resolution = _cluster_vectors(np.asarray(vectors[leaders], dtype=np.float32), factor, seed)
    label_of = dict(zip(leaders, _by_size(labels), strict=True))
    return Clustering(
        labels=[label_of.get(leader) for leader in representatives],
        representatives=representatives,
        clusters=int(labels.max()) + 1 if len(labels) else 0,
        resolution=resolution,
    )


def resolution_factor(granularity: str | float) -> float:
    """The factor that a granularity stands for.

    :raises ValueError: naming what would be right.
    """
    if isinstance(granularity, str):
        if granularity in GRANULARITIES:
            return GRANULARITIES[granularity]
    elif math.isfinite(granularity) and granularity > 0:
        return float(granularity)
    raise ValueError("granularity must be 'broader', 'default', 'finer' or a number greater than 0.")


def _clusterable(texts: Sequence[str], vectors: Vectors, representatives: Sequence[int]) -> list[int]:
    present = np.linalg.norm(vectors, axis=1) > 0 if len(texts) else np.zeros(0, dtype=bool)
    return [
        i for i, leader in enumerate(representatives) if i == leader and present[i] and has_content(texts[i])
    ]


def _cluster_vectors(vectors: Vectors, factor: float, seed: int) -> tuple[Labels, float]:
    if len(vectors) < FEW_TEXTS:
        return _join_few(vectors), 0.0
    graph = build_graph(nearest_neighbours(vectors, neighbour_count(len(vectors)), seed=seed))
    found = choose_trial(graph, vectors, seed=seed)
    if factor == 1.0:
        return found.labels, found.resolution
    return communities(graph, found.resolution * factor, seed=seed), found.resolution * factor


def _join_few(vectors: Vectors) -> Labels:
    from scipy.sparse.csgraph import connected_components

    if len(vectors) == 0:
        return np.zeros(0, dtype=np.int64)
    _, labels = connected_components(vectors @ vectors.T >= FEW_TEXTS_COSINE, directed=False)
    return np.asarray(labels, dtype=np.int64)


def _by_size(labels: Labels) -> list[int]:
    """The same partition, numbered from the largest cluster down, ties in order of appearance."""
    _, first, inverse, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return [int(label) for label in rank[inverse]]
