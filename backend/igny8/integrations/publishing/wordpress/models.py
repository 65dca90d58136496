"""What WordPress answers, as far as it is used; everything else in its answers is ignored.

Fields: https://developer.wordpress.org/rest-api/reference/
"""

from __future__ import annotations

import html
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

LIVE_STATUSES = frozenset({"publish", "future", "private"})


def _aware(value: Any) -> Any:
    """WordPress writes UTC times without a zone; a draft without a date has null or zeros."""
    if not isinstance(value, str) or value.startswith("0000"):
        return None
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def _mapping(value: Any) -> Any:
    """PHP writes an empty map as ``[]``."""
    return value if isinstance(value, dict) else {}


class Rendered(BaseModel):
    """A text field in the ``edit`` context."""

    raw: str = ""
    rendered: str = ""


class RemotePost(BaseModel):
    """A post or page."""

    id: int
    status: str
    slug: str = ""
    link: str = ""
    date_gmt: Annotated[datetime | None, BeforeValidator(_aware)] = None
    content: Rendered = Field(default_factory=Rendered)
    meta: Annotated[dict[str, Any], BeforeValidator(_mapping)] = Field(default_factory=dict)
    featured_media: int = 0
    categories: list[int] = Field(default_factory=list)
    tags: list[int] = Field(default_factory=list)

    @property
    def live(self) -> bool:
        """Whether readers see it, or will at its date, or a person has made it private."""
        return self.status in LIVE_STATUSES


class RemoteMedia(BaseModel):
    """An uploaded file."""

    id: int
    slug: str = ""
    source_url: str = ""
    alt_text: str = ""


class RemoteTerm(BaseModel):
    """A category or tag; its name comes HTML-escaped."""

    id: int
    name: str = ""
    slug: str = ""

    @property
    def plain_name(self) -> str:
        return html.unescape(self.name)


class RemoteUser(BaseModel):
    """The user that the application password belongs to."""

    id: int
    name: str = ""
    roles: list[str] = Field(default_factory=list)
    capabilities: Annotated[dict[str, bool], BeforeValidator(_mapping)] = Field(default_factory=dict)


class PluginInfo(BaseModel):
    """What the companion plug-in says of itself and of the SEO plug-in beside it."""

    version: str
    seo_plugin: str = ""


class RestIndex(BaseModel):
    """The index of the REST API."""

    name: str = ""
    url: str = ""
    namespaces: list[str] = Field(default_factory=list)
    authentication: Annotated[dict[str, Any], BeforeValidator(_mapping)] = Field(default_factory=dict)


class RemoteError(BaseModel):
    """WordPress's error body."""

    code: str
    message: str = ""
    data: Annotated[dict[str, Any], BeforeValidator(_mapping)] = Field(default_factory=dict)
