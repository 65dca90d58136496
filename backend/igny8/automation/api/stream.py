"""The live view of a run as server-sent events: ``step``, ``progress``, ``done``.

An event's id is the time of the last change that it tells of, so a client that comes back with
``Last-Event-ID`` gets what it missed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe
from rest_framework.utils.encoders import JSONEncoder

from igny8.automation.api.serializers import RunSerializer, StepSerializer
from igny8.automation.models import FINISHED
from igny8.automation.selectors import progress_of, runs
from igny8.core.api.middleware import request_id_of
from igny8.core.api.views import get_or_404
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.errors import NotFound
from igny8.core.tenancy import account_scope
from igny8.tenants.selectors import Caller, is_still_allowed

_PERIOD_SECONDS = 0.3
_KEEP_ALIVE_SECONDS = 15.0
_LONGEST_SECONDS = 3600.0
_RECHECK_SECONDS = 60.0
_OVERLAP = timedelta(seconds=2)


@require_safe
def stream_run(request: HttpRequest, pk: str) -> HttpResponse | StreamingHttpResponse:
    """``GET …/stream/``: an open answer until the run is over."""
    caller: Caller | None = getattr(request, "caller", None)
    if caller is None:
        return _error(request, 401, "not_authenticated", "Sign in, or send an API token.")
    try:
        run = get_or_404(runs(), pk)
    except NotFound as error:
        return _error(request, 404, error.code, error.message)
    since = _time(request.headers.get("Last-Event-ID", ""))
    events = _events(caller, run.id, since)
    response = StreamingHttpResponse(events, content_type="text/event-stream")
    response["Cache-Control"] = "no-cache"
    response["X-Accel-Buffering"] = "no"
    return response


def _error(request: HttpRequest, status: int, code: str, message: str) -> JsonResponse:
    error = {"code": code, "message": message}
    return JsonResponse(
        {"success": False, "error": error, "request_id": request_id_of(request)}, status=status
    )


def _time(text: str) -> datetime | None:
    """The time that a client says it has seen; nonsense and the edge of time count as nothing seen."""
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        _ = moment - _OVERLAP
    except (ValueError, OverflowError):
        return None
    return moment


async def _events(caller: Caller, run_id: UUID, since: datetime | None) -> AsyncIterator[bytes]:
    follower = _Follower(caller, run_id, since)
    look = sync_to_async(follower.look, thread_sensitive=False)
    may_look = sync_to_async(follower.may_look, thread_sensitive=False)
    silent = waited = checked = 0.0
    while waited < _LONGEST_SECONDS:
        if waited - checked >= _RECHECK_SECONDS:
            checked = waited
            if not await may_look():
                return
        for event in await look():
            silent = 0.0
            yield event
        if follower.done:
            return
        if silent >= _KEEP_ALIVE_SECONDS:
            yield b": still here\n\n"
            silent = 0.0
        await asyncio.sleep(_PERIOD_SECONDS)
        silent += _PERIOD_SECONDS
        waited += _PERIOD_SECONDS


@dataclass(slots=True)
class _Follower:
    """What one client has been told of a run; ``since`` is the newest change among it.

    Each look goes back a little further than that, since changes may be committed in another order than that
    of their times; what was sent already is not sent again.
    """

    caller: Caller
    run_id: UUID
    since: datetime | None
    done: bool = False
    sent: dict[str, str] = field(default_factory=dict)

    def look(self) -> list[bytes]:
        """The events that are new."""
        try:
            with account_scope(self.caller.account_id):
                return self._new_events()
        finally:
            close_old_connections()

    def may_look(self) -> bool:
        """Whether the client's token, or membership and session, still stand."""
        try:
            return is_still_allowed(self.caller)
        finally:
            close_old_connections()

    def _new_events(self) -> list[bytes]:
        run = runs().filter(pk=self.run_id).first()
        if run is None:
            self.done = True
            return []
        changed = run.steps.filter(updated_at__gt=self.since - _OVERLAP) if self.since else run.steps.all()
        events: list[bytes] = []
        for step in changed:
            self.since = max(self.since or step.updated_at, step.updated_at)
            events += self._event("step", step.path, dict(StepSerializer(step).data))
        events += self._event("progress", "", progress_of(run, SYSTEM_CLOCK))
        if run.status in FINISHED:
            self.done = True
            events += self._event("done", "", dict(RunSerializer(run).data))
        return events

    def _event(self, name: str, path: str, data: dict[str, Any]) -> list[bytes]:
        text = json.dumps(data, cls=JSONEncoder)
        if self.sent.get(f"{name}:{path}") == text:
            return []
        self.sent[f"{name}:{path}"] = text
        mark = self.since.isoformat() if self.since else ""
        return [f"id: {mark}\nevent: {name}\ndata: {text}\n\n".encode()]
