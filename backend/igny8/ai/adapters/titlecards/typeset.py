"""Fitting a text into a box: the largest size at which it stands well, and its lines.

Widths are measured once at ``_REFERENCE`` pixels and scaled, so that trying sizes costs no drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont, features

from igny8.ai.adapters.titlecards.fonts import FontChoice, load
from igny8.ai.adapters.titlecards.words import Piece, hyphenates, pieces, split_word

_REFERENCE = 120.0
_STEP = 0.96
_OVERSAMPLING = 2
# Below this share of the wished size, a long word is broken rather than everything made smaller.
_UNBROKEN_SHARE = 0.42
_SMALLEST_SHARE = 0.2
_EVENNESS_SEARCH = 0.82
# The share of a line height that is empty, and so not needed around the first and last line.
_LINE_GAP = 0.2


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the card, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines from the top, and the size in pixels at which they fit. ``cut`` where text was left out."""

    lines: tuple[str, ...]
    size: float
    cut: bool = False


class Typesetter:
    """Measures, fits and draws text in one choice of fonts and one language."""

    def __init__(self, fonts: FontChoice, language: str, *, rtl: bool = False) -> None:
        self._fonts = fonts
        self._language = language
        self._rtl = rtl
        # Direction and language are for Raqm; Pillow refuses them without it.
        raqm = features.check("raqm")
        self._direction = ("rtl" if rtl else "ltr") if raqm else None
        self._shaped_as = language.split("-", 1)[0] if raqm else None
        self._loaded: dict[tuple[str, float], ImageFont.FreeTypeFont] = {}

    def fit(self, text: str, box: Box, size: float, *, max_lines: int) -> Fitted:
        """The largest size up to ``size`` at which ``text`` fits ``box``: whole words first, then broken
        words, at last with its end left out."""
        whole = pieces(text)
        if best := self._evenest(whole, box, size, max_lines):
            return best
        for scale in _scales(_UNBROKEN_SHARE, _SMALLEST_SHARE):
            broken = self._broken(whole, box.width, size * scale)
            if lines := self._lines(broken, box, size * scale, max_lines):
                return Fitted(tuple(lines), size * scale)
        return self._shortened(broken, box, size * scale, max_lines)

    def _evenest(self, parts: Sequence[Piece], box: Box, size: float, max_lines: int) -> Fitted | None:
        """Whole words: of the sizes near the largest that fits, the one whose lines fill the measure best."""
        found: list[tuple[float, Fitted]] = []
        for scale in _scales(1.0, _UNBROKEN_SHARE):
            if found and size * scale < found[0][1].size * _EVENNESS_SEARCH:
                break
            if lines := self._lines(parts, box, size * scale, max_lines):
                widths = [self._width(line, _REFERENCE) for line in lines]
                evenness = sum(widths) / len(widths) / max(widths)
                found.append((scale * evenness**0.5, Fitted(tuple(lines), size * scale)))
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def draw(self, fitted: Fitted, width: float, *, align: str) -> Image.Image:
        """The lines as a mask ("L"), cropped to the ink from top to bottom, ``width`` pixels wide.

        Drawn at twice the size and reduced: smooth edges, and no rounding of letter positions.
        """
        size, pad = fitted.size * _OVERSAMPLING, round(fitted.size * _OVERSAMPLING)
        step = self._fonts.line_height * size
        canvas_width = round(width) * _OVERSAMPLING
        mask = Image.new("L", (canvas_width, round(step * len(fitted.lines)) + 2 * pad))
        pen = ImageDraw.Draw(mask)
        for index, line in enumerate(fitted.lines):
            spare = canvas_width - self._width(line, size)
            x = {"left": 0.0, "center": spare / 2, "right": spare}[align]
            self._draw_line(pen, line, (x, pad + step * (index + 0.75)), size)
        ink = mask.getbbox() or (0, 0, 1, 2)
        return mask.crop((0, ink[1] & ~1, canvas_width, (ink[3] + 1) & ~1)).reduce(_OVERSAMPLING)

    def _draw_line(
        self, pen: ImageDraw.ImageDraw, line: str, start: tuple[float, float], size: float
    ) -> None:
        """Runs of one font each, in the order in which they are seen."""
        x, y = start
        runs = self._fonts.runs(line)
        for text, name in reversed(runs) if self._rtl else runs:
            font = self._font(name, size)
            pen.text(
                (x, y),
                text,
                fill=255,
                font=font,
                anchor="ls",
                direction=self._direction,
                language=self._shaped_as,
            )
            x += self._length(text, font)

    def _lines(self, parts: Sequence[Piece], box: Box, size: float, max_lines: int) -> list[str]:
        """The lines at ``size``, of even length; none if they do not fit."""
        allowed = min(max_lines, int((box.height / size / self._fonts.line_height) + _LINE_GAP))
        limit = box.width / size * _REFERENCE
        widths = [self._width(part.text, _REFERENCE) for part in parts]
        if not widths or max(widths) > limit:
            return []
        count = len(self._greedy(parts, widths, limit))
        return self._balanced(parts, widths, limit, count) if count <= allowed else []

    def _greedy(self, parts: Sequence[Piece], widths: Sequence[float], limit: float) -> list[int]:
        """Where each line starts when lines are filled one after the other."""
        starts, used, space = [0], widths[0], self._width(" ", _REFERENCE)
        for index in range(1, len(parts)):
            used += widths[index] + space * parts[index].space
            if used > limit:
                starts.append(index)
                used = widths[index]
        return starts

    def _balanced(
        self, parts: Sequence[Piece], widths: Sequence[float], limit: float, count: int
    ) -> list[str]:
        """The narrowest measure that needs no more lines, found by halving: lines of even length."""
        low, high = max(widths), limit
        for _ in range(12):
            middle = (low + high) / 2
            low, high = (low, middle) if len(self._greedy(parts, widths, middle)) <= count else (middle, high)
        starts = [*self._greedy(parts, widths, high), len(parts)]
        return [_joined(parts[start:end]) for start, end in pairwise(starts)]

    def _broken(self, parts: Sequence[Piece], width: float, size: float) -> list[Piece]:
        """``parts``, the words too long for a line cut into pieces as long as fit."""
        limit = width / size * _REFERENCE
        found: list[Piece] = []
        for part in parts:
            fits = self._width(part.text, _REFERENCE) <= limit
            found += [part] if fits else self._cut(part, limit)
        return found

    def _cut(self, word: Piece, limit: float) -> list[Piece]:
        hyphen = "-" if hyphenates(word.text) else ""
        chunks: list[str] = []
        for part in split_word(word, self._language):
            longer = chunks[-1] + part.text if chunks else part.text
            if chunks and self._width(longer + hyphen, _REFERENCE) <= limit:
                chunks[-1] = longer
            else:
                chunks.append(part.text)
        ended = [chunk if index == len(chunks) - 1 else chunk + hyphen for index, chunk in enumerate(chunks)]
        return [Piece(chunk, space=word.space or index > 0) for index, chunk in enumerate(ended)]

    def _shortened(self, parts: Sequence[Piece], box: Box, size: float, max_lines: int) -> Fitted:
        """As much from the start as fits, with an ellipsis."""
        for length in range(len(parts) - 1, 0, -1):
            last = Piece(parts[length - 1].text.rstrip(",.;:-–— ") + "…", parts[length - 1].space)
            if lines := self._lines([*parts[: length - 1], last], box, size, max_lines):
                return Fitted(tuple(lines), size, cut=True)
        return Fitted((), size, cut=True)

    def _width(self, text: str, size: float) -> float:
        runs = self._fonts.runs(text)
        return sum(self._length(part, self._font(name, size)) for part, name in runs)

    def _length(self, text: str, font: ImageFont.FreeTypeFont) -> float:
        return font.getlength(text, direction=self._direction, language=self._shaped_as)

    def _font(self, name: str, size: float) -> ImageFont.FreeTypeFont:
        if (name, size) not in self._loaded:
            self._loaded[name, size] = load(name, size)
        return self._loaded[name, size]


def _joined(parts: Sequence[Piece]) -> str:
    text = "".join((" " if part.space else "") + part.text for part in parts)
    return text.strip()


def _scales(start: float, end: float) -> list[float]:
    scales = [start]
    while scales[-1] * _STEP > end:
        scales.append(scales[-1] * _STEP)
    return [*scales, end]
