"""Every query is scoped to one account, by construction.

``ScopedManager`` is both the default and the base manager of every tenant model, so that reads, writes,
related look-ups and cascades all carry ``account_id = current account``. Outside of a scope they raise: a
forgotten scope is a bug that cannot leak. Work across accounts (the sweep, the clean-up) says so with
``system_scope``. Threads start without a scope: hand it on with ``contextvars.copy_context``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar, cast
from uuid import UUID

from django.db import models

from igny8.core.ids import new_id


class Unscoped(Exception):
    """A tenant model was queried outside of ``account_scope``."""


class _System:
    """The scope of work across all accounts."""


_SYSTEM: Final = _System()
_scope: ContextVar[UUID | _System | None] = ContextVar("igny8_account", default=None)


@contextmanager
def account_scope(account_id: UUID) -> Iterator[None]:
    """Run the body on behalf of one account."""
    token = _scope.set(account_id)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def system_scope() -> Iterator[None]:
    """Run the body across all accounts; only for the machinery, never for a request."""
    token = _scope.set(_SYSTEM)
    try:
        yield
    finally:
        _scope.reset(token)


def current_account_id() -> UUID:
    """The account of the present scope; raises ``Unscoped`` outside of one."""
    scope = _scope.get()
    if isinstance(scope, UUID):
        return scope
    raise Unscoped("This needs the scope of one account: wrap it in account_scope(account_id).")


ModelT_co = TypeVar("ModelT_co", bound=models.Model, covariant=True)


class ScopedManager(models.Manager[ModelT_co]):
    """Filters every query by the account of the present scope."""

    def get_queryset(self) -> models.QuerySet[ModelT_co]:
        rows = super().get_queryset()
        return rows if _scope.get() is _SYSTEM else rows.filter(account_id=current_account_id())


class AccountModel(models.Model):
    """Base of every row that belongs to an account; new rows take the account of the scope by themselves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(
        "tenants.Account",
        on_delete=models.CASCADE,
        related_name="+",
        default=current_account_id,
        editable=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    @property
    def owner_id(self) -> UUID:
        """``account_id``, which is always set (the stubs are not sure of it)."""
        return cast(UUID, self.account_id)
