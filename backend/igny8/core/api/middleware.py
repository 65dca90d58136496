"""Gives every request an id that stands in the answer and in the logs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from igny8.core.ids import new_id


class RequestIdMiddleware:
    """Sets ``request.request_id`` and the header ``X-Request-ID``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = str(new_id())
        request.request_id = request_id  # type: ignore[attr-defined]  # our own addition
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


def request_id_of(request: HttpRequest | Request | None) -> str:
    """The id that the middleware gave; empty outside of a request."""
    return str(getattr(request, "request_id", ""))
