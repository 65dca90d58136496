"""Changes that people make to contents: each one is a new version, made safe and scored again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from igny8.content.markup import sanitize_html, word_count
from igny8.content.models import Content
from igny8.content.services.announcing import CONTENTS
from igny8.content.services.images import remove_files
from igny8.content.services.scoring import score
from igny8.content.services.slugs import free_slug, slug_is_free
from igny8.content.services.versions import (
    content_to_change,
    find_version,
    keep_version,
    new_version,
)
from igny8.core.errors import Conflict
from igny8.core.ids import new_id

_OUT = (Content.Status.PUBLISHED, Content.Status.SCHEDULED)
_VERSIONED = frozenset({"title", "slug", "meta_title", "meta_description", "html"})
_SCORED = _VERSIONED | {"keyphrase", "language"}


def create_content(*, values: dict[str, Any]) -> Content:
    """Store a content that a person (or another system) wrote; a slug is found where none is given."""
    content = Content(id=new_id(), **values)
    if not content.slug:
        content.slug = free_slug(content.site, content.keyphrase or content.title, content.language)
    _refresh(content)
    content.save(force_insert=True)
    keep_version(content, "created")
    CONTENTS.created(content)
    return content


def change_content(*, content_id: UUID, values: dict[str, Any], base_version: int | None = None) -> Content:
    """Change a content. What readers see makes a new version; what the checks look at is scored again.

    :param base_version: the version that the change was made on, where it must still be the current one.
    :raises Conflict: when the status of a content that is out is to be changed: publishing keeps it; or when
        somebody else made another version meanwhile.
    """
    content = content_to_change(content_id)
    if base_version is not None and base_version != content.version:
        raise Conflict(
            f"This content has changed meanwhile: its version is {content.version}, not {base_version}.",
            code="version_conflict",
        )
    before = CONTENTS.snapshot(content)
    changed = {name for name, value in values.items() if getattr(content, name) != value}
    if "status" in changed and content.status in _OUT:
        raise Conflict(f"This content is {content.status}: its status follows what is published.")
    for name in changed:
        setattr(content, name, values[name])
    if changed & _SCORED:
        _refresh(content)
    if changed & _VERSIONED:
        new_version(content, "edited")
    else:
        content.save()
    CONTENTS.updated(content, before)
    return content


def restore_version(*, content_id: UUID, number: int) -> Content:
    """Make an earlier version the current one, as a new version; nothing is lost. The slug comes back only
    where nothing is published under the present one and nobody else has it.

    :raises NotFound: when there is no such version.
    """
    content = content_to_change(content_id)
    before = CONTENTS.snapshot(content)
    old = find_version(content, number)
    for name in ("title", "meta_title", "meta_description", "html"):
        setattr(content, name, getattr(old, name))
    if not content.published_url and slug_is_free(old.slug, site_id=content.site_id, besides=content.id):
        content.slug = old.slug
    _refresh(content)
    new_version(content, f"restored {number}")
    CONTENTS.updated(content, before)
    return content


def tried(content: Content, values: dict[str, Any]) -> Content:
    """The content as it would be with these values, for the checks; it must not be saved."""
    for name, value in values.items():
        setattr(content, name, value)
    content.html = sanitize_html(content.html).strip()
    return content


def _refresh(content: Content) -> None:
    content.html = sanitize_html(content.html).strip()
    content.word_count = word_count(content.html, content.language)
    score(content)


def delete_content(content: Content) -> None:
    """Delete a content with its versions and pictures, the files of which go once that is committed. What is
    published stays at its target."""
    files = [image.files for image in content.images.all()]
    CONTENTS.deleted(content)
    content.delete()
    transaction.on_commit(lambda: remove_files(name for named in files for name in named.values()))
