"""A canvas in card pixels that is drawn several times larger and reduced at the end, for smooth edges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from igny8.ai.adapters.titlecards.color import Rgb

_OVERSAMPLING = 3
Point = tuple[float, float]


class Canvas:
    """Shapes in float card pixels; ``image`` is the result at ``width`` × ``height``."""

    def __init__(self, width: int, height: int, background: Rgb) -> None:
        self.width, self.height = width, height
        self._large = Image.new("RGB", (width * _OVERSAMPLING, height * _OVERSAMPLING), background)
        self._pen = ImageDraw.Draw(self._large)

    @property
    def image(self) -> Image.Image:
        """The drawing at card size."""
        return self._large.reduce(_OVERSAMPLING)

    def rect(self, x: float, y: float, width: float, height: float, color: Rgb) -> None:
        """A filled rectangle; nothing where it has no area."""
        left, top, right, bottom = (round(v * _OVERSAMPLING) for v in (x, y, x + width, y + height))
        if right > left and bottom > top:
            self._pen.rectangle((left, top, right - 1, bottom - 1), fill=color)

    def polygon(self, points: Sequence[Point], color: Rgb) -> None:
        """A filled polygon."""
        self._pen.polygon([(x * _OVERSAMPLING, y * _OVERSAMPLING) for x, y in points], fill=color)

    def circle(self, x: float, y: float, radius: float, color: Rgb) -> None:
        """A filled circle."""
        self._pen.ellipse(_bounds(x, y, radius), fill=color)

    def pie(self, x: float, y: float, radius: float, angles: tuple[float, float], color: Rgb) -> None:
        """A filled slice between two angles in degrees, clockwise from three o'clock."""
        self._pen.pieslice(_bounds(x, y, radius), angles[0], angles[1], fill=color)

    @contextmanager
    def clipped(self, x: float, y: float, width: float, height: float) -> Iterator[Canvas]:
        """A canvas for this rectangle, with its own origin; what leaves the rectangle is cut off."""
        part = Canvas(max(1, math.ceil(width)), max(1, math.ceil(height)), (0, 0, 0))
        left, top, right, bottom = (round(v * _OVERSAMPLING) for v in (x, y, x + width, y + height))
        part._large = self._large.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
        part._pen = ImageDraw.Draw(part._large)
        yield part
        self._large.paste(part._large, (left, top))


def tinted(image: Image.Image, alpha: NDArray[np.float32], color: Rgb) -> Image.Image:
    """``image`` with ``color`` laid over it by ``alpha`` (0 to 1, one value a pixel)."""
    mask = Image.fromarray((np.clip(alpha, 0, 1) * 255).astype(np.uint8))
    image.paste(color, (0, 0), mask)
    return image


def grained(image: Image.Image, rng: np.random.Generator, strength: float) -> Image.Image:
    """``image`` with fine monochrome noise of ``strength`` (of 255): breaks the bands of soft gradients."""
    pixels = np.asarray(image, dtype=np.int16)
    noise = rng.normal(0, strength, pixels.shape[:2]).astype(np.int16)
    return Image.fromarray(np.clip(pixels + noise[..., None], 0, 255).astype(np.uint8))


def _bounds(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    scaled = (x - radius, y - radius, x + radius, y + radius)
    left, top, right, bottom = (value * _OVERSAMPLING for value in scaled)
    return left, top, max(left, right - 1), max(top, bottom - 1)
