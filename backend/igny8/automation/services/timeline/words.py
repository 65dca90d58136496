"""Numbers, durations, moments and values as a person writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from igny8.automation.engine.outcome import JsonObject

_UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60))
_LONGEST = 80


def number(value: float) -> str:
    """``1200`` → ``1,200``; ``0.5`` stays."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.2f}"


def duration(seconds: float) -> str:
    """``4 s``, ``3 minutes``, ``2 hours 5 minutes``; below ten seconds with one decimal."""
    if seconds < 9.95:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    if seconds < 59.5:
        return f"{round(seconds)} s"
    left = round(seconds / 60) * 60
    parts = []
    for name, size in _UNITS:
        amount, left = divmod(left, size)
        if amount:
            parts.append(count(amount, name))
    return " ".join(parts[:2])


def count(amount: int, noun: str) -> str:
    """``1 idea``, ``1,500 ideas``."""
    return f"{number(amount)} {noun}{'' if amount == 1 else 's'}"


def moment(at: datetime) -> str:
    """``2026-03-02 09:05:00 UTC``, seconds only where they are not zero."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%d %H:%M}" + (f":{at:%S}" if at.second else "") + " UTC"


def moment_of(text: object) -> str:
    """A stored ISO time as :func:`moment`; what is none is shown as it is."""
    if not isinstance(text, str):
        return ""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment(at if at.tzinfo else at.replace(tzinfo=UTC))


def shown(value: Any) -> str:
    """A value within a sentence."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "empty"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        return joined([shown(member) for member in value], most=5) or "an empty list"
    if isinstance(value, dict):
        return f"an object of {count(len(value), 'field')}"
    text = str(value)
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}”" if text else "empty"


def joined(parts: Sequence[str], *, most: int = 3, word: str = "and") -> str:
    """``a, b and c``; beyond ``most``: ``a, b, c and 4 more``."""
    if len(parts) > most:
        return f"{', '.join(parts[:most])} {word} {len(parts) - most} more"
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def ended(text: str) -> str:
    """The text with a full stop, unless it has an end."""
    return text if text.endswith((".", "!", "?", "…")) or not text else f"{text}."


def error_text(error: JsonObject | None) -> str:
    """What a stored error says, without its full stop."""
    message = str((error or {}).get("message") or "") or str((error or {}).get("code") or "unknown error")
    return message.rstrip(".")
