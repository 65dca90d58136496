"""How good a partition is, without knowing the truth: separation and spread."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]

# Texts that separation is measured on; more would only cost time.
MEASURED_TEXTS = 4_000
# Texts that the main directions are learnt from.
SAMPLED_TEXTS = 20_000


def main_directions(vectors: Vectors, directions: int, *, seed: int = 0) -> Vectors:
    """Unit rows that keep the mean and the ``directions`` in which the texts differ most, and drop the rest.

    What sets topics apart lies in few directions; what sets neighbouring texts apart (one thread, one phrase)
    lies in many small ones, and there every further split looks like a gain. Returns ``directions`` + 1
    columns: the last stands for the part of the mean that the others do not hold.
    """
    generator = np.random.default_rng(seed)
    sample = vectors[generator.permutation(len(vectors))[:SAMPLED_TEXTS]]
    mean = sample.mean(axis=0, dtype=np.float64)
    centred = sample - mean
    _, axes = np.linalg.eigh(centred.T @ centred)
    kept = axes[:, ::-1][:, :directions].astype(np.float32)
    rest = np.linalg.norm(mean - kept @ (kept.T @ mean))
    rows = np.column_stack([vectors @ kept, np.full(len(vectors), rest, dtype=np.float32)])
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)


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
