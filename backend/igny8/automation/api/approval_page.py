"""The page behind an approval's link: plain HTML, for people without an account.

Looking at it decides nothing (mail scanners follow links); the form does, with CSRF protection. The address
is the permission, so the page is kept out of caches, frames and search engines. The referrer policy stays
``same-origin``: with ``no-referrer`` browsers send ``Origin: null``, which the CSRF check refuses over HTTPS.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import re_path
from django.views.decorators.http import require_http_methods

from igny8.automation.engine import JsonObject
from igny8.automation.models import Approval
from igny8.automation.services.approval_edits import EDITABLE_KINDS
from igny8.automation.services.approvals import decide, find_by_token
from igny8.content.markup.sanitize import sanitize_html
from igny8.content.models import Content
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import Conflict, Igny8Error
from igny8.core.tenancy import account_scope

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_TEXTS = 20
"""So many articles are shown with their text, at most."""


@require_http_methods(["GET", "HEAD", "POST"])
def approval_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, or take the answer."""
    approval = find_by_token(token)
    if approval is None:
        unknown = {"title": "This link leads nowhere", "state": "It is not complete, or the run is deleted."}
        return _page(request, unknown, status=404)
    with account_scope(approval.owner_id):
        if request.method == "POST":
            return _answer(request, approval)
        return _page(request, _shown(approval))


def _answer(request: HttpRequest, approval: Approval) -> HttpResponse:
    name = " ".join(_given(request, "name").split())[:100]
    try:
        decide(
            approval,
            _given(request, "decision"),
            _items(request, approval),
            note=_given(request, "note")[:5000],
            by=f"{name} (by link)" if name else "somebody with the link",
            clock=SYSTEM_CLOCK,
        )
    except Igny8Error as error:
        approval.refresh_from_db()
        status = 409 if isinstance(error, Conflict) else 400
        return _page(request, {**_shown(approval), "error": error.message}, status=status)
    return HttpResponseRedirect(request.path)


def _given(request: HttpRequest, name: str) -> str:
    """A field of the form without U+0000, which no database takes."""
    return request.POST.get(name, "").replace("\0", "")


def _items(request: HttpRequest, approval: Approval) -> JsonObject:
    """The form's answers by item id; rejecting rejects all, whatever is chosen above the button."""
    if request.POST.get("decision") != "approve":
        return {}
    return {str(item["id"]): _one(request, number, item) for number, item in enumerate(approval.items)}


def _one(request: HttpRequest, number: int, item: JsonObject) -> Any:
    if request.POST.get(f"item-{number}") == "reject":
        return "reject"
    title = _tidy(_given(request, f"title-{number}"))
    return {"edit": {"title": title}} if title and title != _tidy(item["title"]) else "approve"


def _tidy(title: str) -> str:
    """As a browser's field gives it back: an untouched title is no change."""
    return " ".join(title.split())[:300]


def _shown(approval: Approval) -> dict[str, Any]:
    is_open = _is_open(approval)
    return {
        "title": approval.title,
        "approval": approval,
        "is_open": is_open,
        "state": "" if is_open else _state(approval),
        "items": _with_texts(approval.items) if is_open else [],
    }


def _is_open(approval: Approval) -> bool:
    on_time = approval.deadline is None or approval.deadline > SYSTEM_CLOCK.now()
    return approval.status == Approval.Status.PENDING and on_time


def _state(approval: Approval) -> str:
    if approval.status in {Approval.Status.APPROVED, Approval.Status.REJECTED}:
        note = f" Note: {approval.note}" if approval.note else ""
        at = f"{approval.decided_at:%Y-%m-%d %H:%M} UTC" if approval.decided_at else ""
        return f"This was {approval.status} by {approval.decided_by}, {at}.{note}"
    if approval.status == Approval.Status.WITHDRAWN:
        return "The run has ended: there is nothing to decide any more."
    return "The time to decide is over."


def _with_texts(items: list[JsonObject]) -> list[JsonObject]:
    """The items with the text of the first articles among them, sanitised once more for this page."""
    wanted = [item["id"] for item in items if item.get("type") == "content"][:_TEXTS]
    texts = {str(row.pk): row.html for row in Content.objects.filter(pk__in=wanted).only("html")}
    return [
        {
            **item,
            "may_rename": item.get("type") in EDITABLE_KINDS,
            "text": sanitize_html(texts[item["id"]]) if item["id"] in texts else "",
        }
        for item in items
    ]


def _page(request: HttpRequest, values: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, "automation/approval.html", values, status=status)
    response["Content-Security-Policy"] = _POLICY
    response["X-Frame-Options"] = "DENY"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [re_path(r"^approve/(?P<token>[^/]+)/?$", approval_page)]
