"""Bases of views: look-ups in the caller's account, filters by field, ordering, search."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from rest_framework import viewsets
from rest_framework.views import APIView

from igny8.core.errors import InvalidInput, NotFound
from igny8.core.ids import parse_id
from igny8.core.lookups import searched

ModelT = TypeVar("ModelT", bound=models.Model)


def get_or_404(rows: QuerySet[ModelT], pk: object) -> ModelT:
    """The row with that id in the caller's account; another account's looks as if it did not exist."""
    found = parse_id(pk)
    row = rows.filter(pk=found).first() if found else None
    if row is None:
        raise NotFound(f"There is no {rows.model._meta.verbose_name} with the id {str(pk)[:40]}.")
    return row


class ScopedViewSet(viewsets.GenericViewSet[ModelT], Generic[ModelT]):
    """A view set over one tenant model.

    ``filter_fields`` maps query parameters to look-ups; ``search_fields``, ``ordering_fields`` name columns.
    """

    lookup_value_regex = "[^/]+"
    filter_fields: ClassVar[Mapping[str, str]] = {}
    search_fields: ClassVar[tuple[str, ...]] = ()
    ordering_fields: ClassVar[tuple[str, ...]] = ("created_at",)

    def get_object(self) -> ModelT:
        return get_or_404(self.get_queryset(), self.kwargs["pk"])

    def filter_queryset(self, queryset: QuerySet[ModelT, Any]) -> QuerySet[ModelT, Any]:
        rows = filtered(queryset, self.request.query_params, self.filter_fields)
        rows = searched(rows, self.request.query_params.get("search", ""), self.search_fields)
        return ordered(rows, self.request.query_params.get("ordering", ""), self.ordering_fields)


def filtered(rows: QuerySet[ModelT], given: Mapping[str, Any], fields: Mapping[str, str]) -> QuerySet[ModelT]:
    """Apply field filters; several values stand with commas between them."""
    for name, lookup in fields.items():
        text = given.get(name, "")
        if not text:
            continue
        try:
            rows = rows.filter(**_condition(rows.model, lookup, text))
        except (ValueError, TypeError, OverflowError, ValidationError) as error:
            message = f"{name}: {text[:60]!r} does not fit."
            raise InvalidInput(message, fields={name: ["This value does not fit."]}) from error
    return rows


def _condition(model: type[models.Model], lookup: str, text: str) -> dict[str, Any]:
    if "\0" in text:
        raise ValueError("No text of ours holds U+0000.")
    field = model._meta.get_field(lookup.partition("__")[0])
    if isinstance(field, models.DateTimeField):
        return {lookup: _moment(text)}
    if isinstance(field, models.BooleanField):
        return (
            {lookup: _TRUTH[text.lower()]} if text.lower() in _TRUTH else {f"{lookup}__in": text.split(",")}
        )
    return {lookup: text} if "__" in lookup else {f"{lookup}__in": text.split(",")}


_TRUTH = {"true": True, "false": False}


def _moment(text: str) -> datetime:
    """A time or a day as it stands in an address, where ``+`` may have become a space; else in UTC.

    :raises OverflowError: at the edge of time, where it has no moment in UTC.
    """
    moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def ordered(rows: QuerySet[ModelT], text: str, allowed: tuple[str, ...]) -> QuerySet[ModelT]:
    """Order by ``text`` (``-created_at,name``); the id decides between equals."""
    if not text:
        return rows
    names = text.split(",")
    wrong = next((name for name in names if name.removeprefix("-") not in allowed), None)
    if wrong is not None:
        options = ", ".join(allowed)
        raise InvalidInput(
            f"ordering: {wrong!r} is not one of {options}.", fields={"ordering": [f"One of {options}."]}
        )
    return rows.order_by(*names, "id")


class PublicView(APIView):
    """A view for strangers."""

    authentication_classes: ClassVar[list[type]] = []  # type: ignore[misc]  # DRF's is no ClassVar
    permission_classes: ClassVar[list[type]] = []  # type: ignore[misc]  # DRF's is no ClassVar
