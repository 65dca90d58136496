"""The versions of a rule: those that were published, and the draft as the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

from igny8.automation.engine import JsonObject
from igny8.automation.models import AutomationRule, RuleVersion
from igny8.automation.services.diff import Change, diff_definitions
from igny8.automation.services.drafts import publish_draft, save_draft
from igny8.automation.services.rules import update_rule
from igny8.core.clock import Clock
from igny8.core.errors import Conflict, NotFound

DRAFT, LIVE, PUBLISHED = "draft", "live", "published"


@dataclass(frozen=True, slots=True)
class Version:
    """One version as it is read; ``number`` of the draft is the one it will have."""

    number: int
    status: str
    definition: JsonObject
    created_by: str
    created_at: datetime
    restored_from: int | None = None


class Versions(Sequence[Version]):
    """The versions of a rule, newest first, read a page at a time."""

    def __init__(self, rule: AutomationRule) -> None:
        self._rule = rule
        self._rows = rule.versions.order_by("-number")
        self._drafts = 0 if rule.draft is None else 1

    def __len__(self) -> int:
        return self._drafts + self._rows.count()

    @overload
    def __getitem__(self, index: int) -> Version: ...
    @overload
    def __getitem__(self, index: slice) -> list[Version]: ...
    def __getitem__(self, index: int | slice) -> Version | list[Version]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        first, last = index.start or 0, len(self) if index.stop is None else index.stop
        rows = self._rows[max(first - self._drafts, 0) : max(last - self._drafts, 0)]
        found = [_of_row(self._rule, row) for row in rows]
        return [_draft(self._rule), *found] if self._drafts and first == 0 and last > 0 else found


def _of_row(rule: AutomationRule, row: RuleVersion) -> Version:
    return Version(
        row.number,
        LIVE if row.number == rule.version else PUBLISHED,
        row.definition,
        row.created_by,
        row.created_at,
        row.restored_from,
    )


def _draft(rule: AutomationRule) -> Version:
    if rule.draft is None or rule.draft_at is None:
        raise NotFound("This rule has no draft.")
    return Version(rule.version + 1, DRAFT, rule.draft["definition"], rule.draft_by, rule.draft_at)


def version_of(rule: AutomationRule, wanted: str) -> Version:
    """The version of that number, or ``draft``, or ``live``. :raises NotFound: when there is none."""
    if wanted == DRAFT or (rule.draft is not None and wanted == str(rule.version + 1)):
        return _draft(rule)
    number = str(rule.version) if wanted == LIVE else wanted
    row = rule.versions.filter(number=int(number)).first() if _is_number(number) else None
    if row is None:
        raise NotFound(f"This rule has no version {wanted[:20]}; the live one is {rule.version}.")
    return _of_row(rule, row)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def publish_version(
    *, rule: AutomationRule, number: str, by: str, clock: Clock, overwrite: bool = False
) -> AutomationRule:
    """Make the draft live, by the number that it will have.

    :raises Conflict: for a version that is live or was: the one needs nothing, the other is restored.
    """
    version = version_of(rule, number)
    if version.status == LIVE:
        raise Conflict(f"Version {version.number} is live already.")
    if version.status == PUBLISHED:
        raise Conflict(f"Version {version.number} was live before: restore it, which makes a new version.")
    return publish_draft(rule=rule, by=by, clock=clock, overwrite=overwrite)


def restore_version(
    *, rule: AutomationRule, number: str, by: str, clock: Clock, as_draft: bool = False
) -> AutomationRule:
    """Make a new version that is equal to an older one; live at once, or as the draft.

    :raises Conflict: when the rule is like that already.
    :raises InvalidInput: when the old definition does not fit today's actions.
    """
    version = version_of(rule, number)
    if version.status == DRAFT:
        raise Conflict("A draft is published, not restored.")
    if version.definition == version_of(rule, LIVE).definition:
        raise Conflict(f"The live version is equal to version {version.number} already.")
    if as_draft:
        return save_draft(rule=rule, values=version.definition, by=by, clock=clock, replace=True)
    return update_rule(
        rule=rule,
        values=version.definition,
        by=by,
        clock=clock,
        replace=True,
        restored_from=version.number,
    )


def diff_of_versions(rule: AutomationRule, number: str, against: str) -> list[Change]:
    """What leads from the version ``against`` to the version ``number``; without ``against`` from the one
    before it."""
    version = version_of(rule, number)
    base = against or (LIVE if version.status == DRAFT else str(version.number - 1))
    if base == "0":
        return diff_definitions({}, version.definition)
    return diff_definitions(version_of(rule, base).definition, version.definition)
