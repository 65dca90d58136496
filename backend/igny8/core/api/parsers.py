"""Reads JSON bodies; what could not be handled or stored later is refused here, with a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from igny8.core.errors import TooLarge

MAX_DEPTH = 100
_TOO_DEEP = f"JSON parse error - the document is nested more than {MAX_DEPTH} levels deep."


class StrictJSONParser(JSONParser):
    """JSON of a bounded size and depth, whose texts every database can store."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        limit = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise body_too_large()
        try:
            data = super().parse(BytesIO(body), media_type, dict(parser_context or {}))
        except RecursionError as error:
            raise ParseError(_TOO_DEEP) from error
        _refuse_deep(data)
        _refuse_unstorable(json.dumps(data, ensure_ascii=False))
        return data


def body_too_large() -> TooLarge:
    """The error of a body over the limit."""
    return TooLarge(f"The body may have at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)} MB.")


def _refuse_deep(data: Any) -> None:
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise ParseError(_TOO_DEEP)


def _children(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def _refuse_unstorable(text: str) -> None:
    """PostgreSQL stores neither U+0000 nor half of a surrogate pair; both databases shall behave alike."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ParseError("JSON parse error - a text holds half of a surrogate pair.") from error
    if "\\u0000" in text.replace("\\\\", ""):
        raise ParseError("JSON parse error - a text holds the character U+0000.")
