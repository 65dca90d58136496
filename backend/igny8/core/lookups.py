"""Rows that somebody asked for by their ids, or by words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet

from igny8.core.errors import InvalidInput
from igny8.core.tenancy import AccountModel

_NAMED_IDS = 5
_MOST_WORDS = 8
_LONGEST_WORD = 100

ModelT = TypeVar("ModelT", bound=models.Model)


def required(model: type[AccountModel], wanted: Sequence[UUID], *, site_id: UUID, param: str) -> list[UUID]:
    """``wanted`` in the order given, each once; ``model`` must belong to a site.

    :raises InvalidInput: for ids that do not exist on the site; names the param and the ids.
    """
    asked = list(dict.fromkeys(wanted))
    rows = model._default_manager.filter(**{"site_id": site_id, "id__in": asked})
    found = set(rows.values_list("id", flat=True))
    missing = [str(item) for item in asked if item not in found]
    if missing:
        listed = ", ".join(missing[:_NAMED_IDS]) + (" …" if len(missing) > _NAMED_IDS else "")
        message = f"The site has no {model._meta.verbose_name} with the id {listed}."
        raise InvalidInput(message, fields={f"params.{param}": [message]})
    return asked


def ids_of(rows: QuerySet[Any], limit: int) -> list[UUID]:
    """The first ``limit`` ids."""
    return list(rows.values_list("id", flat=True)[:limit])


def searched(rows: QuerySet[ModelT], text: str, fields: tuple[str, ...]) -> QuerySet[ModelT]:
    """Every word must stand in one of the fields; only the first words and the start of each count."""
    for word in text.replace("\0", "").split()[:_MOST_WORDS]:
        condition = Q()
        for name in fields:
            condition |= Q(**{f"{name}__icontains": word[:_LONGEST_WORD]})
        rows = rows.filter(condition)
    return rows
