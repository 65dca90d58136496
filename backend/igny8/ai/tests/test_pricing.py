"""Costs come from the bundled price list, and nowhere else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from igny8.ai.pricing import TokenUsage, cost_usd


@pytest.mark.parametrize(
    ("provider", "model"),
    [("openai", "gpt-5.4-mini"), ("anthropic", "claude-sonnet-5"), ("google", "gemini-3.8-flash")],
)
def test_it_prices_the_default_models(provider: str, model: str) -> None:
    cost = cost_usd(provider, model, TokenUsage(1_000, 1_000))
    assert cost is not None
    assert Decimal(0) < cost < Decimal("0.1")


def test_it_prices_by_the_address_where_one_is_given() -> None:
    usage = TokenUsage(1_000_000, 1_000_000)
    hosted = cost_usd("openai", "gpt-4o-mini", usage, base_url="https://api.openai.com/v1")
    assert hosted == cost_usd("openai", "gpt-4o-mini", usage) == Decimal("0.75")


def test_it_counts_cached_tokens_for_less() -> None:
    full = cost_usd("openai", "gpt-4o-mini", TokenUsage(1_000_000, 0))
    cached = cost_usd("openai", "gpt-4o-mini", TokenUsage(1_000_000, 0, cache_read_tokens=1_000_000))
    assert full is not None
    assert cached is not None
    assert cached < full


@pytest.mark.parametrize(
    ("model", "base_url"), [("no-such-model-xyz", ""), ("gpt-4o-mini", "http://127.0.0.1:11434/v1")]
)
def test_it_knows_no_price_for_unknown_models_and_own_servers(model: str, base_url: str) -> None:
    assert cost_usd("openai", model, TokenUsage(10, 10), base_url=base_url) is None
