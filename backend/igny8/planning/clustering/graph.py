"""The graph of likeness between texts, and communities in it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from igny8.planning.clustering.neighbours import Neighbours

Labels = NDArray[np.int64]
# A sparse adjacency matrix; scipy carries no types.
Graph = Any

MAX_NEIGHBOURS = 15
MIN_NEIGHBOURS = 3
# The neighbour whose distance is the local unit of length, after Zelnik-Manor & Perona (2004).
SCALE_NEIGHBOUR = 7
# Exact repeats would make the local unit zero.
MIN_SCALE = 0.02


def neighbour_count(texts: int) -> int:
    """How many neighbours to link: about √n for short lists, so that small groups stay apart."""
    wanted = max(MIN_NEIGHBOURS, min(MAX_NEIGHBOURS, round(math.sqrt(texts))))
    return min(wanted, texts - 1)


def build_graph(neighbours: Neighbours) -> Graph:
    """A symmetric graph whose weights fall with distance in units of each text's own neighbourhood.

    The local unit makes dense and sparse topics comparable; a link that both ends hold counts twice.
    """
    count, k = neighbours.index.shape
    distance = 1.0 - neighbours.similarity
    scale = np.maximum(distance[:, min(SCALE_NEIGHBOUR, k) - 1], MIN_SCALE)
    weight = np.exp(-distance / scale[:, None]).astype(np.float64)
    rows = np.repeat(np.arange(count), k)
    directed = sparse.csr_matrix((weight.ravel(), (rows, neighbours.index.ravel())), shape=(count, count))
    return (directed + directed.T).tocsr()


def communities(graph: Graph, resolution: float, *, seed: int = 0) -> Labels:
    """Labels 0..m-1 by the Leiden method (modularity with ``resolution``; higher means more, smaller)."""
    from sknetwork.clustering import Leiden

    labels: Labels = Leiden(resolution=resolution, random_state=seed).fit_predict(graph).astype(np.int64)
    return labels
