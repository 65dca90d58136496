"""Kinds of signals that a step can wait for, found by name: each file that brings one registers it.

Opening and closing happen in the transaction that makes the step wait, or that ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from igny8.automation.engine.outcome import JsonObject
from igny8.core.clock import Clock

OpenSignal = Callable[[UUID, str, JsonObject, Clock], None]
"""(run id, step path, what the step waits for, clock): note it down. Repeating it changes nothing."""
CloseSignal = Callable[[UUID, str | None, Clock], None]
"""(run id, step path or None for all of the run, clock): the step waits no more; withdraw what is open."""


@dataclass(frozen=True, slots=True)
class SignalKind:
    """How one kind of signal is asked for and withdrawn."""

    open: OpenSignal
    close: CloseSignal


_kinds: dict[str, SignalKind] = {}


def register_signal(kind: str, *, open: OpenSignal, close: CloseSignal) -> None:  # noqa: A002 - its word
    """Make a kind of signal known; registering it again replaces it."""
    _kinds[kind] = SignalKind(open, close)


def open_signal(run_id: UUID, path: str, signal: JsonObject, clock: Clock) -> None:
    """Ask for the signal that a step waits for; ``signal["kind"]`` names its kind."""
    _kinds[str(signal["kind"])].open(run_id, path, signal, clock)


def close_signals(run_id: UUID, path: str | None, clock: Clock) -> None:
    """Withdraw what a step, or with None the whole run, still waits for."""
    for kind in _kinds.values():
        kind.close(run_id, path, clock)
