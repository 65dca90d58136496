"""The optimizer by rules: raises an article's score without changing what it says. Pure."""

from igny8.content.optimizing.climb import Change, Optimized, optimize
from igny8.content.optimizing.facts import facts_preserved

__all__ = ["Change", "Optimized", "facts_preserved", "optimize"]
