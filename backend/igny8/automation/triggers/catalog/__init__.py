"""One file per family of events, each with ``EVENTS``. A file that is dropped in here is found by itself.

A file describes events; ``igny8.core.events.emit`` makes them, in the service whose change they tell of.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from igny8.automation.runtime.event_types import register_events


def load_events(package: ModuleType | None = None) -> None:
    """Register the events of every module of ``package`` (by default this one)."""
    home = package or import_module(__name__)
    for module in iter_modules(home.__path__, f"{home.__name__}."):
        register_events(import_module(module.name).EVENTS)
