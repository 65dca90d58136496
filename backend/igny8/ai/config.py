"""Typed settings of the text and image models, and their reading from the environment.

No Django here: whoever starts the system passes ``os.environ``, tests pass a dictionary. A key is a
``SecretStr``, so that it shows in no log, error or ``repr``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from igny8.core.errors import InvalidInput

TextProvider = Literal["offline", "openai", "anthropic", "google"]
ImageProvider = Literal["offline", "openai"]
OutputMode = Literal["auto", "native", "tool", "prompted"]

TEXT_PREFIX = "IGNY8_AI_TEXT_"
IMAGE_PREFIX = "IGNY8_AI_IMAGE_"
DEFAULT_TEXT_MODELS: Mapping[str, str] = {
    "offline": "rules",
    "openai": "gpt-5.4-mini",
    "anthropic": "claude-sonnet-5",
    "google": "gemini-3.8-flash",
}
DEFAULT_IMAGE_MODELS: Mapping[str, str] = {"offline": "title-card", "openai": "gpt-image-1.5"}

# Variable name after the prefix → field. ``KEY`` is the short form that the documentation uses.
_VARIABLES: Mapping[str, str] = {
    "PROVIDER": "provider",
    "BASE_URL": "base_url",
    "API_KEY": "api_key",
    "KEY": "api_key",
    "MODEL": "model",
    "TIMEOUT_SECONDS": "timeout_seconds",
    "MAX_ATTEMPTS": "max_attempts",
    "OUTPUT_MODE": "output_mode",
    "QUALITY": "quality",
}


class _ModelSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str = ""
    api_key: SecretStr | None = None
    model: str = ""
    timeout_seconds: float = Field(default=120.0, gt=0, le=1_800)
    max_attempts: int = Field(default=4, ge=1, le=10)

    @field_validator("base_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        """An absolute HTTP address without a password in it, or empty for the provider's own."""
        url = value.strip().rstrip("/")
        parts = urlsplit(url)
        if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must be an address such as https://host.example/v1, or empty")
        if parts.username or parts.password:
            raise ValueError("must not carry a user or password; put the key into the key setting")
        return url

    @property
    def key(self) -> str:
        """The key in the clear, for the adapter's HTTP client only; empty where none is set."""
        return self.api_key.get_secret_value().strip() if self.api_key else ""


class TextSettings(_ModelSettings):
    """Which text model answers, and how patiently it is asked.

    ``base_url`` empty means the provider's own address; with ``openai`` any compatible server works (Ollama,
    vLLM, LM Studio). ``timeout_seconds`` bounds one attempt from end to end, and ``max_attempts`` counts the
    first one. ``output_mode`` says how typed answers are asked for: ``native`` JSON schema, a ``tool`` call,
    or ``prompted`` (the schema in the text); ``auto`` starts with what suits the provider and steps down
    when the server refuses.
    """

    provider: TextProvider = "offline"
    output_mode: OutputMode = "auto"

    @property
    def model_name(self) -> str:
        """The model to ask for: the setting, else the provider's default."""
        return self.model or DEFAULT_TEXT_MODELS[self.provider]


class ImageSettings(_ModelSettings):
    """Which image model draws. ``dall-e`` is an alias of ``openai`` (the DALL·E models are retired)."""

    provider: ImageProvider = "offline"
    quality: Literal["auto", "low", "medium", "high"] = "auto"

    @field_validator("provider", mode="before")
    @classmethod
    def _alias(cls, value: object) -> object:
        return "openai" if value in {"dall-e", "dalle"} else value

    @property
    def model_name(self) -> str:
        """The model to ask for: the setting, else the provider's default."""
        return self.model or DEFAULT_IMAGE_MODELS[self.provider]


SettingsT = TypeVar("SettingsT", bound=_ModelSettings)


def text_settings_from_env(environ: Mapping[str, str]) -> TextSettings:
    """Read ``IGNY8_AI_TEXT_*``; raises ``InvalidInput`` that names the variable."""
    return _checked(_read(environ, TEXT_PREFIX, TextSettings), TEXT_PREFIX)


def image_settings_from_env(environ: Mapping[str, str]) -> ImageSettings:
    """Read ``IGNY8_AI_IMAGE_*``; raises ``InvalidInput`` that names the variable."""
    return _checked(_read(environ, IMAGE_PREFIX, ImageSettings), IMAGE_PREFIX)


def _read(environ: Mapping[str, str], prefix: str, settings_type: type[SettingsT]) -> SettingsT:
    values: dict[str, str] = {}
    origin: dict[str, str] = {}
    for suffix, field in _VARIABLES.items():
        value = environ.get(prefix + suffix, "").strip()
        if value and field in settings_type.model_fields and field not in values:
            values[field] = value.lower() if field in {"provider", "output_mode", "quality"} else value
            origin[field] = prefix + suffix
    try:
        return settings_type.model_validate(values)
    except ValidationError as error:
        raise _named(error, origin) from None


def _named(error: ValidationError, origin: Mapping[str, str]) -> InvalidInput:
    """The first problem as a sentence that names the variable; never repeats the value (it may be a key)."""
    fields: dict[str, list[str]] = {}
    for problem in error.errors(include_input=False, include_url=False):
        field = str(problem["loc"][0])
        fields.setdefault(origin.get(field, field), []).append(problem["msg"].removeprefix("Value error, "))
    variable, texts = next(iter(fields.items()))
    return InvalidInput(f"{variable} is not valid: {texts[0]}.", fields=fields)


def _checked(settings: SettingsT, prefix: str) -> SettingsT:
    """A hosted provider without a key fails at the start, not at the first article."""
    provider: str = getattr(settings, "provider", "offline")
    own_server = provider == "openai" and settings.base_url
    if provider != "offline" and not settings.key and not own_server:
        name = f"{prefix}API_KEY"
        raise InvalidInput(
            f"{name} is missing: the provider '{provider}' needs a key. Set it, or set "
            f"{prefix}PROVIDER=offline.",
            fields={name: ["required for this provider"]},
        )
    return settings
