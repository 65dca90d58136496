"""The tree of a site's pages: addresses follow from parents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from igny8.content.models import Page
from igny8.content.services.announcing import PAGES
from igny8.core.errors import Conflict
from igny8.tenants.models import Site


def path_of(parent: Page | None, slug: str) -> str:
    """The address of a page below ``parent`` (or the home page)."""
    return f"{(parent.path if parent else '/').rstrip('/')}/{slug}/"


def is_below(page: Page, other: Page) -> bool:
    """Whether ``page`` is ``other`` or stands somewhere below it; a ring of pages ends, too."""
    current: Page | None = page
    seen: set[UUID] = set()
    while current is not None and current.pk not in seen:
        if current.pk == other.pk:
            return True
        seen.add(current.pk)
        current = current.parent
    return False


@transaction.atomic
def change_page(*, page: Page, values: dict[str, Any]) -> Page:
    """Change a page; when its address changes, those of the pages below it follow.

    :raises Conflict: when its new parent has come to stand below it meanwhile.
    """
    is_new = page._state.adding
    if not is_new:
        _lock_tree(page, values.get("parent"))
    before = PAGES.snapshot(page)
    for name, value in values.items():
        setattr(page, name, value)
    page.status = Page.Status.WRITTEN if page.content_id else Page.Status.PLANNED
    # What others changed meanwhile (a run that links a text) stays.
    page.save(update_fields=None if is_new else [*values, "status", "updated_at"])
    if is_new:
        PAGES.created(page)
    else:
        PAGES.updated(page, before)
    _move_children(page)
    return page


def _lock_tree(page: Page, parent: Page | None) -> None:
    """One change of a site's tree at a time: two moves at once could make a ring of pages."""
    list(Site.objects.select_for_update(no_key=True).filter(pk=page.site_id).values_list("pk"))
    page.refresh_from_db(fields=["content", "status"])
    if parent is not None and is_below(Page.objects.get(pk=parent.pk), page):
        raise Conflict("That page stands below this one by now.")


def place_page(*, page: Page, position: int) -> None:
    """Make a page the ``position``-th (from 0) of those below its parent, and number all of them anew."""
    rows = Page.objects.filter(site_id=page.site_id, parent_id=page.parent_id).exclude(pk=page.pk)
    siblings = list(rows.order_by("position", "path"))
    siblings.insert(position, page)
    moved = [(number, row) for number, row in enumerate(siblings) if row.position != number]
    for number, row in moved:
        row.position = number
    Page.objects.bulk_update([row for _, row in moved], ["position"])


def _move_children(page: Page) -> None:
    for child in Page.objects.filter(parent=page).select_related("parent"):
        path = path_of(page, child.slug)
        if child.path != path:
            before = PAGES.snapshot(child)
            child.path = path
            child.save(update_fields=["path", "updated_at"])
            PAGES.updated(child, before)
            _move_children(child)
