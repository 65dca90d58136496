"""The one place where failures become responses."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions as drf

from igny8.core.api.envelope import ErrorResponse
from igny8.core.api.parsers import body_too_large
from igny8.core.errors import Igny8Error, InvalidInput

_CODES = {
    400: "validation_error",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    413: "too_large",
    415: "unsupported_media_type",
    429: "throttled",
}


def handle(error: Exception, context: dict[str, Any]) -> ErrorResponse | None:  # noqa: ARG001 - DRF's signature
    """DRF's exception handler; None lets a bug surface as a 500."""
    error = _translated(error)
    if isinstance(error, Igny8Error):
        return error_response(error)
    if isinstance(error, drf.APIException):
        return _from_drf(error)
    return None


def _translated(error: Exception) -> Exception:
    """Django's own failures as ours or DRF's."""
    if isinstance(error, Http404):
        return drf.NotFound()
    if isinstance(error, PermissionDenied):
        return drf.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        return body_too_large()
    if isinstance(error, SuspiciousOperation):
        return InvalidInput("The request cannot be read.")
    return error


def error_response(error: Igny8Error) -> ErrorResponse:
    """The response of an expected failure."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.fields:
        body["fields"] = error.fields
    headers = {"Retry-After": str(math.ceil(error.retry_after))} if error.retry_after else None
    return ErrorResponse(body, status=error.status, headers=headers)


def _from_drf(error: drf.APIException) -> ErrorResponse:
    status = error.status_code
    body: dict[str, Any] = {"code": _CODES.get(status, "error"), "message": _message(error)}
    if isinstance(error, drf.ValidationError):
        body["fields"] = flatten(error.detail)
        body["message"] = next(iter(body["fields"].values()), ["The request is not valid."])[0]
    headers = {}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    if auth := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth
    return ErrorResponse(body, status=status, headers=headers or None)


def _message(error: drf.APIException) -> str:
    detail = error.detail
    return str(detail) if not isinstance(detail, dict | list) else "The request is not valid."


def flatten(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """DRF's nested error detail as ``{"actions[1].params": ["…"]}``."""
    if isinstance(detail, dict):
        items = [(_joined(prefix, str(key)), value) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(entry, dict | list) for entry in detail):
        items = [(f"{prefix}[{number}]", entry) for number, entry in enumerate(detail) if entry]
    else:
        texts = detail if isinstance(detail, list) else [detail]
        return {prefix or "non_field_errors": [str(text) for text in texts]}
    merged: dict[str, list[str]] = {}
    for path, value in items:
        merged |= flatten(value, path)
    return merged


def _joined(prefix: str, key: str) -> str:
    return f"{prefix}.{key}" if prefix else key
