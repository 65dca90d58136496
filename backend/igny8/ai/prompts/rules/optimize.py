"""The mechanical part of optimizing: form only, no fact touched.

Puts the keyphrase into the first paragraph and into enough subheadings, splits very long paragraphs, and
turns an H1 inside the body into an H2. Works on Markdown and on plain HTML alike.
"""

from __future__ import annotations

import math
import re
from typing import Literal

from igny8.ai.prompts.rules.phrases import Phrases, phrases
from igny8.ai.prompts.rules.words import display_case, holds_keyphrase, inline_case

Kind = Literal["markdown", "html"]
PARAGRAPH_WORDS = 150  # longest paragraph of the readability check
WANTED_SHARE = 0.4  # of the H2 and H3; the check wants 30 to 75 %
_SENTENCE_END = re.compile(r"(?<=[.!?।])\s+(?=[^\sa-z0-9])")
_HEADINGS: dict[Kind, re.Pattern[str]] = {
    "markdown": re.compile(r"^(?P<open>#{2,3} +)(?P<text>.+?)(?P<close>)$", re.MULTILINE),
    "html": re.compile(r"(?P<open><h[23][^>]*>)(?P<text>[^<]+)(?P<close></h[23]>)", re.IGNORECASE),
}
_PARAGRAPHS: dict[Kind, re.Pattern[str]] = {
    "markdown": re.compile(
        r"(?:\A|(?<=\n\n))(?P<open>)(?P<text>[^\s#>|*+\-`<\d!\[][^\n]*)(?P<close>)(?=\n\n|\s*\Z)"
    ),
    "html": re.compile(r"(?P<open><p\b[^>]*>)(?P<text>.*?)(?P<close></p>)", re.IGNORECASE | re.DOTALL),
}


def improve(text: str, *, keyphrase: str, language: str, kind: Kind) -> str:
    """The text with its form improved; a text that needs nothing comes back as it is."""
    words = phrases(language)
    text = _demote_h1(text, kind)
    text = _split_paragraphs(text, kind)
    text = _key_first_paragraph(text, keyphrase, kind)
    return _key_headings(text, keyphrase, words, kind)


def _demote_h1(text: str, kind: Kind) -> str:
    if kind == "markdown":
        return re.sub(r"^# +", "## ", text, flags=re.MULTILINE)
    return re.sub(r"(</?)h1\b", r"\1h2", text, flags=re.IGNORECASE)


def _split_paragraphs(text: str, kind: Kind) -> str:
    gap = {"markdown": "\n\n", "html": "</p>\n<p>"}[kind]
    return _PARAGRAPHS[kind].sub(lambda m: m["open"] + _halved(m["text"], gap) + m["close"], text)


def _halved(paragraph: str, gap: str) -> str:
    """A paragraph over the limit as several, broken between sentences only."""
    count = len(paragraph.split())
    sentences = _SENTENCE_END.split(paragraph)
    if count <= PARAGRAPH_WORDS or len(sentences) < 2:
        return paragraph
    goal = count / math.ceil(count / (PARAGRAPH_WORDS * 0.75))
    parts: list[list[str]] = [[]]
    for sentence in sentences:
        if sum(len(s.split()) for s in parts[-1]) + len(sentence.split()) > goal and parts[-1]:
            parts.append([])
        parts[-1].append(sentence)
    return gap.join(" ".join(part) for part in parts)


def _key_first_paragraph(text: str, keyphrase: str, kind: Kind) -> str:
    """The keyphrase as the first paragraph's opening, set off by a colon so that it fits any grammar."""
    first = _PARAGRAPHS[kind].search(text)
    if first is None or holds_keyphrase(first["text"], keyphrase):
        return text
    start = first.start("text")
    return f"{text[:start]}{display_case(inline_case(keyphrase))}: {text[start:]}"


def _key_headings(text: str, keyphrase: str, words: Phrases, kind: Kind) -> str:
    """The keyphrase in front of every second heading that lacks it, until the wanted share is reached."""
    found = list(_HEADINGS[kind].finditer(text))
    missing = [m for m in found if not holds_keyphrase(m["text"], keyphrase)]
    needed = math.ceil(WANTED_SHARE * len(found)) - (len(found) - len(missing))
    chosen = [*missing[::2], *missing[1::2]][: max(0, needed)]
    shown = display_case(keyphrase, words.case)
    for match in sorted(chosen, key=lambda m: -m.start()):
        start = match.start("text")
        text = f"{text[:start]}{shown}: {text[start:]}"
    return text
