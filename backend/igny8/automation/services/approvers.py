"""Who may answer an approval, and who is told of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from igny8.automation.models import Approval
from igny8.tenants.models import Membership, Role
from igny8.tenants.selectors import Caller

_MANAGERS = (Role.OWNER, Role.ADMIN)
_WORKERS = (Role.OWNER, Role.ADMIN, Role.EDITOR)


def may_decide(approval: Approval, caller: Caller) -> bool:
    """Owners and admins always; else those whom the step names, by address or role; else editors.

    A program's token stands for its role alone, not for the address of whoever made it.
    """
    if caller.role in _MANAGERS:
        return True
    if not approval.approvers:
        return caller.role in _WORKERS
    named = {str(name).strip().lower() for name in approval.approvers}
    address = caller.user.email.lower() if caller.user and caller.token is None else ""
    return caller.role in named or address in named


def addresses_to_ask(approvers: Sequence[str]) -> list[str]:
    """The e-mail addresses of those whom a step names, by role or address; without names, of all who may
    decide."""
    if not approvers:
        return addresses_of_roles(_WORKERS)
    names = [str(name).strip().lower() for name in approvers]
    roles = [name for name in names if name in Role.values]
    given = [name for name in names if _is_address(name)]
    return list(dict.fromkeys([*given, *(addresses_of_roles(roles) if roles else [])]))


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def manager_addresses() -> list[str]:
    """The e-mail addresses of the account's owners and admins."""
    return addresses_of_roles(_MANAGERS)


def addresses_of_roles(roles: Collection[str]) -> list[str]:
    """The e-mail addresses of the active members with these roles, the first member first."""
    members = Membership.objects.filter(role__in=list(roles), user__is_active=True).order_by("created_at")
    return list(members.values_list("user__email", flat=True))
