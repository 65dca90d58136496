"""Find things by name, and find them by themselves: one new file in a package is enough."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Generic, TypeVar

from igny8.automation.engine.errors import EngineError
from igny8.automation.engine.suggest import did_you_mean

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things of one sort.

    :param what: the sort, for messages ("operator").
    :param attribute: a module of the package offers its things as a tuple of this name.
    :param name_of: the name of one thing.
    """

    def __init__(self, what: str, attribute: str, name_of: Callable[[T], str]) -> None:
        self.what = what
        self._attribute = attribute
        self._name_of = name_of
        self._items: dict[str, T] = {}

    def register(self, item: T) -> T:
        """Add one. Raises ``EngineError`` if another one has its name."""
        name = self._name_of(item)
        if self._items.setdefault(name, item) is not item:
            raise EngineError(f"There are two of the {self.what} `{name}`.")
        return item

    def discover(self, package: ModuleType) -> Registry[T]:
        """Import every module of the package and add what each offers."""
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            offered = getattr(importlib.import_module(module.name), self._attribute, ())
            for item in offered:
                self.register(item)
        return self

    def copy(self) -> Registry[T]:
        """One's own registry with the same things in it, to add to."""
        twin: Registry[T] = Registry(self.what, self._attribute, self._name_of)
        twin._items.update(self._items)
        return twin

    def get(self, name: str) -> T | None:
        """The thing of that name, or ``None``."""
        return self._items.get(name)

    def names(self) -> list[str]:
        """All names, in alphabetical order."""
        return sorted(self._items)

    def unknown(self, name: object) -> str:
        """What to say about a name that is not there."""
        return f"there is no {self.what} `{name}`.{did_you_mean(str(name), self._items)}"

    def __iter__(self) -> Iterator[T]:
        return iter(self._items[name] for name in self.names())
