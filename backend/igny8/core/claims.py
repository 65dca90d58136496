"""Claims on items: taken in the transaction that selects them, given back when the run's step is over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from igny8.core.models import ItemClaim


def claimed_ids(kind: str) -> QuerySet[ItemClaim, UUID]:
    """A sub-query of the ids of this kind that some run holds; for ``exclude(id__in=…)``."""
    return ItemClaim.objects.filter(kind=kind).values_list("object_id", flat=True)


def claim_items(*, kind: str, ids: Sequence[UUID], claim: str) -> list[UUID]:
    """Take the items of ``ids`` that are free; gives those now held by ``claim``, in the given order."""
    rows = [ItemClaim(kind=kind, object_id=object_id, claim=claim) for object_id in ids]
    ItemClaim.objects.bulk_create(rows, ignore_conflicts=True)
    held = set(
        ItemClaim.objects.filter(kind=kind, claim=claim, object_id__in=ids).values_list(
            "object_id", flat=True
        )
    )
    return [object_id for object_id in ids if object_id in held]


def release_claims(claims: Iterable[str]) -> None:
    """Give back everything that these claims hold."""
    ItemClaim.objects.filter(claim__in=list(claims)).delete()
