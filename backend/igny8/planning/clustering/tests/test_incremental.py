"""New keywords join the clusters that exist, and only what is new makes new ones."""

from __future__ import annotations

import numpy as np

from igny8.planning.clustering import assign_to_existing, extend_clusters
from igny8.planning.clustering.tests.samples import keywords, topics, unit

WIDTH = 64


def _split(known: int, total: int) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Members of the known topics, and new rows of all topics with their truth."""
    vectors, truth = topics([24] * total)
    new = np.arange(len(truth)) % 3 == 0
    clusters = [vectors[~new & (truth == topic)] for topic in range(known)]
    return clusters, vectors[new], truth[new]


def test_new_texts_join_their_topic_and_others_stay_out() -> None:
    clusters, rows, truth = _split(known=5, total=8)
    found = assign_to_existing(clusters, rows)
    right = [
        label == topic if topic < 5 else label is None for label, topic in zip(found, truth, strict=True)
    ]
    assert np.mean(right) > 0.85
    assert not any(label is not None and label != topic for label, topic in zip(found, truth, strict=True))


def test_what_is_left_over_makes_new_clusters() -> None:
    clusters, rows, truth = _split(known=5, total=8)
    outcome = extend_clusters(clusters, keywords(len(rows)), rows, weights=[1.0] * len(rows))
    assert outcome.fresh_indexes == [i for i, label in enumerate(outcome.existing) if label is None]
    assert len(outcome.fresh.labels) == len(outcome.fresh_indexes)
    newcomers = [
        label for i, label in zip(outcome.fresh_indexes, outcome.fresh.labels, strict=True) if truth[i] >= 5
    ]
    assert len(set(newcomers)) >= 3


def test_without_clusters_everything_is_new() -> None:
    rows, _ = topics([6, 6])
    assert assign_to_existing([], rows) == [None] * 12
    assert extend_clusters([], keywords(12), rows).fresh_indexes == list(range(12))


def test_a_cluster_of_one_learns_its_limit_from_the_others() -> None:
    clusters, _, _ = _split(known=2, total=2)
    single = unit(np.random.default_rng(9).standard_normal((1, WIDTH)))
    near = unit(single + 0.3 * unit(np.random.default_rng(8).standard_normal((1, WIDTH))))
    assert assign_to_existing([*clusters, single], near) == [2]


def test_single_members_alone_use_a_fixed_limit() -> None:
    single = np.eye(1, WIDTH, dtype=np.float32)
    rows = unit(np.stack([np.eye(1, WIDTH)[0] + 0.5 * np.eye(1, WIDTH, 1)[0], np.eye(1, WIDTH, 1)[0]]))
    assert assign_to_existing([single], rows) == [0, None]


def test_nothing_joins_an_empty_cluster_nor_a_text_without_content() -> None:
    clusters, _, _ = _split(known=2, total=2)
    empty = np.zeros((0, WIDTH), dtype=np.float32)
    assert assign_to_existing([empty, *clusters], np.zeros((1, WIDTH), dtype=np.float32)) == [None]
    assert assign_to_existing([empty], np.eye(1, WIDTH, dtype=np.float32)) == [None]
