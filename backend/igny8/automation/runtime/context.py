"""The context of a run: what conditions and expressions can see."""

from __future__ import annotations

from typing import Any

from igny8.automation.engine import JsonObject, build_context
from igny8.automation.models import ScheduledTask
from igny8.tenants.models import Site


def run_context(run: ScheduledTask) -> JsonObject:
    """The context given at the start at the root, then the site, the account, the rule and the trigger."""
    site = _site(run)
    fixed: dict[str, Any] = {
        "site": {"id": str(site.id), "name": site.name, "url": site.url, "language": site.language},
        "account": {"id": str(run.account_id)},
        "rule": {"id": str(run.automation_rule_id), "name": run.automation_rule.name},
        "run": {"id": str(run.id), "trigger": run.trigger, "scheduled_at": run.scheduled_at.isoformat()},
    }
    return build_context(given=run.context, system=fixed)


def _site(run: ScheduledTask) -> Site:
    """The run's site; a rule that has moved since keeps its runs where they were started."""
    site = run.automation_rule.site
    return site if site.pk == run.site_id else Site.objects.get(pk=run.site_id)
