"""A webhook message as it came over the wire: its signature per Standard Webhooks 1.0, and its body.

``webhook-signature`` holds one or more ``v1,<base64>`` with spaces between them: HMAC-SHA256 over
``id.timestamp.body``. See https://www.standardwebhooks.com.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, Final
from urllib.parse import parse_qs

from rest_framework.exceptions import ParseError

from igny8.automation.engine import JsonObject
from igny8.core.api.parsers import StrictJSONParser
from igny8.core.clock import Clock
from igny8.core.errors import InvalidInput, NotAuthenticated, UnsupportedMedia
from igny8.core.ids import new_id
from igny8.notifications.signing import PREFIX, signatures

MAX_BYTES: Final = 256 * 1024
TOLERANCE: Final = timedelta(minutes=5)
"""How far a message's time may lie from ours, either way."""
_MAX_FIELDS: Final = 1_000
_ID: Final = re.compile(r"[\x21-\x7e]{1,100}")
_SHOWN: Final = re.compile(
    r"content-type|user-agent|webhook-(id|timestamp)"
    r"|x-([a-z0-9]+-)*(event|topic|delivery|request)(-(id|key|type|name))?"
)
"""The headers that a run can see: those that tell what a message is, none that may hold a secret."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``headers`` have names in lower case."""

    id: str
    body: bytes
    headers: Mapping[str, str]

    @classmethod
    def of(cls, body: bytes, headers: Mapping[str, str]) -> Message:
        """A message as it came; one without an id of its own (and without a signature) gets one.

        :raises InvalidInput: when its id cannot be stored.
        """
        plain = {name.lower(): value for name, value in headers.items()}
        given = plain.get("webhook-id", "")
        if given and not _ID.fullmatch(given):
            raise InvalidInput("webhook-id must have 1 to 100 characters, and no space or special letter.")
        return cls(given or str(new_id()), body, plain)

    @property
    def named(self) -> bool:
        """Whether its sender gave it its id; only such a one can come again."""
        return bool(self.headers.get("webhook-id"))

    @property
    def body_hash(self) -> str:
        """Tells two bodies apart."""
        return hashlib.sha256(self.body).hexdigest()

    def as_context(self, clock: Clock) -> JsonObject:
        """What a run sees as ``webhook``.

        :raises InvalidInput, UnsupportedMedia: when the body cannot be read.
        """
        shown = {name: value[:500] for name, value in self.headers.items() if _SHOWN.fullmatch(name)}
        return {
            "id": self.id,
            "received_at": clock.now().isoformat(),
            "headers": shown,
            "body": parsed_body(self.body, self.headers.get("content-type", "")),
        }


def parsed_body(body: bytes, content_type: str) -> Any:
    """A JSON or form body as plain data; a form's field that comes more than once gives a list.

    :raises InvalidInput: when it is not what it says it is.
    :raises UnsupportedMedia: when it says that it is something else.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json")):
        return _json(body)
    if kind == "application/x-www-form-urlencoded":
        return _form(body)
    raise UnsupportedMedia("Send JSON (Content-Type: application/json) or a form.")


def _json(body: bytes) -> Any:
    try:
        return StrictJSONParser().parse(BytesIO(body))
    except ParseError as error:
        raise InvalidInput(str(error.detail)) from error


def _form(body: bytes) -> JsonObject:
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise InvalidInput("The form cannot be read: it must be UTF-8 with at most 1,000 fields.") from error
    if any("\0" in text for name, values in fields.items() for text in (name, *values)):
        raise InvalidInput("The form holds the character U+0000.")
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def check_signature(message: Message, secret: str, clock: Clock) -> None:
    """Make sure that whoever knows the secret has sent this message just now.

    :raises NotAuthenticated: with what is missing or wrong.
    """
    at = _moment(message.headers.get("webhook-timestamp", ""))
    given = message.headers.get("webhook-signature", "").split()
    if "webhook-id" not in message.headers or at is None or not given:
        raise _refused("this address takes signed messages only: webhook-id, -timestamp and -signature.")
    if abs(clock.now() - at) > TOLERANCE:
        raise _refused("webhook-timestamp is more than 5 minutes from now.")
    wanted = signatures([secret], message.id, at, message.body).encode()
    if not any(hmac.compare_digest(wanted, candidate.encode()) for candidate in given[:10]):
        raise _refused("webhook-signature does not fit the message and this address's secret.")


def _refused(reason: str) -> NotAuthenticated:
    return NotAuthenticated(f"The signature was refused: {reason}", code="invalid_signature")


def _moment(text: str) -> datetime | None:
    """Seconds since 1970 as a time; only the plain way of writing them is signed by a sender."""
    return datetime.fromtimestamp(int(text), UTC) if re.fullmatch(r"[1-9][0-9]{0,10}", text) else None


def fresh_secret() -> str:
    """A new signing secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def signed(body: bytes, secret: str, clock: Clock, *, content_type: str = "application/json") -> Message:
    """A message as its sender would send it now."""
    message_id, now = f"msg_{new_id().hex}", clock.now()
    headers = {
        "content-type": content_type,
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signatures([secret], message_id, now, body),
    }
    return Message.of(body, headers)
