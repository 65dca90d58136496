"""From an image server's refusals to our two typed errors, as sentences that name the setting to change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from igny8.ai.config import IMAGE_PREFIX, ImageSettings
from igny8.core.errors import ProviderError, ProviderUnavailable

# The first three are gone; the others have a day announced on OpenAI's page of deprecations, which may move
# it: those are still asked for, and the day only explains a refusal.
RETIREMENTS: Mapping[str, str] = {
    "dall-e-2": "2026-05-12",
    "dall-e-3": "2026-05-12",
    "gpt-image-1": "2026-10-23",
    "gpt-image-1.5": "2026-12-01",
    "gpt-image-1-mini": "2026-12-01",
    "chatgpt-image-latest": "2026-12-01",
}
RETIRED = frozenset({"dall-e-2", "dall-e-3", "gpt-image-1"})
SUGGESTED_MODEL = "gpt-image-2"
_MODEL_CODES = frozenset({"model_not_found", "model_not_available", "unknown_model", "invalid_model"})
_POLICY_CODES = frozenset({"moderation_blocked", "content_policy_violation", "content_filter"})
_RETRYABLE = frozenset({408, 409, 425, 429})
_QUOTE_LIMIT = 200  # characters of the server's own words
_KEY_LIKE = re.compile(r"\b(?:sk|pk|key)[-_A-Za-z0-9*.…]{8,}|Bearer\s+\S+")


class Refusal:
    """What a server's error answer says: its status, its code, and its words without the key."""

    def __init__(self, response: httpx.Response, settings: ImageSettings) -> None:
        error = _error_object(response)
        self.status = response.status_code
        self.code = str(error.get("code") or error.get("type") or "")
        self.words = _scrubbed(str(error.get("message") or ""), settings)
        self.headers = response.headers

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed a little later."""
        return self.code != "insufficient_quota" and (self.status in _RETRYABLE or self.status >= 500)

    @property
    def about_model(self) -> bool:
        """Whether the server does not have the model: it says so in one of several ways."""
        named = self.code in _MODEL_CODES or re.search(
            r"model\b.*(deprecat|not found|does not exist|retired)", self.words, re.IGNORECASE
        )
        return self.status in {400, 404, 410} and bool(named)


def retry_after(headers: httpx.Headers, now: datetime) -> float | None:
    """Seconds that the server asks to wait (a number, or a date as in RFC 9110), if it says so."""
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def retired(settings: ImageSettings) -> ProviderError:
    """The configured model is gone, or the server does not know it; names the setting."""
    model = settings.model_name
    day = RETIREMENTS.get(model)
    gone = f"OpenAI retires the image model '{model}' on {day}" if day else ""
    gone = f"OpenAI retired the image model '{model}' on {day}" if model in RETIRED else gone
    what = gone or f"{who(settings)} does not have the model '{model}'"
    return ProviderError(
        f"{what}. Set {IMAGE_PREFIX}MODEL to a current one, such as {SUGGESTED_MODEL}.", code="model_retired"
    )


def to_error(refusal: Refusal, settings: ImageSettings, wait: float | None) -> ProviderError:
    """The error to raise for a refusal; ``ProviderUnavailable`` where trying again later may help."""
    if refusal.about_model:
        return retired(settings)
    if refusal.code in _POLICY_CODES:
        return ProviderError(
            f"{who(settings)} refused to draw this by its content policy. Change the title or the prompt."
            f"{_quoted(refusal)}",
            code="content_refused",
        )
    if refusal.transient:
        message = f"{who(settings)} {_trouble(refusal)}, also after {settings.max_attempts} attempts."
        return ProviderUnavailable(message, retry_after=wait)
    return ProviderError(_final(refusal, settings))


def unreachable(settings: ImageSettings, *, slow: bool) -> ProviderUnavailable:
    """No answer came: too slow, or no connection."""
    trouble = (
        f"did not answer within {settings.timeout_seconds:g} seconds ({IMAGE_PREFIX}TIMEOUT_SECONDS)"
        if slow
        else "cannot be reached or broke off the connection"
    )
    return ProviderUnavailable(f"{who(settings)} {trouble}, also after {settings.max_attempts} attempts.")


def nonsense(settings: ImageSettings, why: str) -> ProviderError:
    """The answer is not what the protocol says."""
    return ProviderError(f"{who(settings)} gave an answer without a usable image: {why}.")


def who(settings: ImageSettings) -> str:
    """The server, as sentences begin."""
    where = f" at {settings.base_url}" if settings.base_url else ""
    return f"The image provider '{settings.provider}'{where}"


def _trouble(refusal: Refusal) -> str:
    if refusal.status == 429:
        return "limits the rate of requests (429)"
    return f"answers with error {refusal.status}"


def _final(refusal: Refusal, settings: ImageSettings) -> str:
    if refusal.status in {401, 403}:
        return (
            f"{who(settings)} refused the key: it is wrong, revoked, or may not use the model "
            f"'{settings.model_name}'. Check {IMAGE_PREFIX}API_KEY."
        )
    if refusal.code == "insufficient_quota":
        return f"{who(settings)} says that the account's quota or balance is used up. Top it up there."
    if 300 <= refusal.status < 400 or refusal.status in {404, 405}:
        return f"{who(settings)} has no image generation at this address. Check {IMAGE_PREFIX}BASE_URL."
    return f"{who(settings)} rejected the request with error {refusal.status}.{_quoted(refusal)}"


def _quoted(refusal: Refusal) -> str:
    return f' It says: "{refusal.words}"' if refusal.words else ""


def _scrubbed(words: str, settings: ImageSettings) -> str:
    clean = words.replace(settings.key, "…") if settings.key else words
    return _KEY_LIKE.sub("…", " ".join(clean.split()))[:_QUOTE_LIMIT]


def _error_object(response: httpx.Response) -> Mapping[str, object]:
    try:
        body = response.json()
    except ValueError:
        return {}
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict):
        return error
    return {"message": error} if isinstance(error, str) else {}
