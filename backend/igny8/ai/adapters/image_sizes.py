"""Which size to ask an OpenAI-compatible image server for. All sizes in pixels.

Source: the geometry tables of pydantic-ai 2.68. GPT Image 1.x has three fixed sizes, which unknown models are
asked for too; GPT Image 2 takes any multiples of 16 within bounds on pixels, sides and ratio.
"""

from __future__ import annotations

import math

_FIXED = ((1024, 1024), (1536, 1024), (1024, 1536))
_STEP = 16
_MIN_PIXELS, _MAX_PIXELS = 655_360, 8_294_400
_MAX_SIDE = 3_840
_MAX_RATIO = 3.0


def nearest_size(model: str, width: int, height: int) -> str:
    """The supported size nearest in shape to ``width`` × ``height``, as the protocol writes it."""
    if model == "gpt-image-2" or model.startswith(("gpt-image-2-", "gpt-image-2.")):
        return "{}x{}".format(*_free(width, height))
    wanted = math.log(width / height)
    best = min(_FIXED, key=lambda size: abs(math.log(size[0] / size[1]) - wanted))
    return f"{best[0]}x{best[1]}"


def _free(width: int, height: int) -> tuple[int, int]:
    """The wished shape, clamped to the allowed ratio and scaled into the allowed number of pixels."""
    ratio = min(max(width / height, 1 / _MAX_RATIO), _MAX_RATIO)
    pixels = min(max(width * height, _MIN_PIXELS), _MAX_PIXELS)
    exact = (pixels * ratio) ** 0.5, (pixels / ratio) ** 0.5
    shrink = min(1.0, _MAX_SIDE / max(exact))
    found = [max(_STEP, round(side * shrink / _STEP) * _STEP) for side in exact]
    while found[0] * found[1] < _MIN_PIXELS or max(found) > _MAX_RATIO * min(found):
        found[found.index(min(found))] += _STEP
    while found[0] * found[1] > _MAX_PIXELS:
        found[found.index(max(found))] -= _STEP
    return found[0], found[1]
