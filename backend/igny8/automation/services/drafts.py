"""A rule's draft: a change that is kept, and does not run until it is published."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from igny8.automation.engine import JsonObject, merge_short_form
from igny8.automation.models import AutomationRule
from igny8.automation.runtime.definitions import definition_of, validated
from igny8.automation.selectors import live_version
from igny8.automation.services.rules import update_rule
from igny8.core.clock import Clock
from igny8.core.errors import Conflict, InvalidInput

_WORDS = ("name", "description")
_NOT_DRAFTED = ("is_active", "site")
"""What is about the rule itself, not about what it does: it is live at once or not at all."""


@transaction.atomic
def save_draft(
    *,
    rule: AutomationRule,
    values: dict[str, Any],
    by: str,
    clock: Clock,
    replace: bool = False,
    origin: JsonObject | None = None,
) -> AutomationRule:
    """Keep a change of a rule as its draft; what runs stays as it is.

    A draft may be incomplete: see :func:`draft_problems`. A second change adds to the first.

    :param replace: True for PUT: what is not given falls back to its default.
    :param origin: where the rule comes from once this is published, if that changes.
    :raises InvalidInput: when it would change whether or where the rule is active.
    """
    rule = AutomationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    _refuse_undraftable(rule, values)
    draft = rule.draft or {"base_version": rule.version, "definition": live_version(rule).definition}
    changes = definition_of(values)
    wanted = changes if replace else draft["definition"] | _merged(changes, draft["definition"])
    words = {name: values[name] for name in _WORDS if name in values}
    rule.draft = draft | words | {"definition": _normal(wanted)} | ({"origin": origin} if origin else {})
    rule.draft_by, rule.draft_at = by, clock.now()
    rule.save(update_fields=["draft", "draft_by", "draft_at"])
    return rule


def _refuse_undraftable(rule: AutomationRule, values: dict[str, Any]) -> None:
    wrong = [name for name in _NOT_DRAFTED if name in values and values[name] != getattr(rule, name)]
    if wrong:
        text = "A draft does not change this; send it without ?draft=true."
        raise InvalidInput(f"{wrong[0]}: {text}", fields={name: [text] for name in wrong})


def _merged(changes: JsonObject, stored: JsonObject) -> JsonObject:
    """The short form of a schedule joins the stored ones, as far as these can be read."""
    schedules = stored.get("schedules")
    readable = isinstance(schedules, list) and all(isinstance(entry, dict) for entry in schedules)
    return merge_short_form(changes, schedules if readable else [])  # type: ignore[arg-type]  # just checked


def _normal(definition: JsonObject) -> JsonObject:
    """With ids filled in, so that a diff can tell nodes apart; as it is where it is not valid yet."""
    try:
        return validated(definition).raw
    except InvalidInput:
        return definition


def draft_problems(rule: AutomationRule) -> dict[str, list[str]]:
    """What keeps the draft from being published, by field path; empty where nothing does."""
    if rule.draft is None:
        return {}
    try:
        validated(rule.draft["definition"])
    except InvalidInput as invalid:
        return invalid.fields
    return {}


@transaction.atomic
def publish_draft(*, rule: AutomationRule, by: str, clock: Clock, overwrite: bool = False) -> AutomationRule:
    """Make the draft the live version.

    :param overwrite: also where the rule was changed after the draft was begun.
    :raises InvalidInput: with every problem by field path.
    :raises Conflict: when there is no draft, or it would undo a change it does not know.
    """
    rule = _with_draft(rule)
    draft: JsonObject = rule.draft or {}
    if draft["base_version"] != rule.version and not overwrite:
        raise Conflict(
            f"This draft was begun on version {draft['base_version']}, and the rule is at version "
            f'{rule.version}: look at the diff, then publish with {{"overwrite": true}}, or discard it.'
        )
    values = {name: draft[name] for name in _WORDS if name in draft} | draft["definition"]
    update_rule(rule=rule, values=values, by=by, clock=clock, replace=True)
    rule = discard_draft(rule=rule)
    if "origin" in draft:
        rule.origin = draft["origin"]
        rule.save(update_fields=["origin"])
    return rule


@transaction.atomic
def discard_draft(*, rule: AutomationRule) -> AutomationRule:
    """Forget the draft. :raises Conflict: when there is none."""
    rule = _with_draft(rule)
    rule.draft, rule.draft_by, rule.draft_at = None, "", None
    rule.save(update_fields=["draft", "draft_by", "draft_at"])
    return rule


def _with_draft(rule: AutomationRule) -> AutomationRule:
    rule = AutomationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    if rule.draft is None:
        raise Conflict("This rule has no draft.")
    return rule
