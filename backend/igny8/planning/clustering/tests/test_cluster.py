"""Clusters are found without their number, for few and for many topics alike."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from igny8.planning.clustering import cluster_texts, resolution_factor
from igny8.planning.clustering.tests.samples import keywords, topics, unit


@pytest.mark.parametrize(
    "sizes",
    [
        [3, 3],
        [4, 4, 4],
        [10] * 3,
        [2, 3, 5, 8, 13],
        [30] * 20,
        [8] * 60,
        [150] * 4,
        [2 + i for i in range(30)],
    ],
)
def test_it_finds_the_topics_however_many_there_are(sizes: list[int]) -> None:
    vectors, truth = topics(sizes)
    found = cluster_texts(keywords(len(truth)), vectors)
    assert adjusted_rand_score(truth, found.labels) > 0.9
    assert found.clusters == len(set(found.labels))


def test_the_same_input_gives_the_same_answer() -> None:
    vectors, truth = topics([20] * 10, noise=1.4)
    runs = [cluster_texts(keywords(len(truth)), vectors, seed=3) for _ in range(2)]
    assert runs[0] == runs[1]


def test_the_largest_cluster_comes_first() -> None:
    vectors, truth = topics([5, 40, 12])
    labels = cluster_texts(keywords(len(truth)), vectors).labels
    sizes = np.bincount(np.array(labels, dtype=np.int64))
    assert list(sizes) == sorted(sizes, reverse=True)


def test_finer_gives_more_clusters_and_broader_fewer() -> None:
    vectors, truth = topics([12] * 40, noise=1.6)
    texts = keywords(len(truth))
    counts = [
        cluster_texts(texts, vectors, granularity=g).clusters for g in ("broader", "default", "finer", 6.0)
    ]
    assert counts[0] < counts[1] < counts[2] < counts[3]


@pytest.mark.parametrize("granularity", ["coarse", 0, -1.0, float("nan"), float("inf")])
def test_it_says_which_granularities_there_are(granularity: str | float) -> None:
    with pytest.raises(ValueError, match="'broader', 'default', 'finer' or a number"):
        resolution_factor(granularity)


def test_texts_that_say_nothing_are_left_alone() -> None:
    vectors, truth = topics([6, 6])
    texts = ["how to", "!!!", "", "the", *keywords(len(truth))]
    empty = np.zeros((1, 64), dtype=np.float32)
    found = cluster_texts([*texts, "no vector"], np.concatenate([vectors[:4], vectors, empty]))
    assert found.labels[:4] == [None] * 4
    assert found.labels[-1] is None
    assert None not in found.labels[4:-1]


def test_spellings_of_one_keyword_stay_together_whatever_their_vectors() -> None:
    vectors, truth = topics([8, 8])
    texts = keywords(len(truth))
    one, other = int(np.flatnonzero(truth == 0)[0]), int(np.flatnonzero(truth == 1)[0])
    texts[one], texts[other] = "qr code scanner", "qr-code scaner"
    weights = [1.0] * len(texts)
    weights[other] = 50.0
    found = cluster_texts(texts, vectors, weights=weights)
    assert found.labels[one] == found.labels[other]
    assert found.representatives[one] == other


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_a_handful_of_texts_is_joined_by_likeness_alone(count: int) -> None:
    rows = unit(np.array([[1, 0.1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1.0]]))[:count]
    found = cluster_texts(["red shoes", "scarlet boots", "apple pie", "tax form"][:count], rows)
    assert found.labels == [[], [0], [0, 0], [], [0, 0, 1, 2]][count]
    assert found.clusters == [0, 1, 1, 0, 3][count]


def test_texts_that_are_all_the_same_are_one_cluster() -> None:
    rows = np.tile(unit(np.ones((1, 8))), (20, 1))
    assert set(cluster_texts(["same"] * 20, rows).labels) == {0}


def test_many_texts_with_one_vector_do_not_break_it() -> None:
    rows = np.tile(unit(np.ones((1, 8))), (40, 1))
    labels = cluster_texts(keywords(40), rows).labels
    assert None not in labels


def test_there_must_be_a_vector_for_each_text() -> None:
    with pytest.raises(ValueError, match="2 texts but 1 vectors"):
        cluster_texts(["a", "b"], np.ones((1, 4), dtype=np.float32))
