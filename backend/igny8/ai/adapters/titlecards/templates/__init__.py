"""The templates of the title cards, one file each."""

from __future__ import annotations

from collections.abc import Mapping

from igny8.ai.adapters.titlecards.scene import Template
from igny8.ai.adapters.titlecards.templates import (
    contour,
    dunes,
    editorial,
    halftone,
    mesh,
    poster,
    split,
    stripes,
    tiles,
)

TEMPLATES: Mapping[str, Template] = {
    module.TEMPLATE.name: module.TEMPLATE
    for module in (editorial, mesh, tiles, split, poster, halftone, contour, dunes, stripes)
}
