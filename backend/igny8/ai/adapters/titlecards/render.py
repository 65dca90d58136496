"""Puts a template, a palette and a text together into one card."""

from __future__ import annotations

import hashlib
import io
import random
from dataclasses import replace

import numpy as np
from PIL import Image, ImageOps

from igny8.ai.adapters.titlecards.fonts import FontChoice, choose_fonts
from igny8.ai.adapters.titlecards.palette import palette_from
from igny8.ai.adapters.titlecards.scene import Backdrop, Scene, Slot
from igny8.ai.adapters.titlecards.templates import TEMPLATES
from igny8.ai.adapters.titlecards.typeset import Box, Typesetter
from igny8.ai.adapters.titlecards.words import clean, initials, is_rtl
from igny8.ai.port import ImageRequest
from igny8.core.errors import InvalidInput

MIN_SIDE, MAX_SIDE, MAX_RATIO = 128, 2_400, 3.2
# Languages whose capitals do not follow Unicode's default rules, or lose marks that matter.
_NO_CAPITALS = frozenset({"tr", "az", "lt", "el", "nl", "ga"})


def template_for(request: ImageRequest) -> str:
    """The name of the template that this request gets: chance by its seed, or by its title without one."""
    names = sorted(TEMPLATES)
    return names[_number(request, "template") % len(names)]


def shows_title(title: str, language: str = "en") -> bool:
    """Whether the bundled fonts can draw ``title``; if not, a card has initials or no text."""
    text = clean(title)
    return bool(text) and choose_fonts(text, "sans", language) is not None


def render(request: ImageRequest, template: str | None = None, *, shaping: bool | None = None) -> bytes:
    """The card as PNG; the same request gives the same bytes.

    :param template: a name of ``TEMPLATES``; by default the one of :func:`template_for`.
    :param shaping: whether complex scripts can be drawn; by default what Pillow says.
    :raises InvalidInput: for a size or a colour that cannot be used.
    """
    _check_size(request)
    number = _number(request, "card")
    rng = random.Random(number)  # noqa: S311 - decoration, not security
    palette = palette_from(request.colors, rng)
    scene = Scene(request.width, request.height, palette, rng, np.random.default_rng(number))
    backdrop = TEMPLATES[template or template_for(request)].paint(scene)
    title, label = _texts(request, shaping)
    if is_rtl(title or label):
        backdrop = _mirrored(backdrop)
    _set_text(backdrop.image, backdrop.title, title, request.language, shaping)
    _set_text(backdrop.image, backdrop.label, label, request.language, shaping)
    return _png(backdrop.image)


def _texts(request: ImageRequest, shaping: bool | None) -> tuple[str, str]:
    """Title and label as they can be drawn: initials for a title in an unknown script, else nothing."""
    title, label = clean(request.title), clean(request.subtitle)
    if not title or choose_fonts(title, "sans", request.language, shaping=shaping) is None:
        title = initials(title) or initials(label)
    if label and choose_fonts(label, "label", request.language, shaping=shaping) is None:
        label = ""
    return title, label


def _set_text(image: Image.Image, slot: Slot, text: str, language: str, shaping: bool | None) -> None:
    text = text.upper() if slot.capitals and language[:2].lower() not in _NO_CAPITALS else text
    fonts: FontChoice | None = choose_fonts(text, slot.style, language, shaping=shaping) if text else None
    if fonts is None:
        return
    box = slot.box
    setter = Typesetter(fonts, language, rtl=is_rtl(text))
    fitted = setter.fit(text, box, slot.size, max_lines=slot.max_lines)
    mask = setter.draw(fitted, box.width, align=slot.align)
    spare = box.height - mask.height
    y = box.y + {"top": 0.0, "middle": spare / 2, "bottom": spare}[slot.anchor]
    image.paste(slot.color, (round(box.x), round(y)), mask)


def _mirrored(backdrop: Backdrop) -> Backdrop:
    """The card for a script that runs from right to left."""
    width = backdrop.image.width
    return Backdrop(
        ImageOps.mirror(backdrop.image),
        _mirrored_slot(backdrop.title, width),
        _mirrored_slot(backdrop.label, width),
    )


def _mirrored_slot(slot: Slot, width: int) -> Slot:
    box = Box(width - slot.box.x - slot.box.width, slot.box.y, slot.box.width, slot.box.height)
    return replace(slot, box=box, align="right" if slot.align == "left" else slot.align)


def _check_size(request: ImageRequest) -> None:
    for name, value in (("width", request.width), ("height", request.height)):
        if not MIN_SIDE <= value <= MAX_SIDE:
            message = f"must be {MIN_SIDE} to {MAX_SIDE} pixels"
            raise InvalidInput(f"{name} {message}, not {value}.", fields={name: [message]})
    if max(request.width, request.height) > MAX_RATIO * min(request.width, request.height):
        message = f"must be at most {MAX_RATIO} times the height, and the reverse"
        raise InvalidInput(f"width {message}.", fields={"width": [message]})


def _number(request: ImageRequest, purpose: str) -> int:
    text = f"{purpose}\n{request.seed or request.title}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()
