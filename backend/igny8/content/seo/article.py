"""What the on-page checks look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One article or page as it would be published.

    :ivar title: the title that readers see above the text.
    :ivar html: the sanitised body; the title is not part of it.
    :ivar language: a BCP 47 code; only the part before ``-`` counts.
    :ivar site_host: the host of the site (``www.example.com``); links to it, to its subdomain ``www`` and
        relative links are internal.
    :ivar used_keyphrases: keyphrases of the other contents of the site, in any case.
    :ivar cornerstone: one of the site's central pages, of which more text is expected.
    :ivar featured_alt: the alternative text of the featured image; ``None`` where there is no such image.
    """

    title: str
    html: str
    keyphrase: str = ""
    meta_title: str = ""
    meta_description: str = ""
    slug: str = ""
    language: str = "en"
    site_host: str = ""
    used_keyphrases: frozenset[str] = frozenset()
    cornerstone: bool = False
    featured_alt: str | None = None

    @property
    def seo_title(self) -> str:
        """The title that search engines show: the meta title, or else the title."""
        return self.meta_title.strip() or self.title.strip()
