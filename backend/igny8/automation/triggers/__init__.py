"""One file per kind of trigger, and the catalog of events. A file dropped in here is found by itself."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def load_triggers(package: ModuleType | None = None) -> None:
    """Import every module of ``package`` (by default this one); each registers its kind of trigger."""
    home = package or import_module(__name__)
    for module in iter_modules(home.__path__, f"{home.__name__}."):
        if not module.ispkg:
            import_module(module.name)
