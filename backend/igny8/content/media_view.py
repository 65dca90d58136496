"""Serves pictures: files under the data directory, at ``/media/<path>``.

Whoever has a picture's address may see it, as in a published article; the addresses hold random ids and a
hash of the picture, so nobody can guess one, and a file never changes once it is there.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from igny8.content.services.images import media_root
from igny8.core.files import can_be_a_file

_SUFFIX = ".webp"


@require_safe
def media_file(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """One picture; anything else under the folder does not exist."""
    root = media_root().resolve()
    if not can_be_a_file(name) or not name.endswith(_SUFFIX):
        raise Http404
    file = (root / name).resolve()
    if root not in file.parents or not file.is_file():
        raise Http404
    response = HttpResponse(file.read_bytes(), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


urlpatterns = [path("media/<path:name>", media_file)]
