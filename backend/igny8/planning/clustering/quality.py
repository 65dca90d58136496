"""How good a partition is, without knowing the truth: separation and spread."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

# Texts that separation is measured on; more would only cost time.
MEASURED_TEXTS = 4_000


def label_sums(vectors: Vectors, labels: Labels) -> tuple[Vectors, NDArray[np.float32]]:
    """For each label the sum of its rows, and their number."""
    from scipy import sparse

    count = int(labels.max()) + 1
    ones = np.ones(len(labels), dtype=np.float32)
    choose = sparse.csr_matrix((ones, (labels, np.arange(len(labels)))), shape=(count, len(labels)))
    return np.asarray(choose @ vectors), np.bincount(labels, minlength=count).astype(np.float32)


def separation(vectors: Vectors, labels: Labels, measured: Labels) -> float:
    """The mean silhouette over mean cosines, at most 1: how much nearer a text is to the others of its own
    cluster than to those of the next best. One cluster, and a text alone in its cluster, count 0.

    :param measured: indexes of the texts to take the mean over.
    """
    sums, sizes = label_sums(vectors, labels)
    if len(sizes) < 2:
        return 0.0
    rows, own = vectors[measured], labels[measured]
    others = np.maximum(sizes[own] - 1, 1)
    inside = ((sums[own] * rows).sum(axis=1) - (rows * rows).sum(axis=1)) / others
    nearness = rows @ (sums / sizes[:, None]).T
    nearness[np.arange(len(rows)), own] = -np.inf
    outside = nearness.max(axis=1)
    score = (inside - outside) / np.maximum(1.0 - np.minimum(inside, outside), 1e-6)
    return float(np.where(sizes[own] > 1, score, 0.0).mean())


def entropy(labels: Labels) -> float:
    """The entropy of the cluster sizes, in nats: what it costs to say which cluster a text is in."""
    share = np.bincount(labels) / len(labels)
    share = share[share > 0]
    return float(-(share * np.log(share)).sum())
