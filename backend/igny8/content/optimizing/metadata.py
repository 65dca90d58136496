"""Rewrites of what search engines show: title, description, slug."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from igny8.content.markup.outline import fold_spaces
from igny8.content.markup.slugs import slugify
from igny8.content.markup.words import sentences
from igny8.content.optimizing.phrases import capitalised
from igny8.content.optimizing.rewrite import Candidate, Draft
from igny8.content.seo.checks.page import MAX_TITLE_PX, META_DESCRIPTION_CHARS
from igny8.content.seo.pixels import title_width
from igny8.content.seo.terms import terms

_SEPARATOR = re.compile(r"\s+[|–—-]\s+|:\s+")
_CUT_END = re.compile(r"[\s\d.,;:–—(/$€£¥-]+\Z")
_TRAILING = " ,;:–—-|"
_SOURCE_SENTENCES = 12


def rewrite_title(draft: Draft) -> Iterator[Candidate]:
    """Titles made of the words of the title and the keyphrase, none wider than search engines show."""
    title = draft.article.seo_title
    for new in dict.fromkeys(_titles(draft, fold_spaces(title))):
        if new and new != draft.article.meta_title and title_width(new) <= MAX_TITLE_PX:
            yield Candidate(replace(draft.article, meta_title=new), "meta title", title, new)


def _titles(draft: Draft, title: str) -> Iterator[str]:
    if draft.keyphrase:
        yield from _with_keyphrase_first(draft, title)
    yield title
    yield _shortened(title)


def _with_keyphrase_first(draft: Draft, title: str) -> Iterator[str]:
    keyphrase = capitalised(draft.keyphrase)
    place = draft.analysis.keyphrase.find_exact(title)
    if place is None:
        short = _shortened(title, room=title_width(f"{keyphrase}: "))
        yield f"{keyphrase}: {title}".strip(_TRAILING)
        yield f"{keyphrase}: {short}".strip(_TRAILING)
        return
    if not title[place[1] :].strip(_TRAILING + ".!?"):
        before = _without_stopwords_at_end(title[: place[0]], draft)
        yield f"{capitalised(title[place[0] : place[1]])}: {before}".strip(_TRAILING)
    for cut in _SEPARATOR.finditer(title):
        if draft.analysis.keyphrase.begins(title[cut.end() :]):
            yield f"{capitalised(title[cut.end() :])} – {title[: cut.start()]}"


def _without_stopwords_at_end(text: str, draft: Draft) -> str:
    """``A guide to`` → ``A guide``: what can stand alone once the keyphrase has moved to the front."""
    text = text.rstrip(_TRAILING)
    found = list(terms(text, draft.analysis.language.code))
    while found and not found[-1].is_content:
        text = text[: found.pop().start].rstrip(_TRAILING)
    return text


def _shortened(title: str, *, room: int = 0) -> str:
    """The title up to a separator, else up to the last word that fits, on a word with content."""
    for cut in reversed(list(_SEPARATOR.finditer(title))):
        if title_width(title[: cut.start()]) + room <= MAX_TITLE_PX:
            return title[: cut.start()]
    words = title.split(" ")
    while words and title_width(" ".join(words)) + room > MAX_TITLE_PX:
        words.pop()
    return " ".join(words).rstrip(_TRAILING)


def rewrite_description(draft: Draft) -> Iterator[Candidate]:
    """Descriptions made of the old one and of sentences of the text, cut at a word where too long."""
    old = fold_spaces(draft.article.meta_description)
    for new in dict.fromkeys(_descriptions(draft, old)):
        if new and new != old:
            yield Candidate(replace(draft.article, meta_description=new), "meta description", old, new)


def _descriptions(draft: Draft, old: str) -> Iterator[str]:
    analysis = draft.analysis
    pool = [sentence.text for sentence in analysis.prose if sentence.kind == "paragraph"][:_SOURCE_SENTENCES]
    own = [span.text for span in sentences(old, analysis.language.code)]
    having = [text for text in pool if analysis.keyphrase.is_in(text)]
    label = f"{capitalised(draft.keyphrase)}:" if draft.keyphrase else ""
    starts: list[list[str]] = [own, having[:1], [*own, *having[:1]], [*having[:1], *own]]
    if label:
        starts += [[label, *own], [label]]
    for start in starts:
        yield _joined([*start, *(text for text in pool if text not in start)])


def _joined(parts: list[str]) -> str:
    """As many of ``parts`` as are needed for a full description, cut at its longest."""
    low, high = META_DESCRIPTION_CHARS
    text = ""
    for part in parts:
        if len(text) >= low:
            break
        text = f"{text} {part}".strip()
    return text if len(text) <= high else _cut(text, high)


def _cut(text: str, limit: int) -> str:
    """The beginning of ``text`` up to a word, with an ellipsis, at most ``limit`` characters."""
    head = text[: limit - 1]
    at_word = head.rfind(" ") if not text[limit - 1].isspace() else len(head)
    kept = head[:at_word] if at_word > limit // 2 else head
    # A number at the cut may be a part of a longer one.
    return _CUT_END.sub("", kept) + "…"


def rewrite_slug(draft: Draft) -> Iterator[Candidate]:
    """The slug from the keyphrase, while nobody can have linked to the old one."""
    if draft.options.published:
        return
    old = draft.article.slug
    new = slugify(draft.keyphrase, language=draft.article.language)
    if new != old:
        yield Candidate(replace(draft.article, slug=new), "slug", old, new)
