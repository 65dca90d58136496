"""From the SDK's exceptions to our two typed errors, as sentences that say what to do.

A provider's own words help with odd refusals, so they are quoted, shortened and with the key taken out.
Exceptions are never chained to the SDK's: their bodies may hold what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx2
from pydantic_ai import exceptions as sdk

from igny8.ai.config import TEXT_PREFIX, TextSettings
from igny8.core.errors import ProviderError, ProviderUnavailable

LONGEST_PAUSE_SECONDS = 60.0
QUOTE_LIMIT = 200  # characters of a provider's own words
# Anything that looks like a key, also where a provider repeats one half masked.
_KEY_LIKE = re.compile(r"\b(?:sk|pk|key|AIza)[-_A-Za-z0-9*.…]{8,}|Bearer\s+\S+")

TRANSIENT = (
    sdk.ModelRateLimitError,
    sdk.ModelUnavailableError,
    sdk.ModelServerError,
    sdk.ModelConnectionError,
    sdk.ModelRequestTimeout,
    httpx2.HTTPError,
)
# A refusal of the request's form: another output mode may pass.
REFUSED = (sdk.ModelRequestRejectedError, sdk.UserError)
_FINAL_REFUSALS = (
    sdk.ModelAuthenticationError,
    sdk.ModelNotFoundError,
    sdk.ModelContextWindowExceededError,
)


class EmptyAnswerError(Exception):
    """The stream ended without a text, as where a proxy cuts it or a small model says nothing."""


# All that the SDKs raise when a call fails.
SDK_ERRORS = (sdk.AgentRunError, sdk.UserError, EmptyAnswerError, httpx2.HTTPError, ValueError)


def is_transient(error: BaseException) -> bool:
    """Whether the same request may succeed a little later."""
    if isinstance(error, sdk.ModelQuotaExceededError):
        return False
    if isinstance(error, sdk.ModelHTTPError) and error.status_code in {408, 409, 425}:
        return True
    return isinstance(error, (*TRANSIENT, EmptyAnswerError)) or is_unreadable(error)


def is_unreadable(error: BaseException) -> bool:
    """Whether the answer came but could not be read, as from a proxy that cuts or replaces bodies.

    Where the SDKs have no category for it they raise their base class, or let ``ValueError`` (JSON, enums,
    validation) through.
    """
    return type(error) is sdk.ModelAPIError or isinstance(error, ValueError)


def worth_waiting(error: BaseException) -> bool:
    """Transient, and not asking for a longer wait than a worker should be held for."""
    return is_transient(error) and (getattr(error, "retry_after", None) or 0) <= LONGEST_PAUSE_SECONDS


def is_refused_form(error: BaseException) -> bool:
    """Whether the server may only dislike how a typed answer was asked for."""
    return isinstance(error, REFUSED) and not isinstance(error, _FINAL_REFUSALS)


def to_port_error(error: Exception, settings: TextSettings) -> ProviderError:
    """The error to raise to callers; ``ProviderUnavailable`` where trying again later may help."""
    sentence = _sentence(error, settings)
    if is_transient(error):
        return ProviderUnavailable(sentence, retry_after=getattr(error, "retry_after", None))
    return ProviderError(sentence)


def _sentence(error: Exception, settings: TextSettings) -> str:
    for kind, say in _SENTENCES:
        if isinstance(error, kind):
            return say(error, settings)
    return f"{_who(settings)} did not answer as expected.{_quote(error, settings)}"


def _who(settings: TextSettings) -> str:
    where = f" at {settings.base_url}" if settings.base_url else ""
    return f"The text provider '{settings.provider}'{where}"


def _quote(error: Exception, settings: TextSettings) -> str:
    """The provider's own words, if it gave any, without the key."""
    body = getattr(error, "body", None)
    words = body.get("message") if isinstance(body, dict) else None
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        words = body["error"].get("message")
    if not isinstance(words, str) or not words.strip():
        return ""
    clean = words.replace(settings.key, "…") if settings.key else words
    return f' It says: "{_KEY_LIKE.sub("…", " ".join(clean.split()))[:QUOTE_LIMIT]}"'


def _auth(_: Exception, settings: TextSettings) -> str:
    return (
        f"{_who(settings)} refused the key: it is wrong, revoked, or may not use the model "
        f"'{settings.model_name}'. Check {TEXT_PREFIX}API_KEY."
    )


def _not_found(_: Exception, settings: TextSettings) -> str:
    return (
        f"{_who(settings)} does not know the model '{settings.model_name}', or the address is wrong. Check "
        f"{TEXT_PREFIX}MODEL and {TEXT_PREFIX}BASE_URL."
    )


def _quota(error: Exception, settings: TextSettings) -> str:
    return (
        f"{_who(settings)} says that the account's quota or balance is used up. Top it up there, or choose "
        f"another provider with {TEXT_PREFIX}PROVIDER.{_quote(error, settings)}"
    )


def _too_long(_: Exception, settings: TextSettings) -> str:
    return (
        f"The text is too long for the model '{settings.model_name}'. Choose a model with a larger context "
        f"in {TEXT_PREFIX}MODEL, or shorten the text."
    )


def _rejected(error: Exception, settings: TextSettings) -> str:
    return (
        f"{_who(settings)} rejected the request for the model '{settings.model_name}'."
        f"{_quote(error, settings)} If it does not support typed answers, set "
        f"{TEXT_PREFIX}OUTPUT_MODE=prompted."
    )


def _filtered(_: Exception, settings: TextSettings) -> str:
    return (
        f"{_who(settings)} stopped the answer with its content filter. Change the topic or the keywords of "
        "this item, or choose another model."
    )


def _limit(_: Exception, settings: TextSettings) -> str:
    return (
        f"The model '{settings.model_name}' reached its length limit before the answer was complete. Choose "
        f"a model with longer answers in {TEXT_PREFIX}MODEL."
    )


def _nonsense(_: Exception, settings: TextSettings) -> str:
    return (
        f"{_who(settings)} gave an answer that does not fit what was asked, even after corrections. Try "
        f"again, choose a stronger model in {TEXT_PREFIX}MODEL, or set {TEXT_PREFIX}OUTPUT_MODE=prompted."
    )


def _rate(error: Exception, settings: TextSettings) -> str:
    return f"{_who(settings)} limits the rate of requests (429){_tries(error, settings)}."


def _tries(error: Exception, settings: TextSettings) -> str:
    """What was done about it: attempts, or none where the provider asked for too long a pause."""
    if not is_transient(error):
        return ""
    if not worth_waiting(error):
        return f" and asks to wait {getattr(error, 'retry_after', 0):g} seconds"
    return f", also after {settings.max_attempts} attempts"


def _slow(error: Exception, settings: TextSettings) -> str:
    return (
        f"{_who(settings)} did not finish within {settings.timeout_seconds:g} seconds"
        f"{_tries(error, settings)}. {TEXT_PREFIX}TIMEOUT_SECONDS sets the limit."
    )


def _empty(error: Exception, settings: TextSettings) -> str:
    return f"{_who(settings)} gives empty answers{_tries(error, settings)}. Check {TEXT_PREFIX}MODEL."


def _down(error: Exception, settings: TextSettings) -> str:
    status = getattr(error, "status_code", None)
    what = f"answers with error {status}" if status else "cannot be reached or breaks off the connection"
    if is_unreadable(error):
        what = "sends answers that cannot be read"
    return f"{_who(settings)} {what}{_tries(error, settings)}.{_quote(error, settings)}"


# The first kind that fits speaks: special cases before their bases.
_SENTENCES: tuple[tuple[type[Exception], Callable[[Exception, TextSettings], str]], ...] = (
    (sdk.ModelAuthenticationError, _auth),
    (sdk.ModelNotFoundError, _not_found),
    (sdk.ModelQuotaExceededError, _quota),
    (sdk.ModelContextWindowExceededError, _too_long),
    (sdk.ModelRequestRejectedError, _rejected),
    (sdk.UserError, _rejected),
    (sdk.ContentFilterError, _filtered),
    (sdk.OutputTokenLimitExceeded, _limit),
    (sdk.ModelRateLimitError, _rate),
    (sdk.ModelRequestTimeout, _slow),
    (sdk.ModelTimeoutError, _slow),
    (sdk.ModelAPIError, _down),
    (EmptyAnswerError, _empty),
    (httpx2.HTTPError, _down),
    (ValueError, _down),
    (sdk.UnexpectedModelBehavior, _nonsense),
)
