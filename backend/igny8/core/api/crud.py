"""List, create, read, update and delete over one tenant model."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from igny8.core.announcing import Announcer
from igny8.core.api.conflicts import conflicts
from igny8.core.api.idempotency import idempotent
from igny8.core.api.views import ScopedViewSet
from igny8.core.tenancy import AccountModel

ModelT = TypeVar("ModelT", bound=AccountModel)


class CrudViewSet(ScopedViewSet[ModelT], Generic[ModelT]):
    """A view set whose serializer both reads and writes; subclasses change the ``perform_…`` steps.

    ``announcer`` tells of rows that the view itself makes, changes and deletes.
    """

    model: type[ModelT]
    announcer: ClassVar[Announcer[Any] | None] = None

    def get_queryset(self) -> QuerySet[ModelT]:
        rows: QuerySet[ModelT] = self.model._default_manager.all()  # type: ignore[assignment]  # the stubs say AccountModel
        return rows

    def list(self, request: Request) -> Response:  # noqa: ARG002 - DRF's signature
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @idempotent
    def create(self, request: Request) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with conflicts(self.model):
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
        with conflicts(self.model):
            self.perform_update(serializer)
        return Response(serializer.data)

    def destroy(self, request: Request, pk: str) -> Response:  # noqa: ARG002
        with conflicts(self.model):
            self.perform_destroy(self.get_object())
        return Response(status=204)

    def perform_create(self, serializer: serializers.BaseSerializer[ModelT]) -> None:
        """Store the checked data of a new row."""
        row = serializer.save()
        if self.announcer:
            self.announcer.created(row)

    def perform_update(self, serializer: serializers.BaseSerializer[ModelT]) -> None:
        """Store the checked data of a row that exists."""
        before = self.announcer.snapshot(serializer.instance) if self.announcer else {}
        row = serializer.save()
        if self.announcer:
            self.announcer.updated(row, before)

    def perform_destroy(self, instance: ModelT) -> None:
        """Delete a row."""
        if self.announcer:
            self.announcer.deleted(instance)
        instance.delete()
