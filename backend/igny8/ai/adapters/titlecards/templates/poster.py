"""Huge condensed capitals on one strong colour, with a sunburst at the corner."""

from __future__ import annotations

import math

from igny8.ai.adapters.titlecards.canvas import Canvas
from igny8.ai.adapters.titlecards.color import Rgb, contrast
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot, Template, label_slot
from igny8.ai.adapters.titlecards.typeset import Box

_RAYS = 16


def _paint(scene: Scene) -> Backdrop:
    colors, unit, margin = scene.palette, scene.unit, scene.margin * 0.8
    ground = scene.rng.choice((colors.brand, colors.accents[0]))
    text = colors.text_on(ground)
    canvas = scene.canvas(ground)
    width, height = scene.width - 2 * margin, scene.height - 2 * margin
    burst = max((*colors.trio, colors.paper, colors.deep), key=lambda color: _pop(color, ground, text))
    radius = 5.6 * unit
    _sunburst(canvas, scene.width - margin - radius, margin + radius, radius, burst)
    line, row = 0.45 * unit, 6.4 * unit
    canvas.rect(margin, scene.height - margin - row, width, line, text)
    canvas.rect(margin, margin, width - 2 * radius - 3 * unit, 1.6 * unit, text)
    top = 2 * radius + 1.5 * unit
    box = Box(margin, margin + top, width, height - row - top - 2.2 * unit)
    title = Slot(box, "condensed", text, 34 * unit, anchor="bottom", max_lines=6, capitals=True)
    return Backdrop(
        canvas.image, title, label_slot(scene, margin, scene.height - margin - 2.2 * unit, width, text)
    )


def _pop(color: Rgb, ground: Rgb, text: Rgb) -> float:
    """How well a decoration stands off the ground without being taken for text."""
    return min(contrast(color, ground), 2.5) + (0.5 if color != text else 0)


def _sunburst(canvas: Canvas, x: float, y: float, radius: float, color: Rgb) -> None:
    points: list[tuple[float, float]] = []
    for index in range(_RAYS * 2):
        reach = radius if index % 2 == 0 else 0.62 * radius
        angle = math.pi * index / _RAYS
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    canvas.polygon(points, color)


TEMPLATE = Template("poster", "one strong colour with a sunburst and bold rules", _paint)
