"""One file per action. A file that is dropped in here is found by itself."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def load_actions(package: ModuleType | None = None) -> None:
    """Import every module of ``package`` (by default this one); each registers its action."""
    home = package or import_module(__name__)
    for module in iter_modules(home.__path__, f"{home.__name__}."):
        if not module.ispkg:
            import_module(module.name)
