"""Paths into a context: ``steps.ideas.idea_ids[0]``. Look-ups in plain dicts and lists, nothing else.

No attribute is ever read and no method of the data is called, so a path cannot reach the program.
Grammar: ``name`` then any of ``.name``, ``.0``, ``[0]``, ``["any key"]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, final

from igny8.automation.engine.errors import ExpressionInvalid
from igny8.automation.engine.suggest import known_names

MAX_PATH_LENGTH = 500
MAX_SEGMENTS = 20

Context = Mapping[str, Any]
Getter = Callable[[Context], Any]


@final
class Missing:
    """The value of a path that leads nowhere. Only ``MISSING`` exists; told apart from null."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()

NAME = r"[^\W\d][\w-]*"
_HEAD = re.compile(NAME)
_STEP = re.compile(rf"""\.(?P<name>{NAME}|\d{{1,9}})|\[(?P<index>\d{{1,9}})\]|\["(?P<key>[^"\\\]]+)"\]""")


@dataclass(frozen=True, slots=True)
class Path:
    """A parsed path; ``text`` is how the author wrote it."""

    text: str
    segments: tuple[str, ...]

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def parse_field(text: str) -> Path:
    """Parse a whole text as a path. Raises ``ExpressionInvalid`` with what is wrong."""
    path, end = scan_path(text, 0)
    if end != len(text):
        raise ExpressionInvalid(
            f"`{text}` is not a path: it cannot be read from `{text[end : end + 20]}` on."
        )
    return path


def scan_path(text: str, start: int) -> tuple[Path, int]:
    """Read a path that begins at ``start``; returns it and where it ends."""
    head = _HEAD.match(text, start)
    if head is None:
        raise ExpressionInvalid(f"`{text[start : start + 40]}` does not begin with the name of a field.")
    segments, end = [head.group()], head.end()
    while step := _STEP.match(text, end):
        segments.append(step.group(step.lastgroup or 0))
        end = step.end()
    written = text[start:end]
    _check(written, segments)
    return Path(written, tuple(segments)), end


def _check(written: str, segments: list[str]) -> None:
    if len(written) > MAX_PATH_LENGTH or len(segments) > MAX_SEGMENTS:
        raise ExpressionInvalid(f"the path `{written[:40]}…` is too long: at most {MAX_SEGMENTS} steps.")
    if any(segment.startswith("__") for segment in segments):
        raise ExpressionInvalid(f"`{written}`: names that begin with two underscores are not fields.")


def getter(path: Path) -> Getter:
    """A function that looks the path up in a context, and gives ``MISSING`` where it leads nowhere."""
    head, *rest = path.segments
    if not rest:
        return lambda context: context.get(head, MISSING)
    if len(rest) == 1 and not rest[0].isdecimal():
        return _two_names(head, rest[0])
    tail = tuple(rest)
    return lambda context: descend(context.get(head, MISSING), tail)


def _two_names(head: str, name: str) -> Getter:
    def get(context: Context) -> Any:
        value = context.get(head)
        return value.get(name, MISSING) if type(value) is dict else MISSING

    return get


def descend(value: Any, segments: tuple[str, ...]) -> Any:
    """Follow the segments from a value; only plain dicts and lists have something beneath them."""
    for segment in segments:
        if type(value) is dict:
            value = value.get(segment, MISSING)
        elif type(value) is list and segment.isdecimal() and int(segment) < len(value):
            value = value[int(segment)]
        else:
            return MISSING
    return value


def nowhere(path: Path, context: Context) -> str:
    """A sentence for a path that leads nowhere: how far it goes, and what there is instead."""
    value: Any = dict(context)
    for depth, segment in enumerate(path.segments):
        found = descend(value, (segment,))
        if found is MISSING:
            return f"the path `{path}` leads nowhere: {_dead_end(path.segments[:depth], segment, value)}."
        value = found
    return f"the path `{path}` leads nowhere."


def _dead_end(walked: tuple[str, ...], segment: str, value: Any) -> str:
    place = f"`{'.'.join(walked)}`" if walked else "the context"
    if type(value) is dict:
        return f"{place} has no `{segment}`{known_names(segment, [str(key) for key in value])}"
    if type(value) is list:
        return f"{place} is a list of {len(value)}, which has no `{segment}`"
    return f"{place} is {kind_of(value)}, which has no fields"


def kind_of(value: Any) -> str:
    """The kind of a JSON value for a message: "text", "a number", "a list" …"""
    if value is None:
        return "empty (null)"
    if value is MISSING:
        return "missing"
    return _KINDS.get(type(value), f"a {type(value).__name__}")


_KINDS: Final[Mapping[type, str]] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "an object",
}
