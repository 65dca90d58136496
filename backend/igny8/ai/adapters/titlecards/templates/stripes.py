"""A bundle of stripes that runs along the bottom and turns up at the side."""

from __future__ import annotations

from igny8.ai.adapters.titlecards.canvas import Canvas
from igny8.ai.adapters.titlecards.color import Rgb, mix, with_lightness
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot, Template, label_slot
from igny8.ai.adapters.titlecards.typeset import Box


def _paint(scene: Scene) -> Backdrop:
    colors, unit, margin = scene.palette, scene.unit, scene.margin
    ground = with_lightness(colors.accents[1], 0.955, chroma=0.25)
    canvas = scene.canvas(ground)
    bundle = _bundle(scene)
    band = (4.4 if scene.wide else 5.2) * unit
    inner = 16 * unit
    outer = inner + band * len(bundle)
    x, y = scene.width - 4 * unit - outer, scene.height - 4 * unit - outer
    for index, color in enumerate(bundle):
        _bend(canvas, (x, y), outer - index * band, color)
    _bend(canvas, (x, y), inner, ground)
    right, bottom = x + inner - 1.5 * unit, y + inner - 3 * unit
    top = margin + 6 * unit
    title = Slot(Box(margin, top, right - margin, bottom - top), "sans", colors.ink, 9.2 * unit, max_lines=5)
    return Backdrop(canvas.image, title, label_slot(scene, margin, margin + unit, right - margin, colors.ink))


def _bundle(scene: Scene) -> list[Rgb]:
    """Five bands from the outside in: from deep over the brand to the accents."""
    colors = scene.palette
    first, second = scene.rng.sample(colors.accents, 2)
    return [colors.deep, colors.brand, mix(colors.brand, first, 0.5), first, second]


def _bend(canvas: Canvas, centre: tuple[float, float], radius: float, color: Rgb) -> None:
    """Everything inside the outer edge of one band: bands are drawn from the outside in."""
    x, y = centre
    canvas.rect(0, 0, x, y + radius, color)
    canvas.rect(0, 0, x + radius, y, color)
    canvas.pie(x, y, radius, (0, 90), color)


TEMPLATE = Template("stripes", "a bundle of coloured stripes that bends around a corner", _paint)
