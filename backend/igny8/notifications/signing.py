"""Signatures of outgoing webhooks, per Standard Webhooks 1.0 (https://www.standardwebhooks.com).

``webhook-signature`` is ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``; the secret is
``whsec_`` and base64. While a secret is being changed, both signatures are sent with a space between them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from igny8.core.clock import Clock
from igny8.core.secrets import decrypt, encrypt
from igny8.notifications.models import SigningSecret

PREFIX = "whsec_"
BOTH_FOR = timedelta(days=1)
_SECRET_BYTES = 24


def signing_secret() -> str:
    """The present account's secret, made when it is first asked for."""
    return decrypt(_row().secret)


def rotate_signing_secret(*, clock: Clock) -> str:
    """A new secret; the one before it signs too for a day."""
    row = _row()
    row.previous, row.secret, row.rotated_at = row.secret, encrypt(_fresh()), clock.now()
    row.save(update_fields=["previous", "secret", "rotated_at"])
    return decrypt(row.secret)


def signed_headers(*, message_id: str, body: bytes, clock: Clock) -> Mapping[str, str]:
    """The three headers of a webhook of the present account; ``message_id`` is the same at every attempt."""
    row, now = _row(), clock.now()
    keys = [decrypt(row.secret)]
    if row.previous and row.rotated_at and now - row.rotated_at < BOTH_FOR:
        keys.append(decrypt(row.previous))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signatures(keys, message_id, now, body),
    }


def signatures(keys: Sequence[str], message_id: str, at: datetime, body: bytes) -> str:
    """The value of ``webhook-signature``."""
    content = f"{message_id}.{int(at.timestamp())}.".encode() + body
    digests = [
        hmac.digest(base64.b64decode(key.removeprefix(PREFIX)), content, hashlib.sha256) for key in keys
    ]
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)


def _row() -> SigningSecret:
    found = SigningSecret.objects.first()
    if found is None:
        fresh = SigningSecret(secret=encrypt(_fresh()))
        SigningSecret.objects.bulk_create([fresh], ignore_conflicts=True)
        found = SigningSecret.objects.get()
    return found


def _fresh() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
