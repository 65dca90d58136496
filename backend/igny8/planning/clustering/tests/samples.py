"""Vectors with a known truth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def unit(rows: NDArray[np.floating]) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def topics(
    sizes: list[int], *, width: int = 64, noise: float = 0.8, seed: int = 0
) -> tuple[Vectors, NDArray[np.int64]]:
    """Unit rows around one random centre a topic, shuffled, and the topic of each row."""
    generator = np.random.default_rng(seed)
    centres = unit(generator.standard_normal((len(sizes), width)))
    truth = generator.permutation(np.repeat(np.arange(len(sizes)), sizes))
    spread = unit(generator.standard_normal((len(truth), width)))
    return unit(centres[truth] + noise * spread), truth


def keywords(count: int) -> list[str]:
    """Texts that are no spellings of one another."""
    return [f"keyword {number}x{number * 7919}" for number in range(count)]
