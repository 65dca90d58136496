"""Neighbours are right, also where only a part of the list is looked at."""

from __future__ import annotations

import numpy as np
import pytest

from igny8.planning.clustering import neighbours
from igny8.planning.clustering.graph import build_graph, neighbour_count
from igny8.planning.clustering.neighbours import nearest_neighbours
from igny8.planning.clustering.tests.samples import topics


def test_it_finds_the_nearest_first_and_never_the_text_itself() -> None:
    vectors, _ = topics([40] * 5)
    found = nearest_neighbours(vectors, 6)
    exact = vectors @ vectors.T
    np.fill_diagonal(exact, -2)
    np.testing.assert_allclose(found.similarity, -np.sort(-exact, axis=1)[:, :6], atol=1e-6)
    assert not (found.index == np.arange(200)[:, None]).any()


def test_a_small_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, _ = topics([30] * 3)
    whole = nearest_neighbours(vectors, 5)
    monkeypatch.setattr(neighbours, "BLOCK_CELLS", 200)
    np.testing.assert_array_equal(nearest_neighbours(vectors, 5).index, whole.index)


def test_the_inverted_file_finds_nearly_all_true_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, _ = topics([25] * 60)
    exact = nearest_neighbours(vectors, 10).index
    monkeypatch.setattr(neighbours, "EXACT_LIMIT", 100)
    near = nearest_neighbours(vectors, 10, seed=1).index
    shared = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(exact, near, strict=True)])
    assert shared > 0.9
    np.testing.assert_array_equal(nearest_neighbours(vectors, 10, seed=1).index, near)


def test_the_inverted_file_finds_enough_where_most_texts_are_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "EXACT_LIMIT", 100)
    monkeypatch.setattr(neighbours, "PROBED_CELLS", 1)
    vectors, _ = topics([1] * 150)
    vectors[:60] = vectors[0]
    found = nearest_neighbours(vectors, 15)
    assert (found.similarity > -1).all()
    assert all(len(set(row)) == 15 for row in found.index)


def test_short_lists_link_few_neighbours() -> None:
    assert [neighbour_count(count) for count in (3, 5, 25, 100, 10_000)] == [2, 3, 5, 10, 15]


def test_the_graph_is_symmetric_and_weighs_near_texts_more() -> None:
    vectors, _ = topics([20] * 4)
    found = nearest_neighbours(vectors, 8)
    graph = build_graph(found).toarray()
    np.testing.assert_allclose(graph, graph.T)
    nearest, farthest = graph[0, found.index[0, 0]], graph[0, found.index[0, 7]]
    assert nearest > farthest > 0
