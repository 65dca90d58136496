"""From settings to adapters. The heavy SDKs are imported only when a provider needs them."""

from __future__ import annotations

from igny8.ai.config import ImageSettings, TextSettings
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
