"""Outgoing webhooks are signed per Standard Webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

from igny8.core.clock import FixedClock
from igny8.notifications.models import SigningSecret
from igny8.notifications.signing import rotate_signing_secret, signatures, signed_headers, signing_secret

PATH = "/automation/notifications/signing-secret/"


def test_it_gives_the_signature_of_the_specifications_own_example() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    found = signatures(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        at,
        b'{"test": 2432232314}',
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_secret_is_made_once_and_stored_encrypted(account: Any) -> None:
    secret = signing_secret()
    assert secret.startswith("whsec_") and signing_secret() == secret
    assert secret not in SigningSecret.objects.get().secret


def test_both_secrets_sign_for_a_day(account: Any, clock: FixedClock) -> None:
    old = signing_secret()
    new = rotate_signing_secret(clock=clock)
    assert old != new == signing_secret()
    headers = signed_headers(message_id="m", body=b"{}", clock=clock)
    assert headers["webhook-signature"] == f"{_signature(new, clock)} {_signature(old, clock)}"
    clock.advance(86_400)
    later = signed_headers(message_id="m", body=b"{}", clock=clock)
    assert later["webhook-signature"] == _signature(new, clock)
    assert later["webhook-timestamp"] == str(int(clock.now().timestamp())) and later["webhook-id"] == "m"


def _signature(secret: str, clock: FixedClock) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"m.{int(clock.now().timestamp())}.{{}}".encode()
    return f"v1,{base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()}"


def test_only_admins_read_and_change_it(api: Any) -> None:
    secret = api("admin").get(PATH).data["secret"]
    assert api("editor").get(PATH).status == 403 and api("editor").post(PATH).status == 403
    assert api("owner").post(PATH).data["secret"] != secret
