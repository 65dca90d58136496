"""A coloured panel with a slanted edge against concentric arches."""

from __future__ import annotations

from igny8.ai.adapters.titlecards.canvas import Canvas
from igny8.ai.adapters.titlecards.color import mix
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot, Template, label_slot
from igny8.ai.adapters.titlecards.typeset import Box


def _paint(scene: Scene) -> Backdrop:
    colors, unit, margin = scene.palette, scene.unit, scene.margin
    canvas = scene.canvas(colors.deep)
    if scene.wide:
        edge, slant = 0.66 * scene.width, 0.16 * scene.height
        _arches(scene, canvas, (0.86 * scene.width, 1.0 * scene.height, 0.62 * scene.height))
        corners = [
            (0.0, 0.0),
            (edge + slant, 0.0),
            (edge - slant, float(scene.height)),
            (0.0, float(scene.height)),
        ]
        width, top, bottom = edge - slant - 1.6 * margin, margin, scene.height - margin
    else:
        edge, slant = 0.42 * scene.height, 0.06 * scene.height
        _arches(scene, canvas, (0.5 * scene.width, edge + slant, 0.4 * scene.width))
        size = float(scene.width), float(scene.height)
        corners = [(0.0, edge + slant), (size[0], edge - slant), size, (0.0, size[1])]
        width, top, bottom = scene.width - 2 * margin, edge + slant + 0.7 * margin, scene.height - margin
    canvas.polygon(corners, colors.brand)
    text = colors.text_on(colors.brand)
    box = Box(margin, top, width, bottom - top - 8 * unit)
    title = Slot(box, "sans", text, 9.6 * unit, max_lines=6)
    label = label_slot(scene, margin, bottom - 1.5 * unit, width * 0.9, text)
    return Backdrop(canvas.image, title, label)


def _arches(scene: Scene, canvas: Canvas, place: tuple[float, float, float]) -> None:
    x, y, radius = place
    deep, (first, second) = scene.palette.deep, scene.palette.accents
    bands = [first, deep, second, deep, mix(scene.palette.brand, scene.palette.snow, 0.55), deep, first]
    for index, color in enumerate(bands):
        size = radius * (1 - index / (len(bands) + 1))
        height = max(0.0, radius * 0.35)
        canvas.circle(x, y - height, size, color)
        canvas.rect(x - size, y - height, 2 * size, scene.height, color)


TEMPLATE = Template("split", "a coloured panel beside concentric arches", _paint)
