"""Serves the studio's page for every address that is not the API's."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

_MISSING = "The studio is not built yet: run `make build`, or use the API under /api/v1/."


@require_safe
@ensure_csrf_cookie
def studio(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The single page; it finds its way by the address."""
    page = settings.FRONTEND_DIST / "index.html"
    if not page.is_file():
        return HttpResponse(_MISSING, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(page.read_bytes(), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
