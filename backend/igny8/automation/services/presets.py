"""Presets: named params of one kind of action, to be put into rules again and again."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from igny8.automation.engine import JsonObject, model_check
from igny8.automation.engine.suggest import did_you_mean
from igny8.automation.models import ActionPreset
from igny8.automation.runtime.action import all_actions, find_action
from igny8.core.errors import Conflict, InvalidInput


def create_preset(*, name: str, action_type: str, params: JsonObject, by: str) -> ActionPreset:
    """Keep params under a name.

    :raises InvalidInput: when there is no such action, or the params do not fit it.
    :raises Conflict: when the action has a preset of that name.
    """
    return _saved(ActionPreset(name=name, action_type=action_type, params=params, created_by=by))


def update_preset(
    *, preset: ActionPreset, name: str | None = None, params: JsonObject | None = None
) -> ActionPreset:
    """Change a preset; rules that took its params over stay as they are."""
    preset.name = preset.name if name is None else name
    preset.params = preset.params if params is None else params
    return _saved(preset)


def _saved(preset: ActionPreset) -> ActionPreset:
    _check(preset.action_type, preset.params)
    try:
        with transaction.atomic():
            preset.save()
    except IntegrityError as taken:
        message = f"There is a preset {preset.name!r} of {preset.action_type} already."
        raise Conflict(message, fields={"name": [message]}) from taken
    return preset


def _check(action_type: str, params: JsonObject) -> None:
    """What would be refused in a rule is refused here: expressions may stand in the params."""
    action = find_action(action_type)
    if action is None:
        hint = did_you_mean(action_type, [known.type for known in all_actions()])
        message = f"There is no action `{action_type[:60]}`.{hint}"
        raise InvalidInput(f"action_type: {message}", fields={"action_type": [message]})
    fields: dict[str, list[str]] = {}
    for path, message in model_check(action.params_model)(params):
        fields.setdefault(f"params.{path}" if path else "params", []).append(message)
    if fields:
        path, texts = next(iter(fields.items()))
        raise InvalidInput(f"{path}: {texts[0]}", fields=fields)
