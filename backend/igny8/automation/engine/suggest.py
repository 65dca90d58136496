"""Did-you-mean for messages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import islice

MAX_LISTED = 8
MAX_COMPARED = 200
"""Comparing words is slow; an object of thousands of keys must not make an error message slow."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Did you mean `x`?`` for the nearest known word, or an empty text."""
    near = difflib.get_close_matches(word, list(islice(known, MAX_COMPARED)), n=1, cutoff=0.6)
    return f" Did you mean `{near[0]}`?" if near else ""


def known_names(word: str, known: Iterable[str]) -> str:
    """`` (there is `a`, `b`, …)``, the most similar ones first; empty if there is nothing."""
    names = sorted(islice(known, MAX_COMPARED), key=lambda name: (-similarity(word, name), name))[:MAX_LISTED]
    return f" (there is {', '.join(f'`{name}`' for name in names)})" if names else " (it is empty)"


def similarity(left: str, right: str) -> float:
    """From 0 to 1."""
    return difflib.SequenceMatcher(None, left[:64], right[:64]).ratio()
