"""Serializer pieces that keep to the account."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.db import models
from rest_framework import serializers

from igny8.core.errors import InvalidInput
from igny8.core.ids import parse_id
from igny8.core.tenancy import AccountModel

ModelT = TypeVar("ModelT", bound=AccountModel)


class AccountRelatedField(serializers.PrimaryKeyRelatedField[ModelT], Generic[ModelT]):
    """A foreign key by id, looked up in the caller's account only; another account's id does not exist."""

    def __init__(self, model: type[ModelT], **kwargs: Any) -> None:
        self._model = model
        if not kwargs.get("read_only"):
            kwargs["queryset"] = _Later(model)
        super().__init__(pk_field=serializers.UUIDField(), **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> AccountRelatedField[ModelT]:
        kwargs = {name: value for name, value in self._kwargs.items() if name not in {"queryset", "model"}}
        return type(self)(self._model, **kwargs)

    def get_queryset(self) -> Any:
        return self._model._default_manager.all()


class _Later:
    """Stands for a query that may only be made inside of a request's scope."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model

    def all(self) -> _Later:
        return self


def required_id(text: object, name: str) -> Any:
    """``text`` as an id; ``InvalidInput`` names the field."""
    found = parse_id(text)
    if found is None:
        raise InvalidInput(f"{name} is not an id.", fields={name: ["This is not an id."]})
    return found
