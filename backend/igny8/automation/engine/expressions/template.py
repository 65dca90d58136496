"""Values that may hold expressions, at any depth: compiled once, resolved for every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from igny8.automation.engine.errors import ExpressionError, ExpressionInvalid
from igny8.automation.engine.expressions.filters import DEFAULT, MAX_TEXT, FilterError, to_text
from igny8.automation.engine.expressions.parser import (
    OPEN,
    Call,
    Constant,
    Expression,
    Operand,
    PathOperand,
    parse_text,
)
from igny8.automation.engine.lookup import MISSING, Context, Path, nowhere
from igny8.automation.engine.problems import Problems

MAX_DEPTH = 20
MAX_VALUES = 20_000
MAX_EXPRESSIONS = 500
"""In one template; each may give a text of its own."""

Resolve = Callable[[Context], Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """A path that a template reads.

    :ivar at: where within the template (``items[0].title``; empty for the value itself).
    :ivar optional: whether a default stands in when it leads nowhere.
    """

    at: str
    path: Path
    optional: bool


class Template:
    """A compiled value. ``resolve`` keeps the type of a value that is one expression and nothing else."""

    __slots__ = ("_expressions", "_resolve", "is_constant", "raw")

    def __init__(self, raw: Any, resolve: Resolve | None, expressions: list[tuple[str, Expression]]) -> None:
        self.raw = raw
        self._resolve = resolve
        self._expressions = tuple(expressions)
        self.is_constant = resolve is None

    def resolve(self, context: Context) -> Any:
        """The value for this context. Constant parts are shared, not copied: do not change them.

        Raises ``ExpressionError`` that names the path and where it is written.
        """
        return self.raw if self._resolve is None else self._resolve(context)

    def references(self) -> Iterator[Reference]:
        """Every path that is read, in the order written."""
        for at, expression in self._expressions:
            if isinstance(expression.head, PathOperand):
                yield Reference(at, expression.head.path, expression.has_default)
            for call in expression.calls:
                for argument in call.arguments:
                    if isinstance(argument, PathOperand):
                        yield Reference(at, argument.path, optional=False)


def compile_template(raw: Any, at: str = "", problems: Problems | None = None) -> Template:
    """Compile a value of any depth.

    :param at: where it stands, for messages and references.
    :param problems: takes what is wrong; without it the first problem raises ``ExpressionInvalid``.
    """
    compiler = _Compiler(problems)
    return Template(raw, compiler.value(raw, at, 0), compiler.expressions)


class _Compiler:
    def __init__(self, problems: Problems | None) -> None:
        self.expressions: list[tuple[str, Expression]] = []
        self._problems = problems
        self._values = 0

    def value(self, raw: Any, at: str, depth: int) -> Resolve | None:
        """How to resolve it; ``None`` if it is constant."""
        try:
            return self._value(raw, at, depth)
        except ExpressionInvalid as wrong:
            if self._problems is None:
                raise
            self._problems.add(at, str(wrong))
            return None

    def _value(self, raw: Any, at: str, depth: int) -> Resolve | None:
        self._values += 1
        if depth > MAX_DEPTH or self._values > MAX_VALUES:
            raise ExpressionInvalid(
                f"is nested deeper than {MAX_DEPTH} or has more than {MAX_VALUES} values."
            )
        if isinstance(raw, str):
            return self._text(raw, at) if OPEN in raw else None
        if isinstance(raw, dict):
            return self._object(raw, at, depth)
        if isinstance(raw, list):
            return self._list(raw, at, depth)
        return None

    def _text(self, raw: str, at: str) -> Resolve:
        parts = parse_text(raw)
        self.expressions += [(at, part) for part in parts if isinstance(part, Expression)]
        if len(self.expressions) > MAX_EXPRESSIONS:
            raise ExpressionInvalid(f"has, with those before it, more than {MAX_EXPRESSIONS} expressions.")
        meaningful = [part for part in parts if not isinstance(part, str) or part.strip()]
        if len(meaningful) == 1 and isinstance(meaningful[0], Expression):
            return _single(meaningful[0], at)
        return _interpolation(parts, at)

    def _object(self, raw: dict[str, Any], at: str, depth: int) -> Resolve | None:
        inner = {
            key: self.value(value, f"{at}.{key}" if at else str(key), depth + 1) for key, value in raw.items()
        }
        changing = [(key, resolve) for key, resolve in inner.items() if resolve is not None]
        if not changing:
            return None
        return lambda context: {**raw, **{key: resolve(context) for key, resolve in changing}}

    def _list(self, raw: list[Any], at: str, depth: int) -> Resolve | None:
        inner = [self.value(value, f"{at}[{index}]", depth + 1) for index, value in enumerate(raw)]
        if not any(inner):
            return None
        pairs = list(zip(raw, inner, strict=True))
        return lambda context: [value if how is None else how(context) for value, how in pairs]


def _single(expression: Expression, at: str) -> Resolve:
    return lambda context: evaluate(expression, context, at)


def _interpolation(parts: list[str | Expression], at: str) -> Resolve:
    def resolve(context: Context) -> str:
        pieces: list[str] = []
        size = 0
        for part in parts:
            pieces.append(part if isinstance(part, str) else _as_text(part, context, at))
            size += len(pieces[-1])
            if size > MAX_TEXT:
                raise ExpressionError("", _place(at) + f"the text becomes longer than {MAX_TEXT} characters")
        return "".join(pieces)

    return resolve


def _as_text(expression: Expression, context: Context, at: str) -> str:
    value = evaluate(expression, context, at)
    try:
        return to_text(value)
    except FilterError as wrong:
        raise _error(expression, at, wrong) from None


def evaluate(expression: Expression, context: Context, at: str = "") -> Any:
    """The value of one expression. Raises ``ExpressionError``."""
    head = expression.head
    value = _read(head, context)
    for call in expression.calls:
        if call.name == DEFAULT:
            if value is MISSING or value is None:
                value = _argument(call.arguments[0], context, at)
        elif (
            value is not MISSING
        ):  # else a default further on may stand in; if none does, the path is the error
            value = _filtered(call, value, expression, context, at)
    if value is MISSING and isinstance(head, PathOperand):
        raise ExpressionError(head.path.text, _place(at) + nowhere(head.path, context))
    return value


def _filtered(call: Call, value: Any, expression: Expression, context: Context, at: str) -> Any:
    try:
        return call.filter.apply(value, *(_argument(each, context, at) for each in call.arguments))
    except FilterError as wrong:
        raise _error(expression, at, wrong) from None


def _read(operand: Operand, context: Context) -> Any:
    return operand.value if isinstance(operand, Constant) else operand.read(context)


def _argument(operand: Operand, context: Context, at: str) -> Any:
    value = _read(operand, context)
    if value is MISSING and isinstance(operand, PathOperand):
        raise ExpressionError(operand.path.text, _place(at) + nowhere(operand.path, context))
    return value


def _error(expression: Expression, at: str, wrong: FilterError) -> ExpressionError:
    return ExpressionError(expression.text, f"{_place(at)}the value of `{{{{ {expression.text} }}}}` {wrong}")


def _place(at: str) -> str:
    return f"{at}: " if at else ""
