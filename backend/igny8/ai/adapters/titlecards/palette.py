"""The colours of one card, derived from the site's colours or from a default set."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from igny8.ai.adapters.titlecards.color import (
    Rgb,
    contrast,
    from_oklch,
    mix,
    parse_hex,
    to_oklch,
    with_lightness,
)

# Three colours each that stand well together, for sites that have not said theirs.
DEFAULT_SETS: tuple[tuple[str, str, str], ...] = (
    ("#1d4ed8", "#f59e0b", "#ef6f53"),
    ("#0f766e", "#f4a261", "#e76f51"),
    ("#7c3aed", "#22d3ee", "#fb7185"),
    ("#b4452c", "#e9b44c", "#1b7f79"),
    ("#166534", "#eab308", "#dd6b4d"),
    ("#be185d", "#f9a826", "#4f46e5"),
    ("#0369a1", "#34d399", "#fbbf24"),
    ("#4338ca", "#f472b6", "#fdba74"),
)
MIN_TEXT_CONTRAST = 4.5
_GREY = 0.03
# Amber, coral, turquoise, violet, pink: lightness, chroma and hue of partners, the best first.
_PARTNERS = (
    (0.8, 0.155, 75.0),
    (0.7, 0.16, 33.0),
    (0.76, 0.11, 195.0),
    (0.6, 0.17, 290.0),
    (0.7, 0.16, 355.0),
)


@dataclass(frozen=True, slots=True)
class Palette:
    """``paper`` is light and ``deep`` dark; ``ink`` reads on the one, ``snow`` on the other.

    ``brand`` is the site's first colour at a strength that carries shapes; ``accents`` are two others.
    """

    paper: Rgb
    ink: Rgb
    deep: Rgb
    snow: Rgb
    brand: Rgb
    accents: tuple[Rgb, Rgb]

    @property
    def trio(self) -> tuple[Rgb, Rgb, Rgb]:
        """The three strong colours, the brand first."""
        return self.brand, *self.accents

    def text_on(self, background: Rgb) -> Rgb:
        """The text colour that reads best on ``background``, at least at WCAG's 4.5."""
        best = max((self.ink, self.snow), key=lambda text: contrast(text, background))
        if contrast(best, background) >= MIN_TEXT_CONTRAST:
            return best
        return max(((0, 0, 0), (255, 255, 255)), key=lambda text: contrast(text, background))


def palette_from(colors: Sequence[str], rng: random.Random) -> Palette:
    """A palette from up to three hex colours, the most important first; ``rng`` picks a default set if none.

    :raises InvalidInput: for a text that is no colour.
    """
    given = [parse_hex(text, f"colors[{index}]") for index, text in enumerate(colors)][:3]
    base = given or [parse_hex(text) for text in rng.choice(DEFAULT_SETS)]
    brand = _strong(base[0])
    companions = _companions([brand, *(_strong(color) for color in base[1:])])
    second = _strong(base[1]) if len(base) > 1 else companions[0]
    third = _strong(base[2]) if len(base) > 2 else companions[-1]
    return Palette(
        paper=with_lightness(brand, 0.965, chroma=_share(brand, 0.014)),
        ink=with_lightness(brand, 0.21, chroma=_share(brand, 0.035)),
        deep=with_lightness(brand, 0.255, chroma=_share(brand, 0.02 if _is_yellow(brand) else 0.065)),
        snow=with_lightness(brand, 0.985, chroma=_share(brand, 0.008)),
        brand=brand,
        accents=(_apart(second, brand), _apart(third, brand)),
    )


def _strong(color: Rgb) -> Rgb:
    """Keep the colour, unless it is so light or dark that shapes in it would vanish."""
    lightness, chroma, hue = to_oklch(color)
    return color if 0.38 <= lightness <= 0.84 else from_oklch(min(max(lightness, 0.38), 0.84), chroma, hue)


def _companions(given: Sequence[Rgb]) -> list[Rgb]:
    """Two partners for the given colours, far from them in hue; for a grey, two lighter greys."""
    if to_oklch(given[0])[1] < _GREY:
        return [from_oklch(lightness, 0.0, 0.0) for lightness in (0.8, 0.62)]
    hues = [to_oklch(color)[2] for color in given]
    partners = [part for part in _PARTNERS if all(_turn(part[2], hue) >= 50 for hue in hues)]
    return [from_oklch(*part) for part in (partners or list(_PARTNERS))[:2]]


def _turn(one: float, other: float) -> float:
    """The angle between two hues, 0 to 180 degrees."""
    return abs((one - other + 180) % 360 - 180)


def _is_yellow(color: Rgb) -> bool:
    """Yellows and limes, whose dark shades look dirty unless they are nearly grey."""
    return 60 < to_oklch(color)[2] < 130


def _apart(accent: Rgb, brand: Rgb) -> Rgb:
    """An accent that is almost the brand is made lighter, so that the two can be told apart."""
    distance = sum((a - b) ** 2 for a, b in zip(accent, brand, strict=True)) ** 0.5
    return accent if distance > 60 else mix(accent, (255, 255, 255), 0.45)


def _share(color: Rgb, chroma: float) -> float:
    """By what to multiply the colour's chroma to reach ``chroma``; greys stay grey."""
    own = to_oklch(color)[1]
    return min(chroma / own, 1.0) if own > 1e-4 else 0.0
