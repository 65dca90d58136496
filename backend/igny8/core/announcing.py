"""Events about one kind of object: created, updated, status changed, deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from igny8.core.events import emit
from igny8.core.tenancy import AccountModel

RowT = TypeVar("RowT", bound=AccountModel)
Snapshot = dict[str, Any]


def fields_of(row: AccountModel, names: tuple[str, ...]) -> Snapshot:
    """These fields of a row as JSON, its id first; ids of other rows (``…_id``) and times as text."""
    return {"id": str(row.pk), **{name: _plain(getattr(row, name)) for name in names}}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


@dataclass(frozen=True, slots=True)
class Announcer(Generic[RowT]):
    """Emits the events of one kind of object; each call belongs into the transaction of the change.

    :ivar kind: begins the events' names: ``idea`` gives ``idea.created``.
    :ivar names: the fields that events tell of.
    :ivar followers: further events by the field whose change they report (``status_changed``: ``status``).
    """

    kind: str
    names: tuple[str, ...]
    site_of: Callable[[RowT], UUID | None]
    followers: Mapping[str, str]

    def snapshot(self, row: RowT) -> Snapshot:
        """What events tell of a row as it is now; take one before a change."""
        return fields_of(row, self.names)

    def created(self, row: RowT) -> None:
        """``….created``."""
        self.tell("created", row, None, self.snapshot(row))

    def updated(self, row: RowT, before: Snapshot) -> None:
        """``….updated``, and what follows from it; nothing where no field has changed."""
        after = self.snapshot(row)
        self.tell("updated", row, before, after)
        for event, name in self.followers.items():
            if before.get(name) != after.get(name):
                self.tell(event, row, before, after)

    def deleted(self, row: RowT) -> None:
        """``….deleted``; call it while the row has its id."""
        self.tell("deleted", row, self.snapshot(row), None)

    def tell(
        self,
        event: str,
        row: RowT,
        before: Snapshot | None,
        after: Snapshot | None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        """Emit one event about a row."""
        emit(
            f"{self.kind}.{event}",
            object_type=self.kind,
            object_id=row.pk,
            site_id=self.site_of(row),
            before=before,
            after=after,
            extra=extra,
        )
