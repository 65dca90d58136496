"""Chooses how fine the clusters are from the data itself.

No fixed distance or resolution fits both twenty broad topics and a hundred and fifty narrow ones. So a wide
range of resolutions is tried, and each is judged by three measures that are blind to the truth:

- separation: how much nearer texts are to their own cluster than to the next (it rises, then levels off);
- stability: whether the same clusters come out when three texts in ten are left out;
- parsimony: the logarithm of the separation less a price for every nat of label entropy, which speaks for the
  coarsest of several partitions that are separated equally well.

The measures have different units, so each is smoothed over neighbouring resolutions and stretched to 0..1
before they are added. The weights are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from igny8.planning.clustering.graph import Graph, Labels, communities
from igny8.planning.clustering.quality import MEASURED_TEXTS, agreement, entropy, separation

Vectors = NDArray[np.float32]
Curve = NDArray[np.float64]

COARSEST = 0.25
STEP = 1.3
# Past one cluster for every three texts there is nothing left to find.
MAX_CLUSTERS_SHARE = 1 / 3
MAX_TRIES = 60
KEPT_SHARE = 0.7
ENTROPY_PRICE = 0.3
# Keeps the logarithm finite where nothing is separated.
SEPARATION_FLOOR = 0.01
SMOOTHING_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """One resolution and what was measured at it."""

    resolution: float
    clusters: int
    separation: float
    stability: float
    entropy: float


@dataclass(frozen=True, slots=True)
class _Sample:
    """A part of the graph: the texts kept, and the links among them."""

    kept: Labels
    graph: Graph


def choose_resolution(graph: Graph, vectors: Vectors, *, seed: int = 0) -> float:
    """The resolution for ``communities`` at which the measures together are best."""
    trials = list(measure(graph, vectors, seed=seed))
    return trials[int(np.argmax(total_score(trials)))].resolution


def measure(graph: Graph, vectors: Vectors, *, seed: int = 0) -> Iterator[Trial]:
    """Try resolutions from coarse to fine until the clusters become too small to mean anything."""
    generator = np.random.default_rng(seed)
    count = len(vectors)
    measured = np.sort(generator.permutation(count)[:MEASURED_TEXTS])
    samples = [_sample(graph, generator) for _ in range(_sample_count(count))]
    for resolution in COARSEST * _step(count) ** np.arange(MAX_TRIES):
        labels = communities(graph, resolution, seed=seed)
        clusters = int(labels.max()) + 1
        if clusters > count * MAX_CLUSTERS_SHARE and resolution > 1:
            return
        yield Trial(
            resolution=float(resolution),
            clusters=clusters,
            separation=separation(vectors, labels, measured),
            stability=_stability(labels, samples, resolution, seed),
            entropy=entropy(labels),
        )


def total_score(trials: list[Trial]) -> Curve:
    """The sum of the three measures, each smoothed and stretched to 0..1, for every trial."""
    separated = np.array([trial.separation for trial in trials])
    stable = np.array([trial.stability for trial in trials])
    spread = np.array([trial.entropy for trial in trials])
    parsimony = np.log(np.maximum(separated, 0.0) + SEPARATION_FLOOR) - ENTROPY_PRICE * spread
    total: Curve = _stretched(separated) + _stretched(stable) + _stretched(parsimony)
    return total


def _stretched(curve: Curve) -> Curve:
    for _ in range(SMOOTHING_ROUNDS):
        padded = np.pad(curve, 1, mode="edge")
        curve = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    low, high = float(curve.min()), float(curve.max())
    return (curve - low) / max(high - low, 1e-9)


def _step(count: int) -> float:
    return STEP if count <= 20_000 else STEP**2


def _sample_count(count: int) -> int:
    """Fewer repeats for long lists, whose measures vary less and cost more."""
    return 3 if count <= 5_000 else 1


def _sample(graph: Graph, generator: np.random.Generator) -> _Sample:
    count = graph.shape[0]
    kept = np.sort(generator.permutation(count)[: max(2, round(count * KEPT_SHARE))])
    return _Sample(kept, graph[kept][:, kept])


def _stability(labels: Labels, samples: list[_Sample], resolution: float, seed: int) -> float:
    scores = [
        agreement(labels[part.kept], communities(part.graph, resolution, seed=seed)) for part in samples
    ]
    return float(np.mean(scores))
