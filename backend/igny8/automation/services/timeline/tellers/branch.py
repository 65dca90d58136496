"""``branch``: which way was taken, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from igny8.automation.services.timeline.comparing import because
from igny8.automation.services.timeline.facts import Line, StepFacts
from igny8.automation.services.timeline.teller import Teller, tell_otherwise
from igny8.automation.services.timeline.words import ended, joined


class BranchTeller(Teller):
    """ "Option 2 of the branch was taken, because word_count is 800, which is less than 1,000"."""

    type: ClassVar[str] = "branch"

    def tell(self, step: StepFacts) -> Iterator[Line]:
        taken = step.input.get("taken") or step.output.get("taken")
        if isinstance(taken, str):
            yield Line(step.started_at, ended(_way(step, taken)), self.type, last=False)
        otherwise = tell_otherwise(step)
        if otherwise is not None:
            yield otherwise


def _way(step: StepFacts, taken: str) -> str:
    name = f"“{step.name}”" if step.name and step.name.lower() != "branch" else "the branch"
    evaluations = list((step.evaluation or {}).get("branches") or [])
    if taken == "else":
        reasons = [text for evaluation in evaluations if (text := because(evaluation))]
        why = f": {joined(reasons)}" if reasons else ""
        return f"No option of {name} applied, so its else was taken{why}"
    index = int(taken.rpartition("/")[2])
    evaluation = evaluations[index] if index < len(evaluations) else None
    reason = because(evaluation) or "it has no conditions"
    return f"Option {index + 1} of {name} was taken, because {reason}"


TELLERS = (BranchTeller(),)
