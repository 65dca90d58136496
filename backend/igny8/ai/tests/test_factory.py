"""From environment variables to adapters, with errors that name the variable."""

from __future__ import annotations

import pytest
from pydantic import SecretStr, ValidationError

from igny8.ai.adapters.text_offline import OfflineTextModel
from igny8.ai.adapters.text_pydantic_ai import PydanticAITextModel
from igny8.ai.config import (
    ImageSettings,
    TextSettings,
    image_settings_from_env,
    text_settings_from_env,
)
from igny8.ai.factory import build_image_model, build_text_model
from igny8.core.errors import InvalidInput


def settings_from_env(environ: dict[str, str]) -> tuple[TextSettings, ImageSettings]:
    return text_settings_from_env(environ), image_settings_from_env(environ)


def test_it_is_offline_without_any_variable() -> None:
    text, image = settings_from_env({})
    assert text == TextSettings()
    assert image == ImageSettings()
    assert (text.model_name, image.model_name) == ("rules", "title-card")


def test_it_reads_every_variable() -> None:
    text, image = settings_from_env({
        "IGNY8_AI_TEXT_PROVIDER": " OpenAI ",
        "IGNY8_AI_TEXT_BASE_URL": "http://127.0.0.1:11434/v1/",
        "IGNY8_AI_TEXT_KEY": "sk-secret",
        "IGNY8_AI_TEXT_MODEL": "qwen3",
        "IGNY8_AI_TEXT_TIMEOUT_SECONDS": "30",
        "IGNY8_AI_TEXT_MAX_ATTEMPTS": "2",
        "IGNY8_AI_TEXT_OUTPUT_MODE": "Prompted",
        "IGNY8_AI_IMAGE_PROVIDER": "dall-e",
        "IGNY8_AI_IMAGE_API_KEY": "sk-image",
        "IGNY8_AI_IMAGE_QUALITY": "low",
    })  # fmt: skip
    assert (text.provider, text.base_url, text.model_name) == ("openai", "http://127.0.0.1:11434/v1", "qwen3")
    assert (text.timeout_seconds, text.max_attempts, text.output_mode) == (30.0, 2, "prompted")
    assert text.key == "sk-secret"
    assert "sk-secret" not in f"{text!r} {text.model_dump_json()}"
    assert (image.provider, image.quality, image.key) == ("openai", "low", "sk-image")
    assert image.model_name == "gpt-image-1.5"


def test_it_needs_no_key_at_an_own_server() -> None:
    text, _ = settings_from_env({
        "IGNY8_AI_TEXT_PROVIDER": "openai", "IGNY8_AI_TEXT_BASE_URL": "http://ollama:11434/v1",
    })  # fmt: skip
    assert text.key == ""


@pytest.mark.parametrize(
    ("environ", "variable"),
    [
        ({"IGNY8_AI_TEXT_PROVIDER": "gpt"}, "IGNY8_AI_TEXT_PROVIDER"),
        ({"IGNY8_AI_TEXT_BASE_URL": "ollama:11434"}, "IGNY8_AI_TEXT_BASE_URL"),
        ({"IGNY8_AI_TEXT_BASE_URL": "https://me:sk-hidden@host/v1"}, "IGNY8_AI_TEXT_BASE_URL"),
        ({"IGNY8_AI_TEXT_TIMEOUT_SECONDS": "soon"}, "IGNY8_AI_TEXT_TIMEOUT_SECONDS"),
        ({"IGNY8_AI_TEXT_MAX_ATTEMPTS": "0"}, "IGNY8_AI_TEXT_MAX_ATTEMPTS"),
        ({"IGNY8_AI_TEXT_PROVIDER": "anthropic"}, "IGNY8_AI_TEXT_API_KEY"),
        ({"IGNY8_AI_TEXT_PROVIDER": "openai"}, "IGNY8_AI_TEXT_API_KEY"),
        ({"IGNY8_AI_IMAGE_PROVIDER": "openai"}, "IGNY8_AI_IMAGE_API_KEY"),
        ({"IGNY8_AI_IMAGE_PROVIDER": "midjourney"}, "IGNY8_AI_IMAGE_PROVIDER"),
    ],
)
def test_it_names_the_variable_that_is_wrong(environ: dict[str, str], variable: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        settings_from_env(environ)
    assert variable in caught.value.message
    assert variable in caught.value.fields
    assert "sk-hidden" not in f"{caught.value!r}"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        TextSettings().provider = "openai"  # type: ignore[misc] - the point of the test


def test_it_builds_the_adapter_of_the_provider() -> None:
    assert isinstance(build_text_model(TextSettings()), OfflineTextModel)
    settings = TextSettings(provider="openai", api_key=SecretStr("sk-x"), model="m")
    made = build_text_model(settings)
    assert isinstance(made, PydanticAITextModel)
    assert (made.provider, made.model, made.offline) == ("openai", "m", False)


def test_it_builds_the_image_adapters() -> None:
    assert build_image_model(ImageSettings()).offline
    online = build_image_model(ImageSettings(provider="openai", api_key=SecretStr("sk-x")))
    assert not online.offline


def test_the_official_address_gets_the_official_client() -> None:
    from igny8.ai.adapters.text_clients import build_http_client, build_model

    async def ignore(_: object) -> None: ...

    settings = TextSettings(provider="openai", api_key=SecretStr("sk-x"))
    model = build_model(settings, build_http_client(settings, ignore))
    assert model.system == "openai"
    assert model.model_name == "gpt-5.4-mini"
