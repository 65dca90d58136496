"""What an approval's items are: ids become titles, so that a person knows what they decide on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from igny8.automation.engine import JsonObject
from igny8.content.models import Content, Page, WritingTask
from igny8.core.ids import parse_id
from igny8.core.tenancy import AccountModel
from igny8.planning.models import Cluster, Idea, Keyword

_TITLE_CHARS = 300
_SUMMARY_CHARS = 400


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows that an approval may be about: how one is called, and shown."""

    name: str
    model: type[AccountModel]
    title: str
    summary: Callable[[Any], str]
    address: Callable[[Any], str] = lambda _row: ""


def _content_summary(row: Content) -> str:
    score = f", SEO score {row.seo_score}" if row.seo_score is not None else ""
    return f"{row.word_count} words{score}. {row.meta_description}"


_KINDS = (
    _Kind(
        "content",
        Content,
        "title",
        _content_summary,
        lambda row: row.published_url or f"/articles/{row.pk}",
    ),
    _Kind("idea", Idea, "title", lambda row: f"For “{row.target_keyphrase}”."),
    _Kind("task", WritingTask, "title", lambda row: f"For “{row.target_keyphrase}”."),
    _Kind("page", Page, "title", lambda row: row.purpose),
    _Kind("cluster", Cluster, "name", lambda row: f"Head keyword: {row.head_keyword}."),
    _Kind("keyword", Keyword, "text", lambda _row: ""),
)


def described(items: Sequence[Any]) -> list[JsonObject]:
    """The items as ``[{"id", "type", "title", "summary", "link"}]``, each id once.

    An item may be an id of a row of the account, an object that brings its own ``id`` and ``title``, or any
    other value, which stands for itself.
    """
    known = _rows_of([found for item in items if (found := parse_id(_id_of(item, 0)))])
    result: dict[str, JsonObject] = {}
    for number, item in enumerate(items):
        key = _id_of(item, number)
        given = item if isinstance(item, dict) else {}
        result.setdefault(key, {"id": key, **known.get(key, _unknown(key)), **_own(given)})
    return list(result.values())


def _id_of(item: Any, number: int) -> str:
    if isinstance(item, dict):
        return str(item.get("id", number))
    return str(item)


def _own(given: JsonObject) -> JsonObject:
    """What an object says about itself."""
    values = {name: str(given[name]) for name in ("title", "summary") if given.get(name)}
    link = str(given.get("link") or given.get("url") or "")
    return values | ({"link": link} if is_address(link) else {})


def is_address(text: str) -> bool:
    """Whether a text may stand in a link: the web, or a path of this installation; never a script."""
    return text.startswith(("https://", "http://")) or (text.startswith("/") and not text.startswith("//"))


def _unknown(key: str) -> JsonObject:
    return {"type": "", "title": key[:_TITLE_CHARS], "summary": "", "link": ""}


def _rows_of(ids: Sequence[UUID]) -> dict[str, JsonObject]:
    found: dict[str, JsonObject] = {}
    for kind in _KINDS:
        wanted = [item for item in ids if str(item) not in found]
        if not wanted:
            break
        for row in kind.model._default_manager.filter(pk__in=wanted):
            found[str(row.pk)] = _shown(kind, row)
    return found


def _shown(kind: _Kind, row: AccountModel) -> JsonObject:
    return {
        "type": kind.name,
        "title": str(getattr(row, kind.title))[:_TITLE_CHARS],
        "summary": kind.summary(row)[:_SUMMARY_CHARS].strip(),
        "link": kind.address(row),
    }
