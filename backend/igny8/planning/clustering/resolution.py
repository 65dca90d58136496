"""Chooses how fine the clusters are from the data itself.

No fixed distance or resolution fits both twenty broad topics and a hundred and fifty narrow ones. So a wide
range of resolutions is tried, and each partition is scored without knowing the truth:

    score = log(separation + 0.05) - 0.08 * entropy

The separation (a silhouette) rises steeply until the true topics are apart, and then levels off or creeps up
as they are split further; alone it often prefers far too many clusters. The entropy of the cluster sizes is
what a label costs; its small price decides between partitions that are separated about equally well in
favour of the coarser. The separation is measured in the main directions only, because in all the small ones
together every further split looks like a gain. A partition that leaves nearly all texts in one cluster is
passed over: a few outliers set apart look well separated, but that groups nothing.

The constants were chosen on fifty labelled lists of 8 to 150 topics, BANKING77 among them; on lists that took
no part in the choice expect a larger loss (see the ADR on clustering).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from igny8.planning.clustering.graph import Graph, Labels, communities
from igny8.planning.clustering.quality import MEASURED_TEXTS, entropy, main_directions, separation

Vectors = NDArray[np.float32]
Curve = NDArray[np.float64]

COARSEST = 0.25
STEP = 1.3
# From this many texts on a step twice as long will do: the measures hardly vary there.
MANY_TEXTS = 8_000
# Past two clusters for every five texts there is nothing left to find.
MAX_CLUSTERS_SHARE = 0.4
MAX_TRIES = 60
# A partition with a larger cluster than this share of the texts only sets outliers apart.
MAX_LARGEST_SHARE = 0.8
# Wider vectors spread the same topics over more directions: 64 of a sentence model's 384.
WIDTHS_PER_DIRECTION = 6
# Longer lists hold more topics, and these need more directions to lie apart in.
DIRECTIONS_PER_ROOT = 1.2
SEPARATION_OFFSET = 0.05
ENTROPY_PRICE = 0.08
SMOOTHING_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """One resolution, the partition that it gives, and what was measured."""

    resolution: float
    labels: Labels
    clusters: int
    separation: float
    entropy: float

    @property
    def largest_share(self) -> float:
        """The share of the texts that the largest cluster holds."""
        return float(np.bincount(self.labels).max()) / len(self.labels)

    @property
    def score(self) -> float:
        """Higher is better; see the module's text."""
        return float(np.log(max(self.separation, 0.0) + SEPARATION_OFFSET) - ENTROPY_PRICE * self.entropy)


def choose_trial(graph: Graph, vectors: Vectors, *, seed: int = 0) -> Trial:
    """The trial with the best score, the scores being smoothed over neighbouring resolutions."""
    every = list(trials_of(graph, vectors, seed=seed))
    trials = [trial for trial in every if trial.largest_share <= MAX_LARGEST_SHARE] or every
    scores = _smooth(np.array([trial.score for trial in trials]))
    return trials[int(np.argmax(scores))]


def trials_of(graph: Graph, vectors: Vectors, *, seed: int = 0) -> Iterator[Trial]:
    """Try resolutions from coarse to fine until the clusters become too small to mean anything."""
    count = len(vectors)
    directions = max(vectors.shape[1] // WIDTHS_PER_DIRECTION, round(DIRECTIONS_PER_ROOT * count**0.5))
    rows = main_directions(vectors, directions, seed=seed)
    measured = np.sort(np.random.default_rng(seed).permutation(count)[:MEASURED_TEXTS])
    step = STEP if count < MANY_TEXTS else STEP**2
    for resolution in COARSEST * step ** np.arange(MAX_TRIES):
        labels = communities(graph, resolution, seed=seed)
        clusters = int(labels.max()) + 1
        if clusters > count * MAX_CLUSTERS_SHARE and resolution > 1:
            return
        yield Trial(
            resolution=float(resolution),
            labels=labels,
            clusters=clusters,
            separation=separation(rows, labels, measured),
            entropy=entropy(labels),
        )


def _smooth(curve: Curve) -> Curve:
    """A binomial mean over neighbours: one lucky partition must not win over a good neighbourhood."""
    for _ in range(SMOOTHING_ROUNDS):
        padded = np.pad(curve, 1, mode="edge")
        curve = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    return curve
