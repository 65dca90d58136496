"""The changes between two definitions in words."""

from __future__ import annotations

import json
import re
from typing import Any

_NODE = re.compile(r"^(?:actions|on_failure|on_recovery)\[(?P<id>[^\]]*)\](?:\.(?P<field>.*))?$")
_MAX = 120
_LIMITS = {"per_run": "a run", "per_day": "a day", "per_month": "a month"}
_MANY = {"all": " and ", "any": " or "}


def sentence(path: str, kind: str, before: Any, after: Any) -> str:
    """One change as a sentence: ``Step `write`: params.limit changed from 5 to 10.``"""
    node = _NODE.match(path)
    if node is None:
        return f"The rule's {_of_field(path, kind, before, after)}"
    name, field = f"Step `{node['id']}`", node["field"]
    if field:
        return f"{name}: {_of_field(field, kind, before, after)}"
    if kind == "moved":
        return f"{name} moved from {_place(before)} to {_place(after)}."
    type_ = (after or before or {}).get("type", "?")
    return f"{name} ({type_}) was {kind}."


def _of_field(field: str, kind: str, before: Any, after: Any) -> str:
    if kind == "added":
        return f"{field} was set to {_shown(field, after)}."
    if kind == "removed":
        return f"{field} was removed; it was {_shown(field, before)}."
    return f"{field} changed from {_shown(field, before)} to {_shown(field, after)}."


def _place(place: dict[str, Any]) -> str:
    inside = "" if "/" not in place["in"] else f" of `{place['in'].split('/')[0]}`"
    if place["after"] is None:
        return f"the beginning{inside or ' of ' + place['in']}"
    return f"after `{place['after']}`"


def _shown(field: str, value: Any) -> str:
    if field.rsplit(".", 1)[-1] in {"conditions", "when"}:
        return f"“{_cut(conditions_in_words(value))}”"
    if isinstance(value, str):
        return f"“{_cut(value)}”"
    if field == "budget" and isinstance(value, dict):
        return _budget(value)
    return _cut(json.dumps(value, ensure_ascii=False))


def _budget(limits: dict[str, Any]) -> str:
    told = [f"{limits[name]:,} {words}" for name, words in _LIMITS.items() if limits.get(name) is not None]
    return f"{' and '.join(told)} (in credits)" if told else "no limits"


def _cut(text: str) -> str:
    return text if len(text) <= _MAX else f"{text[:_MAX]}…"


def conditions_in_words(raw: Any) -> str:
    """Conditions on one line: ``word_count greater_than 1000 and (…)``; anything else as JSON."""
    if isinstance(raw, list):
        return " and ".join(map(_part, raw)) or "always"
    if not isinstance(raw, dict):
        return json.dumps(raw, ensure_ascii=False)
    for key, word in _MANY.items():
        if isinstance(raw.get(key), list):
            return word.join(map(_part, raw[key]))
    if "not" in raw:
        return f"not ({conditions_in_words(raw['not'])})"
    return _comparison(raw)


def _part(raw: Any) -> str:
    words = conditions_in_words(raw)
    grouped = isinstance(raw, dict) and any(len(raw.get(key) or ()) > 1 for key in _MANY)
    return f"({words})" if grouped else words


def _comparison(raw: dict[str, Any]) -> str:
    value = f" {json.dumps(raw['value'], ensure_ascii=False)}" if "value" in raw else ""
    return f"{raw.get('field', '?')} {raw.get('operator', '?')}{value}"
