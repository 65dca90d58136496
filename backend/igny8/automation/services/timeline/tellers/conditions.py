"""The rule's own conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from igny8.automation.services.timeline.comparing import because
from igny8.automation.services.timeline.facts import Line, StepFacts
from igny8.automation.services.timeline.teller import Teller
from igny8.automation.services.timeline.words import ended, error_text


class ConditionsTeller(Teller):
    """Whether they held, and on which values that stands."""

    type: ClassVar[str] = "conditions"

    def tell(self, step: StepFacts) -> Iterator[Line]:
        reason = because(step.evaluation)
        at = step.finished_at
        if step.status == "completed":
            yield Line(
                at, ended(f"The conditions held: {reason}" if reason else "The conditions held"), self.type
            )
        elif step.status == "skipped":
            text = ended(f"The conditions did not hold: {reason or step.note}")
            yield Line(at, text, self.type, "warning")
        elif step.status == "failed":
            text = f"The conditions could not be decided: {reason or error_text(step.error)}"
            yield Line(at, ended(text), self.type, "error")


TELLERS = (ConditionsTeller(),)
