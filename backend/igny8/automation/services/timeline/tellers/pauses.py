"""``wait`` and ``approval``: what was waited for, and what came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

from igny8.automation.engine.outcome import JsonObject
from igny8.automation.services.timeline.comparing import because
from igny8.automation.services.timeline.facts import Line, Severity, StepFacts
from igny8.automation.services.timeline.teller import Teller, tell_otherwise
from igny8.automation.services.timeline.words import duration, ended, moment


class WaitTeller(Teller):
    """For time, or for an event."""

    type: ClassVar[str] = "wait"

    def tell(self, step: StepFacts) -> Iterator[Line]:
        event = _event_type(step)
        if event and step.status in {"waiting", "completed"}:
            yield Line(step.started_at, _waits_for_event(step, event), self.type, last=False)
        elif step.status == "waiting":
            until = f"until {moment(step.resume_at)}" if step.resume_at else "for a signal"
            yield Line(step.started_at, f"{step.title}: the run waits {until}.", self.type)
        if step.status == "completed":
            yield _wait_over(step, event)
        otherwise = tell_otherwise(step)
        if otherwise is not None:
            yield otherwise


def _event_type(step: StepFacts) -> str:
    event = step.input.get("event")
    return str(event.get("type") or "") if isinstance(event, dict) else ""


def _waits_for_event(step: StepFacts, event: str) -> str:
    seconds = step.input.get("timeout_seconds")
    limit = f", for at most {duration(seconds)}" if isinstance(seconds, int | float) else ""
    return f"{step.title}: the run waits for the event {event}{limit}."


def _wait_over(step: StepFacts, event: str) -> Line:
    after = duration(step.seconds)
    if not event:
        return Line(step.finished_at, f"{step.title}: the run had waited for {after}.", "wait")
    if step.output.get("timed_out"):
        text = f"{step.title}: {event} had not come after {after}; the run went on."
        return Line(step.finished_at, text, "wait", "warning")
    return Line(step.finished_at, f"{step.title}: {event} came after {after}.", "wait", "success")


_DECIDED: dict[str, tuple[str, Severity]] = {
    "approve": ("Approved", "success"),
    "reject": ("Rejected", "warning"),
}


class ApprovalTeller(Teller):
    """Who was asked, and what was answered."""

    type: ClassVar[str] = "approval"

    def tell(self, step: StepFacts) -> Iterator[Line]:
        answer = _answer(step)
        asked = str(answer.get("decision") or "") != "not_needed"
        if asked and step.status not in {"skipped", "pending"}:
            yield Line(step.started_at, _question(step), self.type, last=False)
        if step.status == "completed":
            yield _decision(step, answer)
        otherwise = tell_otherwise(step)
        if otherwise is not None:
            yield otherwise


def _answer(step: StepFacts) -> JsonObject:
    return {
        **(step.signal or {}),
        **{name: value for name, value in step.output.items() if value is not None},
    }


def _question(step: StepFacts) -> str:
    title = step.input.get("title") or step.input.get("message") or step.title
    hours = step.input.get("deadline_hours")
    lapses = ""
    if step.started_at and isinstance(hours, int | float):
        lapses = f"; without an answer it lapses at {moment(step.started_at + timedelta(hours=hours))}"
    reason = because((step.evaluation or {}).get("approval"))
    return f"Asked for approval{f', because {reason}' if reason else ''}: “{title}”{lapses}."


def _decision(step: StepFacts, answer: JsonObject) -> Line:
    decision = str(answer.get("decision") or "")
    if decision == "not_needed":
        reason = because((step.evaluation or {}).get("approval")) or "there was nothing to decide"
        return Line(step.finished_at, f"{step.title}: no approval was needed: {reason}.", "approval")
    verb, severity = _DECIDED.get(decision, ("lapsed", "warning"))
    if answer.get("lapsed") or decision not in _DECIDED:
        counts = f", which counts as {verb.lower()}" if decision in _DECIDED else ""
        text = f"Nobody answered “{step.title}” within {duration(step.seconds)}{counts}."
        return Line(step.finished_at, text, "approval", "warning")
    text = f"{verb}{_by(answer)}{_items(answer)}{_note(answer)}"
    return Line(step.finished_at, text, "approval", severity)


def _by(answer: JsonObject) -> str:
    by: Any = answer.get("by")
    return f" by {by}" if by else ""


def _items(answer: JsonObject) -> str:
    yes, no = answer.get("approved_ids") or [], answer.get("rejected_ids") or []
    if not no or not yes:
        return ""
    return f" ({len(yes)} of {len(yes) + len(no)} items)"


def _note(answer: JsonObject) -> str:
    note = str(answer.get("note") or "").strip()
    return f": {ended(note)}" if note else "."


TELLERS = (WaitTeller(), ApprovalTeller())
