"""Rule templates: built-in and own ones, rules made from them, and bringing these up to date."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from pydantic import ValidationError

from igny8.automation.engine import JsonObject
from igny8.automation.engine.schema.params import error_message, loc_path
from igny8.automation.models import AutomationRule, RuleTemplate
from igny8.automation.runtime.definitions import validated
from igny8.automation.selectors import live_version
from igny8.automation.services.diff import Change, diff_definitions
from igny8.automation.services.drafts import save_draft
from igny8.automation.services.estimates import estimate
from igny8.automation.services.portable import Report, without_site_ids
from igny8.automation.services.rules import create_rule
from igny8.automation.services.template_files import Template, built_in_templates
from igny8.automation.services.template_inputs import filled_in, put_in
from igny8.core.clock import Clock
from igny8.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from igny8.core.ids import parse_id
from igny8.tenants.models import Site

_OWN = ("version", "needs", "credits", "inputs", "definition")
"""What of an own template stands in its document."""


def all_templates() -> list[Template]:
    """The built-in ones, then the account's own."""
    return [*built_in_templates().values(), *map(_of_row, RuleTemplate.objects.all())]


def find_template(template_id: str) -> Template | None:
    """The template of that id, or None."""
    built_in = built_in_templates().get(template_id)
    row = None if built_in else _row(template_id)
    return _of_row(row) if row else built_in


def template_of(template_id: str) -> Template:
    """The template of that id. :raises NotFound: when there is none."""
    found = find_template(template_id)
    if found is None:
        raise NotFound(f"There is no template with the id {template_id[:40]}.")
    return found


def _row(template_id: str) -> RuleTemplate | None:
    pk = parse_id(template_id)
    return RuleTemplate.objects.filter(pk=pk).first() if pk else None


def _of_row(row: RuleTemplate) -> Template:
    about = {"id": str(row.id), "name": row.name, "description": row.description, "category": row.category}
    return Template.model_validate(row.document | about)


@transaction.atomic
def create_template(*, values: JsonObject, by: str) -> Template:
    """Keep an own template.

    :param values: ``name``, ``description``, ``category``, ``needs``, ``credits``, ``inputs`` and either
        ``definition`` or ``rule`` (an ``AutomationRule`` whose live version it takes over).
    :raises InvalidInput: when it makes no valid rule.
    """
    given = _with_definition(values)
    template = _checked({**given, "id": "new", "version": 1})
    row = RuleTemplate(created_by=by)
    return _stored(row, template)


@transaction.atomic
def update_template(*, template_id: str, values: JsonObject, replace: bool = False) -> Template:
    """Change an own template; another definition or other inputs make a new version of it.

    :raises Forbidden: for a built-in one.
    """
    row = _own_row(template_id)
    old = _of_row(row)
    kept = {"name": old.name} if replace else old.model_dump(mode="json", exclude={"id", "built_in"})
    template = _checked({**kept, **_with_definition(values), "id": old.id, "version": old.version})
    if (template.definition, template.inputs) != (old.definition, old.inputs):
        template = template.model_copy(update={"version": old.version + 1})
    return _stored(row, template)


def delete_template(*, template_id: str) -> None:
    """Forget an own template; rules that were made from it stay. :raises Forbidden: for a built-in one."""
    _own_row(template_id).delete()


def _own_row(template_id: str) -> RuleTemplate:
    if template_id in built_in_templates():
        raise Forbidden("This template is built in: make a copy of your own to change it.")
    row = _row(template_id)
    if row is None:
        raise NotFound(f"There is no template with the id {template_id[:40]}.")
    return RuleTemplate.objects.select_for_update(no_key=True).get(pk=row.pk)


def _with_definition(values: JsonObject) -> JsonObject:
    """A rule in the values gives the definition, free of ids of its site."""
    given = {name: value for name, value in values.items() if name != "rule"}
    rule: AutomationRule | None = values.get("rule")
    if rule is not None:
        given["definition"] = live_version(rule).definition
        given.setdefault("description", rule.description)
    if isinstance(given.get("definition"), dict):
        given["definition"] = without_site_ids(given["definition"], Report())
    return given


def _checked(raw: JsonObject) -> Template:
    try:
        template = Template.model_validate(raw)
    except ValidationError as invalid:
        fields: dict[str, list[str]] = {}
        for error in invalid.errors(include_url=False):
            fields.setdefault(loc_path(error["loc"]) or "definition", []).append(
                error_message(error, Template)
            )
        path, texts = next(iter(fields.items()))
        raise InvalidInput(f"{path}: {texts[0]}", fields=fields) from invalid
    definition_of_template(template, {spec.name: spec.sample for spec in template.inputs})
    return template


def _stored(row: RuleTemplate, template: Template) -> Template:
    document = template.model_dump(mode="json")
    row.name, row.description, row.category = template.name, template.description, template.category
    row.document = {name: document[name] for name in _OWN}
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        message = f"There is a template called {template.name!r} already."
        raise Conflict(message, fields={"name": [message]}) from taken
    return _of_row(row)


def definition_of_template(template: Template, values: JsonObject) -> JsonObject:
    """The definition that these inputs make.

    :raises InvalidInput: with every problem, beneath ``definition``.
    """
    try:
        return validated(put_in(template.definition, values)).raw
    except InvalidInput as invalid:
        fields = {f"definition.{path}": texts for path, texts in invalid.fields.items()}
        raise InvalidInput(f"definition.{invalid.message}", fields=fields) from invalid


def estimate_of_template(template: Template, site: Site) -> dict[str, Any]:
    """What a run would cost on a site now, with every input at its default or a sample."""
    values = {spec.name: spec.sample for spec in template.inputs}
    return estimate(definition=validated(put_in(template.definition, values)), site_id=site.id)


@transaction.atomic
def instantiate(
    *,
    template_id: str,
    site: Site,
    name: str,
    inputs: JsonObject,
    by: str,
    clock: Clock,
    is_active: bool = False,
) -> AutomationRule:
    """Make a rule from a template; it remembers which, in which version, with which inputs."""
    template = template_of(template_id)
    values = filled_in(template.inputs, inputs)
    own = {"name": name or template.name, "description": template.description, "is_active": is_active}
    definition = definition_of_template(template, values)
    rule = create_rule(site=site, values=own | definition, by=by, clock=clock)
    return _remember(rule, template, values)


def _remember(rule: AutomationRule, template: Template, values: JsonObject) -> AutomationRule:
    rule.origin = {
        "template": template.id,
        "name": template.name,
        "version": template.version,
        "inputs": values,
        "made": live_version(rule).definition,
    }
    rule.save(update_fields=["origin"])
    return rule


def origin_of(rule: AutomationRule, known: dict[str, Template | None] | None = None) -> JsonObject | None:
    """Where a rule comes from: ``{"id", "name", "version", "newer"}``; ``newer`` is the number of the
    template's version where that is a later one.

    :param known: templates that were looked up already; filled further.
    """
    if rule.origin is None:
        return None
    known = {} if known is None else known
    template_id = rule.origin["template"]
    if template_id not in known:
        known[template_id] = find_template(template_id)
    template = known[template_id]
    newer = template.version if template and template.version > rule.origin["version"] else None
    about = {"id": template_id, "name": rule.origin["name"], "version": rule.origin["version"]}
    return about | {"newer": newer}


@transaction.atomic
def follow_template(
    *, rule: AutomationRule, inputs: JsonObject, by: str, clock: Clock
) -> tuple[AutomationRule, list[Change]]:
    """Bring a rule up to its template's newest version, as a draft.

    The draft is the template as it is now with the inputs that were given when the rule was made, changed by
    ``inputs``. What the owner had changed since is not in it; these changes come back, to be made again.

    :raises Conflict: when the rule comes from no template, or is up to date.
    """
    rule = AutomationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    origin = rule.origin
    if origin is None:
        raise Conflict("This rule was not made from a template.")
    template = template_of(origin["template"])
    if template.version <= origin["version"] and not inputs:
        raise Conflict(f"This rule is made from the newest version ({template.version}) already.")
    known = {spec.name for spec in template.inputs}
    before = {name: value for name, value in origin["inputs"].items() if name in known}
    values = filled_in(template.inputs, before | inputs)
    definition = definition_of_template(template, values)
    lost = diff_definitions(origin["made"], live_version(rule).definition)
    following = origin | {"version": template.version, "inputs": values, "made": definition}
    draft = save_draft(rule=rule, values=definition, by=by, clock=clock, replace=True, origin=following)
    return draft, lost
