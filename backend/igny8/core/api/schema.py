"""The OpenAPI document tells the truth about the envelope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter
from rest_framework.serializers import ModelSerializer

MethodT = TypeVar("MethodT", bound=Callable[..., Any])

ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Every refusal: a code for programs, a sentence for people, and what is wrong by field.",
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
REFUSALS = {
    "400": "The request is malformed or breaks a rule; `fields` says where.",
    "401": "Nobody is signed in, or the credentials are wrong.",
    "402": "There are not enough credits, or a budget is used up; nothing was started.",
    "403": "The caller's role, or a missing CSRF token, does not allow it.",
    "404": "It does not exist in this account.",
    "409": "It contradicts what is there: its state, a name that is taken, a key that was used.",
    "413": "The body is too large.",
    "415": "The body is of a kind that is not read here.",
    "429": "Too many requests; `Retry-After` says when the next one is welcome.",
}


def error_ref() -> dict[str, str]:
    """The schema of every refusal, by its name."""
    return {"$ref": "#/components/schemas/Error"}


def refusal(status: str) -> dict[str, Any]:
    """The document's entry for a refusal of that HTTP status."""
    return {"description": REFUSALS[status], "content": {"application/json": {"schema": error_ref()}}}


def refuses(*statuses: int) -> Callable[[MethodT], MethodT]:
    """Mark a view's method with refusals that the document cannot know by itself, such as 402."""

    def marked(method: MethodT) -> MethodT:
        method.refusals = [str(status) for status in statuses]  # type: ignore[attr-defined]  # for the document
        return method

    return marked


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
        answer: Any = super()._get_response_for_code  # untyped in the library
        response = answer(serializer, status_code, *args, **kwargs)
        for media_type, content in response.get("content", {}).items():
            if media_type == "application/json":
                content["schema"] = self._wrapped(content.get("schema", {}))
        return response

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Any:
        """An answer carries every field of a model, also those that a request may leave out."""
        mapped: Any = super()._map_basic_serializer  # untyped in the library
        schema = mapped(serializer, direction)
        if direction == "response" and isinstance(serializer, ModelSerializer):
            schema["required"] = sorted(schema.get("properties", {}))
        return schema

    def _get_response_bodies(self, *args: Any, **kwargs: Any) -> Any:
        bodies = super()._get_response_bodies(*args, **kwargs)
        envelope = ResolvedComponent("Error", ResolvedComponent.SCHEMA, ERROR_SCHEMA, "Error")
        self.registry.register_on_missing(envelope)
        for status in sorted(self._refusals()):
            bodies.setdefault(status, refusal(status))
        return bodies

    def _refusals(self) -> set[str]:
        """The statuses with which this operation may refuse, from what it is."""
        found = set(getattr(self._handler(), "refusals", ()))
        known = bool(self.view.permission_classes)
        if known:
            found |= {"401", "403"}
        if "{" in self.path:
            found.add("404")
        if self.method in ("POST", "PUT", "PATCH"):
            found |= {"400", "413", "415"}
        if self.method != "GET" and known:
            found.add("409")
        if self._is_list_view():
            found.add("400")
        return found | ({"429"} if self.view.throttle_classes else set())

    def get_summary(self) -> str:
        """A title: the operation's name as words."""
        return str(super().get_summary() or self.get_operation_id().replace("_", " ").capitalize())

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
