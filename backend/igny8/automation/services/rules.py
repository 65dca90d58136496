"""Create, change, pause, copy and delete rules. A saved change makes a new immutable version."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from igny8.automation.engine import Definition, merge_short_form
from igny8.automation.models import AutomationRule, RuleVersion, RunStatus
from igny8.automation.runtime.definitions import compiled, definition_of, validated
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.selectors import live_version
from igny8.automation.services.schedules import sync_schedules
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.tenants.models import Site

_OWN_FIELDS = ("name", "description", "is_active")


@transaction.atomic
def create_rule(*, site: Site, values: dict[str, Any], by: str, clock: Clock) -> AutomationRule:
    """Make a rule with its first version.

    :raises InvalidInput: with every problem of the definition by field path.
    """
    definition = validated(definition_of(values))
    own = {name: values[name] for name in _OWN_FIELDS if name in values}
    rule = AutomationRule(site=site, **own)
    _apply(rule, definition)
    rule.save(force_insert=True)
    _save_version(rule, definition, by)
    sync_schedules(rule=rule, definition=definition, clock=clock)
    return rule


@transaction.atomic
def update_rule(
    *, rule: AutomationRule, values: dict[str, Any], by: str, clock: Clock, replace: bool = False
) -> AutomationRule:
    """Change a rule; what belongs to its definition makes a new version, live at once.

    :param replace: True for PUT: what is not given falls back to its default.
    """
    rule = AutomationRule.objects.select_for_update().get(pk=rule.pk)
    for name in _OWN_FIELDS:
        if name in values:
            setattr(rule, name, values[name])
    if "site" in values:
        rule.site = values["site"]
    changes = definition_of(values)
    if changes or replace:
        _change_definition(rule, changes, by, replace=replace)
    _settle_status(rule)
    rule.save()
    sync_schedules(rule=rule, definition=live_definition(rule), clock=clock)
    return rule


def _change_definition(rule: AutomationRule, changes: dict[str, Any], by: str, *, replace: bool) -> None:
    old = live_version(rule).definition
    wanted = changes if replace else old | merge_short_form(changes, old["schedules"])
    definition = validated(wanted)
    if definition.raw == old:
        return
    rule.version += 1
    _apply(rule, definition)
    _save_version(rule, definition, by)


def _apply(rule: AutomationRule, definition: Definition) -> None:
    rule.trigger, rule.mode, rule.max_runs = definition.trigger, definition.mode, definition.max_runs
    _settle_status(rule)


def _settle_status(rule: AutomationRule) -> None:
    """``status`` follows from what the owner wants, unless the rule is paused."""
    if not rule.is_active:
        rule.status, rule.status_reason = AutomationRule.Status.INACTIVE, ""
    elif rule.status != AutomationRule.Status.PAUSED:
        rule.status, rule.status_reason = AutomationRule.Status.ACTIVE, ""


def _save_version(rule: AutomationRule, definition: Definition, by: str) -> None:
    RuleVersion.objects.create(rule=rule, number=rule.version, definition=definition.raw, created_by=by)


def live_definition(rule: AutomationRule) -> Definition:
    """The live version's definition, as it was checked when it was saved."""
    return compiled(live_version(rule))


@transaction.atomic
def pause_rule(*, rule: AutomationRule, reason: str, clock: Clock) -> AutomationRule:
    """Stop a rule's triggers until it is resumed; runs that are going on are left alone."""
    rule = AutomationRule.objects.select_for_update().get(pk=rule.pk)
    if rule.status == AutomationRule.Status.INACTIVE:
        raise Conflict("This rule is inactive: it cannot be paused.")
    rule.status, rule.status_reason = AutomationRule.Status.PAUSED, reason[:300]
    rule.save()
    sync_schedules(rule=rule, definition=live_definition(rule), clock=clock)
    return rule


@transaction.atomic
def resume_rule(*, rule: AutomationRule, clock: Clock) -> AutomationRule:
    """Let a paused rule's triggers work again; its schedules go on from now."""
    rule = AutomationRule.objects.select_for_update().get(pk=rule.pk)
    if rule.status != AutomationRule.Status.PAUSED:
        raise Conflict(f"This rule is {rule.status}, not paused.")
    rule.status, rule.status_reason = AutomationRule.Status.ACTIVE, ""
    _settle_status(rule)
    rule.save()
    sync_schedules(rule=rule, definition=live_definition(rule), clock=clock)
    return rule


def duplicate_rule(*, rule: AutomationRule, by: str, clock: Clock) -> AutomationRule:
    """Make an inactive copy of a rule."""
    values = {
        "name": f"{rule.name} (copy)"[:200],
        "description": rule.description,
        "is_active": False,
        **live_version(rule).definition,
    }
    return create_rule(site=rule.site, values=values, by=by, clock=clock)


@transaction.atomic
def delete_rule(*, rule: AutomationRule, clock: Clock) -> None:
    """Delete a rule: it starts no more, is listed no more, and its history stays readable.

    Runs that have not begun are cancelled; those that have go on, and can be cancelled in the history.
    """
    rule = AutomationRule.objects.select_for_update().get(pk=rule.pk)
    rule.is_active, rule.deleted_at = False, clock.now()
    _settle_status(rule)
    rule.save()
    rule.schedules.all().delete()
    for run in rule.runs.filter(status=RunStatus.PENDING):
        cancel_run(run, by="the deletion of its rule", clock=clock)
