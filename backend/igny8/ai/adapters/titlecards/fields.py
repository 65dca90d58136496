"""Smooth fields over a card, for gradients, contour lines and halftone dots."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from igny8.ai.adapters.titlecards.color import Rgb

Field = NDArray[np.float32]


def grid(width: int, height: int) -> tuple[Field, Field]:
    """Columns and rows from 0 to 1, shaped to be combined by broadcasting."""
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    return across, down


def hills(width: int, height: int, rng: np.random.Generator, count: int) -> Field:
    """A landscape of ``count`` round hills and hollows, from 0 to 1."""
    across, down = grid(width, height)
    ratio = width / height
    field = np.zeros((height, width), dtype=np.float32)
    for _ in range(count):
        x, y = rng.uniform(-0.1, 1.1, 2)
        reach, lift = rng.uniform(0.12, 0.38), rng.choice((-1.0, 1.0)) * rng.uniform(0.5, 1.0)
        # A Gaussian of x and y is a product of two lines: far cheaper than one exponent a pixel.
        columns = np.exp(-(((across - x) * ratio) ** 2) / (2 * reach**2))
        field += np.float32(lift) * columns * np.exp(-((down - y) ** 2) / (2 * reach**2))
    low, high = float(field.min()), float(field.max())
    even: Field = (field - np.float32(low)) / np.float32(max(high - low, 1e-6))
    return even


def contours(field: Field, levels: int, width: float) -> Field:
    """Lines of equal height as an alpha from 0 to 1: ``levels`` of them, ``width`` pixels wide, smooth.

    The distance to a line is the difference in height by the slope, so every line is equally wide.
    """
    # Half a level off, so that no line ends as a dot on a summit or in a hollow.
    scaled = field * np.float32(levels - 1) + np.float32(0.5)
    down, across = np.gradient(scaled)
    slope = np.hypot(across, down) + np.float32(1e-4)
    distance = np.abs(scaled - np.round(scaled)) / slope
    lines: Field = np.clip(np.float32(width / 2 + 0.5) - distance, 0, 1).astype(np.float32)
    return lines


def mesh(
    width: int, height: int, colors: Sequence[Rgb], spots: Sequence[tuple[float, float, float]]
) -> Image.Image:
    """A soft blend of the first colour with each other colour around its spot (x, y, reach; 0 to 1).

    Computed small and enlarged: it holds no detail.
    """
    small = max(8, width // 6), max(8, height // 6)
    across, down = grid(*small)
    pixels = np.empty((small[1], small[0], 3), dtype=np.float32)
    pixels[:] = colors[0]
    for color, (x, y, reach) in zip(colors[1:], spots, strict=True):
        distance = ((across - x) * (width / height)) ** 2 + (down - y) ** 2
        share = np.exp(-distance / (2 * reach**2))[..., None].astype(np.float32)
        pixels += (np.array(color, dtype=np.float32) - pixels) * share
    blended = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return blended.resize((width, height), Image.Resampling.BICUBIC)
