"""Changes to accounts, members, sites and tokens."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.core.errors import Conflict, InvalidInput
from igny8.core.tenancy import account_scope
from igny8.tenants.models import Account, ApiToken, AuditEntry, Membership, Role, User

TOKEN_PREFIX = "igny8_"  # noqa: S105 - a public prefix, not a secret


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A fresh account with its owner; ``token`` is shown this once."""

    account: Account
    user: User
    token: str


@transaction.atomic
def create_account(*, name: str, email: str, password: str) -> NewAccount:
    """Make an account with an owner and an owner's API token.

    :raises InvalidInput: for a bad address or a weak password.
    :raises Conflict: when the address is in use.
    """
    user = _create_user(email=email, password=password)
    account = Account.objects.create(name=name)
    with account_scope(account.id):
        Membership.objects.create(user=user, role=Role.OWNER)
        _, token = create_token(name="First token", role=Role.OWNER, created_by=user)
    return NewAccount(account, user, token)


def _create_user(*, email: str, password: str) -> User:
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidInput("Enter a valid e-mail address.", fields={"email": error.messages}) from error
    try:
        validate_password(password)
    except ValidationError as error:
        raise InvalidInput(error.messages[0], fields={"password": error.messages}) from error
    if User.objects.filter(email=email.lower()).exists():
        raise Conflict(f"There is a user with the address {email} already.")
    return User.objects.create_user(email, password)


def create_token(*, name: str, role: str, created_by: User | None) -> tuple[ApiToken, str]:
    """Make an API token in the present account; the second value is the secret, never to be had again."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        name=name, role=role, prefix=secret[:12], digest=token_digest(secret), created_by=created_by
    )
    return row, secret


def token_digest(secret: str) -> str:
    """What is stored of a token: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def revoke_token(*, token: ApiToken, clock: Clock = SYSTEM_CLOCK) -> None:
    """Make a token useless at once; revoking twice changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())


def audit(*, actor: str, action: str, object_type: str, object_id: UUID | str, **detail: Any) -> None:
    """Write one line of the audit log, in the transaction of what it tells of."""
    AuditEntry.objects.create(
        actor=actor, action=action, object_type=object_type, object_id=str(object_id), detail=detail
    )
