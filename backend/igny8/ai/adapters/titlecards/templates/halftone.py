"""Dots that swell along a wave, as in coarse print."""

from __future__ import annotations

import math

from igny8.ai.adapters.titlecards.canvas import Canvas
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot, Template, label_slot
from igny8.ai.adapters.titlecards.typeset import Box


def _paint(scene: Scene) -> Backdrop:
    colors, unit, margin = scene.palette, scene.unit, scene.margin
    canvas = scene.canvas(colors.deep)
    _dots(scene, canvas)
    share = 0.66 if scene.wide else 1.0
    width = share * scene.width - (1.2 if scene.wide else 2) * margin
    bottom = scene.height * (0.86 if scene.wide else 0.58)
    top = margin + 7.5 * unit
    title = Slot(Box(margin, top, width, bottom - top), "grotesk", colors.snow, 10.4 * unit, max_lines=6)
    canvas.circle(margin + unit, margin + unit, unit, colors.accents[0])
    return Backdrop(
        canvas.image, title, label_slot(scene, margin + 3.6 * unit, margin + unit, width, colors.snow)
    )


def _dots(scene: Scene, canvas: Canvas) -> None:
    """Two colours by the side of the wave on which a dot lies; none where the text stands."""
    pitch, phase = 3.1 * scene.unit, scene.rng.uniform(0, math.tau)
    first, second = scene.rng.sample(scene.palette.trio, 2)
    for row in range(int(scene.height / pitch) + 2):
        for column in range(int(scene.width / pitch) + 2):
            x, y = (column + 0.5 * (row % 2)) * pitch, row * pitch * 0.87
            across, down = x / scene.width, y / scene.height
            swell = _swell(across, down, phase) if scene.wide else _swell(down * 0.92 + 0.08, across, phase)
            crest = math.sin(4.2 * across + 5.0 * down + phase)
            if swell > 0.05:
                canvas.circle(x, y, swell * pitch * 0.56, first if crest > 0 else second)


def _swell(along: float, beside: float, phase: float) -> float:
    """The dot's size, 0 to 1: grows towards the far end, in waves."""
    edge = 0.72 + 0.07 * math.sin(beside * 5 + phase)
    rise = min(max((along - edge) / 0.24, 0.0), 1.0)
    return rise * (0.62 + 0.38 * math.sin(9 * along - 6 * beside + phase))


TEMPLATE = Template("halftone", "a dark ground with waves of coloured dots", _paint)
