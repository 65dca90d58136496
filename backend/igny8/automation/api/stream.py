"""The live view of a run as server-sent events: ``step``, ``progress``, ``done``.

An event's id is the time of the last change that it tells of, so a client that comes back with
``Last-Event-ID`` gets what it missed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from rest_framework.utils.encoders import JSONEncoder

from igny8.automation.api.serializers import RunSerializer, StepSerializer
from igny8.automation.models import FINISHED
from igny8.automation.selectors import progress_of, runs
from igny8.core.api.views import get_or_404
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import NotFound
from igny8.core.tenancy import account_scope
from igny8.tenants.selectors import Caller

_PERIOD_SECONDS = 0.3
_KEEP_ALIVE_SECONDS = 15.0
_LONGEST_SECONDS = 3600.0


def stream_run(request: HttpRequest, pk: str) -> HttpResponse | StreamingHttpResponse:
    """``GET …/stream/``: an open answer until the run is over."""
    caller: Caller | None = getattr(request, "caller", None)
    if caller is None:
        return _error(401, "not_authenticated", "Sign in, or send an API token.")
    try:
        run = get_or_404(runs(), pk)
    except NotFound as error:
        return _error(404, error.code, error.message)
    since = _time(request.headers.get("Last-Event-ID", ""))
    events = _events(caller.account_id, run.id, since)
    response = StreamingHttpResponse(events, content_type="text/event-stream")
    response["Cache-Control"] = "no-cache"
    response["X-Accel-Buffering"] = "no"
    return response


def _error(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"success": False, "error": {"code": code, "message": message}}, status=status)


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


async def _events(account_id: UUID, run_id: UUID, since: datetime | None) -> AsyncIterator[bytes]:
    look = sync_to_async(_look, thread_sensitive=False)
    silent = waited = 0.0
    last_progress = ""
    while waited < _LONGEST_SECONDS:
        steps, progress, done, since = await look(account_id, run_id, since)
        mark = since.isoformat() if since else ""
        text = json.dumps(progress, cls=JSONEncoder)
        for step in steps:
            yield _event("step", step, mark)
        if steps or text != last_progress:
            yield _event("progress", progress, mark)
            last_progress, silent = text, 0.0
        if done is not None:
            yield _event("done", done, mark)
            return
        if silent >= _KEEP_ALIVE_SECONDS:
            yield b": still here\n\n"
            silent = 0.0
        await asyncio.sleep(_PERIOD_SECONDS)
        silent += _PERIOD_SECONDS
        waited += _PERIOD_SECONDS


def _look(
    account_id: UUID, run_id: UUID, since: datetime | None
) -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any] | None, datetime | None]:
    """(changed steps, progress, the finished run or None, the newest change seen)."""
    with account_scope(account_id):
        run = runs().get(pk=run_id)
        changed = list(run.steps.filter(updated_at__gt=since) if since else run.steps.all())
        newest = max((step.updated_at for step in changed), default=since)
        done = dict(RunSerializer(run).data) if run.status in FINISHED else None
        return (
            [dict(StepSerializer(step).data) for step in changed],
            progress_of(run, SYSTEM_CLOCK),
            done,
            newest,
        )


def _event(name: str, data: dict[str, Any], mark: str) -> bytes:
    return f"id: {mark}\nevent: {name}\ndata: {json.dumps(data, cls=JSONEncoder)}\n\n".encode()
