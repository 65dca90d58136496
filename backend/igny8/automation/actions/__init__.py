"""One file per action. A file that is dropped in here is found by itself.

Actions of an installation's own live in packages that ``IGNY8_EXTRA_ACTIONS`` names (import names, parted by
commas); their modules are loaded in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from igny8.core.errors import InvalidInput


def load_actions(package: ModuleType | None = None) -> None:
    """Import every module of ``package`` (by default this one); each registers its action."""
    home = package or import_module(__name__)
    for module in iter_modules(home.__path__, f"{home.__name__}."):
        if not module.ispkg:
            import_module(module.name)


def load_extra_actions(names: Iterable[str]) -> None:
    """Import the packages (or single modules) of these names, and every module in them.

    :raises InvalidInput: when one cannot be found; the message names the variable.
    """
    for name in names:
        try:
            package = import_module(name)
        except ModuleNotFoundError as error:
            raise InvalidInput(f"IGNY8_EXTRA_ACTIONS: {name!r} cannot be imported: {error}.") from error
        if hasattr(package, "__path__"):
            load_actions(package)
