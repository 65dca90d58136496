"""What the engine raises.

Two families that must not be mixed up: *interrupts* end the walk at once and belong to whoever runs the
engine; *failures* are about the rule or its data and become a failed step with a code and a message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from igny8.automation.engine.outcome import JsonObject, StepError


class Interrupt(BaseException):
    """The walk must end now, without a further word in the journal.

    Not an ``Exception``, so that no ``except Exception`` on the way can swallow it.
    """


class LeaseLost(Interrupt):
    """Another worker owns the run now; whatever this one does would be refused."""


class Cancelled(Interrupt):
    """The run was cancelled while a step was at work; the runtime closes the records."""


class EngineError(Exception):
    """Base of what is wrong with a rule or with the data that it met."""


class StepFailure(EngineError):
    """A step failed in an expected way.

    :param code: stable, for programs (``provider_unavailable``).
    :param message: for a person; holds no secret.
    :param retryable: whether trying again later can help.
    :param retry_after: seconds that the other side asked to wait, where it said so.
    :param credits: what was done and paid before it failed.
    :param output: what was done before it failed; flows on where the node says ``on_error: continue``.
    :param fields: what is wrong with which param, where that is the reason.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        retryable: bool = False,
        retry_after: float | None = None,
        credits: int = 0,
        output: JsonObject | None = None,
        fields: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.error = StepError(
            code, message, retryable, {path: list(texts) for path, texts in (fields or {}).items()}
        )
        self.retry_after = retry_after
        self.credits = credits
        self.output = output or {}


class DefinitionInvalid(EngineError):
    """A rule's definition has problems; all of them, by field path (``actions[1].params.provider``)."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors = {path: list(texts) for path, texts in errors.items()}
        summary = "; ".join(f"{path}: {texts[0]}" for path, texts in list(self.errors.items())[:3])
        more = len(self.errors) - 3
        super().__init__(f"{summary} (and {more} more)" if more > 0 else summary)


class ExpressionInvalid(EngineError):
    """The text of a ``{{ … }}`` expression or of a path cannot be read."""


class ExpressionError(EngineError):
    """An expression met data that it cannot work with; ``path`` is the path as the author wrote it."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path = path


class ConditionError(EngineError):
    """A comparison met a value that it cannot compare; ``path`` is its field."""

    def __init__(self, path: str, operator: str, message: str) -> None:
        super().__init__(f"`{path}` {operator}: {message}")
        self.path = path
        self.operator = operator
        self.detail = message
