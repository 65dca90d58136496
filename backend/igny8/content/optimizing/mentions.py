"""The rewrite that thins out a keyphrase that stands too often."""

from __future__ import annotations

import re
from collections.abc import Iterator

from igny8.content.markup.tree import Element, Text, inner_text
from igny8.content.optimizing.rewrite import Candidate, Draft
from igny8.content.optimizing.splitting import QUOTE_MARKS
from igny8.content.seo.analysis import Analysis
from igny8.content.seo.checks.keyphrase import DENSITY_HIGH, density_of


def shorten_repeated_mentions(draft: Draft) -> Iterator[Candidate]:
    """Too dense: after a full mention in the same paragraph, ``the <keyphrase>`` becomes ``the <last word>``.

    Only where a definite word points back at what was named, only in plain small letters, and never in
    quotations, links or headings: what is said stays the same.
    """
    words_of_phrase = draft.keyphrase.split(" ")
    if not draft.phrases.head_is_last or len(words_of_phrase) < 2 or not draft.keyphrase.islower():
        return
    root = draft.tree()
    changed: list[tuple[str, str]] = []
    for paragraph in root.find_all("p"):
        while _is_too_dense(draft, root) and (pair := _shorten_in(draft, paragraph)):
            changed.append(pair)
    if changed:
        before, after = ("; ".join(texts) for texts in zip(*changed, strict=True))
        yield Candidate(draft.with_tree(root), "repeated keyphrase shortened", before, after)


def _is_too_dense(draft: Draft, root: Element) -> bool:
    return density_of(Analysis(draft.with_tree(root))) > DENSITY_HIGH


def _shorten_in(draft: Draft, paragraph: Element) -> tuple[str, str] | None:
    """Shorten one more mention, the first that may be; its words before and after, or ``None``."""
    determiners = "|".join(sorted(draft.phrases.definite))
    phrase = re.escape(draft.keyphrase)
    repeated = re.compile(rf"\b((?i:{determiners}))\s+{phrase}(?!\w)")
    seen = False
    for child in paragraph.children:
        mention = re.search(rf"\b{phrase}(?!\w)", inner_text(child), re.IGNORECASE)
        if isinstance(child, Text) and not QUOTE_MARKS.search(child.data):
            start = 0 if seen else (mention.end() if mention else len(child.data))
            match = repeated.search(child.data, start)
            if match:
                short = f"{match.group(1)} {draft.keyphrase.rsplit(' ', 1)[-1]}"
                child.data = child.data[: match.start()] + short + child.data[match.end() :]
                return match.group(), short
        seen = seen or bool(mention)
    return None
