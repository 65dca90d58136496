"""What a completion cost at the provider, in US dollars, from the price list that ships with genai-prices.

The list is bundled with the package: no network, and no cost where a price is not known (self-hosted models,
models newer than the list). Cost is recorded, never charged: credits are priced by action.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from genai_prices import calc_price


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Tokens as providers count them; the cached ones are part of ``input_tokens``."""

    input_tokens: int
    output_tokens: int
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0


def cost_usd(provider: str, model: str, usage: TokenUsage, *, base_url: str = "") -> Decimal | None:
    """The cost of ``usage``, or None where no price is known.

    :param provider: ``openai``, ``anthropic`` or ``google``; used where ``base_url`` is empty.
    :param base_url: the server that was really asked. An own server has no list price, whatever its model's
        name.
    """
    from genai_prices.types import Usage

    counted = Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cache_read_tokens or None,
        cache_write_tokens=usage.cache_write_tokens or None,
    )
    try:
        if base_url:
            return calc_price(counted, model, provider_api_url=base_url).total_price
        return calc_price(counted, model, provider_id=provider).total_price
    except (LookupError, ValueError):
        return None
