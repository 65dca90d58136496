"""Steps for tests of actions: a run that is at work, its step, and what happens when a worker dies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from igny8.automation.models import AutomationRule, RuleVersion, RunStatus, ScheduledTask, StepItem, StepRun
from igny8.automation.runtime.action import Action, Amount, Forecast, ForecastScope, find_action
from igny8.automation.runtime.journal import claim_name
from igny8.automation.runtime.keeper import Signals
from igny8.automation.runtime.leases import Lease, lease_end
from igny8.automation.runtime.step_context import StepContext
from igny8.core.claims import release_claims
from igny8.core.clock import FixedClock
from igny8.core.tenancy import current_account_id
from igny8.tenants.models import Site


class Crash(BaseException):
    """The worker's process dies here."""


@dataclass(slots=True)
class StepHarness:
    """One step of one run. ``run`` does an action in it; ``taken_over`` is the next worker's view."""

    row: ScheduledTask
    clock: FixedClock
    path: str = "actions/0"

    @property
    def context(self) -> StepContext:
        """A fresh view of the step by the worker that owns the run now."""
        self.row.refresh_from_db()
        account_id = current_account_id()
        lease = Lease(self.row.id, account_id, self.row.fence)
        return StepContext(self.row.id, account_id, self.row.site_id, self.path, Signals(lease), self.clock)

    def run(self, action_type: str, **params: Any) -> Any:
        """Do the action with these params; gives its output. Its items are given back when it ends, as a
        journal does, but not when its worker dies."""
        action = _action(action_type)
        checked = action.params_model.model_validate(params)
        try:
            output = action.run(checked, self.context)
        except Exception:
            self._release()
            raise
        self._release()
        return output

    def _release(self) -> None:
        release_claims([claim_name(self.row.id, self.path)])

    def lose_lease(self) -> None:
        """Another worker claims the run: whoever works on it can commit nothing more."""
        ScheduledTask.objects.filter(pk=self.row.pk).update(fence=F("fence") + 1)

    def taken_over(self) -> StepHarness:
        """The same step, carried on by another worker."""
        self.lose_lease()
        return StepHarness(self.row, self.clock, self.path)

    @property
    def paid(self) -> int:
        """Credits of the step's finished items."""
        return sum(StepItem.objects.filter(run=self.row, path=self.path).values_list("credits", flat=True))


def make_step(site: Site, clock: FixedClock, *, path: str = "actions/0", type: str = "test") -> StepHarness:  # noqa: A002 - the domain's word
    """A running step of a fresh run of a fresh rule."""
    rule = AutomationRule.objects.create(site=site, name="A rule of the tests")
    version = RuleVersion.objects.create(rule=rule, number=1, definition={"actions": []})
    run = ScheduledTask.objects.create(
        automation_rule=rule,
        rule_version=version,
        site_id=site.id,
        trigger="manual",
        status=RunStatus.RUNNING,
        scheduled_at=clock.now(),
        fence=1,
        lease_until=lease_end(clock),
    )
    StepRun.objects.create(
        run=run,
        order=0,
        path=path,
        node_id="step",
        type=type,
        status=RunStatus.RUNNING,
        started_at=clock.now(),
    )
    return StepHarness(run, clock, path)


def forecast(
    action_type: str, site: Site, params: dict[str, Any] | None = None, **upstream: Amount
) -> Forecast:
    """What the action would do on the site; ``upstream`` is what earlier actions would give."""
    return _action(action_type).forecast(params or {}, ForecastScope(site.id, upstream))


def _action(action_type: str) -> Action[Any]:
    action = find_action(action_type)
    assert action is not None, f"There is no action {action_type!r}."  # noqa: S101 - for tests
    return action
