"""A WordPress in a few lines, in process, for branches that the real one does not show on demand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from igny8.integrations.publishing.port import Post, Published
from igny8.integrations.publishing.wordpress import Credentials, WordPressPublisher
from igny8.integrations.publishing.wordpress.lookup import key_hash, mark_block
from igny8.integrations.tests.posts import always_mine, article

SITE = "https://blog.example"
Answer = httpx.Response | Exception | None
Hook = Callable[[httpx.Request], Answer]


def error(status: int, code: str, message: str = "No.", **data: Any) -> httpx.Response:
    """WordPress's error body."""
    return httpx.Response(status, json={"code": code, "message": message, "data": {"status": status, **data}})


def once(method: str, route: str, answer: Answer | Callable[[], Answer], times: int = 1) -> Hook:
    """A hook that answers the first ``times`` requests of a method whose path fits, then no more."""
    left = [times]

    def hook(request: httpx.Request) -> Answer:
        if request.method != method or not re.search(route, request.url.path) or left[0] == 0:
            return None
        left[0] -= 1
        return answer() if callable(answer) else answer

    return hook


@dataclass
class FakeWordPress:
    """Posts, pages, media and terms in dictionaries; ``before`` and ``after`` hooks make faults."""

    plugin: bool = True
    seo_plugin: str = ""
    search_works: bool = True
    strips_comments: bool = False
    meta_allowed: bool = True
    index: dict[str, Any] = field(
        default_factory=lambda: {
            "name": "Blog",
            "url": SITE,
            "namespaces": ["wp/v2"],
            "authentication": {"application-passwords": {}},
        }
    )
    before: list[Hook] = field(default_factory=list)
    after: list[Hook] = field(default_factory=list)
    items: dict[str, dict[int, dict[str, Any]]] = field(
        default_factory=lambda: {"posts": {}, "pages": {}, "media": {}, "categories": {}, "tags": {}}
    )
    seen: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def publisher(self, url: str = SITE) -> WordPressPublisher:
        """A publisher that talks to this site."""
        client = httpx.Client(transport=httpx.MockTransport(self))
        return WordPressPublisher(client, url, Credentials("ann", "abcd efgh"), sleep=self.slept.append)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(f"{request.method} {request.url.path}")
        for hooks, make in ((self.before, None), (self.after, self._answer)):
            answer = make(request) if make else None
            for hook in hooks:
                other = hook(request)
                if isinstance(other, Exception):
                    raise other
                answer = other or answer
            if answer is not None:
                return answer
        raise AssertionError("unreachable")

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/wp-json/":
            return httpx.Response(200, json=self.index)
        if path == "/wp-json/igny8/v1/info":
            found = {"version": "1.0.0", "seo_plugin": self.seo_plugin}
            return httpx.Response(200, json=found) if self.plugin else error(404, "rest_no_route")
        if path == "/wp-json/igny8/v1/posts":
            return httpx.Response(200, json=self._with_key(request.url.params["key"]))
        if path == "/wp-json/wp/v2/users/me":
            able = dict.fromkeys(
                ("publish_posts", "upload_files", "manage_categories", "publish_pages"), True
            )
            return httpx.Response(
                200, json={"id": 1, "name": "Ann", "roles": ["editor"], "capabilities": able}
            )
        found_route = re.fullmatch(r"/wp-json/wp/v2/(\w+)(?:/(\d+))?(/post-process)?", path)
        if found_route is None:
            return httpx.Response(404, text="<html>nothing here</html>")
        return self._collection(request, found_route[1], int(found_route[2] or 0))

    def _collection(self, request: httpx.Request, name: str, item_id: int) -> httpx.Response:
        items = self.items[name]
        if item_id and item_id not in items:
            return error(404, "rest_post_invalid_id")
        if request.method == "GET":
            return httpx.Response(200, json=items[item_id] if item_id else self._listed(request, items))
        if request.method == "DELETE":
            items[item_id]["status"] = "trash"
            return httpx.Response(200, json=items[item_id])
        return self._store(request, name, item_id or self._next_id())

    def _store(self, request: httpx.Request, name: str, item_id: int) -> httpx.Response:
        new = {
            "id": item_id,
            "status": "draft",
            "slug": f"item-{item_id}",
            "meta": {},
            "content": {"raw": ""},
        }
        item = self.items[name].setdefault(item_id, new)
        body = dict(request.url.params)
        if request.headers.get("Content-Type") == "application/json":
            body = json.loads(request.content)
        if "content" in body:
            raw = re.sub(r"<!--.*?-->", "", body["content"]) if self.strips_comments else body["content"]
            body["content"] = {"raw": raw}
        meta = body.pop("meta", {}) if self.meta_allowed else (body.pop("meta", {}) and {})
        item |= body | {"link": f"{SITE}/{item_id}/", "source_url": f"{SITE}/files/{item_id}.webp"}
        item["meta"] |= meta if self.plugin else {}
        return httpx.Response(201, json=item)

    def _listed(self, request: httpx.Request, items: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
        params = request.url.params
        found = [item for item in items.values() if item["status"] != "trash"]
        if "search" in params:
            return [
                item for item in found if self.search_works and params["search"] in item["content"]["raw"]
            ]
        if "slug[]" in params:
            return [item for item in found if item["slug"] in params.get_list("slug[]")]
        return [item for item in found if str(item["id"]) in params.get_list("include[]")]

    def _with_key(self, key: str) -> list[int]:
        posts = [*self.items["posts"].values(), *self.items["pages"].values()]
        mine = [
            post
            for post in posts
            if key in (post["meta"].get("_igny8_key"),) or key in post["content"]["raw"]
        ]
        return sorted(post["id"] for post in mine if post["status"] != "trash")

    def _next_id(self) -> int:
        return 1 + sum(len(items) for items in self.items.values())


def add_draft(site: FakeWordPress, post_id: int, status: str = "draft") -> None:
    """Put a post with the sample article's key there, as an earlier attempt leaves one."""
    digest = key_hash("content:1")
    content = {"raw": mark_block(digest)}
    site.items["posts"][post_id] = {
        "id": post_id,
        "status": status,
        "slug": f"old-{post_id}",
        "meta": {},
        "content": content,
    }


def publish(site: FakeWordPress, post: Post | None = None, external_id: str | None = None) -> Published:
    """Publish a post, by default the sample article, to the fake."""
    return site.publisher().publish(post or article(), external_id=external_id, still_mine=always_mine)
