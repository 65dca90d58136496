"""The claim of a run that nobody has begun: two statements in one transaction, whatever the rule's mode.

The first counts the run among the rule's, which locks the rule's row until the commit: two runs do not start
at once where one may. The second takes the run, if it is its turn, and gives its columns.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db import transaction

from igny8.automation.models import AutomationRule, RuleVersion, ScheduledTask
from igny8.automation.runtime.stored_versions import stored_version
from igny8.automation.runtime.turns import turn_condition
from igny8.core.rows import adapted, build, columns, fetch, names_of, read, table
from igny8.tenants.models import Site

HOT_FIELDS = (
    "id",
    "account_id",
    "site_id",
    "name",
    "trigger",
    "status",
    "mode",
    "max_runs",
    "version",
    "failures_in_a_row",
    "deleted_at",
)
"""What starting and carrying a run needs of its rule."""
_SITE_FIELDS = ("name", "url", "language")


def claim_pending(run_id: UUID, *, owner: str, now: datetime, until: datetime) -> ScheduledTask | None:
    """Take a pending run, with its rule, site and version; None where it is not pending, or not its turn."""
    key = adapted(ScheduledTask, "id", run_id)
    with transaction.atomic():
        found = fetch(_count_run(), [adapted(AutomationRule, "last_executed_at", now), key, key])
        if found is None:
            return None
        rule = _rule(found)
        version = stored_version(read(RuleVersion, "id", found[-1]))
        condition, values = turn_condition(rule, run_id)
        ends = [adapted(ScheduledTask, "run_at", moment) for moment in (until, now, _time_out(version, now))]
        row = fetch(_take_run(condition), [owner, *ends, key, *values])
        if row is None:
            transaction.set_rollback(True)
            return None
    return _run(row, rule, version)


def _rule(found: tuple[object, ...]) -> AutomationRule:
    rule = build(AutomationRule, HOT_FIELDS, found[: len(HOT_FIELDS)])
    rule.site = build(
        Site, ("id", "account_id", *_SITE_FIELDS), [found[2], found[1], *found[len(HOT_FIELDS) : -1]]
    )
    return rule


def _run(row: tuple[object, ...], rule: AutomationRule, version: RuleVersion) -> ScheduledTask:
    run = build(ScheduledTask, names_of(ScheduledTask), row)
    run.automation_rule, run.rule_version = rule, version
    return run


def _time_out(version: RuleVersion, now: datetime) -> datetime | None:
    seconds = version.definition.get("timeout_seconds")
    return now + timedelta(seconds=seconds) if seconds else None


@lru_cache(maxsize=1)
def _count_run() -> str:
    rule, run, site = table(AutomationRule), table(ScheduledTask), table(Site)
    of_site = ", ".join(
        f"(SELECT {columns(Site, name)} FROM {site} WHERE {site}.id = {rule}.site_id)"  # noqa: S608 - names of our own
        for name in _SITE_FIELDS
    )
    return (
        f"UPDATE {rule} SET last_executed_at = %s, execution_count = execution_count + 1"  # noqa: S608 - names of our own
        f" WHERE id = (SELECT automation_rule_id FROM {run} WHERE id = %s AND status = 'pending')"
        f" RETURNING {columns(AutomationRule, *HOT_FIELDS)}, {of_site},"
        f" (SELECT rule_version_id FROM {run} WHERE id = %s)"
    )


@lru_cache(maxsize=8)
def _take_run(condition: str) -> str:
    return (
        f"UPDATE {table(ScheduledTask)} SET status = 'running', fence = fence + 1, run_at = NULL,"  # noqa: S608 - names of our own
        " lease_owner = %s, lease_until = %s, executed_at = %s, times_out_at = %s"
        f" WHERE id = %s AND status = 'pending' AND {condition} RETURNING {columns(ScheduledTask)}"
    )
