"""Serves the preview sites: static files under the data directory, at ``/preview/<site id>/``.

A preview can be shown to a client without an account: whoever has its unguessable address may read it, and
search engines are told to stay away.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from igny8.core.files import can_be_a_file
from igny8.core.ids import parse_id
from igny8.core.tenancy import system_scope
from igny8.integrations.services.connections import preview_root
from igny8.tenants.models import Site

_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@require_safe
def preview_file(request: HttpRequest, site_id: str, name: str = "") -> HttpResponse:
    """A file of a preview site; a folder's address shows its ``index.html``. What the publisher keeps
    for itself (hidden folders) does not exist."""
    path = _resolve(site_id, name)
    if path.is_dir():
        if name and not name.endswith("/"):
            return HttpResponseRedirect(f"{request.path}/")
        path = path / "index.html"
    if not path.is_file():
        raise Http404
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    response = HttpResponse(path.read_bytes(), content_type=kind)
    response["Content-Security-Policy"] = _POLICY
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _resolve(site_id: str, name: str) -> Path:
    found = parse_id(site_id)
    is_hidden = any(part.startswith(".") for part in name.split("/"))
    if found is None or is_hidden or not can_be_a_file(name) or not _has_site(found):
        raise Http404
    root = preview_root(found).resolve()
    path = (root / name).resolve()
    if path != root and root not in path.parents:
        raise Http404
    return path


def _has_site(site_id: UUID) -> bool:
    """Whoever reads a preview may be of no account, so this looks across all of them."""
    with system_scope():
        return Site.objects.filter(pk=site_id).exists()
