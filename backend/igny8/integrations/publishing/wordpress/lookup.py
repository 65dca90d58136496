"""Finding our posts again by their key.

The key stands in the post itself: as meta where the companion plug-in is active, and as an HTML comment in
a Custom HTML block, which needs no plug-in, outlives WordPress's filters and the block editor, and is in
the row from the moment it exists (meta is written a moment later).
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote

from igny8.integrations.publishing.port import PostKind
from igny8.integrations.publishing.wordpress.api import Change, WordPressApi
from igny8.integrations.publishing.wordpress.models import RemotePost
from igny8.integrations.publishing.wordpress.refusals import Refusal

KEY_META = "_igny8_key"
ROUTES: dict[PostKind, str] = {"post": "wp/v2/posts", "page": "wp/v2/pages"}
_FIELDS = "id,status,slug,link,date_gmt,content,meta,featured_media,categories,tags"
_MARK = re.compile(r"<!-- igny8:([0-9a-f]{32}) -->")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SUFFIXES = 5


def key_hash(key: str) -> str:
    """The key as it stands at WordPress: 32 hexadecimal digits, findable and safe in any context."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def mark_block(digest: str) -> str:
    """The block that carries the key in a post's content."""
    return f"<!-- wp:html -->\n<!-- igny8:{digest} -->\n<!-- /wp:html -->"


def marked(post: RemotePost) -> str:
    """:return: the key's hash in the post's content, or an empty string."""
    found = _MARK.search(post.content.raw)
    return found.group(1) if found else ""


def bare(post: RemotePost) -> bool:
    """:return: whether the post is a claim that was never written to: a draft with nothing but the mark."""
    return post.status == "draft" and not _COMMENT.sub("", post.content.raw).strip()


def owner(post: RemotePost) -> str:
    """:return: the key's hash that the post carries in its meta or content, or an empty string."""
    return str(post.meta.get(KEY_META) or "") or marked(post)


class Lookup:
    """Looks posts up by key; sees drafts, scheduled, private and published ones, not the trash."""

    def __init__(self, api: WordPressApi) -> None:
        self._api = api

    def find(self, digest: str, kind: PostKind, slug: str) -> list[RemotePost]:
        """:param slug: wanted; a second way to find posts where the site's search is replaced by a plug-in.
        :return: the posts that carry the key, lowest id first."""
        if self._api.plugin() is not None:
            ids = self._api.send("GET", Change("igny8/v1/posts", {"key": digest}), repeat=True).json()
            return self._listed(kind, {"include": ids}) if ids else []
        found = self._listed(kind, {"search": digest})
        if slug:
            slugs = [slug, *(f"{slug}-{number}" for number in range(2, _SUFFIXES + 1))]
            found += self._listed(kind, {"slug": slugs})
        mine = {post.id: post for post in found if owner(post) == digest}
        return [mine[post_id] for post_id in sorted(mine)]

    def by_id(self, post_id: str, kind: PostKind, digest: str) -> RemotePost | None:
        """A post known from before; None where it is gone, in the trash, or (a restored site) another's."""
        if not post_id.isdigit():
            return None
        try:
            post = self._api.get(
                f"{ROUTES[kind]}/{post_id}", RemotePost, {"context": "edit", "_fields": _FIELDS}
            )
        except Refusal as error:
            if error.gone or error.status_code == 404:
                return None
            raise
        return None if post.status == "trash" or owner(post) not in ("", digest) else post

    def _listed(self, kind: PostKind, params: dict[str, str | list[str] | list[int]]) -> list[RemotePost]:
        common: dict[str, str | int] = {
            "status": "any",
            "context": "edit",
            "per_page": 50,
            "_fields": _FIELDS,
        }
        order = {"orderby": "id", "order": "asc"}
        return self._api.get_list(ROUTES[kind], RemotePost, {**common, **order, **params})


def same_slug(wanted: str, got: str) -> bool:
    """Whether WordPress took the slug as it was (it percent-encodes other scripts)."""
    return unquote(got).casefold() == unquote(wanted).casefold()
