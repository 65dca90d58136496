"""Slugs that are unique on their site."""

from __future__ import annotations

from uuid import UUID

from igny8.content.markup import slugify
from igny8.content.models import Content
from igny8.tenants.models import Site


def free_slug(site: Site, text: str, language: str) -> str:
    """A slug that no other content of the site has. Inside a transaction the site is locked until its end,
    so that two contents that are stored at once do not choose the same one."""
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    base = slugify(text, language=language)
    taken = set(Content.objects.filter(site=site, slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def slug_is_free(slug: str, *, site_id: UUID, besides: UUID | None = None) -> bool:
    """Whether a content of the site may take ``slug``."""
    rows = Content.objects.filter(site_id=site_id, slug=slug)
    return not (rows.exclude(pk=besides) if besides else rows).exists()
