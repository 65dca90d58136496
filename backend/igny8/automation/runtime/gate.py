"""The approval before a dear run: an account may ask for one above some number of credits.

``metadata["approval_needed"]`` says that this run needs it; the question is a step of its own, before all
others.
"""

from __future__ import annotations

from igny8.automation.engine import JsonObject, Outcome, RunStatus, StepStatus
from igny8.automation.engine.ports import Step
from igny8.automation.models import ScheduledTask
from igny8.automation.runtime.journal import DatabaseJournal

APPROVAL_NEEDED = "approval_needed"
GATE = Step("approval", "", "approval", "Approval of the costs")


def pass_gate(run: ScheduledTask, journal: DatabaseJournal) -> Outcome | None:
    """None where the run may go on; else that it waits for the answer, or that the answer was no."""
    needed = run.metadata.get(APPROVAL_NEEDED)
    if not needed:
        return None
    record = journal.load(GATE.path)
    if record is None:
        _ask(run, journal, needed)
        return Outcome(RunStatus.WAITING, for_signal=True)
    if record.status is StepStatus.COMPLETED:
        return _verdict(record.output)
    if record.signal is None:
        return Outcome(RunStatus.WAITING, for_signal=True)
    answer = {name: record.signal.get(name) for name in ("decision", "by", "note")}
    journal.complete(GATE, output=answer)
    return _verdict(answer)


def was_approved(run: ScheduledTask) -> bool:
    """Whether somebody has approved of the costs of a run."""
    gate = run.steps.filter(path=GATE.path, status=StepStatus.COMPLETED).first()
    return gate is not None and _verdict(gate.output or {}) is None


def _ask(run: ScheduledTask, journal: DatabaseJournal, needed: dict[str, int]) -> None:
    question = {
        "kind": "approval",
        "title": f"Run “{run.automation_rule.name}” for about {needed['credits']} credits?",
        "message": f"The account asks for approval of runs above {needed['above']} credits.",
        "on_deadline": "reject",
    }
    journal.wait(GATE, until=None, input=dict(needed), signal=question)


def _verdict(answer: JsonObject) -> Outcome | None:
    if answer.get("decision") == "approve":
        return None
    note = f": {answer['note']}" if answer.get("note") else "."
    return Outcome(RunStatus.CANCELLED, f"Rejected by {answer.get('by')}{note}")
