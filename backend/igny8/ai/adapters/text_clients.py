"""Building the SDK's model objects: one HTTP client per adapter, retries of the SDKs switched off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx2
from pydantic_ai.models import Model, create_async_httpx2_client

from igny8.ai.config import TextSettings

OPENAI_URL = "https://api.openai.com/v1"
ANTHROPIC_URL = "https://api.anthropic.com"
GOOGLE_URL = "https://generativelanguage.googleapis.com"
CONNECT_SECONDS = 10.0
RequestHook = Callable[[httpx2.Request], Awaitable[None]]


def build_http_client(settings: TextSettings, on_request: RequestHook) -> httpx2.AsyncClient:
    """An HTTP client with the attempt's timeout; ``on_request`` sees every request that is sent."""
    timeout = httpx2.Timeout(settings.timeout_seconds, connect=min(CONNECT_SECONDS, settings.timeout_seconds))
    client = create_async_httpx2_client(timeout=timeout)
    hooks = client.event_hooks
    hooks["request"] = [*hooks["request"], on_request]
    client.event_hooks = hooks
    return client


def build_model(settings: TextSettings, client: httpx2.AsyncClient) -> Model:
    """The SDK's model for ``settings.provider``; the address is always given, never taken from the SDK's own
    environment variables."""
    builders = {"openai": _openai, "anthropic": _anthropic, "google": _google}
    return builders[settings.provider](settings, client)


def _openai(settings: TextSettings, client: httpx2.AsyncClient) -> Model:
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    if settings.base_url and settings.base_url != OPENAI_URL:
        return _compatible(settings, client)
    provider = OpenAIProvider(base_url=OPENAI_URL, api_key=settings.key, http_client=client)
    return OpenAIChatModel(settings.model_name, provider=provider)


def _compatible(settings: TextSettings, client: httpx2.AsyncClient) -> Model:
    """Any server that speaks the protocol. ``max_tokens`` is the field that all of them know."""
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.profiles.openai import OpenAIModelProfile
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    provider = OpenAICompatibleProvider(
        "openai-compatible",
        base_url=settings.base_url,
        api_key=settings.key or "not-needed",
        http_client=client,
        profile=OpenAIModelProfile(openai_chat_supports_max_completion_tokens=False),
    )
    return OpenAIChatModel(settings.model_name, provider=provider)


def _anthropic(settings: TextSettings, client: httpx2.AsyncClient) -> Model:
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    provider = AnthropicProvider(
        api_key=settings.key, base_url=settings.base_url or ANTHROPIC_URL, http_client=client
    )
    return AnthropicModel(settings.model_name, provider=provider)


def _google(settings: TextSettings, client: httpx2.AsyncClient) -> Model:
    from pydantic_ai.models.google import GoogleModel
    from pydantic_ai.providers.google import GoogleProvider

    provider = GoogleProvider(
        api_key=settings.key, base_url=settings.base_url or GOOGLE_URL, http_client=client
    )
    return GoogleModel(settings.model_name, provider=provider)
