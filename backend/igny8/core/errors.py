"""The family of expected failures.

An expected failure carries a stable ``code`` for programs, a message for a person, and says whether
trying again later can help. One handler (``core.api.exceptions``) turns it into a response, one place in
the automation runner turns it into a failed step. Anything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Igny8Error(Exception):
    """Base of all expected failures.

    :param message: one or two sentences for a person; never holds a secret.
    :param fields: for bad input, what is wrong by field path (``actions[1].params.provider``).
    :param retry_after: seconds after which a retry makes sense, where the other side said so.
    """

    code = "error"
    status = 400
    retryable = False

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        fields: Mapping[str, Sequence[str]] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.fields = {path: list(texts) for path, texts in (fields or {}).items()}
        self.retry_after = retry_after


class InvalidInput(Igny8Error):
    """The request or file is malformed or breaks a rule; ``fields`` says where."""

    code = "validation_error"


class NotAuthenticated(Igny8Error):
    """Nobody is signed in, or the credentials are wrong."""

    code = "not_authenticated"
    status = 401


class NotFound(Igny8Error):
    """It does not exist, or belongs to another account (which looks the same from outside)."""

    code = "not_found"
    status = 404


class Forbidden(Igny8Error):
    """The caller's role does not allow this."""

    code = "forbidden"
    status = 403


class Conflict(Igny8Error):
    """The object's state does not allow this now."""

    code = "conflict"
    status = 409


class TooLarge(Igny8Error):
    """The body or file is over the limit that the message names."""

    code = "too_large"
    status = 413


class UnsupportedMedia(Igny8Error):
    """The file is of a kind that cannot be read."""

    code = "unsupported_media_type"
    status = 415


class CannotPay(Igny8Error):
    """Something that costs credits may not be begun; trying again does not help until somebody acts."""

    code = "cannot_pay"
    status = 402


class InsufficientCredits(CannotPay):
    """The account cannot pay; the message says what is needed and what is there."""

    code = "insufficient_credits"


class BudgetExceeded(CannotPay):
    """A budget does not allow it; nothing was changed.

    :ivar budget: which one: ``run``, ``rule_day``, ``rule_month``, ``account_day`` or ``account_month``.
    :ivar limit: credits that it allows.
    :ivar used: credits of it that are spent or set aside.
    :ivar asked: credits that were asked for on top.
    """

    code = "budget_exceeded"

    def __init__(self, message: str, *, budget: str, limit: int, used: int, asked: int) -> None:
        super().__init__(message, fields={f"budget.{budget}": [message]})
        self.budget, self.limit, self.used, self.asked = budget, limit, used, asked


class ProviderError(Igny8Error):
    """An AI provider refused or answered nonsense; trying again will not help."""

    code = "provider_error"


class ProviderUnavailable(ProviderError):
    """An AI provider timed out, is overloaded or down; trying again later may help."""

    code = "provider_unavailable"
    retryable = True


class PublishingError(Igny8Error):
    """A publishing target refused; the message says what to do there."""

    code = "publishing_error"


class PublishingUnavailable(PublishingError):
    """A publishing target timed out or is down; trying again later may help."""

    code = "publishing_unavailable"
    retryable = True
