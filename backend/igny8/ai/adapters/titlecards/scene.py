"""What a template gets, and what it gives back."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from PIL import Image

from igny8.ai.adapters.titlecards.canvas import Canvas
from igny8.ai.adapters.titlecards.color import Rgb
from igny8.ai.adapters.titlecards.fonts import Style
from igny8.ai.adapters.titlecards.palette import Palette
from igny8.ai.adapters.titlecards.typeset import Box

Align = Literal["left", "center", "right"]
Anchor = Literal["top", "middle", "bottom"]


@dataclass(frozen=True, slots=True)
class Scene:
    """One card's size in pixels, its colours and its sources of chance (both seeded by the request)."""

    width: int
    height: int
    palette: Palette
    rng: random.Random
    noise: np.random.Generator

    @property
    def unit(self) -> float:
        """A hundredth of the card's mean side: all measures are multiples of it."""
        return float((self.width * self.height) ** 0.5 / 100)

    @property
    def wide(self) -> bool:
        """Whether text and picture stand side by side; else one above the other."""
        return self.width >= 1.25 * self.height

    @property
    def margin(self) -> float:
        """The space to keep at the edges."""
        return min(8.5 * self.unit, 0.11 * min(self.width, self.height) + 1)

    def canvas(self, background: Rgb) -> Canvas:
        """An empty canvas of the card's size."""
        return Canvas(self.width, self.height, background)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for text: ``size`` is the largest wanted, in pixels."""

    box: Box
    style: Style
    color: Rgb
    size: float
    align: Align = "left"
    anchor: Anchor = "top"
    max_lines: int = 5
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A painted card that waits for its text."""

    image: Image.Image
    title: Slot
    label: Slot


@dataclass(frozen=True, slots=True)
class Template:
    """A way to make a card. ``picture`` says in English what is seen, for the alternative text."""

    name: str
    picture: str
    paint: Callable[[Scene], Backdrop] = field(repr=False)


def label_slot(scene: Scene, x: float, y: float, width: float, color: Rgb) -> Slot:
    """One small line; ``y`` is its middle."""
    height = 6 * scene.unit
    box = Box(x, y - height / 2, width, height)
    return Slot(box, "label", color, 3.1 * scene.unit, anchor="middle", max_lines=1)
