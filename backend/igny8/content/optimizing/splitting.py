"""Rewrites that split long paragraphs and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from igny8.content.markup.outline import fold_spaces
from igny8.content.markup.sets import word_set
from igny8.content.markup.tree import Element, Node, Text, inner_text
from igny8.content.markup.words import count_words, fold, sentences, words
from igny8.content.optimizing.rewrite import Candidate, Draft, children_of
from igny8.content.seo.checks.readability import LONG_PARAGRAPH_WORDS, LONG_SENTENCE_WORDS

_MIN_CLAUSE_WORDS = 6
QUOTE_MARKS = re.compile(r"[\"“”„«»「」()\[\]]")
_HELD_TOGETHER = re.compile(rf"{QUOTE_MARKS.pattern}|:")
_SEMICOLON = re.compile(r";\s+(?=[^\W\d_])")
_EN = "it|they|we|you|he|she|this|there"
_DE = "er|sie|es|wir|ihr|man|dies"
_FR = "il|elle|ils|elles|on|nous|vous|cela"
_CLAUSES = {
    "en": rf", (?=(?:but|yet) (?:{_EN})\b)|, and (?=(?:{_EN})\b)",
    "de": rf", (?=(?:aber|denn|doch) (?:{_DE})\b)|, und (?=(?:{_DE})\b)",
    "fr": rf", (?=mais (?:{_FR})\b)|, et (?=(?:{_FR})\b)",
    "es": r", (?=pero (?:es|son|no|también|este|esta|estos|estas)\b)",
}
# A clause that such a word opens needs the one behind it: cutting between them would leave it hanging.
_SUBORDINATORS = word_set(
    "if when while although though because since as unless after before whether that which who once until "
    "where wenn weil obwohl wahrend nachdem bevor dass ob falls sobald solange welche indem damit sofern "
    "si quand lorsque bien parce puisque tandis apres avant que qui dont ou comme "
    "cuando aunque porque mientras despues antes quien donde como"
)


def split_paragraphs(draft: Draft) -> Iterator[Candidate]:
    """Divide paragraphs of more than 150 words between sentences, into parts of similar length."""
    root = draft.tree()
    shown: list[str] = []
    for paragraph in [p for p in children_of(root, "p") if count_words(inner_text(p)) > LONG_PARAGRAPH_WORDS]:
        parts = _parts_of(paragraph, draft.analysis.language.code)
        if len(parts) > 1:
            shown.append(fold_spaces(inner_text(paragraph)))
            at = root.children.index(paragraph)
            root.children[at : at + 1] = parts
    if shown:
        count = f"{len(shown)} long paragraphs" if len(shown) > 1 else "a long paragraph"
        yield Candidate(draft.with_tree(root), f"split {count}", "; ".join(text[:80] for text in shown), "")


def _parts_of(paragraph: Element, code: str) -> list[Node]:
    """The paragraph cut where a sentence ends in its own text, never inside a link or emphasis."""
    pieces = _sentence_pieces(paragraph, code)
    total = sum(count_words(_text_of(piece)) for piece in pieces)
    target = total / -(-total // (LONG_PARAGRAPH_WORDS - 30))
    parts: list[list[Node]] = [[]]
    length = 0
    for piece in pieces:
        words_here = count_words(_text_of(piece))
        if parts[-1] and length + words_here / 2 > target:
            parts.append([])
            length = 0
        parts[-1] += [*([Text(" ")] if parts[-1] else []), *piece]
        length += words_here
    return [Element("p", dict(paragraph.attrs), part) for part in parts]


def _sentence_pieces(paragraph: Element, code: str) -> list[list[Node]]:
    pieces: list[list[Node]] = [[]]
    for child in paragraph.children:
        if not isinstance(child, Text):
            pieces[-1].append(child)
            continue
        rest = child.data
        for end in _sentence_ends(child.data, code):
            done = len(child.data) - len(rest)
            pieces[-1].append(Text(rest[: end - done].rstrip()))
            rest = rest[end - done :].lstrip()
            pieces.append([])
        pieces[-1].append(Text(rest))
    return [piece for piece in pieces if _text_of(piece).strip()]


def _sentence_ends(text: str, code: str) -> list[int]:
    """Where sentences end within ``text``, outside of quotations.

    Not at its very end, where the sentence may go on in a link.
    """
    ends = [span.end for span in sentences(text, code) if text[span.end :].strip()]
    return [end for end in ends if len(QUOTE_MARKS.findall(text[:end])) % 2 == 0]


def _text_of(nodes: list[Node]) -> str:
    return "".join(inner_text(node) for node in nodes)


def split_sentences(draft: Draft) -> Iterator[Candidate]:
    """Make two sentences of long ones at a semicolon, or at a comma before a clause that can stand alone."""
    root = draft.tree()
    code = draft.analysis.language.code
    changed: list[tuple[str, str]] = []
    for paragraph in root.find_all("p", "li"):
        for child in paragraph.children:
            if isinstance(child, Text):
                changed += _split_in(child, code)
    if changed:
        before, after = (" … ".join(texts) for texts in zip(*changed, strict=True))
        yield Candidate(draft.with_tree(root), "long sentences split", before, after)


def _split_in(text: Text, code: str) -> list[tuple[str, str]]:
    """Split the long sentences that lie wholly in ``text``; pairs of before and after."""
    changed: list[tuple[str, str]] = []
    for span in reversed(sentences(text.data, code)):
        new = _split_sentence(span.text, code) if count_words(span.text) > LONG_SENTENCE_WORDS else span.text
        if new != span.text:
            text.data = text.data[: span.start] + new + text.data[span.end :]
            changed.insert(0, (span.text, new))
    return changed


def _split_sentence(sentence: str, code: str) -> str:
    if not sentence[:1].isupper() or _is_dependent(sentence) or _HELD_TOGETHER.search(sentence):
        return sentence
    cuts = list(_SEMICOLON.finditer(sentence))
    if len(cuts) == 1 and _both_stand_alone(sentence, cuts[0]):
        return _cut_at(sentence, cuts[0])
    clauses = re.finditer(_CLAUSES[code], sentence) if code in _CLAUSES else ()
    plain = (cut for cut in clauses if _is_plain(sentence[: cut.start()]))
    fitting = [cut for cut in plain if _both_stand_alone(sentence, cut)]
    if not fitting:
        return sentence
    return _cut_at(sentence, min(fitting, key=lambda cut: abs(cut.start() - len(sentence) // 2)))


def _both_stand_alone(sentence: str, cut: re.Match[str]) -> bool:
    after = sentence[cut.end() :]
    long_enough = min(count_words(sentence[: cut.start()]), count_words(after)) >= _MIN_CLAUSE_WORDS
    return long_enough and not _is_dependent(after)


def _is_dependent(clause: str) -> bool:
    opening = words(clause)[:1]
    return any(fold(word.text) in _SUBORDINATORS for word in opening)


def _is_plain(clause: str) -> bool:
    """Whether no part of ``clause`` is subordinate: what follows one may be reported or meant, not stated."""
    return _SUBORDINATORS.isdisjoint(fold(word.text) for word in words(clause))


def _cut_at(sentence: str, cut: re.Match[str]) -> str:
    following = sentence[cut.end() :]
    return f"{sentence[: cut.start()]}. {following[:1].upper()}{following[1:]}"
