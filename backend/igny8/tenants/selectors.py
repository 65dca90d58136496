"""Reads: who is calling, and on behalf of which account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY

from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.core.ids import parse_id
from igny8.core.tenancy import system_scope
from igny8.tenants.models import ApiToken, Membership, User
from igny8.tenants.services import TOKEN_PREFIX, token_digest

_LAST_USED_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated caller: a person in a session, or a program with a token.

    :ivar session_key: of the browser's session, where the call came in one.
    """

    account_id: UUID
    role: str
    name: str
    user: User | None
    token: ApiToken | None
    session_key: str = field(default="", repr=False)


def caller_of_token(secret: str, *, clock: Clock = SYSTEM_CLOCK) -> Caller | None:
    """The caller that an API token stands for; None where it is unknown or revoked."""
    if not secret.startswith(TOKEN_PREFIX):
        return None
    with system_scope():
        rows = ApiToken.objects.select_related("created_by")
        token = rows.filter(digest=token_digest(secret), revoked_at=None).first()
        if token is None:
            return None
        _note_use(token, clock)
    return Caller(token.owner_id, token.role, f"token {token.name}", token.created_by, token)


def _note_use(token: ApiToken, clock: Clock) -> None:
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > _LAST_USED_STEP:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def is_still_allowed(caller: Caller) -> bool:
    """Whether a caller of a while ago could still call.

    Their token stands; or their membership does, and they have not signed out of the session they came in.
    """
    with system_scope():
        if caller.token is not None:
            return ApiToken.objects.filter(pk=caller.token.pk, revoked_at=None).exists()
        rows = Membership.objects.filter(account_id=caller.account_id, user=caller.user)
        return rows.filter(user__is_active=True).exists() and _is_signed_in(caller)


def _is_signed_in(caller: Caller) -> bool:
    if not caller.session_key:
        return True
    sessions = import_module(settings.SESSION_ENGINE).SessionStore
    signed_in: object = sessions(caller.session_key).load().get(SESSION_KEY)
    return caller.user is not None and signed_in == str(caller.user.pk)


def caller_of_user(user: User, *, account_id: object = None, session_key: str = "") -> Caller | None:
    """The caller that a signed-in person is: in the account asked for, else in their first one."""
    with system_scope():
        memberships = Membership.objects.filter(user=user).order_by("created_at")
        wanted = parse_id(account_id) if account_id else None
        membership = memberships.filter(account_id=wanted).first() if wanted else None
        membership = membership or memberships.first()
    if membership is None:
        return None
    return Caller(membership.owner_id, membership.role, user.email, user, None, session_key)
