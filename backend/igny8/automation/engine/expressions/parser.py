"""Reads ``{{ … }}`` out of a text. A hand-written reader of a grammar without calls, attributes or
operators::

expression := operand ("|" filter (":" operand ("," operand)*)?)*
operand    := path | "text" | 'text' | number | true | false | null | "[" operand, … "]"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from igny8.automation.engine.errors import ExpressionInvalid
from igny8.automation.engine.expressions.filters import DEFAULT, FILTERS, Filter
from igny8.automation.engine.lookup import Getter, Path, getter, scan_path
from igny8.automation.engine.suggest import did_you_mean

OPEN, CLOSE = "{{", "}}"
MAX_TEMPLATE = 50_000
MAX_EXPRESSIONS = 100
MAX_EXPRESSION = 2_000
MAX_FILTERS = 10
MAX_LIST = 100
MAX_LIST_DEPTH = 3

_SPACE = re.compile(r"\s*")
_STRING = re.compile(r"\"([^\"\\]*(?:\\.[^\"\\]*)*)\"|'([^'\\]*(?:\\.[^'\\]*)*)'")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?(?![\w.])")
_FILTER = re.compile(r"[a-z_]{1,30}(?!\w)")
_CONSTANTS = {"true": True, "false": False, "null": None, "none": None}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t"}


@dataclass(frozen=True, slots=True)
class PathOperand:
    """A value to be looked up."""

    path: Path
    read: Getter


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that stands in the expression."""

    value: Any


Operand = PathOperand | Constant


@dataclass(frozen=True, slots=True)
class Call:
    """One filter with its arguments."""

    name: str
    filter: Filter
    arguments: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """One ``{{ … }}``; ``text`` is what stands between the braces."""

    text: str
    head: Operand
    calls: tuple[Call, ...]

    @property
    def has_default(self) -> bool:
        """Whether a path that leads nowhere is no error."""
        return any(call.name == DEFAULT for call in self.calls)


def parse_text(text: str) -> list[str | Expression]:
    """The text as literal parts and expressions in turn. Raises ``ExpressionInvalid``."""
    if len(text) > MAX_TEMPLATE:
        raise ExpressionInvalid(f"a text with expressions may have at most {MAX_TEMPLATE} characters.")
    parts: list[str | Expression] = []
    position, found = 0, 0
    while (start := text.find(OPEN, position)) >= 0:
        found += 1
        if found > MAX_EXPRESSIONS:
            raise ExpressionInvalid(f"a text may hold at most {MAX_EXPRESSIONS} expressions.")
        if start > position:
            parts.append(text[position:start])
        expression, position = _Reader(text, start + len(OPEN)).expression()
        parts.append(expression)
    if position < len(text):
        parts.append(text[position:])
    return parts


class _Reader:
    """Reads one expression, from behind its opening braces."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text[: start + MAX_EXPRESSION]
        self._start = self._at = start

    def expression(self) -> tuple[Expression, int]:
        """The expression and the position behind its closing braces."""
        head = self._operand(0)
        calls: list[Call] = []
        while self._take("|"):
            calls.append(self._call())
            if len(calls) > MAX_FILTERS:
                raise self._wrong(f"has more than {MAX_FILTERS} filters")
        end = self._at
        if not self._take(CLOSE):
            raise self._wrong(
                f"cannot be read from `{self._rest()}` on" if self._rest() else "is not closed by }}"
            )
        return Expression(self._text[self._start : end].strip(), head, tuple(calls)), self._at

    def _call(self) -> Call:
        self._skip_space()
        name = self._match(_FILTER)
        if name is None:
            raise self._wrong("has no name of a filter after |")
        known = FILTERS.get(name)
        if known is None:
            hint = did_you_mean(name, FILTERS) or f" There are: {', '.join(FILTERS)}."
            raise self._wrong(f"uses a filter `{name}`, which does not exist.{hint}")
        arguments = self._arguments() if self._take(":") else ()
        if not known.least <= len(arguments) <= known.most:
            raise self._wrong(f"gives the filter `{name}` {len(arguments)} values instead of {_count(known)}")
        return Call(name, known, arguments)

    def _arguments(self) -> tuple[Operand, ...]:
        arguments = [self._operand(0)]
        while self._take(","):
            arguments.append(self._operand(0))
        return tuple(arguments)

    def _operand(self, depth: int) -> Operand:
        self._skip_space()
        if (text := self._match(_STRING)) is not None:
            return Constant(_ESCAPE.sub(lambda m: _ESCAPES.get(m.group(1), m.group(1)), text[1:-1]))
        if (number := self._match(_NUMBER)) is not None:
            return Constant(float(number) if "." in number else int(number))
        if self._take("["):
            return self._list(depth + 1)
        return self._path()

    def _list(self, depth: int) -> Constant:
        members: list[Any] = []
        if depth > MAX_LIST_DEPTH:
            raise self._wrong("nests lists too deep")
        while not self._take("]"):
            if members and not self._take(","):
                raise self._wrong("has a list that is not closed by ]")
            member = self._operand(depth)
            if not isinstance(member, Constant) or len(members) >= MAX_LIST:
                raise self._wrong("has a list with something else than a few plain values in it")
            members.append(member.value)
        return Constant(members)

    def _path(self) -> Operand:
        if not self._rest():
            raise self._wrong("is not closed by }}" if self._at >= len(self._text) else "is empty")
        try:
            path, self._at = scan_path(self._text, self._at)
        except ExpressionInvalid:
            raise self._wrong(f"has `{self._rest()}` where the path of a value should be") from None
        if path.text.lower() in _CONSTANTS:
            return Constant(_CONSTANTS[path.text.lower()])
        return PathOperand(path, getter(path))

    def _match(self, pattern: re.Pattern[str]) -> str | None:
        match = pattern.match(self._text, self._at)
        if match is None:
            return None
        self._at = match.end()
        return match.group()

    def _skip_space(self) -> None:
        self._match(_SPACE)

    def _take(self, token: str) -> bool:
        self._skip_space()
        if not self._text.startswith(token, self._at):
            return False
        self._at += len(token)
        return True

    def _rest(self) -> str:
        return self._text[self._at : self._at + 20].split(CLOSE)[0].strip()

    def _wrong(self, what: str) -> ExpressionInvalid:
        shown = self._text[self._start : self._start + 60].split(CLOSE)[0].strip()
        return ExpressionInvalid(f"the expression `{{{{ {shown} }}}}` {what}")


def _count(known: Filter) -> str:
    return str(known.least) if known.least == known.most else f"{known.least} or {known.most}"
