"""A low sun over layered dunes, the title in the sky."""

from __future__ import annotations

import math

from igny8.ai.adapters.titlecards.canvas import Canvas
from igny8.ai.adapters.titlecards.color import mix, with_lightness
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot, Template, label_slot
from igny8.ai.adapters.titlecards.typeset import Box

_LAYERS = 5


def _paint(scene: Scene) -> Backdrop:
    colors, unit, margin = scene.palette, scene.unit, scene.margin
    sky = with_lightness(colors.accents[0], 0.93, chroma=0.45)
    canvas = scene.canvas(sky)
    horizon = 0.62 * scene.height
    x, radius = scene.width * (0.83 if scene.wide else 0.72), (15 if scene.wide else 17) * unit
    y = horizon - (0.35 if scene.wide else 0.1) * radius
    for size, share in ((1.75, 0.16), (1.36, 0.3)):
        canvas.circle(x, y, radius * size, mix(sky, colors.accents[0], share))
    canvas.circle(x, y, radius, colors.accents[0] if colors.accents[0] != sky else colors.brand)
    for layer in range(_LAYERS):
        _dune(scene, canvas, layer, horizon)
    right = x - 1.3 * radius if scene.wide else scene.width - margin
    width = right - margin
    top = margin + 6.5 * unit
    bottom = horizon - 1.5 * unit if scene.wide else y - 1.9 * radius
    title = Slot(Box(margin, top, width, bottom - top), "serif", colors.ink, 9.4 * unit, max_lines=5)
    return Backdrop(canvas.image, title, label_slot(scene, margin, margin + unit, width, colors.ink))


def _dune(scene: Scene, canvas: Canvas, layer: int, horizon: float) -> None:
    """One layer; nearer ones are lower and darker."""
    share = layer / (_LAYERS - 1)
    near, far = (
        with_lightness(scene.palette.brand, 0.27, chroma=0.6),
        mix(scene.palette.accents[1], scene.palette.paper, 0.3),
    )
    color = (
        mix(far, scene.palette.brand, share * 2)
        if share < 0.5
        else mix(scene.palette.brand, near, share * 2 - 1)
    )
    level = horizon + (scene.height - horizon) * (0.1 + 0.74 * share)
    lift, phase = 0.045 * scene.height * (1.1 - 0.4 * share), scene.rng.uniform(0, math.tau)
    waves = scene.rng.uniform(0.7, 1.15)
    top = [
        (
            x,
            level
            + lift
            * (
                math.sin(phase + waves * math.tau * x / scene.width)
                + 0.35 * math.sin(2.7 * phase + 11 * x / scene.width)
            ),
        )
        for x in (scene.width * step / 160 for step in range(161))
    ]
    canvas.polygon([(0.0, float(scene.height)), *top, (float(scene.width), float(scene.height))], color)


TEMPLATE = Template("dunes", "a low sun over layered dunes", _paint)
