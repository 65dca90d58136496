"""Which embedder serves: what the environment names, else the local model where it is, else letters."""

from __future__ import annotations

from collections.abc import Mapping

from igny8.ai.port import Embedder
from igny8.core.errors import InvalidInput

VARIABLE = "IGNY8_EMBEDDER"
_CHOICES = ("auto", "minilm", "lexical", "openai")


def build_embedder(environ: Mapping[str, str]) -> Embedder:
    """The embedder that ``IGNY8_EMBEDDER`` names; ``auto`` (default) takes the local model if it is there.

    :raises InvalidInput: the variable's value is not one of the choices, or its settings are missing.
    """
    choice = chosen_embedder(environ)
    if choice == "openai":
        from igny8.ai.adapters.embed_openai import embedder_from_env

        return embedder_from_env(environ)
    if choice == "minilm":
        from igny8.ai.adapters.embed_minilm import MiniLmEmbedder

        return MiniLmEmbedder()
    from igny8.ai.adapters.embed_lexical import LexicalEmbedder

    return LexicalEmbedder()


def chosen_embedder(environ: Mapping[str, str]) -> str:
    """Which one serves: ``openai``, ``minilm`` or ``lexical``; builds nothing.

    :raises InvalidInput: as ``check_choice``.
    """
    choice = check_choice(environ)
    if choice == "auto":
        return "minilm" if _model_is_here(environ) else "lexical"
    return choice


def check_choice(environ: Mapping[str, str]) -> str:
    """The value of ``IGNY8_EMBEDDER``.

    :raises InvalidInput: it is not one of the choices.
    """
    choice = environ.get(VARIABLE, "").strip().lower() or "auto"
    if choice not in _CHOICES:
        raise InvalidInput(f"{VARIABLE} must be one of {', '.join(_CHOICES)}, not {choice!r}.")
    return choice


def _model_is_here(environ: Mapping[str, str]) -> bool:
    from igny8.ai.model_store import find_model, model_dir

    return find_model(model_dir(environ)) is not None
