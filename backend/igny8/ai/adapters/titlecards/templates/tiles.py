"""A wall of tiles with quarter circles, discs and triangles beside a calm title."""

from __future__ import annotations

from igny8.ai.adapters.titlecards.canvas import Canvas
from igny8.ai.adapters.titlecards.color import Rgb, with_lightness
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot, Template, label_slot
from igny8.ai.adapters.titlecards.typeset import Box


def _paint(scene: Scene) -> Backdrop:
    colors, unit, margin = scene.palette, scene.unit, scene.margin
    canvas = scene.canvas(colors.paper)
    left, top = _wall(scene, canvas)
    width = left - 2 * margin
    low = scene.height - margin - 1.5 * unit
    box = Box(margin, top + margin, width, low - 7.5 * unit - top - margin)
    title = Slot(box, "grotesk", colors.ink, 10 * unit, max_lines=6)
    canvas.rect(margin, low - 0.6 * unit, 3 * unit, 1.2 * unit, colors.brand)
    label = label_slot(scene, margin + 4.6 * unit, low, width - 4.6 * unit, colors.ink)
    return Backdrop(canvas.image, title, label)


def _wall(scene: Scene, canvas: Canvas) -> tuple[float, float]:
    """Draw it; gives the right and top edge of the place that is left for text."""
    rows = 4 if scene.wide else 3
    side = scene.height / rows if scene.wide else scene.width / 5
    columns = max(2, int(0.42 * scene.width / side)) if scene.wide else 5
    start = scene.width - columns * side if scene.wide else 0.0
    for row in range(rows if scene.wide else max(2, int(0.44 * scene.height / side))):
        for column in range(columns):
            with canvas.clipped(start + column * side, row * side, side, side) as tile:
                _tile(scene, tile, side)
    if scene.wide:
        return start, 0.0
    return float(scene.width), max(2, int(0.44 * scene.height / side)) * side


def _tile(scene: Scene, tile: Canvas, side: float) -> None:
    palette, rng = scene.palette, scene.rng
    tones: list[Rgb] = [*palette.trio, palette.deep, with_lightness(palette.brand, 0.9, chroma=0.35)]
    ground, shape, detail = rng.sample(tones, 3)
    tile.rect(0, 0, side + 1, side + 1, ground)
    kind, turn = rng.randrange(7), rng.randrange(4)
    x, y = ((0, 0), (side, 0), (side, side), (0, side))[turn]
    if kind in {0, 1}:
        tile.circle(x, y, side, shape)
        tile.circle(x, y, side * 0.5, detail if kind else ground)
    elif kind == 2:
        tile.circle(side / 2, side / 2, side * 0.36, shape)
        tile.circle(side / 2, side / 2, side * 0.14, detail)
    elif kind == 3:
        tile.polygon([(x, y), (side - x, y), (x, side - y)], shape)
    elif kind == 4:
        tile.circle(side / 2, y, side / 2, shape)
        tile.circle(side / 2, side - y, side / 2, detail)
    elif kind == 5:
        for index in range(3):
            tile.rect(0, side * (2 * index + 0.5) / 6, side + 1, side / 6, shape)
    else:
        tile.circle(x, y, side, shape)
        tile.circle(side - x, side - y, side * 0.34, detail)


TEMPLATE = Template("tiles", "a wall of geometric tiles: discs, quarter circles and stripes", _paint)
