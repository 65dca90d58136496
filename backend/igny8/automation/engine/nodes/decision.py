"""What an approval comes to: from the answer, as a whole and item by item, to the step's outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from igny8.automation.engine.outcome import JsonObject


@dataclass(frozen=True, slots=True)
class Decision:
    """The outputs of an approval.

    :ivar decision: ``approve``, ``reject``, ``not_needed``, or ``lapse`` if nobody decided and that ends the
        run.
    :ivar approved_ids: of the items, as they were given; those that were edited are approved.
    :ivar edits: what is to be changed, by item id.
    :ivar by: who decided; empty if it was the deadline, or not needed.
    :ivar lapsed: nobody decided in time.
    """

    decision: str
    approved_ids: list[Any] = field(default_factory=list)
    rejected_ids: list[Any] = field(default_factory=list)
    edits: JsonObject = field(default_factory=dict)
    note: str = ""
    by: str = ""
    at: str | None = None
    lapsed: bool = False

    def as_json(self) -> JsonObject:
        """Plain JSON."""
        return asdict(self)

    def reason(self, hours: float | None) -> str:
        """Why the run ends."""
        if self.lapsed:
            return f"Nobody decided within {hours or 0:g} hours."
        who = f" by {self.by}" if self.by else ""
        return f"Rejected{who}: {self.note}" if self.note else f"Rejected{who}."


def item_id(item: Any) -> str | None:
    """The id of an item as text: the item itself, or its ``id``."""
    value = item.get("id") if isinstance(item, dict) else item
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        return None
    return str(value)


def not_needed(items: Sequence[Any]) -> Decision:
    """There was nothing to decide: all items go on."""
    return Decision("not_needed", approved_ids=_ids(items))


def lapsed(items: Sequence[Any], on_deadline: str) -> Decision:
    """Nobody decided: ``approve``, ``reject``, or (``stop``) ``lapse``."""
    if on_deadline == "approve":
        return Decision("approve", approved_ids=_ids(items), lapsed=True)
    word = "reject" if on_deadline == "reject" else "lapse"
    return Decision(word, rejected_ids=_ids(items), lapsed=True)


def decided(items: Sequence[Any], signal: JsonObject) -> Decision:
    """A person's answer. What is said of an item outweighs what is said of the whole."""
    whole = "approve" if signal.get("decision") == "approve" else "reject"
    single = signal.get("items") or {}
    verdicts = [(item, single.get(item_id(item), whole)) for item in items]
    edits = {
        str(item_id(item)): verdict["edit"]
        for item, verdict in verdicts
        if isinstance(verdict, dict) and "edit" in verdict
    }
    return Decision(
        decision=whole,
        approved_ids=_ids([item for item, verdict in verdicts if verdict != "reject"]),
        rejected_ids=_ids([item for item, verdict in verdicts if verdict == "reject"]),
        edits=edits,
        note=str(signal.get("note") or ""),
        by=str(signal.get("by") or ""),
        at=signal.get("at"),
    )


def _ids(items: Sequence[Any]) -> list[Any]:
    """The ids as they were given: of objects the ``id``, else the item itself."""
    return [item["id"] if isinstance(item, dict) else item for item in items]
