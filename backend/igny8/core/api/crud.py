"""List, create, read, update and delete over one tenant model."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import ScopedViewSet
from igny8.core.errors import Conflict
from igny8.core.tenancy import AccountModel

ModelT = TypeVar("ModelT", bound=AccountModel)


class CrudViewSet(ScopedViewSet[ModelT], Generic[ModelT]):
    """A view set whose serializer both reads and writes; subclasses change the ``perform_…`` steps."""

    model: type[ModelT]

    def get_queryset(self) -> QuerySet[ModelT]:
        return self.model._default_manager.all()

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @idempotent
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with _conflicts():
            self.perform_create(serializer)
        return Response(serializer.data, status=201)

    def retrieve(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return Response(self.get_serializer(self.get_object()).data)

    def update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return self._change(request, partial=False)

    def partial_update(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        return self._change(request, partial=True)

    def _change(self, request: Request, *, partial: bool) -> Response:
        serializer = self.get_serializer(self.get_object(), data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        with _conflicts():
            self.perform_update(serializer)
        return Response(serializer.data)

    def destroy(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        with _conflicts():
            self.perform_destroy(self.get_object())
        return Response(status=204)

    def perform_create(self, serializer: serializers.BaseSerializer[ModelT]) -> None:
        """Store the checked data of a new row."""
        serializer.save()

    def perform_update(self, serializer: serializers.BaseSerializer[ModelT]) -> None:
        """Store the checked data of a row that exists."""
        serializer.save()

    def perform_destroy(self, instance: ModelT) -> None:
        """Delete a row."""
        instance.delete()


class _conflicts:  # noqa: N801 - used as a context manager
    """A transaction in which a broken uniqueness or a protected row is a ``Conflict``."""

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self._atomic.__exit__(kind, error, trace)
        if isinstance(error, ProtectedError):
            raise Conflict("Other things still depend on this: delete them first.") from error
        if isinstance(error, IntegrityError):
            raise Conflict("There is one with these values already.") from error
