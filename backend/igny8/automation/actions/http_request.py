"""HTTP request: asks or tells another system something."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field

from igny8.automation.actions.support.web import BODY_BYTES, WebAnswer, WebRequest, require_success, send
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    Amount,
    Forecast,
    ForecastScope,
    PlainParams,
    register,
)
from igny8.automation.runtime.step_context import StepContext

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "te", "upgrade", "trailer"})
_SHOWN = (
    "content-type",
    "etag",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "x-request-id",
    "x-ratelimit-remaining",
    "x-total-count",
)
_READS = ("GET", "HEAD")


def _checked_url(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("must begin with https:// or http://")
    return url


def _checked_headers(headers: dict[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if not _NAME.fullmatch(name) or name.lower() in _OURS:
            raise ValueError(f"{name[:60]!r} is not a header that can be set")
        if not value.isascii() or not value.isprintable():
            raise ValueError(f"{name}: the value must be plain text in one line")
    return headers


class Params(PlainParams):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] = Field(default="GET", title="Method")
    url: Annotated[str, AfterValidator(_checked_url)] = Field(
        max_length=4000, title="Address", description="A public address; redirects are not followed."
    )
    headers: Annotated[dict[str, str], AfterValidator(_checked_headers)] = Field(
        default_factory=dict,
        max_length=50,
        title="Headers",
        description="They stand in the run's trace, where every member reads them.",
    )
    payload: Any = Field(default=None, alias="json", title="JSON", description="The body; sent as JSON.")
    timeout_seconds: float = Field(default=30.0, gt=0, le=300, title="Seconds to wait for the answer")
    repeatable: bool | None = Field(
        default=None,
        title="May be sent twice",
        description="Whether the other side heeds Idempotency-Key, so that a request that was broken off is "
        "tried again. By default as the method says: POST and PATCH are not.",
    )
    fail_on_error: bool = Field(
        default=True, title="Fail on an error", description="Any status but 2xx fails the step."
    )


class Output(ActionOutput):
    status: int = Field(description="The HTTP status.")
    headers: dict[str, str] = Field(
        default_factory=dict, description="Some of the headers, in small letters."
    )
    data: Any = Field(default=None, description="The answer, where it is JSON.")
    body: str = Field(default="", description="The answer as text, where it is not JSON; at most 64 KB.")
    truncated: bool = Field(default=False, description="Whether there was more.")


@register
class HttpRequest(Action[Params]):
    """Sends the same ``Idempotency-Key`` at every attempt, so that the other side can tell a repetition."""

    type: ClassVar[str] = "http_request"
    name: ClassVar[str] = "HTTP request"
    description: ClassVar[str] = "Ask or tell another system something over HTTP"
    credits: ClassVar[str] = "0"
    position: ClassVar[int] = 120
    takes_over: ClassVar[bool] = False
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        request = _request(params, step)
        step.still_mine()
        answer = send(request)
        if params.fail_on_error:
            require_success(request, answer)
        return _output(answer)

    def note(self, output: ActionOutput) -> str:
        return f"Answered {output.status}." if isinstance(output, Output) else ""

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:  # noqa: ARG002
        return Forecast(Amount(), Amount())


def _request(params: Params, step: StepContext) -> WebRequest:
    headers = {"Accept": "application/json, */*;q=0.5", **params.headers}
    given = {name.lower() for name in params.headers}
    if params.method not in _READS and "idempotency-key" not in given:
        headers["Idempotency-Key"] = step.seed
    body = None
    if params.payload is not None:
        body = json.dumps(params.payload, ensure_ascii=False).encode()
        if "content-type" not in given:
            headers["Content-Type"] = "application/json"
    return WebRequest(params.method, params.url, headers, body, params.timeout_seconds, params.repeatable)


def _output(answer: WebAnswer) -> Output:
    data = answer.json
    return Output(
        status=answer.status,
        headers={name: answer.headers[name][:1000] for name in _SHOWN if name in answer.headers},
        data=data,
        body="" if data is not None else answer.text[:BODY_BYTES],
        truncated=answer.truncated,
    )
