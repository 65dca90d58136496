"""Groups keywords by the pages that a search engine shows for them: the trade's own measure of one topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

TOP_RESULTS = 10
# Share of the head keyword's top ten that a member must have in its own top ten.
SHARED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class SerpItem:
    """A keyword's result pages, best first, and its monthly searches. Only the first ten pages count."""

    urls: Sequence[str]
    volume: float = 0.0


def cluster_by_serp(items: Sequence[SerpItem]) -> list[int | None]:
    """The cluster of each item, 0.. in order of the heads' volume; None for an item without result pages.

    A head is the keyword of greatest volume that no earlier head covers. A keyword joins the head that it
    shares the most pages with, if those are at least 40 % of the head's top ten. Members are compared with
    the head only, so that chains of half-alike keywords do not grow.
    """
    pages = [_pages(item.urls) for item in items]
    heads: dict[str, list[int]] = defaultdict(list)
    sizes: list[int] = []
    labels: list[int | None] = [None] * len(items)
    for index in sorted(range(len(items)), key=lambda i: (-items[i].volume, i)):
        if not pages[index]:
            continue
        label = _best_head(pages[index], heads, sizes)
        if label is None:
            label = len(sizes)
            sizes.append(len(pages[index]))
            for page in pages[index]:
                heads[page].append(label)
        labels[index] = label
    return labels


def _best_head(pages: frozenset[str], heads: dict[str, list[int]], sizes: Sequence[int]) -> int | None:
    shared = Counter(label for page in pages for label in heads.get(page, ()))
    enough = [label for label, count in shared.items() if count >= SHARED_SHARE * sizes[label]]
    return min(enough, key=lambda label: (-shared[label] / sizes[label], label), default=None)


def _pages(urls: Sequence[str]) -> frozenset[str]:
    return frozenset(filter(None, (_page(url) for url in urls[:TOP_RESULTS])))


def _page(url: str) -> str:
    """One name for a page: without scheme, ``www.``, fragment and closing slash."""
    parts = urlsplit(url.strip() if "//" in url else f"//{url.strip()}")
    host = parts.netloc.casefold().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}" if host else ""
