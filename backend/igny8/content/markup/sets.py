"""Sets of words, written as running text."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


def word_set(text: str) -> frozenset[str]:
    """The words of ``text``, which spaces separate, as a set."""
    return frozenset(text.split())


@lru_cache(maxsize=64)
def word_file(package: str, name: str) -> frozenset[str]:
    """The words of a text file beside the modules of ``package``."""
    return word_set(files(package).joinpath(name).read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def phrase_file(package: str, name: str) -> frozenset[str]:
    """The phrases, one a line, of a text file beside the modules of ``package``."""
    lines = files(package).joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip())
