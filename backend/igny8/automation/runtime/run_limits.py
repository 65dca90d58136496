"""The budget that a run's payments keep to."""

from __future__ import annotations

from igny8.automation.engine import JsonObject
from igny8.automation.models import AutomationRule, RuleVersion, ScheduledTask
from igny8.credits.payee import Limits


def limits_in(definition: JsonObject) -> Limits:
    """The ``budget`` of a stored definition."""
    budget = definition.get("budget") or {}
    return Limits(budget.get("per_run"), budget.get("per_day"), budget.get("per_month"))


def limits_of_rule(rule: AutomationRule) -> Limits:
    """The budget of a rule's live version."""
    return limits_in(RuleVersion.objects.only("definition").get(rule=rule, number=rule.version).definition)


def limits_of_run(run: ScheduledTask) -> Limits:
    """The rule's budget as it stands now, whichever version the run pins: a lowered one takes hold at once.

    No query where the run pins the live version.
    """
    if run.rule_version.number == run.automation_rule.version:
        return limits_in(run.rule_version.definition)
    return limits_of_rule(run.automation_rule)
