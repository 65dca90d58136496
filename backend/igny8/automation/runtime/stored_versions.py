"""Versions of rules, read once a process: they never change."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from igny8.automation.models import AutomationRule, RuleVersion
from igny8.core.rows import find, names_of
from igny8.core.tenancy import system_scope


def stored_version(version_id: UUID) -> RuleVersion:
    """The version with this id, as a row of one's own."""
    values = {**_values(version_id), "definition": json.loads(_definition(version_id))}
    return RuleVersion.from_db(connection.alias, list(values), list(values.values()))


@lru_cache(maxsize=1_000)
def _values(version_id: UUID) -> dict[str, Any]:
    with system_scope():
        row = RuleVersion.objects.get(pk=version_id)
    return {name: getattr(row, name) for name in names_of(RuleVersion)}


@lru_cache(maxsize=1_000)
def _definition(version_id: UUID) -> str:
    return json.dumps(_values(version_id)["definition"])


def version_by_number(rule: AutomationRule) -> RuleVersion:
    """The version that the rule names as its live one.

    Which one that is, is asked each time: a number is given again where the change that took it was undone.
    """
    found = find(RuleVersion, {"rule": rule.pk, "number": rule.version}, "id")
    if found is None:
        raise RuleVersion.DoesNotExist(f"Rule {rule.pk} has no version {rule.version}.")
    version = stored_version(found.id)
    version.rule = rule
    return version
