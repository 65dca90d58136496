"""Webhook addresses of rules: made, shown, changed; and the messages that they receive.

A message is taken once: its id is stored in the transaction that starts the run, so that the same message
again (a sender that tries once more, an attacker who replays) gets the same answer and starts nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from igny8.automation.models import (
    AutomationRule,
    RunStatus,
    TriggerKind,
    WebhookEndpoint,
    WebhookMessage,
)
from igny8.automation.runtime.claiming import HOT_FIELDS
from igny8.automation.runtime.definitions import compiled
from igny8.automation.selectors import live_version
from igny8.automation.services.firing import Firing, miss, start
from igny8.automation.services.webhook_messages import Message, check_signature, fresh_secret
from igny8.core.clock import Clock
from igny8.core.errors import Conflict, Igny8Error, NotFound
from igny8.core.ids import new_id
from igny8.core.rows import find, insert, update
from igny8.core.secrets import decrypt, encrypt

_USE_STEP: Final = timedelta(seconds=10)
_ADDRESS: Final = ("id", "account_id", "rule_id", "token", "secret", "last_received_at")


@dataclass(frozen=True, slots=True)
class Address:
    """What a sender needs to know."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message. ``repeated``: it had been received before."""

    run_id: UUID
    status: str
    repeated: bool = False


def sync_webhook(*, rule: AutomationRule) -> None:
    """Give a rule its address once its trigger is ``webhook``; it keeps it whatever is changed later."""
    if rule.trigger == TriggerKind.WEBHOOK and not WebhookEndpoint.objects.filter(rule=rule).exists():
        WebhookEndpoint.objects.create(rule=rule, **_fresh())


def _fresh() -> dict[str, str]:
    token = secrets.token_urlsafe(32)
    return {
        "token_digest": digest_of(token),
        "token": encrypt(token),
        "secret": encrypt(fresh_secret()),
    }


def digest_of(token: str) -> str:
    """Under what a token is looked up."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def endpoint_of(rule: AutomationRule) -> WebhookEndpoint:
    """A rule's address.

    :raises Conflict: when its trigger is another one.
    """
    found = WebhookEndpoint.objects.filter(rule=rule).first()
    if found is None or rule.trigger != TriggerKind.WEBHOOK:
        raise Conflict(f"The trigger of this rule is {rule.trigger}: only `webhook` has an address.")
    return found


def address_of(endpoint: WebhookEndpoint) -> Address:
    """The address as its sender needs it."""
    url = f"{settings.IGNY8_PUBLIC_URL.rstrip('/')}/hooks/{decrypt(endpoint.token)}/"
    return Address(url, decrypt(endpoint.secret))


@transaction.atomic
def rotate(rule: AutomationRule) -> WebhookEndpoint:
    """Give a rule another address and secret; the ones before work no more."""
    endpoint = endpoint_of(rule)
    for name, value in _fresh().items():
        setattr(endpoint, name, value)
    endpoint.save(update_fields=["token_digest", "token", "secret"])
    return endpoint


def find_endpoint(token: str) -> WebhookEndpoint:
    """The address that a token belongs to, in whichever account.

    :raises NotFound: when there is none (or no more); it says nothing of what there was.
    """
    endpoint = find(WebhookEndpoint, {"token_digest": digest_of(token)}, *_ADDRESS)
    rule = find(AutomationRule, {"id": endpoint.rule_id}, *HOT_FIELDS) if endpoint else None
    if endpoint is None or rule is None or rule.deleted_at or rule.trigger != TriggerKind.WEBHOOK:
        raise NotFound("There is nothing at this address.")
    endpoint.rule = rule
    return endpoint


def is_signed(rule: AutomationRule) -> bool:
    """Whether the rule's messages must carry a signature; they must, unless it says otherwise."""
    spec = compiled(live_version(rule)).spec.webhook
    return spec is None or spec.signed


def receive(endpoint: WebhookEndpoint, message: Message, clock: Clock, *, is_test: bool = False) -> Receipt:
    """Check a message, and start a run by it, in the scope of the rule's account.

    :raises NotAuthenticated: when the signature is missing, wrong, or too old or new.
    :raises InvalidInput, UnsupportedMedia: when the body cannot be read.
    :raises Igny8Error: when no run may be started now; a near miss says why, and the message may come again.
    """
    rule = endpoint.rule
    if is_signed(rule):
        check_signature(message, decrypt(endpoint.secret), clock)
    firing = Firing(
        rule,
        TriggerKind.WEBHOOK,
        {"webhook": message.as_context(clock)},
        key=f"webhook:{message.id}",
        is_test=is_test,
        run_id=new_id(),
    )
    try:
        return _known(endpoint, message) or _accept(endpoint, message, firing, clock)
    except IntegrityError:
        known = _known(endpoint, message) or _started_before(firing)
        if known is None:
            raise
        return known


def _known(endpoint: WebhookEndpoint, message: Message) -> Receipt | None:
    if not message.named:
        return None
    key = {"endpoint": endpoint.pk, "message_id": message.id}
    row = find(WebhookMessage, key, "run_id", "body_hash")
    if row is None or row.run_id is None:
        return None
    if row.body_hash != message.body_hash:
        raise Conflict("Another message with this webhook-id was received before: use a new id.")
    return Receipt(row.run_id, RunStatus.PENDING, repeated=True)


def _started_before(firing: Firing) -> Receipt | None:
    """The run of a message whose id is forgotten, while its run is not."""
    run = firing.rule.runs.filter(trigger_key=firing.key).only("id", "status").first()
    return Receipt(run.id, run.status, repeated=True) if run else None


def _accept(endpoint: WebhookEndpoint, message: Message, firing: Firing, clock: Clock) -> Receipt:
    """Store the message and start its run, or neither."""
    try:
        with transaction.atomic():
            insert([WebhookMessage(**_row_of(endpoint, message, firing))])
            _require_active(firing.rule, is_test=firing.is_test)
            run = start(firing, clock)
            _note_use(endpoint, clock)
    except Igny8Error as refusal:
        miss(firing, refusal.message, clock)
        raise
    return Receipt(run.id, run.status)


def _row_of(endpoint: WebhookEndpoint, message: Message, firing: Firing) -> dict[str, Any]:
    return {
        "endpoint": endpoint,
        "message_id": message.id,
        "body_hash": message.body_hash,
        "run_id": firing.run_id,
    }


def _note_use(endpoint: WebhookEndpoint, clock: Clock) -> None:
    """To a few seconds: each time would have all messages of an address wait for each other."""
    before = endpoint.last_received_at
    if before is None or clock.now() - before > _USE_STEP:
        update(WebhookEndpoint, {"id": endpoint.pk}, {"last_received_at": clock.now()})


def _require_active(rule: AutomationRule, *, is_test: bool) -> None:
    if rule.status != AutomationRule.Status.ACTIVE and not is_test:
        reason = f" ({rule.status_reason})" if rule.status_reason else ""
        raise Conflict(f"This rule is {rule.status}{reason}: its webhook starts nothing.")
