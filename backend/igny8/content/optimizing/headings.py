"""Rewrites of headings and of where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from igny8.content.markup.outline import fold_spaces
from igny8.content.markup.tree import HEADING_LEVELS, Element, Text, inner_text
from igny8.content.markup.words import count_words
from igny8.content.optimizing.phrases import capitalised, fill
from igny8.content.optimizing.rewrite import Candidate, Draft
from igny8.content.seo.checks.keyphrase import SUBHEADING_SHARE
from igny8.content.seo.checks.readability import SECTION_WORDS

_HEADING_TAGS = tuple(HEADING_LEVELS)


def demote_extra_h1(draft: Draft) -> Iterator[Candidate]:
    """All H1 but the first become H2."""
    root = draft.tree()
    extra = root.find_all("h1")[1:]
    for heading in extra:
        heading.tag = "h2"
    if extra:
        shown = "; ".join(fold_spaces(inner_text(heading)) for heading in extra)
        yield Candidate(draft.with_tree(root), "further H1 became H2", f"H1: {shown}", f"H2: {shown}")


def put_keyphrase_into_subheadings(draft: Draft) -> Iterator[Candidate]:
    """Write the keyphrase before as few subheadings as are needed, spread evenly over the text."""
    root = draft.tree()
    headings = root.find_all("h2", "h3")
    keyphrase = draft.analysis.keyphrase
    without = [heading for heading in headings if not keyphrase.is_reflected_in(inner_text(heading))]
    free = [heading for heading in without if ":" not in inner_text(heading)]
    wanted = -(-len(headings) * int(SUBHEADING_SHARE[0] * 100) // 100) - (len(headings) - len(without))
    if not 0 < wanted <= len(free):
        return
    chosen = [free[index * len(free) // wanted] for index in range(wanted)]
    before = "; ".join(fold_spaces(inner_text(heading)) for heading in chosen)
    for heading in chosen:
        heading.children.insert(0, Text(f"{capitalised(draft.keyphrase)}: "))
    after = "; ".join(fold_spaces(inner_text(heading)) for heading in chosen)
    yield Candidate(draft.with_tree(root), "keyphrase in subheadings", before, after)


def thin_out_subheadings(draft: Draft) -> Iterator[Candidate]:
    """Take ``Keyphrase: `` off the beginnings of subheadings, as many as are too many, the last first."""
    root = draft.tree()
    headings = root.find_all("h2", "h3")
    having = [
        heading for heading in headings if draft.analysis.keyphrase.is_reflected_in(inner_text(heading))
    ]
    surplus = len(having) - int(len(headings) * SUBHEADING_SHARE[1])
    prefix = f"{draft.keyphrase}: ".casefold()
    prefixed = [heading for heading in reversed(having) if _starts_with(heading, prefix)]
    if not 0 < surplus <= len(prefixed):
        return
    chosen = prefixed[:surplus]
    before = "; ".join(inner_text(heading) for heading in chosen)
    for heading in chosen:
        first = heading.children[0]
        if isinstance(first, Text):
            first.data = capitalised(first.data[len(prefix) :])
    after = "; ".join(inner_text(heading) for heading in chosen)
    yield Candidate(draft.with_tree(root), "keyphrase out of some subheadings", before, after)


def _starts_with(heading: Element, prefix: str) -> bool:
    first = heading.children[0] if heading.children else None
    return (
        isinstance(first, Text) and first.data.casefold().startswith(prefix) and len(first.data) > len(prefix)
    )


def promote_bold_lines(draft: Draft) -> Iterator[Candidate]:
    """Paragraphs that are one short bold line are headings in all but name."""
    root = draft.tree()
    lines = [child for child in root.children if isinstance(child, Element) and _is_bold_line(child)]
    for line in lines:
        bold = line.children[0]
        line.tag, line.children = "h3", list(bold.children) if isinstance(bold, Element) else []
    if lines:
        shown = "; ".join(inner_text(line) for line in lines)
        yield Candidate(draft.with_tree(root), "bold lines became headings", shown, f"H3: {shown}")


def _is_bold_line(element: Element) -> bool:
    if element.tag != "p" or len(element.children) != 1:
        return False
    only = element.children[0]
    if not isinstance(only, Element) or only.tag not in {"strong", "b"}:
        return False
    text = inner_text(only).strip()
    return 0 < count_words(text) <= 10 and text[-1] not in ".,;"


def add_subheadings(draft: Draft) -> Iterator[Candidate]:
    """Put headings that only name the topic into stretches of more than 300 words."""
    root = draft.tree()
    taken = {inner_text(heading).casefold() for heading in root.find_all(*_HEADING_TAGS)}
    templates = [fill(template, draft.keyphrase) for template in draft.phrases.sections]
    free = [text for text in templates if text.casefold() not in taken]
    added: list[str] = []
    for text in free:
        place = _middle_of_long_stretch(root)
        if place is None:
            break
        root.children.insert(place, Element("h2", {}, [Text(text)]))
        added.append(text)
    if added and _middle_of_long_stretch(root) is None:
        yield Candidate(draft.with_tree(root), "subheadings added", "", "; ".join(added))


def _middle_of_long_stretch(root: Element) -> int | None:
    """Where in the body the first stretch of too many words divides best; ``None`` where it cannot."""
    start, counts = 0, [count_words(inner_text(child)) for child in root.children]
    for index, child in enumerate([*root.children, Element("h2")]):
        if not isinstance(child, Element) or child.tag not in HEADING_LEVELS:
            continue
        if sum(counts[start:index]) > SECTION_WORDS:
            return _best_split(root, counts, start, index)
        start = index + 1
    return None


def _best_split(root: Element, counts: list[int], start: int, end: int) -> int | None:
    """Before the paragraph nearest to 250 words from the start, or to the middle where that is less."""
    target = min(SECTION_WORDS - 50, sum(counts[start:end]) // 2)
    places = [
        place
        for place, child in enumerate(root.children[start + 1 : end], start + 1)
        if isinstance(child, Element) and child.tag == "p" and sum(counts[start:place]) > 0
    ]
    return min(places, key=lambda place: abs(sum(counts[start:place]) - target), default=None)
