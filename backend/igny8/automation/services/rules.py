"""Create, change, pause, copy and delete rules. A saved change makes a new immutable version."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from igny8.automation.engine import Definition, merge_short_form
from igny8.automation.models import AutomationRule, RuleVersion, RunStatus
from igny8.automation.runtime.definitions import compiled, definition_of, validated
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.trigger import forget_triggers, sync_triggers
from igny8.automation.selectors import live_version
from igny8.core.clock import Clock
from igny8.core.errors import Conflict
from igny8.core.events import emit
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
    sync_triggers(rule, definition, clock)
    return rule


@transaction.atomic
def update_rule(
    *,
    rule: AutomationRule,
    values: dict[str, Any],
    by: str,
    clock: Clock,
    replace: bool = False,
    restored_from: int | None = None,
) -> AutomationRule:
    """Change a rule; what belongs to its definition makes a new version, live at once.

    :param replace: True for PUT: what is not given falls back to its default.
    :param restored_from: number of the older version that the new one repeats.
    """
    rule = AutomationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    for name in _OWN_FIELDS:
        if name in values:
            setattr(rule, name, values[name])
    if "site" in values:
        rule.site = values["site"]
    changes = definition_of(values)
    if changes or replace:
        definition = _changed(rule, changes, replace=replace)
        if definition is not None:
            rule.version += 1
            _apply(rule, definition)
            _save_version(rule, definition, by, restored_from)
    _settle_status(rule)
    rule.save()
    sync_triggers(rule, live_definition(rule), clock)
    return rule


def _changed(rule: AutomationRule, changes: dict[str, Any], *, replace: bool) -> Definition | None:
    """The definition as it is to be; None where it stays what it is."""
    old = live_version(rule).definition
    definition = validated(changes if replace else old | merge_short_form(changes, old["schedules"]))
    return None if definition.raw == old else definition


def _apply(rule: AutomationRule, definition: Definition) -> None:
    rule.trigger, rule.mode, rule.max_runs = definition.trigger, definition.mode, definition.max_runs
    _settle_status(rule)


def _settle_status(rule: AutomationRule) -> None:
    """``status`` follows from what the owner wants, unless the rule is paused."""
    if not rule.is_active:
        rule.status, rule.status_reason = AutomationRule.Status.INACTIVE, ""
        rule.failures_in_a_row = 0
    elif rule.status != AutomationRule.Status.PAUSED:
        rule.status, rule.status_reason = AutomationRule.Status.ACTIVE, ""


def _save_version(
    rule: AutomationRule, definition: Definition, by: str, restored_from: int | None = None
) -> None:
    RuleVersion.objects.create(
        rule=rule,
        number=rule.version,
        definition=definition.raw,
        created_by=by,
        restored_from=restored_from,
    )


def live_definition(rule: AutomationRule) -> Definition:
    """The live version's definition, as it was checked when it was saved."""
    return compiled(live_version(rule))


@transaction.atomic
def pause_rule(*, rule: AutomationRule, reason: str, clock: Clock) -> AutomationRule:
    """Stop a rule's triggers until it is resumed; runs that are going on are left alone."""
    rule = AutomationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    if rule.status == AutomationRule.Status.INACTIVE:
        raise Conflict("This rule is inactive: it cannot be paused.")
    before = _told(rule)
    rule.status, rule.status_reason = AutomationRule.Status.PAUSED, reason[:300]
    rule.save()
    emit(
        "rule.paused",
        object_type="automation_rule",
        object_id=rule.pk,
        site_id=rule.site_id,
        before=before,
        after=_told(rule),
    )
    sync_triggers(rule, live_definition(rule), clock)
    return rule


def _told(rule: AutomationRule) -> dict[str, Any]:
    """What events tell of a rule."""
    return {
        "id": str(rule.pk),
        "name": rule.name,
        "status": rule.status,
        "status_reason": rule.status_reason,
    }


@transaction.atomic
def resume_rule(*, rule: AutomationRule, clock: Clock) -> AutomationRule:
    """Let a paused rule's triggers work again: its schedules go on from now, its failures count anew."""
    rule = AutomationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    if rule.status != AutomationRule.Status.PAUSED:
        raise Conflict(f"This rule is {rule.status}, not paused.")
    rule.status, rule.status_reason = AutomationRule.Status.ACTIVE, ""
    rule.failures_in_a_row = 0
    _settle_status(rule)
    rule.save()
    sync_triggers(rule, live_definition(rule), clock)
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
    rule = AutomationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    rule.is_active, rule.deleted_at = False, clock.now()
    _settle_status(rule)
    rule.save()
    forget_triggers(rule)
    for run in rule.runs.filter(status=RunStatus.PENDING):
        cancel_run(run, by="the deletion of its rule", clock=clock)
