"""The OpenAPI document tells the truth about the envelope."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.serializers import ModelSerializer

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


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key and body give the same answer and one effect.",
)


def _list_parameters(view: object) -> list[OpenApiParameter]:
    """The query parameters of a ``ScopedViewSet``'s list."""
    names = list(getattr(view, "filter_fields", {}))
    found = [OpenApiParameter(name, str, description=f"Only those with this {name}.") for name in names]
    if getattr(view, "search_fields", ()):
        found.append(OpenApiParameter("search", str, description="Words that must all be found."))
    if columns := getattr(view, "ordering_fields", ()):
        text = f"One or more of {', '.join(columns)}; a minus before a name turns it round."
        found.append(OpenApiParameter("ordering", str, description=text))
    return found


class EnvelopeAutoSchema(AutoSchema):
    """Wraps each JSON answer in the envelope, and names the error answers."""

    def _get_response_for_code(self, serializer: Any, status_code: str, *args: Any, **kwargs: Any) -> Any:
        response = super()._get_response_for_code(serializer, status_code, *args, **kwargs)  # type: ignore[no-untyped-call]
        for content in response.get("content", {}).values():
            content["schema"] = self._wrapped(content.get("schema", {}))
        return response

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Any:
        """An answer carries every field of a model, also those that a request may leave out."""
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if direction == "response" and isinstance(serializer, ModelSerializer):
            schema["required"] = sorted(schema.get("properties", {}))
        return schema

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> Any:
        bodies = super()._get_response_bodies(*args, **kwargs)
        error = {"description": "An error", "content": {"application/json": {"schema": ERROR_SCHEMA}}}
        for code in ("400", "401", "403", "404"):
            bodies.setdefault(code, error)
        return bodies

    def get_override_parameters(self) -> list[Any]:
        """What lists can be asked for, and the key that makes a POST safe to repeat."""
        if getattr(self._handler(), "takes_idempotency_key", False):
            return [IDEMPOTENCY_KEY]
        if self._is_list_view():
            return _list_parameters(self.view)
        return []

    def _handler(self) -> object:
        return getattr(self.view, getattr(self.view, "action", None) or self.method.lower(), None)

    @staticmethod
    def _wrapped(schema: dict[str, Any]) -> dict[str, Any]:
        if schema.get("$ref", "").startswith("#/components/schemas/Paginated"):
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
