"""Which addresses may stand in an article."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")


def host_of(url: str) -> str | None:
    """The host of ``url`` in lower case, ``""`` for a relative address, ``None`` where it cannot be read.

    Browsers read ``\\`` as ``/`` and skip control characters, so both are folded first.
    """
    cleaned = _IGNORED_BY_BROWSERS.sub("", url).replace("\\", "/")
    try:
        parts = urlsplit(cleaned)
        return (parts.hostname or "").rstrip(".")
    except ValueError:
        return None


def scheme_of(url: str) -> str:
    """The scheme of ``url`` in lower case as a browser reads it, ``""`` for a relative address."""
    cleaned = _IGNORED_BY_BROWSERS.sub("", url)
    match = re.match(r"([a-zA-Z][a-zA-Z0-9+.\-]*):", cleaned)
    return match.group(1).lower() if match else ""


def is_safe_link(url: str) -> bool:
    """Whether ``url`` is relative or http, https, mailto or tel, with a readable host."""
    scheme = scheme_of(url)
    return host_of(url) is not None and (not scheme or scheme in LINK_SCHEMES)


def is_allowed_image(url: str, hosts: Collection[str]) -> bool:
    """Whether an image may be shown: it is relative, or its host is in ``hosts`` or below one of them."""
    host = host_of(url)
    if host is None or not url.strip():
        return False
    if not host:
        return not scheme_of(url)
    if scheme_of(url) not in {"", "http", "https"}:
        return False
    return any(host == allowed or host.endswith(f".{allowed}") for allowed in map(str.lower, hosts))


def is_internal(url: str, site_host: str) -> bool:
    """Whether ``url`` leads to a page of the site: relative, or on its host (with ``www.`` or not)."""
    if scheme_of(url) not in {"", "http", "https"} or url.startswith("#"):
        return False
    host = host_of(url)
    if host is None:
        return False
    return not host or (bool(site_host) and _bare(host) == _bare(site_host))


def is_outbound(url: str, site_host: str) -> bool:
    """Whether ``url`` leads to a page of another site."""
    return scheme_of(url) in {"", "http", "https"} and bool(host_of(url)) and not is_internal(url, site_host)


def _bare(host: str) -> str:
    return host.lower().rstrip(".").removeprefix("www.").split(":", 1)[0]
