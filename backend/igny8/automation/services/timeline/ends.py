"""How a run began, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.services.timeline.facts import Line, RunFacts, Severity
from igny8.automation.services.timeline.schedules import schedule_words
from igny8.automation.services.timeline.words import duration, ended, joined, moment, number, shown

_BY_HAND = "Started by hand"
_MOST_FIELDS = 3


def beginning(run: RunFacts) -> Iterator[Line]:
    """What brought the run about."""
    test = "Test: " if run.is_test else ""
    yield Line(run.scheduled_at, ended(test + _trigger(run)), "trigger")
    if run.note and not run.note.startswith((_BY_HAND, "Repeats run")):
        yield Line(run.scheduled_at, ended(run.note), "note")


def _trigger(run: RunFacts) -> str:
    if run.rerun_of:
        return _rerun(run)
    if run.trigger == "schedule":
        words = f" {schedule_words(run.schedule)}" if run.schedule else ", which has been removed since"
        return f"Triggered by the schedule{words}"
    if run.trigger == "event":
        return _event(run.event or {}, run.cause)
    if run.trigger == "webhook":
        return "Triggered by a message to the webhook"
    if run.cause:
        return f"Started by a run of “{run.cause}”"
    return run.note if run.note.startswith(_BY_HAND) else _BY_HAND


def _rerun(run: RunFacts) -> str:
    places = {"start": "from the start", "failed_step": "from the step that failed"}
    return f"Repeats run {run.rerun_of} {places.get(run.rerun_from, f'from {run.rerun_from}')}"


def _event(event: JsonObject, cause: str) -> str:
    before, after = event.get("before") or {}, event.get("after") or {}
    changes = [
        f"{name} changed from {shown(before[name])} to {shown(after[name])}"
        for name in after
        if name in before and before[name] != after[name]
    ]
    details = f" ({joined(changes, most=_MOST_FIELDS)})" if changes else ""
    by = f", which a run of “{cause}” caused" if cause else ""
    return f"Triggered by the event {event.get('type') or 'that it listens to'}{details}{by}"


def ending(run: RunFacts) -> Iterator[Line]:
    """The wish to cancel it, and its end; of a run that has not begun, what it waits for."""
    if run.cancel_requested_at:
        yield Line(
            run.cancel_requested_at, f"The run was to be cancelled. {run.reason}".strip(), "cancel", "warning"
        )
    if run.finished_at is None:
        if run.status == "pending":
            yield Line(run.scheduled_at, f"The run is to start at {moment(run.scheduled_at)}.", "pending")
        return
    yield Line(run.finished_at, *_end(run))


def _end(run: RunFacts) -> tuple[str, str, Severity]:
    reason = ended(run.reason)
    if run.status == "completed":
        return f"The run was completed{_in_all(run)}.{f' {reason}' if reason else ''}", "end", "success"
    if run.status == "failed":
        why = (run.error_message or run.reason).rstrip(".")
        code = f" ({run.error_code})" if run.error_code else ""
        return f"The run failed{_in_all(run)}: {why or 'no reason was given'}{code}.", "end", "error"
    if run.status == "cancelled":
        return f"The run was cancelled{_in_all(run)}. {reason}".strip(), "end", "warning"
    if run.started_at is None:
        return f"The rule did not run: {reason or 'no reason was given.'}", "near_miss", "warning"
    return f"The run ended without doing anything. {reason}".strip(), "end", "info"


def _in_all(run: RunFacts) -> str:
    """`` after 12 minutes for 140 credits``."""
    parts = ""
    if run.started_at and run.finished_at:
        seconds = (run.finished_at - run.started_at).total_seconds()
        parts = f" after {duration(seconds)}" if seconds >= 1 else ""
    return f"{parts} for {number(run.credits)} credits" if run.credits else parts
