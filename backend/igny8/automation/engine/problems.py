"""Collects everything that is wrong with a definition, so that the author sees it at once."""

from __future__ import annotations

from igny8.automation.engine.errors import DefinitionInvalid

MAX_PROBLEMS = 200
"""Enough to work with; keeps the answer to a hostile definition small."""


class Problems:
    """What is wrong, by field path, in the order found."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}

    def add(self, path: str, message: str) -> None:
        """Note one; messages begin with a capital letter."""
        if len(self.found) < MAX_PROBLEMS or path in self.found:
            texts = self.found.setdefault(path, [])
            text = message[:1].upper() + message[1:]
            if text not in texts:
                texts.append(text)

    def raise_if_any(self) -> None:
        """Raise ``DefinitionInvalid`` with all of them."""
        if self.found:
            raise DefinitionInvalid(self.found)
