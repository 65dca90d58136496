"""The tree of a site's pages: addresses follow from parents."""

from __future__ import annotations

from typing import Any

from igny8.content.models import Page
from igny8.content.services.announcing import PAGES


def path_of(parent: Page | None, slug: str) -> str:
    """The address of a page below ``parent`` (or the home page)."""
    return f"{(parent.path if parent else '/').rstrip('/')}/{slug}/"


def is_below(page: Page, other: Page) -> bool:
    """Whether ``page`` is ``other`` or stands somewhere below it."""
    current: Page | None = page
    while current is not None:
        if current.pk == other.pk:
            return True
        current = current.parent
    return False


def change_page(*, page: Page, values: dict[str, Any]) -> Page:
    """Change a page; when its address changes, those of the pages below it follow."""
    is_new, before = page._state.adding, PAGES.snapshot(page)
    for name, value in values.items():
        setattr(page, name, value)
    page.status = Page.Status.WRITTEN if page.content_id else Page.Status.PLANNED
    page.save()
    if is_new:
        PAGES.created(page)
    else:
        PAGES.updated(page, before)
    _move_children(page)
    return page


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
