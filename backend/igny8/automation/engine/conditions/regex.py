"""The only place that knows the regular-expression engine: RE2, whose time grows linearly with the text."""

from __future__ import annotations

from collections.abc import Callable

import re2

from igny8.automation.engine.conditions.operator import ExpectedInvalid

MAX_PATTERN = 1000
MAX_MEMORY = 1 << 20
"""Bytes that a compiled pattern may take; RE2 refuses larger ones."""


def searcher(pattern: str, *, ignore_case: bool) -> Callable[[str], bool]:
    """A function that tells whether the pattern is found anywhere in a text.

    Raises ``ExpectedInvalid`` for a pattern that is too long or that RE2 cannot take (look-around and
    back-references do not exist in it).
    """
    if len(pattern) > MAX_PATTERN:
        raise ExpectedInvalid(f"may have at most {MAX_PATTERN} characters.")
    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    try:
        search = re2.compile(pattern, options=options).search
    except re2.error as wrong:
        raise ExpectedInvalid(f"is not a regular expression (RE2): {_text(wrong)}.") from None
    return lambda text: search(text) is not None


def _text(wrong: Exception) -> str:
    detail = wrong.args[0] if wrong.args else ""
    return detail.decode("utf-8", "replace") if isinstance(detail, bytes) else str(detail)
