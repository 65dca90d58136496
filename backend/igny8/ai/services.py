"""The one door to the models: asks them outside of transactions, and writes down what each answer cost."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from igny8.ai.config import image_settings_from_env, text_settings_from_env
from igny8.ai.embedding import build_embedder
from igny8.ai.factory import build_image_model, build_text_model
from igny8.ai.models import UsageRecord
from igny8.ai.port import (
    Completion,
    Embedder,
    FactsT,
    GeneratedImage,
    ImageModel,
    ImageRequest,
    Prompt,
    ResultT,
    TextModel,
    Usage,
)
from igny8.core.events import causing_run

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(slots=True)
class Models:
    """The models in use; what is None is built from the environment when it is first needed."""

    text: TextModel | None = None
    image: ImageModel | None = None
    embedder: Embedder | None = None


_override: ContextVar[Models | None] = ContextVar("igny8_models", default=None)
working_for: ContextVar[tuple[str, str]] = ContextVar("igny8_working_for", default=("", ""))
"""(step path, item key) that provider calls are booked on."""


@contextmanager
def use_models(models: Models) -> Iterator[None]:
    """Answer from these models inside the body; for tests and trials."""
    token = _override.set(models)
    try:
        yield
    finally:
        _override.reset(token)


@lru_cache(maxsize=1)
def _text_from_env() -> TextModel:
    return build_text_model(text_settings_from_env(os.environ))


@lru_cache(maxsize=4)
def _image_from_env(provider: str) -> ImageModel:
    environ = dict(os.environ)
    if provider:
        environ["IGNY8_AI_IMAGE_PROVIDER"] = provider
    return build_image_model(image_settings_from_env(environ))


@lru_cache(maxsize=1)
def _embedder_from_env() -> Embedder:
    return build_embedder(os.environ)


def text_model() -> TextModel:
    """The text model in use."""
    models = _override.get()
    return models.text if models and models.text else _text_from_env()


def image_model(provider: str = "") -> ImageModel:
    """The image model of ``provider`` (``dall-e`` is ``openai``), by default the configured one.

    :raises InvalidInput: when that provider is not configured; the message names the variable.
    """
    models = _override.get()
    if models and models.image:
        return models.image
    return _image_from_env("openai" if provider == "dall-e" else provider)


def embedder() -> Embedder:
    """The embedder in use."""
    models = _override.get()
    return models.embedder if models and models.embedder else _embedder_from_env()


def ask(prompt: Prompt[FactsT, ResultT], facts: FactsT) -> Completion[ResultT]:
    """Let the text model answer; what it cost is recorded whatever becomes of the answer."""
    model = text_model()
    _release_connection(offline=model.offline)
    completion = model.complete(prompt, facts)
    if not model.offline:
        _record(prompt.name, completion.provider, completion.model, completion.usage)
    return completion


def draw(request: ImageRequest, *, provider: str = "") -> GeneratedImage:
    """Let an image model draw; what it cost is recorded."""
    model = image_model(provider)
    _release_connection(offline=model.offline)
    image = model.generate(request)
    if not model.offline:
        _record("image", image.provider, image.model, image.usage)
    return image


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """One unit-length row a text."""
    return embedder().embed(texts)


def _release_connection(*, offline: bool) -> None:
    """Give a pooled connection back before waiting on the network, so that waiting steps hold none."""
    if not offline and connection.vendor == "postgresql" and not connection.in_atomic_block:
        connection.close()


def _record(purpose: str, provider: str, model: str, usage: Usage) -> None:
    path, item = working_for.get()
    run_id: UUID | None = causing_run.get()
    UsageRecord.objects.create(
        purpose=purpose,
        provider=provider,
        model=model,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        requests=usage.requests,
        cost_usd=usage.cost_usd,
        run_id=run_id,
        step_path=path,
        item_key=item,
    )
