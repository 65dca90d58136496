"""Contour lines of an invented landscape on a deep ground."""

from __future__ import annotations

import numpy as np

from igny8.ai.adapters.titlecards.canvas import tinted
from igny8.ai.adapters.titlecards.color import mix
from igny8.ai.adapters.titlecards.fields import Field, contours, grid, hills
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot, Template, label_slot
from igny8.ai.adapters.titlecards.typeset import Box

_LEVELS = 18


def _paint(scene: Scene) -> Backdrop:
    colors, unit, margin = scene.palette, scene.unit, scene.margin
    canvas = scene.canvas(colors.deep)
    image = canvas.image
    land = hills(scene.width, scene.height, scene.noise, 12)
    veil = _veil(scene)
    steps: Field = (np.floor(land * _LEVELS) / np.float32(_LEVELS)).astype(np.float32)
    tinted(image, steps * veil * np.float32(0.5), mix(colors.brand, colors.deep, 0.2))
    tinted(image, contours(land, _LEVELS, 0.2 * unit) * veil, colors.accents[0])
    tinted(image, contours(land, _LEVELS // 5, 0.42 * unit) * veil, colors.accents[1])
    width = (0.66 if scene.wide else 1.0) * scene.width - (1 if scene.wide else 2) * margin
    box = Box(
        margin, margin + 7 * unit, width, scene.height * (0.9 if scene.wide else 0.52) - margin - 7 * unit
    )
    title = Slot(box, "sans", colors.snow, 10 * unit, anchor="middle" if scene.wide else "top", max_lines=6)
    return Backdrop(image, title, label_slot(scene, margin, margin + unit, width, colors.snow))


def _veil(scene: Scene) -> Field:
    """How much of the lines shows: little behind the text, all of it beyond."""
    across, down = grid(scene.width, scene.height)
    along = across + 0 * down if scene.wide else down + 0 * across
    rise = np.clip((along - np.float32(0.5)) / np.float32(0.36), 0, 1)
    veil: Field = (np.float32(0.08) + np.float32(0.92) * rise * rise).astype(np.float32)
    return veil


TEMPLATE = Template("contour", "contour lines as on a map, on a dark ground", _paint)
