"""What a check is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from igny8.content.seo.analysis import Analysis
from igny8.content.seo.report import CheckResult, Group, Place, Score


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's score with advice and places."""

    score: Score
    message: str
    places: tuple[Place, ...] = ()


Run = Callable[[Analysis], Finding | None]


@dataclass(frozen=True, slots=True)
class Check:
    """A named check; ``run`` gives ``None`` where it does not apply."""

    id: str
    name: str
    group: Group
    run: Run
    needs_keyphrase: bool = False

    def result(self, analysis: Analysis) -> CheckResult | None:
        """The check's result for an article, or ``None`` where it does not apply."""
        if self.needs_keyphrase and not analysis.keyphrase:
            return None
        finding = self.run(analysis)
        if finding is None:
            return None
        return CheckResult(self.id, self.name, self.group, finding.score, finding.message, finding.places)


def keyphrase_check(check_id: str, name: str) -> Callable[[Run], Check]:
    """Make a function a check that applies only where a keyphrase is set."""
    return lambda run: Check(check_id, name, "seo", run, needs_keyphrase=True)


def seo_check(check_id: str, name: str) -> Callable[[Run], Check]:
    """Make a function a check of the group ``seo``."""
    return lambda run: Check(check_id, name, "seo", run)


def readability_check(check_id: str, name: str) -> Callable[[Run], Check]:
    """Make a function a check of the group ``readability``."""
    return lambda run: Check(check_id, name, "readability", run)
