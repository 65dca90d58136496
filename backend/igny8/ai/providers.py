"""Which providers are configured, and whether they answer. Nothing here tells a key."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from igny8.ai.config import (
    IMAGE_PREFIX,
    TEXT_PREFIX,
    ImageSettings,
    TextSettings,
    image_settings_from_env,
    text_settings_from_env,
)
from igny8.ai.embedding import VARIABLE, build_embedder, chosen_embedder
from igny8.ai.factory import build_image_model, build_text_model
from igny8.ai.port import ImageRequest
from igny8.ai.prompts.probe import ProbeFacts, ProbePrompt
from igny8.ai.services import Models, ask, draw, embed, use_models
from igny8.core.errors import Igny8Error, InvalidInput

TEXT, IMAGE, EMBEDDING = "text", "image", "embedding"
KINDS = (TEXT, IMAGE, EMBEDDING)
_IMPATIENT = {"timeout_seconds": 30.0, "max_attempts": 1}
_LOCAL_EMBEDDERS = {"minilm": "all-MiniLM-L6-v2", "lexical": "letters and words"}


@dataclass(frozen=True, slots=True)
class Provider:
    """What serves one kind of work.

    :ivar host: of the address that is asked; empty for the provider's own, and where nothing is asked.
    :ivar offline: it works on this machine, without a network and without cost.
    :ivar setting: how the environment variables begin that set it, or the one that does.
    :ivar problem: why it cannot be used; empty where it can.
    """

    kind: str
    provider: str
    model: str
    host: str
    has_key: bool
    offline: bool
    setting: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ProviderTest:
    """Whether a provider answered, in how many seconds; ``message`` is its refusal, or what it said."""

    kind: str
    ok: bool
    seconds: float
    message: str


def providers(environ: Mapping[str, str] = os.environ) -> list[Provider]:
    """What the environment sets up for each kind of work."""
    return [
        _model(TEXT, TEXT_PREFIX, text_settings_from_env, environ),
        _model(IMAGE, IMAGE_PREFIX, image_settings_from_env, environ),
        _embedding(environ),
    ]


def _model(
    kind: str,
    prefix: str,
    read: Callable[[Mapping[str, str]], TextSettings | ImageSettings],
    environ: Mapping[str, str],
) -> Provider:
    try:
        found = read(environ)
    except InvalidInput as error:
        return Provider(kind, "", "", "", has_key=False, offline=False, setting=prefix, problem=error.message)
    return Provider(
        kind=kind,
        provider=found.provider,
        model=found.model_name,
        host=urlsplit(found.base_url).netloc,
        has_key=bool(found.key),
        offline=found.provider == "offline",
        setting=prefix,
    )


def _embedding(environ: Mapping[str, str]) -> Provider:
    try:
        name = chosen_embedder(environ)
    except InvalidInput as error:
        return Provider(
            EMBEDDING, "", "", "", has_key=False, offline=False, setting=VARIABLE, problem=error.message
        )
    local = name in _LOCAL_EMBEDDERS
    model = _LOCAL_EMBEDDERS.get(name, "")
    return Provider(EMBEDDING, name, model, "", has_key=not local, offline=local, setting=VARIABLE)


def try_provider(kind: str, environ: Mapping[str, str] = os.environ) -> ProviderTest:
    """Ask for the least that there is: a word, a picture, one vector. Costs what the provider takes.

    It is asked once, and impatiently: somebody waits for the answer. What works on this machine is not asked.
    """
    state = next(one for one in providers(environ) if one.kind == kind)
    if state.problem or state.offline:
        return ProviderTest(kind, not state.problem, 0.0, state.problem or "Works on this machine.")
    began = monotonic()
    try:
        with _impatient(kind, environ) as models, use_models(models):
            said = _TESTS[kind]()
    except Igny8Error as error:
        return ProviderTest(kind, False, _since(began), error.message)
    return ProviderTest(kind, True, _since(began), said)


@contextmanager
def _impatient(kind: str, environ: Mapping[str, str]) -> Iterator[Models]:
    """A model of its own for the test, that gives its connections back afterwards."""
    models = Models()
    if kind == TEXT:
        text = text_settings_from_env(environ)
        models.text = build_text_model(text.model_copy(update=_IMPATIENT))
    elif kind == IMAGE:
        image = image_settings_from_env(environ)
        models.image = build_image_model(image.model_copy(update=_IMPATIENT))
    else:
        models.embedder = build_embedder(environ)
    try:
        yield models
    finally:
        for model in (models.text, models.image):
            getattr(model, "close", _nothing)()


def _nothing() -> None:
    """What a model that holds no connections has to close."""


def _since(began: float) -> float:
    return round(monotonic() - began, 2)


def _try_text() -> str:
    answer = ask(ProbePrompt(), ProbeFacts())
    return f"{answer.model} answered: {answer.result.strip()[:60]}"


def _try_image() -> str:
    image = draw(ImageRequest(prompt="A single green leaf on white.", title="Test", width=1024, height=1024))
    return f"{image.model} drew {image.width} × {image.height} pixels."


def _try_embedding() -> str:
    return f"Vectors of {embed(['test']).shape[1]} numbers came back."


_TESTS: Mapping[str, Callable[[], str]] = {TEXT: _try_text, IMAGE: _try_image, EMBEDDING: _try_embedding}
