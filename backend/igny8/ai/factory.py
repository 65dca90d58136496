"""From settings to adapters. The heavy SDKs are imported only when a provider needs them."""

from __future__ import annotations

from collections.abc import Mapping

from igny8.ai.config import (
    ImageSettings,
    TextSettings,
    image_settings_from_env,
    text_settings_from_env,
)
from igny8.ai.port import ImageModel, TextModel


def build_text_model(settings: TextSettings) -> TextModel:
    """The text model that ``settings`` describe. Thread-safe; build it once and share it."""
    if settings.provider == "offline":
        from igny8.ai.adapters.text_offline import OfflineTextModel

        return OfflineTextModel()
    from igny8.ai.adapters.text_pydantic_ai import PydanticAITextModel

    return PydanticAITextModel(settings)


def build_image_model(settings: ImageSettings) -> ImageModel:
    """The image model that ``settings`` describe. Thread-safe; build it once and share it."""
    if settings.provider == "offline":
        from igny8.ai.adapters.image_titlecard import TitleCardModel

        return TitleCardModel()
    from igny8.ai.adapters.image_openai import OpenAIImageModel

    return OpenAIImageModel(settings)


def settings_from_env(environ: Mapping[str, str]) -> tuple[TextSettings, ImageSettings]:
    """Read ``IGNY8_AI_TEXT_*`` and ``IGNY8_AI_IMAGE_*``.

    :raises InvalidInput: a value is not valid; the message names the variable and never repeats the value.
    """
    return text_settings_from_env(environ), image_settings_from_env(environ)
