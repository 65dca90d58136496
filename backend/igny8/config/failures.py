"""What is answered where Django itself fails a request: the API's envelope, as everywhere else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from igny8.core.api.middleware import request_id_of


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF token is missing or wrong; on the page of an approval a person reads about it."""
    if request.path.startswith("/approve/"):
        text = "Nothing was decided: load the page again. Your browser must accept cookies for it."
        return HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")
    return _error(request, 403, "forbidden", f"CSRF check failed: {reason}")


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """A request that cannot be read, or that came to a host name that is not ours."""
    return _error(request, 400, "validation_error", "The request cannot be read.")


def server_error(request: HttpRequest) -> HttpResponse:
    """A bug."""
    return _error(request, 500, "internal_error", "Something went wrong inside IGNY8.")


def api_not_found(request: HttpRequest) -> JsonResponse:
    """An address of the API that does not exist."""
    return _error(request, 404, "not_found", f"There is nothing at {request.path[:200]}.")


def _error(request: HttpRequest, status: int, code: str, message: str) -> JsonResponse:
    error = {"code": code, "message": message}
    return JsonResponse(
        {"success": False, "error": error, "request_id": request_id_of(request)}, status=status
    )
