"""The OpenAPI document tells the truth about the envelope."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["success", "error", "request_id"],
    "properties": {
        "success": {"type": "boolean", "enum": [False]},
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "fields": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
        "request_id": {"type": "string"},
    },
}


class EnvelopeAutoSchema(AutoSchema):
    """Wraps each JSON answer in the envelope, and names the error answers."""

    def _get_response_for_code(self, serializer: Any, status_code: str, *args: Any, **kwargs: Any) -> Any:
        response = super()._get_response_for_code(serializer, status_code, *args, **kwargs)  # type: ignore[no-untyped-call]
        for content in response.get("content", {}).values():
            content["schema"] = self._wrapped(content.get("schema", {}))
        return response

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> Any:
        bodies = super()._get_response_bodies(*args, **kwargs)
        error = {"description": "An error", "content": {"application/json": {"schema": ERROR_SCHEMA}}}
        for code in ("400", "401", "403", "404"):
            bodies.setdefault(code, error)
        return bodies

    @staticmethod
    def _wrapped(schema: dict[str, Any]) -> dict[str, Any]:
        if "pagination" in schema.get("properties", {}):
            return schema
        return {
            "type": "object",
            "required": ["success", "data", "request_id"],
            "properties": {
                "success": {"type": "boolean"},
                "data": schema,
                "request_id": {"type": "string"},
            },
        }
