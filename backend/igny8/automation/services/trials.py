"""Try conditions on a sample, a row of the account, or what a past run saw; and plan a whole rule.

Nothing here writes, reserves, claims or calls anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from igny8.automation.engine import (
    Definition,
    DefinitionInvalid,
    ExpressionError,
    JsonObject,
    Node,
    build_context,
    compile_conditions,
    compile_template,
    why,
)
from igny8.automation.engine.conditions import Condition
from igny8.automation.engine.problems import Problems
from igny8.automation.models import AutomationRule, ScheduledTask, TriggerKind
from igny8.automation.runtime.action import Action, PlainParams, find_action
from igny8.automation.runtime.context import run_context
from igny8.automation.runtime.executor import output_names
from igny8.automation.runtime.inputs import with_defaults
from igny8.automation.selectors import live_version
from igny8.automation.services.estimates import estimate
from igny8.automation.services.peeking import items_to_take, would_fail
from igny8.automation.services.subjects import subject_of_row
from igny8.core.clock import Clock
from igny8.core.errors import Igny8Error, InvalidInput
from igny8.tenants.models import Site


@dataclass(frozen=True, slots=True)
class Sample:
    """What conditions are tried on; all of it goes into one context, as a trigger would lay it out.

    :ivar fields: keys of the context, as given to ``execute``.
    :ivar object_kind: ``content``, ``keyword``, …, of the row ``object_id``.
    :ivar event: ``{"type", "before", "after"}``; its ``after`` is the object where no row is named.
    :ivar run: a past run, whose context is the ground for all this.
    """

    fields: JsonObject = field(default_factory=dict)
    object_kind: str = ""
    object_id: UUID | None = None
    event: JsonObject | None = None
    run: ScheduledTask | None = None

    def context(self, rule: AutomationRule | None, site: Site | None, clock: Clock) -> JsonObject:
        """As a run would see it. :raises NotFound: when the row is not there."""
        ground = run_context(self.run) if self.run else _ground(rule, site, clock)
        subject = subject_of_row(self.object_kind, self.object_id) if self.object_id else None
        if subject is None and self.event is not None:
            subject = self.event.get("after") or self.event.get("before")
        return ground | build_context(given=self.fields, subject=subject, event=self.event)


def _ground(rule: AutomationRule | None, site: Site | None, clock: Clock) -> JsonObject:
    """Site, account, rule and run, as far as they are known."""
    if rule is None:
        return {"site": {"id": str(site.id), "name": site.name, "url": site.url}} if site else {}
    run = ScheduledTask(
        automation_rule=rule,
        rule_version=live_version(rule),
        site_id=rule.site_id,
        account_id=rule.account_id,
        trigger=TriggerKind.MANUAL,
        context={},
        scheduled_at=clock.now(),
    )
    return run_context(run)


def try_conditions(
    *,
    conditions: Any,
    sample: Sample,
    clock: Clock,
    rule: AutomationRule | None = None,
    site: Site | None = None,
) -> JsonObject:
    """``{"result", "reason", "evaluation", "context"}``; ``result`` is null where it cannot be decided.

    :raises InvalidInput: when the conditions cannot be read.
    """
    try:
        condition = compile_conditions(conditions)
    except DefinitionInvalid as wrong:
        path, texts = next(iter(wrong.errors.items()))
        raise InvalidInput(f"{path}: {texts[0]}", fields=wrong.errors) from wrong
    context = sample.context(rule, site, clock)
    return verdict(condition, context, clock) | {"context": context}


def verdict(condition: Condition | None, context: JsonObject, clock: Clock) -> JsonObject:
    """A condition's evaluation with a sentence."""
    if condition is None:
        return {"result": True, "reason": "There are no conditions.", "evaluation": None}
    evaluation = condition.explain({**context, "now": clock.now().isoformat()}, clock.now())
    reason = why(evaluation)
    return {
        "result": evaluation.result,
        "reason": f"{reason[:1].upper()}{reason[1:]}.",
        "evaluation": evaluation.as_json(),
    }


def plan_rule(*, rule: AutomationRule, definition: Definition, given: JsonObject, clock: Clock) -> JsonObject:
    """What a run would do now: the conditions' verdict, and for each action its params, items and credits.

    :param given: the context of ``execute``.
    """
    context = _ground(rule, None, clock) | build_context(given=with_defaults(definition, given))
    forecast = estimate(definition=definition, site_id=rule.site_id, rule=rule, clock=clock)
    lines = {line["id"]: line for line in forecast["per_action"]}
    plan = _Plan(context, rule.site_id, clock)
    actions = [plan.action(node, action, lines.get(node.id)) for node, action in _actions(definition)]
    return {
        "conditions": verdict(definition.conditions, context, clock),
        "actions": actions,
        "items": forecast["items"],
        "credits": forecast["credits"],
        "basis": forecast["basis"],
    }


def _actions(definition: Definition) -> list[tuple[Node, Action[Any]]]:
    found = ((node, find_action(node.type)) for node in definition.nodes())
    return [(node, action) for node, action in found if action is not None]


@dataclass(slots=True)
class _Plan:
    """One plan in the making; ``_from`` says which earlier action gives which output."""

    context: JsonObject
    site_id: UUID
    clock: Clock
    _from: dict[str, str] = field(default_factory=dict)

    def action(self, node: Node, action: Action[Any], line: JsonObject | None) -> JsonObject:
        """One action: ``params`` as far as they are known, ``unknown`` by name why not."""
        params, unknown = self._params(node.spec.params)
        missing = (
            set(action.params_model.model_fields) - set(node.spec.params) if action.takes_over else set()
        )
        takes_over = {name: f"steps.{self._from[name]}.{name}" for name in sorted(missing & set(self._from))}
        found: JsonObject = {
            "at": node.at,
            "id": node.id,
            "type": node.type,
            "name": node.name or action.name,
            "certain": node.when is None and node.at.count("[") == 1,
            "params": params,
            "unknown": unknown,
            "takes_over": takes_over,
            "items": line["items"] if line else None,
            "credits": line["credits"] if line else None,
        }
        self._from |= dict.fromkeys((*output_names(action),), node.id)
        return found | ({} if unknown or takes_over else self._items(action, params))

    def _params(self, raw: JsonObject) -> tuple[JsonObject, dict[str, str]]:
        known: JsonObject = {}
        unknown: dict[str, str] = {}
        for name, value in raw.items():
            try:
                template = compile_template(value, problems=Problems())
                known[name] = template.resolve({**self.context, "now": self.clock.now().isoformat()})
            except ExpressionError as nowhere:
                known[name], unknown[name] = value, str(nowhere)
        return known, unknown

    def _items(self, action: Action[Any], params: JsonObject) -> JsonObject:
        """Which items it would take if it were its turn now."""
        try:
            checked: PlainParams = action.params_model.model_validate(params)
            return {"takes": items_to_take(action, checked, site_id=self.site_id, clock=self.clock)}
        except Igny8Error as error:
            return {"error": would_fail(error)}
        except ValueError as misfit:
            return {"error": {"code": "invalid_params", "message": str(misfit), "retryable": False}}
