"""The envelope of every answer: ``{"success", "data" | "error", "request_id"}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from igny8.core.api.middleware import request_id_of


class ErrorResponse(Response):
    """A response that is already an error body."""


class EnvelopeRenderer(JSONRenderer):
    """Wraps what a view answers; paginated lists carry their ``pagination`` beside the data."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        context = dict(renderer_context or {})
        response, request = context.get("response"), context.get("request")
        if response is not None and response.status_code == 204:
            return b""
        body: dict[str, Any] = {"success": not isinstance(response, ErrorResponse)}
        if isinstance(response, ErrorResponse):
            body["error"] = data
        elif isinstance(data, dict) and set(data) == {"results", "pagination"}:
            body |= {"data": data["results"], "pagination": data["pagination"]}
        else:
            body["data"] = data
        body["request_id"] = request_id_of(request)
        return bytes(super().render(body, accepted_media_type, context))
