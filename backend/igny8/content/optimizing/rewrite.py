"""What a rewrite is, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from igny8.content.markup.links import SiteLink
from igny8.content.markup.tree import Element, parse, render
from igny8.content.optimizing.phrases import Phrases, phrases_of
from igny8.content.seo.analysis import Analysis
from igny8.content.seo.article import Article


@dataclass(frozen=True, slots=True)
class Options:
    """What the optimizer may use: pages to link to, and whether the address is already public."""

    site_links: tuple[SiteLink, ...] = ()
    published: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A changed article, and what changed as readers see it: short texts before and after."""

    article: Article
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Draft:
    """An article on its way, with what the rewrites ask of it."""

    article: Article
    options: Options

    @property
    def analysis(self) -> Analysis:
        return Analysis(self.article)

    @property
    def keyphrase(self) -> str:
        return " ".join(self.article.keyphrase.split())

    @property
    def phrases(self) -> Phrases:
        return phrases_of(self.article.language)

    def tree(self) -> Element:
        """A fresh tree of the body, to change and hand to ``with_tree``."""
        return parse(self.article.html)

    def with_tree(self, root: Element) -> Article:
        """The article with ``root`` as its body."""
        return replace(self.article, html=render(root))


Propose = Callable[[Draft], Iterable[Candidate] | Iterator[Candidate]]


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A way to improve one check. It proposes candidates, best first; the climber keeps what pays."""

    check_id: str
    propose: Propose
    needs_keyphrase: bool = True


def children_of(root: Element, tag: str) -> list[Element]:
    """The elements ``tag`` that stand directly in the body, where new blocks may be put beside them."""
    return [child for child in root.children if isinstance(child, Element) and child.tag == tag]
