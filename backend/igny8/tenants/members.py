"""Who belongs to an account: invite, change roles, remove; and what people change about themselves."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.core.errors import Conflict, Forbidden, InvalidInput
from igny8.core.tenancy import system_scope
from igny8.tenants.models import ApiToken, Membership, Role, User
from igny8.tenants.selectors import Caller
from igny8.tenants.services import audit

RANKS = {Role.VIEWER: 0, Role.EDITOR: 1, Role.ADMIN: 2, Role.OWNER: 3}
_NO_OWNER = "An account needs an owner: make somebody else an owner first."


@dataclass(frozen=True, slots=True)
class NewMember:
    """A fresh membership; ``password`` is the person's first one, shown this once."""

    membership: Membership
    password: str


@transaction.atomic
def add_member(*, email: str, name: str, role: str, by: Caller) -> NewMember:
    """Let a person into the present account, with a first password to hand on.

    Nobody has proved that an address is theirs. So a person of another account is not let in (whoever made
    that user may know its password), and one who belongs nowhere any more starts with a new password.

    :raises Conflict: when they belong to this or another account already.
    :raises Forbidden: for a role above the caller's own.
    """
    _require_rank(by, role)
    password = secrets.token_urlsafe(12)
    membership = Membership.objects.create(user=_newcomer(email, name, password), role=role)
    _note(by, "member.added", membership, role=role)
    return NewMember(membership, password)


def _newcomer(email: str, name: str, password: str) -> User:
    user = User.objects.select_for_update(no_key=True).filter(email=email.lower()).first()
    if user is None:
        return User.objects.create_user(email, password, name=name)
    if Membership.objects.filter(user=user).exists():
        raise Conflict(f"{user.email} belongs to the account already.", fields={"email": ["Is a member."]})
    with system_scope():
        elsewhere = Membership.objects.filter(user=user).exists()
    if elsewhere:
        message = f"{user.email} belongs to another account: a person can belong to one account."
        raise Conflict(message, fields={"email": ["Belongs to another account."]})
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    return user


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: Caller, clock: Clock = SYSTEM_CLOCK) -> Membership:
    """Give a member another role, as far as the caller's own reaches; tokens above it are revoked.

    :raises Forbidden: for a member or a role above the caller's own.
    :raises Conflict: when it would leave the account without an owner.
    """
    row = _locked(membership, by)
    _require_rank(by, role)
    if row.role == Role.OWNER and role != Role.OWNER:
        _require_other_owner(row)
    row.role = role
    row.save(update_fields=["role"])
    above = [name for name, rank in RANKS.items() if rank > RANKS[Role(role)]]
    tokens = ApiToken.objects.filter(created_by=row.user, revoked_at=None, role__in=above)
    tokens.update(revoked_at=clock.now())
    _note(by, "member.role_changed", row, role=role)
    return row


@transaction.atomic
def remove_member(*, membership: Membership, by: Caller, clock: Clock = SYSTEM_CLOCK) -> None:
    """Take a person out of the present account at once, and revoke the tokens that they made here.

    :raises Forbidden: for a member above the caller.
    :raises Conflict: for the last owner.
    """
    row = _locked(membership, by)
    if row.role == Role.OWNER:
        _require_other_owner(row)
    ApiToken.objects.filter(created_by=row.user, revoked_at=None).update(revoked_at=clock.now())
    _note(by, "member.removed", row)
    row.delete()


def _locked(membership: Membership, by: Caller) -> Membership:
    """The row, with those of all owners locked: two owners cannot leave at once."""
    owners = Membership.objects.filter(role=Role.OWNER).order_by("pk")
    list(owners.select_for_update(no_key=True).values_list("pk", flat=True))
    row = Membership.objects.select_related("user").get(pk=membership.pk)
    _require_rank(by, row.role)
    return row


def _require_rank(by: Caller, role: str) -> None:
    if RANKS[Role(role)] > RANKS[Role(by.role)]:
        raise Forbidden(f"Only an {role} can do this: your role is {by.role}.")


def _require_other_owner(row: Membership) -> None:
    if not Membership.objects.filter(role=Role.OWNER).exclude(pk=row.pk).exists():
        raise Conflict(_NO_OWNER)


def _note(by: Caller, what: str, row: Membership, **detail: str) -> None:
    audit(
        actor=by.name,
        action=what,
        object_type="member",
        object_id=row.pk,
        email=row.user.email,
        **detail,
    )


def change_person(*, user: User, name: str | None = None, password: str = "", current: str = "") -> User:
    """Change a person's own name or password; a new password ends their other sessions.

    :raises InvalidInput: when ``current`` is not their password, or the new one is weak.
    """
    if password:
        if not user.check_password(current):
            raise InvalidInput(
                "The current password is wrong.", fields={"current_password": ["Is not your password."]}
            )
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise InvalidInput(error.messages[0], fields={"password": error.messages}) from error
        user.set_password(password)
    if name is not None:
        user.name = name
    user.save(update_fields=["name", "password"])
    return user
