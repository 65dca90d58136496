"""Separation and entropy, and the choice that they lead to."""

from __future__ import annotations

import numpy as np
import pytest

from igny8.planning.clustering.graph import build_graph
from igny8.planning.clustering.neighbours import nearest_neighbours
from igny8.planning.clustering.quality import entropy, main_directions, separation
from igny8.planning.clustering.resolution import choose_trial, trials_of
from igny8.planning.clustering.tests.samples import topics, unit


def test_separation_is_greatest_at_the_true_topics() -> None:
    vectors, truth = topics([30] * 8)
    everything = np.arange(len(truth))
    split = truth * 2 + (everything % 2)
    scores = [separation(vectors, labels, everything) for labels in (truth // 2, truth, split)]
    assert scores[1] > scores[0] > 0
    assert scores[1] > scores[2]


def test_separation_agrees_with_its_definition_on_a_small_case() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    labels = np.array([0, 0, 1])
    assert separation(vectors, labels, np.arange(3)) == pytest.approx((1 + 1 + 0) / 3)


def test_one_cluster_is_not_separated_from_anything() -> None:
    vectors, _ = topics([10])
    assert separation(vectors, np.zeros(10, dtype=np.int64), np.arange(10)) == 0


def test_entropy_is_the_price_of_a_label() -> None:
    assert entropy(np.array([0, 0, 0])) == 0
    assert entropy(np.array([0, 1, 2, 3])) == pytest.approx(np.log(4))


def test_it_chooses_a_resolution_near_the_true_number_of_topics() -> None:
    for sizes in ([40] * 6, [6] * 50):
        vectors, _ = topics(sizes)
        graph = build_graph(nearest_neighbours(vectors, 12))
        chosen = choose_trial(graph, vectors)
        assert 0.8 * len(sizes) <= chosen.clusters <= 1.25 * len(sizes)


def test_trials_go_from_coarse_to_fine_and_stop_before_fragments() -> None:
    vectors, truth = topics([20] * 10, noise=1.5)
    trials = list(trials_of(build_graph(nearest_neighbours(vectors, 12)), vectors))
    assert trials[0].clusters < 10 < trials[-1].clusters <= 0.4 * len(truth)
    assert [trial.resolution for trial in trials] == sorted(trial.resolution for trial in trials)
    first = trials[0]
    assert first.entropy == pytest.approx(entropy(first.labels))
    assert first.score == pytest.approx(np.log(first.separation + 0.05) - 0.08 * first.entropy)


def test_main_directions_keep_what_sets_topics_apart_and_drop_the_rest() -> None:
    vectors, truth = topics([30] * 6, noise=1.5)
    kept = main_directions(vectors, 6)
    assert kept.shape == (180, 7)
    np.testing.assert_allclose(np.linalg.norm(kept, axis=1), 1, atol=1e-5)
    everything = np.arange(len(truth))
    assert separation(kept, truth, everything) > 1.5 * separation(vectors, truth, everything)


def test_with_all_directions_nothing_is_lost() -> None:
    vectors, _ = topics([5] * 4, width=16)
    kept = main_directions(vectors, 16)
    np.testing.assert_allclose(kept @ kept.T, vectors @ vectors.T, atol=1e-4)


def test_setting_a_few_outliers_apart_does_not_pass_for_a_grouping() -> None:
    """Ten weak topics of one field, and twenty texts from elsewhere that would be the only other cluster."""
    field = unit(np.random.default_rng(4).standard_normal((1, 64)))
    inner, _ = topics([30] * 10, noise=1.8, seed=4)
    outliers = unit(0.2 * topics([20])[0] - 3 * field)
    vectors = np.concatenate([unit(inner + 2.5 * field), outliers])
    chosen = choose_trial(build_graph(nearest_neighbours(vectors, 15)), vectors)
    assert 8 <= chosen.clusters <= 14
    assert chosen.largest_share < 0.3
