"""Secrets at rest: encrypted with keys of their own, which can be rotated.

``IGNY8_ENCRYPTION_KEYS`` holds Fernet keys, the newest first; without it a key is derived from the secret
key.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from igny8.core.errors import Conflict


def encrypt(text: str) -> str:
    """``text`` so that only this installation can read it; an empty text stays empty."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def decrypt(text: str) -> str:
    """The inverse of ``encrypt``; raises ``Conflict`` when the key has changed."""
    if not text:
        return ""
    try:
        return _keys().decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise Conflict(
            "The stored secret cannot be read with the present key: enter it again, "
            "or restore IGNY8_ENCRYPTION_KEYS."
        ) from error


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.IGNY8_ENCRYPTION_KEYS or [_derived()]])


def _derived() -> str:
    digest = hashlib.sha256(b"igny8 secrets at rest:" + settings.SECRET_KEY.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()
