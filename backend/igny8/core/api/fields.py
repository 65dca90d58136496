"""Serializer pieces that keep to the account."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from igny8.core.tenancy import AccountModel

ModelT = TypeVar("ModelT", bound=AccountModel)


@extend_schema_field({"type": "string", "format": "uuid"})
class AccountRelatedField(serializers.PrimaryKeyRelatedField[ModelT], Generic[ModelT]):
    """A foreign key by id, looked up in the caller's account only; another account's id does not exist.

    Its query is made when it is asked for, inside of the request's scope, never at import.
    """

    def __init__(self, model: type[ModelT], **kwargs: Any) -> None:
        self._model = model
        super().__init__(pk_field=serializers.UUIDField(), **kwargs)

    def get_queryset(self) -> QuerySet[ModelT]:
        rows: QuerySet[ModelT] = self._model._default_manager.all()  # type: ignore[assignment]  # the stubs say AccountModel
        return rows
