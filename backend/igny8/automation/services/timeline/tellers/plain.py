"""``set`` and ``stop``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from igny8.automation.runtime.outputs import MARK
from igny8.automation.services.timeline.facts import Line, StepFacts
from igny8.automation.services.timeline.teller import Teller, tell_otherwise
from igny8.automation.services.timeline.words import ended, joined, shown


class SetTeller(Teller):
    """The values that were named."""

    type: ClassVar[str] = "set"

    def tell(self, step: StepFacts) -> Iterator[Line]:
        otherwise = tell_otherwise(step)
        if otherwise is not None:
            yield otherwise
        elif step.status == "completed":
            values = [f"{name} = {shown(value)}" for name, value in step.output.items() if name != MARK]
            yield Line(step.finished_at, f"{step.title}: {joined(values) or 'nothing was set'}.", self.type)


class StopTeller(Teller):
    """That the rule itself ends the run."""

    type: ClassVar[str] = "stop"

    def tell(self, step: StepFacts) -> Iterator[Line]:
        otherwise = tell_otherwise(step)
        if otherwise is not None:
            yield otherwise
        elif step.status == "completed":
            reason = str(step.output.get("reason") or "")
            status = step.output.get("status") or "completed"
            text = f"{step.title}: the rule ends the run here as {status}{f': {reason}' if reason else ''}"
            yield Line(step.finished_at, ended(text), self.type)


TELLERS = (SetTeller(), StopTeller())
