"""A soft gradient of deep colours with fine grain, and a large light title at the bottom."""

from __future__ import annotations

from igny8.ai.adapters.titlecards.canvas import grained
from igny8.ai.adapters.titlecards.color import Rgb, to_oklch, with_lightness
from igny8.ai.adapters.titlecards.fields import mesh
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot, Template, label_slot
from igny8.ai.adapters.titlecards.typeset import Box


def _paint(scene: Scene) -> Backdrop:
    colors, unit, margin, rng = scene.palette, scene.unit, scene.margin, scene.rng
    glows = [_glow(color) for color in colors.trio]
    rng.shuffle(glows)
    spots = [
        (rng.uniform(0.75, 1.0), rng.uniform(-0.1, 0.15), 0.5),
        (rng.uniform(0.85, 1.05), rng.uniform(0.7, 1.0), 0.42),
        (rng.uniform(0.3, 0.5), rng.uniform(-0.2, 0.0), 0.34),
        (-0.05, 1.1, 0.55),
    ]
    blend = [colors.deep, *glows, with_lightness(colors.brand, 0.2)]
    image = grained(mesh(scene.width, scene.height, blend, spots), scene.noise, 3.2)
    width = scene.width * (0.76 if scene.wide else 1.0) - (1 if scene.wide else 2) * margin
    top = margin + 8 * unit
    box = Box(margin, top, width, scene.height - margin - top)
    title = Slot(box, "sans", colors.snow, 10.5 * unit, anchor="bottom", max_lines=6)
    return Backdrop(image, title, label_slot(scene, margin, margin + unit, width, colors.snow))


def _glow(color: Rgb) -> Rgb:
    """As bright as a light title allows at 4.5 to 1. Yellows turn to orange, since dark yellow is mud."""
    hue = to_oklch(color)[2]
    turn = 45 - hue if 45 < hue < 112 else 0.0
    return with_lightness(color, 0.53, chroma=1.1, turn=turn)


TEMPLATE = Template("mesh", "a soft gradient of deep colours", _paint)
