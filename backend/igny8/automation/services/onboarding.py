"""How far an account has come on its way to the first published article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from igny8.automation.models import AutomationRule, RunStatus, ScheduledTask
from igny8.content.models import Content
from igny8.integrations.models import Connection, Publication
from igny8.planning.models import Keyword
from igny8.tenants.models import Site


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of the way."""

    key: str
    done: bool


@dataclass(frozen=True, slots=True)
class Onboarding:
    """All steps in their order; ``next`` is the first that is not done, None where all are."""

    steps: list[Milestone]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.done for step in self.steps)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.steps)

    @property
    def next(self) -> str | None:
        """Where to go on."""
        return next((step.key for step in self.steps if not step.done), None)


_STEPS: dict[str, Callable[[], bool]] = {
    "site": Site.objects.exists,
    "keywords": Keyword.objects.exists,
    "connection": Connection.objects.exists,
    "rule": lambda: AutomationRule.objects.filter(deleted_at=None).exists(),
    "run": lambda: ScheduledTask.objects.filter(status=RunStatus.COMPLETED).exists(),
    "article": Content.objects.exists,
    "published": lambda: Publication.objects.filter(status="publish").exists(),
}


def onboarding() -> Onboarding:
    """The steps as they stand, from what is there: nothing is ticked by hand."""
    return Onboarding([Milestone(key, is_done()) for key, is_done in _STEPS.items()])
