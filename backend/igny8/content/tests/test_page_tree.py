"""The tree of pages stays a tree, whoever moves what at the same time."""

from __future__ import annotations

import pytest

from igny8.content.models import Page
from igny8.content.services.page_tree import change_page, is_below
from igny8.core.errors import Conflict
from igny8.tenants.models import Site
from igny8.testing.factories import ContentFactory, PageFactory


def test_a_page_is_not_put_below_itself_by_two_moves_at_once(site: Site) -> None:
    first, second = PageFactory(site=site), PageFactory(site=site)
    seen_before = Page.objects.get(pk=second.pk)
    change_page(page=second, values={"parent": first})
    with pytest.raises(Conflict, match="stands below this one by now"):
        change_page(page=first, values={"parent": seen_before})
    assert Page.objects.get(pk=first.pk).parent is None


def test_a_ring_of_pages_ends_the_search(site: Site) -> None:
    first, second, other = PageFactory(site=site), PageFactory(site=site), PageFactory(site=site)
    Page.objects.filter(pk=first.pk).update(parent=second)
    Page.objects.filter(pk=second.pk).update(parent=first)
    assert not is_below(Page.objects.get(pk=first.pk), other)
    assert is_below(Page.objects.get(pk=first.pk), second)


def test_a_text_that_is_linked_meanwhile_stays(site: Site) -> None:
    page = PageFactory(site=site)
    read_before = Page.objects.get(pk=page.pk)
    content = ContentFactory(site=site)
    Page.objects.filter(pk=page.pk).update(content=content)
    changed = change_page(page=read_before, values={"title": "New"})
    assert (changed.content_id, changed.status, changed.title) == (content.pk, Page.Status.WRITTEN, "New")
