"""Stored evaluations of conditions in words."""

from __future__ import annotations

from collections.abc import Iterator

from igny8.automation.engine.conditions.evaluator import OPERATORS
from igny8.automation.engine.conditions.operator import Subject
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.services.timeline.words import joined, shown

_NEGATED = {
    "contains none of": "contains one of",
    "did not change": "changed",
    "has no item for which": "has an item for which",
    "has none of": "has any of",
    "is not": "is",
    "is none of": "is one of",
    "is not between": "is between",
    "is not empty": "is empty",
    "is on none of the weekdays": "is on one of the weekdays",
}
_NEGATED_VERBS = {
    "is": "is not",
    "has": "does not have",
    "does": "does",
    "did": "did",
    "changed": "did not change",
    "contains": "does not contain",
    "decreased": "did not decrease",
    "ends": "does not end",
    "equals": "does not equal",
    "exists": "does not exist",
    "falls": "does not fall",
    "increased": "did not increase",
    "looks": "does not look",
    "matches": "does not match",
    "rises": "does not rise",
    "starts": "does not start",
}
_ALONE = frozenset({Subject.PRESENCE, Subject.CHANGE})
"""Operators on these say all there is to say: the value beside them adds nothing."""


def because(evaluation: JsonObject | None) -> str:
    """What settled it: "word_count is 1,200, which is greater than 1,000"; empty where nothing was asked."""
    if not evaluation:
        return ""
    clauses = [clause(one) for one in _deciding(evaluation)]
    return joined(list(dict.fromkeys(clauses)), word="and")


def _deciding(part: JsonObject) -> Iterator[JsonObject]:
    """The comparisons that the result stands on, in the order in which they are written."""
    kind = next((name for name in ("all", "any", "not") if name in part), None)
    if kind is None:
        if "operator" in part:
            yield part
        return
    result = part.get("result")
    wanted = not result if kind == "not" and result is not None else result
    children = [child for child in part[kind] if child.get("reached", True) and child.get("result") is wanted]
    together = (kind == "all" and result) or (kind == "any" and result is False)
    for child in children if together else children[:1]:
        yield from _deciding(child)


def clause(one: JsonObject) -> str:
    """One comparison as it came out."""
    path, operator = str(one.get("path", "")), str(one.get("operator", ""))
    if one.get("result") is None:
        return f"{path} could not be compared: {str(one.get('error') or 'unknown').rstrip('.')}"
    verb = _verb(operator, holds=bool(one["result"]))
    expected = one.get("expected")
    wanted = "" if expected is None else f" {_expected(operator, expected)}"
    known = OPERATORS.get(operator)
    if known and known.subject in _ALONE:
        return f"{path} {verb}{wanted}"
    actual = shown(one.get("actual")) if one.get("found", True) else "not there"
    if operator == "equals" and one["result"]:
        return f"{path} is {actual}"
    return f"{path} is {actual}, which {verb}{wanted}"


def _expected(operator: str, expected: object) -> str:
    if operator in {"between", "not_between"} and isinstance(expected, list):
        return " and ".join(map(shown, expected))
    return shown(expected)


def _verb(operator: str, *, holds: bool) -> str:
    known = OPERATORS.get(operator)
    label = known.label if known else operator.replace("_", " ")
    if holds:
        return label
    if label in _NEGATED:
        return _NEGATED[label]
    verb, _, rest = label.partition(" ")
    negated = _NEGATED_VERBS.get(verb)
    if negated is None:
        return f"does not hold: {label}"
    return f"{negated} {rest.removeprefix('not ') if verb == negated else rest}".rstrip()
