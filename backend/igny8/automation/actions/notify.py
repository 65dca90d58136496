"""Notify: tells people something, by e-mail, by a signed webhook, or in the studio."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Annotated, Any, ClassVar, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from pydantic import BeforeValidator, Field, model_validator

from igny8.automation.actions.support.web import WebRequest, require_success, send
from igny8.automation.models import ScheduledTask
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
from igny8.automation.services.approvers import manager_addresses
from igny8.core.errors import Igny8Error
from igny8.notifications.limits import MAILS_PER_HOUR, mails_left
from igny8.notifications.models import Severity
from igny8.notifications.outbox import queue_email
from igny8.notifications.services import notify
from igny8.notifications.signing import signed_headers

MAX_RECIPIENTS = 20
_KEY = "notify:"


class TooManyMails(Igny8Error):
    """The account has sent as many mails as it may in an hour."""

    code = "too_many_mails"
    retryable = True


def _as_list(value: Any) -> Any:
    """One text with commas between addresses, or a list of texts."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Params(PlainParams):
    channel: Literal["email", "webhook", "inbox"] = Field(
        default="email",
        title="By",
        description="“email”, “webhook” (a signed POST, per Standard Webhooks), or “inbox” (in the studio).",
    )
    to: Annotated[list[str], BeforeValidator(_as_list)] = Field(
        default_factory=list,
        max_length=MAX_RECIPIENTS,
        title="To",
        description="E-mail addresses, by default those of the owners and admins; or the webhook's address.",
    )
    subject: str = Field(default="", max_length=200, title="Subject")
    message: str = Field(default="", max_length=50_000, title="Message")
    severity: Severity = Field(default=Severity.INFO, title="Severity", description="For the inbox.")

    @model_validator(mode="after")
    def _fits(self) -> Params:
        if not (self.subject or self.message):
            raise ValueError("subject or message must be given.")
        if self.channel == "webhook" and (
            len(self.to) != 1 or not self.to[0].startswith(("https://", "http://"))
        ):
            raise ValueError("to must be one address that begins with https:// or http://.")
        if self.channel == "email":
            for address in self.to:
                _check_address(address)
        return self


def _check_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValueError(f"to: {address[:100]!r} is not an e-mail address.") from error


class Output(ActionOutput):
    sent: int = Field(default=0, description="How many were told.")
    recipients: list[str] = Field(default_factory=list, description="Who.")
    status: int | None = Field(default=None, description="What the webhook's receiver answered.")


@register
class Notify(Action[Params]):
    """What a crash repeats is sent once: each mail has a key, and each webhook an id, of run and step."""

    type: ClassVar[str] = "notify"
    name: ClassVar[str] = "Notify"
    description: ClassVar[str] = "Tell people something, by e-mail, webhook, or in the studio"
    credits: ClassVar[str] = "0"
    position: ClassVar[int] = 110
    takes_over: ClassVar[bool] = False
    params_model = Params
    output_model = Output

    def run(self, params: Params, step: StepContext) -> Output:
        if params.channel == "webhook":
            return _by_webhook(params, step)
        with transaction.atomic():
            step.signals.lease.guard()
            return _by_email(params, step) if params.channel == "email" else _in_studio(params, step)

    def note(self, output: ActionOutput) -> str:
        told = output.recipients if isinstance(output, Output) else []
        return f"To {', '.join(told[:3])}{' …' if len(told) > 3 else ''}." if told else ""

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:  # noqa: ARG002
        return Forecast(Amount(), Amount())


def _by_email(params: Params, step: StepContext) -> Output:
    addresses = list(dict.fromkeys(params.to or manager_addresses()))[:MAX_RECIPIENTS]
    _refuse_bulk(len(addresses), step)
    for address in addresses:
        queue_email(
            to=[address],
            subject=params.subject or _rule_name(step),
            body=params.message,
            key=f"{_KEY}{_message_id(step)}:{address}",
            clock=step.clock,
        )
    return Output(sent=len(addresses), recipients=addresses)


def _refuse_bulk(wanted: int, step: StepContext) -> None:
    if wanted > mails_left(clock=step.clock, besides=f"{_KEY}{_message_id(step)}:"):
        message = f"An account may send {MAILS_PER_HOUR} mails an hour; they are used up."
        raise TooManyMails(message, retry_after=900)


def _in_studio(params: Params, step: StepContext) -> Output:
    notify(
        kind="rule.message",
        severity=params.severity,
        title=params.subject or _rule_name(step),
        body=params.message,
        link=f"/runs/{step.run_id}",
        object_type="scheduled_task",
        object_id=step.run_id,
        key=f"{_KEY}{_message_id(step)}",
        clock=step.clock,
    )
    return Output(sent=1, recipients=["inbox"])


def _by_webhook(params: Params, step: StepContext) -> Output:
    body = _webhook_body(params, step)
    signature = signed_headers(message_id=_message_id(step), body=body, clock=step.clock)
    headers = {"Content-Type": "application/json", **signature}
    request = WebRequest("POST", params.to[0], headers, body, repeatable=True)
    step.still_mine()
    answer = send(request)
    require_success(request, answer)
    return Output(sent=1, recipients=[params.to[0].split("?")[0]], status=answer.status)


def _webhook_body(params: Params, step: StepContext) -> bytes:
    data = {
        "subject": params.subject,
        "message": params.message,
        "severity": params.severity,
        "run_id": str(step.run_id),
        "rule": _rule_name(step),
    }
    event = {"type": "notification", "timestamp": step.clock.now().isoformat(), "data": data}
    return json.dumps(event, ensure_ascii=False).encode()


def _message_id(step: StepContext) -> str:
    """The same at every attempt, and of a length that fits a key; receivers know a repetition by it."""
    return f"msg_{blake2b(step.seed.encode(), digest_size=16).hexdigest()}"


def _rule_name(step: StepContext) -> str:
    run = ScheduledTask.objects.select_related("automation_rule").only("automation_rule__name")
    return run.get(pk=step.run_id).automation_rule.name
