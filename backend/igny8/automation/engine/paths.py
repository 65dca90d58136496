"""Step paths (``actions/0/branches/1/actions/0``) and field paths (``actions[0].branches[1].actions[0]``).

A *step path* addresses a StepRun of a run; a *field path* addresses a place in the rule's JSON. They differ
in
a loop: ``actions/1/items/3/actions/0`` is one of many runs of the node at ``actions[1].actions[0]``.
"""

from __future__ import annotations

from igny8.automation.engine.errors import EngineError

CONDITIONS = "conditions"
"""Step path of the rule's own conditions."""
ROOT_BLOCK = "actions"
"""Where a rule's top-level nodes are."""
LOOP_SEGMENT = "items"
ON_ERROR = "on_error"
"""The handler of a step; beneath its path."""
ON_FAILURE = "on_failure"
ON_RECOVERY = "on_recovery"
"""The handlers of the rule; at the root."""
BLOCK_NAMES = frozenset({ROOT_BLOCK, "else", ON_ERROR, ON_FAILURE, ON_RECOVERY})
"""A list of nodes is always called one of these, so that a path can be read without the rule."""

Segment = str | int


def parse_path(path: str) -> tuple[Segment, ...]:
    """``"actions/0/else/2"`` → ``("actions", 0, "else", 2)``. Raises ``EngineError`` if it is no step
    path."""
    parts = path.split("/")
    segments: tuple[Segment, ...] = tuple(int(p) if p.isascii() and p.isdigit() else p for p in parts)
    if not all(part.replace("_", "a").isalnum() for part in parts) or not isinstance(segments[0], str):
        raise EngineError(f"`{path}` is not the path of a step, such as actions/0/branches/1/actions/0.")
    return segments


def format_path(segments: tuple[Segment, ...]) -> str:
    """The inverse of :func:`parse_path`."""
    return "/".join(map(str, segments))


def parent_path(path: str) -> str | None:
    """Path of the node that holds this step, or ``None`` at the top: ``actions/0/else/2`` → ``actions/0``.

    Also of an item of a loop and of a branch of a parallel, which have records: ``actions/1/items/3`` →
    ``actions/1``.
    """
    segments = parse_path(path)
    for end in range(len(segments) - 2, 0, -1):
        if isinstance(segments[end - 1], int) and segments[end - 2] in BLOCK_NAMES:
            return format_path(segments[:end])
    return None


def is_within(path: str, ancestor: str) -> bool:
    """Whether ``path`` is ``ancestor`` or lies beneath it."""
    return path == ancestor or path.startswith(f"{ancestor}/")


def sort_key(path: str) -> tuple[tuple[int, int, str], ...]:
    """Puts a trace in the order of the rule: conditions first, ``actions/2`` before ``actions/10``."""
    head = (-1, 0, "") if path == CONDITIONS else (0, 0, "")
    return (head, *((1, s, "") if isinstance(s, int) else (0, 0, s) for s in parse_path(path)))


def to_field_path(path: str) -> str:
    """Where in the rule's JSON the step's node stands: ``actions/1/items/3/actions/0`` →
    ``actions[1].actions[0]``."""
    segments = list(parse_path(path))
    text = ""
    while segments:
        segment = segments.pop(0)
        if segment == LOOP_SEGMENT and segments and isinstance(segments[0], int):
            segments.pop(0)
        elif isinstance(segment, int):
            text += f"[{segment}]"
        else:
            text += f".{segment}" if text else segment
    return text
