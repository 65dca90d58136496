"""How a kind of step is told, and what all kinds have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.services.timeline.comparing import because
from igny8.automation.services.timeline.facts import Line, StepFacts
from igny8.automation.services.timeline.words import duration, ended, error_text, moment, moment_of, number


class Teller(ABC):
    """Tells steps of one type. Without state."""

    type: ClassVar[str]

    @abstractmethod
    def tell(self, step: StepFacts) -> Iterable[Line]:
        """The sentences about a step, in the order of time; attempts and crashes are told for it."""


def tell_failure(step: StepFacts, *, what: str = "") -> Line:
    """That it failed, why, and what became of the run."""
    attempts = f" after {number(step.attempt)} attempts" if step.attempt > 1 else ""
    text = f"{what or step.title} failed{attempts}: {error_text(step.error)}{spent(step)}"
    if step.continued:
        return Line(step.finished_at, f"{text}; the run went on.", "failure", "warning", step.credits)
    return Line(step.finished_at, ended(text), "failure", "error", step.credits)


def tell_skipped(step: StepFacts) -> Line:
    """That its ``when`` did not hold."""
    evaluation = step.evaluation or {}
    reason = because(evaluation.get("when") or evaluation) or step.note
    return Line(step.finished_at, f"{step.title} was skipped: {ended(reason)}", "skipped")


def tell_cancelled(step: StepFacts) -> Line:
    """That it was cut off, and how far it had come."""
    return Line(
        step.finished_at,
        f"{step.title} was cancelled{_how_far(step)}{spent(step)}.",
        "cancelled",
        "warning",
        step.credits,
    )


def tell_running(step: StepFacts) -> Line:
    """That it is at work."""
    return Line(step.started_at, f"{step.title} is at work{_how_far(step)}{spent(step)}.", "running")


def tell_otherwise(step: StepFacts) -> Line | None:
    """The sentence for every state that is much the same for all kinds; ``None`` for the others."""
    tellers = {
        "failed": tell_failure,
        "skipped": tell_skipped,
        "cancelled": tell_cancelled,
    }
    teller = tellers.get(step.status)
    return teller(step) if teller else None


def _how_far(step: StepFacts) -> str:
    if step.items_total is None:
        return ""
    return f", {number(step.items_done)} of {number(step.items_total)} items done"


def spent(step: StepFacts) -> str:
    """``, for 50 credits`` where it cost any."""
    return f", for {number(step.credits)} credits" if step.credits else ""


def took(step: StepFacts) -> str:
    """`` (12 s)`` where it took a while."""
    return f" ({duration(step.seconds)})" if step.seconds >= 1 else ""


def tell_attempts(step: StepFacts) -> Iterator[Line]:
    """Those that failed and were followed by another."""
    for attempt in step.attempts:
        yield Line(_time(attempt.get("at")), _attempt(step, attempt), "attempt", "warning")
    if step.status == "waiting" and step.error and not step.attempts:
        again = f" It is tried again at {moment(step.resume_at)}." if step.resume_at else ""
        text = f"{step.title}: attempt {step.attempt} failed: {error_text(step.error)}.{again}"
        yield Line(step.started_at, text, "attempt", "warning")


def _attempt(step: StepFacts, attempt: JsonObject) -> str:
    failed = f"{step.title}: attempt {attempt.get('number')} failed: {error_text(attempt.get('error'))}"
    begin, until = _time(attempt.get("at")), _time(attempt.get("until"))
    if step.status == "waiting" and attempt.get("number") == step.attempt:
        return f"{failed}; it is tried again at {moment_of(attempt.get('until'))}."
    if begin is None or until is None:
        return f"{failed}; it was tried again."
    pause = (until - begin).total_seconds()
    return f"{failed}; it was tried again {f'after {duration(pause)}' if pause > 0 else 'at once'}."


def tell_crashes(step: StepFacts) -> Iterator[Line]:
    """Workers that died in it."""
    if step.crashes > 0:
        times = "once" if step.crashes == 1 else f"{number(step.crashes)} times"
        text = f"{step.title}: its worker died {times}; another one carried on where it was."
        yield Line(step.started_at, text, "crash", "warning", last=False)


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
