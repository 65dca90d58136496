"""Paper, a serif title, thin rules and two large overlapping discs."""

from __future__ import annotations

from igny8.ai.adapters.titlecards.canvas import Canvas
from igny8.ai.adapters.titlecards.color import mix, with_lightness
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot, Template, label_slot
from igny8.ai.adapters.titlecards.typeset import Box


def _paint(scene: Scene) -> Backdrop:
    colors, unit, margin = scene.palette, scene.unit, scene.margin
    canvas = scene.canvas(colors.paper)
    right, bottom = _discs(scene, canvas)
    width = right - 2 * margin
    canvas.rect(margin, margin, width, 0.28 * unit, colors.ink)
    canvas.rect(margin, margin, 9 * unit, 1.0 * unit, colors.brand)
    top = margin + 9.5 * unit
    box = Box(margin, top, width, bottom - margin - top)
    title = Slot(box, "serif", colors.ink, 12 * unit, anchor="bottom", max_lines=6)
    soft = mix(colors.ink, colors.paper, 0.22)
    return Backdrop(canvas.image, title, label_slot(scene, margin, margin + 4.6 * unit, width, soft))


def _discs(scene: Scene, canvas: Canvas) -> tuple[float, float]:
    """Draw them; gives the right and bottom edge of the place that is left for text."""
    colors = scene.palette
    first, second = scene.rng.sample(colors.accents, 2)
    wide, width, height = scene.wide, scene.width, scene.height
    radius = 0.46 * height if wide else 0.36 * width
    x, y = (width - 0.3 * radius, 0.62 * height) if wide else (0.66 * width, height - 0.32 * radius)
    canvas.circle(x, y, radius, colors.brand)
    small = 0.62 * radius
    small_x, small_y = (
        (x - 0.42 * radius, y - 0.82 * radius) if wide else (x - 0.9 * radius, y - 0.36 * radius)
    )
    canvas.circle(small_x, small_y, small, first)
    _overlap(canvas, (x, y, radius), (small_x, small_y, small), scene)
    canvas.circle(x + 0.05 * radius, y + 0.28 * radius, 0.16 * radius, second)
    left = min(x - radius, small_x - small)
    top = min(y - radius, small_y - small)
    return (left + 0.02 * width, float(height)) if wide else (float(width), top + scene.margin * 0.4)


def _overlap(
    canvas: Canvas, one: tuple[float, float, float], other: tuple[float, float, float], scene: Scene
) -> None:
    """The lens where both discs lie, in a darker shade, as if they were printed over each other."""
    shade = with_lightness(scene.palette.brand, 0.33, chroma=0.72)
    x, y, radius = one
    points: list[tuple[float, float]] = []
    steps = 240
    for row in range(steps + 1):
        line = other[1] - other[2] + 2 * other[2] * row / steps
        half = max(0.0, other[2] ** 2 - (line - other[1]) ** 2) ** 0.5
        if abs(line - y) < radius:
            reach = (radius**2 - (line - y) ** 2) ** 0.5
            start, end = max(x - reach, other[0] - half), min(x + reach, other[0] + half)
            if end >= start:
                points = [(start, line), *points, (end, line)]
    if len(points) > 2:
        canvas.polygon(points, shade)


TEMPLATE = Template("editorial", "light paper with thin rules and two large overlapping discs", _paint)
