"""An article taken apart once, for all checks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from igny8.content.markup.outline import Block, Outline, outline
from igny8.content.markup.words import count_words, sentences
from igny8.content.seo.article import Article
from igny8.content.seo.keyphrase import Keyphrase
from igny8.content.seo.languages import Language, language_of
from igny8.content.seo.report import Place, Where

EXCERPT_CHARS = 120
_PROSE = frozenset({"paragraph", "item", "quote"})
FEATURED_IMAGE = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its words, and where it stands: block index and offsets there."""

    text: str
    words: int
    block: int
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Alt:
    """The alternative text of an image; the featured image has the index -1."""

    index: int
    alt: str


@dataclass(frozen=True)
class Analysis:
    """What the checks read; everything is computed once, when first asked for."""

    article: Article

    @cached_property
    def language(self) -> Language:
        return language_of(self.article.language)

    @cached_property
    def keyphrase(self) -> Keyphrase:
        return Keyphrase(self.article.keyphrase, self.language.code)

    @cached_property
    def outline(self) -> Outline:
        return outline(self.article.html)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.outline.blocks

    @cached_property
    def words(self) -> int:
        """Words of the body."""
        return sum(count_words(block.text) for block in self.blocks)

    @cached_property
    def all_sentences(self) -> tuple[Sentence, ...]:
        """Sentences of all blocks but code; a heading or cell counts as at least one."""
        return tuple(
            Sentence(span.text, count_words(span.text), block.index, span.start, span.end, block.kind)
            for block in self.blocks
            if block.kind != "code"
            for span in sentences(block.text, self.language.code)
        )

    @cached_property
    def prose(self) -> tuple[Sentence, ...]:
        """Sentences of paragraphs, quotes and list items: what readability is about."""
        return tuple(sentence for sentence in self.all_sentences if sentence.kind in _PROSE)

    @cached_property
    def paragraphs(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind == "paragraph")

    @cached_property
    def subheadings(self) -> tuple[Block, ...]:
        """H2 and H3."""
        return tuple(block for block in self.blocks if block.kind == "heading" and block.level in {2, 3})

    @cached_property
    def keyphrase_counts(self) -> tuple[int, ...]:
        """How often each of ``all_sentences`` has the keyphrase."""
        return tuple(self.keyphrase.count_in(sentence.text) for sentence in self.all_sentences)

    @cached_property
    def alts(self) -> tuple[Alt, ...]:
        """The alternative texts of all images, the featured one first."""
        featured = self.article.featured_alt
        first = () if featured is None else (Alt(FEATURED_IMAGE, featured.strip()),)
        return first + tuple(Alt(image.index, image.alt) for image in self.outline.images)


def block_place(block: Block) -> Place:
    """The whole of a block."""
    return Place("body", block.index, 0, len(block.text), excerpt(block.text))


def sentence_place(sentence: Sentence) -> Place:
    """A sentence within its block."""
    return Place("body", sentence.block, sentence.start, sentence.end, excerpt(sentence.text))


def field_place(where: Where, text: str, start: int = 0, index: int = 0) -> Place:
    """A field from ``start`` on."""
    return Place(where, index, start, len(text), excerpt(text[start:]))


def excerpt(text: str) -> str:
    """The beginning of ``text``, at most 120 characters."""
    return text if len(text) <= EXCERPT_CHARS else text[: EXCERPT_CHARS - 1].rstrip() + "…"
