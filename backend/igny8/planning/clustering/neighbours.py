"""Nearest neighbours by cosine, in bounded memory and in less than quadratic time.

Small lists are compared pair by pair. Above ``EXACT_LIMIT`` an inverted file is used: the texts are put into
about √n cells around trained centres, and a text is compared with the texts of the cells nearest to its own.
That costs O(n^1.5) and finds nearly all true neighbours (``bench/clustering.py --scale`` prints the share).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Indexes = NDArray[np.int64]

EXACT_LIMIT = 4_000
# Similarities held at once: 8 million floats are 32 MB.
BLOCK_CELLS = 8_000_000
PROBED_CELLS = 16
TRAINING_ROUNDS = 6
TRAINING_TEXTS_PER_CELL = 40


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Row i: the ``k`` texts most like text i, best first, and their cosines. Never i itself."""

    index: Indexes
    similarity: Vectors


def nearest_neighbours(vectors: Vectors, k: int, *, seed: int = 0) -> Neighbours:
    """The ``k`` nearest other rows of every row of ``vectors`` (unit rows; k < number of rows)."""
    count = len(vectors)
    found = Neighbours(np.zeros((count, k), dtype=np.int64), np.full((count, k), -1.0, dtype=np.float32))
    everything = np.arange(count)
    if count <= EXACT_LIMIT:
        _search(vectors, everything, everything, found)
        return found
    cells, probes = _cells(vectors, seed)
    members = _members(cells, int(probes.shape[0]))
    for cell, texts in enumerate(members):
        if len(texts):
            candidates = _enough_candidates(members, probes[cell], k)
            _search(vectors, texts, candidates, found)
    return found


def _enough_candidates(members: list[Indexes], order: Indexes, k: int) -> Indexes:
    """The texts of the nearest cells: ``PROBED_CELLS`` of them, or more where those hold too few texts."""
    chosen: list[Indexes] = []
    total = 0
    for rank, cell in enumerate(order):
        if rank >= PROBED_CELLS and total > k:
            break
        chosen.append(members[cell])
        total += len(members[cell])
    return np.concatenate(chosen)


def _search(vectors: Vectors, queries: Indexes, candidates: Indexes, found: Neighbours) -> None:
    """Fill the rows of ``queries``; the candidates include every query itself."""
    k = found.index.shape[1]
    pool = vectors[candidates]
    place = np.empty(int(candidates.max()) + 1, dtype=np.int64)
    place[candidates] = np.arange(len(candidates))
    step = max(1, BLOCK_CELLS // len(candidates))
    for start in range(0, len(queries), step):
        block = queries[start : start + step]
        near = vectors[block] @ pool.T
        near[np.arange(len(block)), place[block]] = -2.0
        top = np.argpartition(near, -k, axis=1)[:, -k:]
        similarity = np.take_along_axis(near, top, axis=1)
        order = np.argsort(-similarity, axis=1, kind="stable")
        found.index[block] = candidates[np.take_along_axis(top, order, axis=1)]
        found.similarity[block] = np.take_along_axis(similarity, order, axis=1)


def _cells(vectors: Vectors, seed: int) -> tuple[Indexes, Indexes]:
    """The cell of every text, and for every cell all cells from the nearest (itself) outwards."""
    generator = np.random.default_rng(seed)
    count = round(len(vectors) ** 0.5)
    sample = vectors[generator.permutation(len(vectors))[: count * TRAINING_TEXTS_PER_CELL]]
    centres = sample[:count].copy()
    for _ in range(TRAINING_ROUNDS):
        owner = _nearest_centre(sample, centres)
        sums = np.zeros_like(centres)
        np.add.at(sums, owner, sample)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(norms > 0, sums / np.maximum(norms, 1e-9), centres).astype(np.float32)
    likeness = centres @ centres.T
    np.fill_diagonal(likeness, 2.0)
    return _nearest_centre(vectors, centres), np.argsort(-likeness, axis=1, kind="stable")


def _nearest_centre(vectors: Vectors, centres: Vectors) -> Indexes:
    owner = np.empty(len(vectors), dtype=np.int64)
    step = max(1, BLOCK_CELLS // len(centres))
    for start in range(0, len(vectors), step):
        owner[start : start + step] = (vectors[start : start + step] @ centres.T).argmax(axis=1)
    return owner


def _members(cells: Indexes, count: int) -> list[Indexes]:
    order = np.argsort(cells, kind="stable")
    return np.split(order, np.searchsorted(cells[order], np.arange(1, count)))
