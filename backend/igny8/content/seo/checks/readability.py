"""Checks of how easily the text reads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from igny8.content.markup.outline import Block
from igny8.content.markup.words import count_words, fold, is_unspaced, words
from igny8.content.seo.analysis import Analysis, Sentence, block_place, sentence_place
from igny8.content.seo.checks.base import Finding, readability_check
from igny8.content.seo.languages import Language
from igny8.content.seo.report import Place, Score

LONG_SENTENCE_WORDS, LONG_SENTENCE_SHARE = 20, 0.25
LONG_PARAGRAPH_WORDS, MUCH_TOO_LONG_WORDS = 150, 200
SECTION_WORDS, MUCH_TOO_LONG_SECTION = 300, 350
PASSIVE_SHARE, TRANSITION_SHARE = 0.10, 0.30
MIN_WORDS_FOR_TRANSITIONS = 200
SAME_START_LIMIT = 3


def long_sentences(analysis: Analysis) -> list[Sentence]:
    """Sentences of more than 20 words."""
    return [sentence for sentence in analysis.prose if sentence.words > LONG_SENTENCE_WORDS]


@readability_check("sentence_length", "Sentence length")
def sentence_length(analysis: Analysis) -> Finding | None:
    if not analysis.prose:
        return None
    long = long_sentences(analysis)
    share = len(long) / len(analysis.prose)
    said = f"{share:.0%} of the sentences have more than {LONG_SENTENCE_WORDS} words"
    score = _at_most(share, LONG_SENTENCE_SHARE, 0.30)
    return Finding(score, _advice(score, said, "shorten some, up to 25 % is good"), _unless_good(score, long))


@readability_check("paragraph_length", "Paragraph length")
def paragraph_length(analysis: Analysis) -> Finding | None:
    if not analysis.paragraphs:
        return None
    long = [block for block in analysis.paragraphs if count_words(block.text) > LONG_PARAGRAPH_WORDS]
    longest = max(count_words(block.text) for block in analysis.paragraphs)
    score = _at_most(longest, LONG_PARAGRAPH_WORDS, MUCH_TOO_LONG_WORDS)
    said = (
        f"{len(long)} paragraphs have more than {LONG_PARAGRAPH_WORDS} words"
        if long
        else "No paragraph is too long"
    )
    return Finding(score, _advice(score, said, "split them"), tuple(map(block_place, long)))


def sections(analysis: Analysis) -> list[list[Block]]:
    """The blocks between headings, in order, without the headings; empty stretches left out."""
    groups = groupby(analysis.blocks, key=lambda block: block.kind == "heading")
    return [list(blocks) for is_heading, blocks in groups if not is_heading]


@readability_check("subheading_distribution", "Subheadings")
def subheading_distribution(analysis: Analysis) -> Finding | None:
    lengths = [(sum(count_words(block.text) for block in blocks), blocks[0]) for blocks in sections(analysis)]
    if not lengths:
        return None
    longest = max(length for length, _ in lengths)
    score = _at_most(longest, SECTION_WORDS, MUCH_TOO_LONG_SECTION)
    long = [first for length, first in lengths if length > SECTION_WORDS]
    said = f"The longest stretch without a heading has {longest} words"
    return Finding(
        score, _advice(score, said, f"add one every {SECTION_WORDS} words"), tuple(map(block_place, long))
    )


@readability_check("passive", "Passive voice")
def passive(analysis: Analysis) -> Finding | None:
    is_passive = analysis.language.is_passive
    if is_passive is None or not analysis.prose:
        return None
    found = [sentence for sentence in analysis.prose if is_passive(_spoken(sentence.text, analysis.language))]
    share = len(found) / len(analysis.prose)
    score = _at_most(share, PASSIVE_SHARE, 0.15)
    said = f"{share:.0%} of the sentences are in the passive"
    return Finding(
        score, _advice(score, said, "say who does it, up to 10 % is good"), _unless_good(score, found)
    )


@readability_check("transition_words", "Transition words")
def transition_words(analysis: Analysis) -> Finding | None:
    if not analysis.language.transitions or analysis.words < MIN_WORDS_FOR_TRANSITIONS or not analysis.prose:
        return None
    without = [
        sentence for sentence in analysis.prose if not has_transition(sentence.text, analysis.language)
    ]
    share = (len(analysis.prose) - len(without)) / len(analysis.prose)
    score: Score = 9 if share >= TRANSITION_SHARE else 6 if share >= 0.20 else 3
    said = f"{share:.0%} of the sentences have a transition word"
    return Finding(
        score, _advice(score, said, "link more of them, 30 % is good"), _unless_good(score, without)
    )


def has_transition(sentence: str, language: Language) -> bool:
    """Whether a sentence has a word or phrase that leads on from the one before."""
    plain = f" {' '.join(fold(word.text) for word in words(sentence))} "
    singles = set(plain.split())
    return not singles.isdisjoint(language.transitions) or any(
        f" {phrase} " in plain for phrase in language.transitions if " " in phrase
    )


@readability_check("consecutive_sentences", "Sentence beginnings")
def consecutive_sentences(analysis: Analysis) -> Finding | None:
    prose = [sentence for sentence in analysis.prose if sentence.kind == "paragraph"]
    if not prose or is_unspaced(analysis.prose[0].text):
        return None
    runs = [run for run in _same_starts(prose) if len(run) >= SAME_START_LIMIT]
    if not runs:
        return Finding(9, "The sentences begin in different ways.")
    advice = f"{max(map(len, runs))} sentences in a row begin with the same word: vary them."
    return Finding(3, advice, tuple(sentence_place(sentence) for run in runs for sentence in run))


def _same_starts(prose: list[Sentence]) -> Iterator[list[Sentence]]:
    for first, run in groupby(prose, key=lambda sentence: _first_word(sentence.text)):
        if first:
            yield list(run)


def _first_word(text: str) -> str:
    found = words(text)
    return fold(found[0].text) if found else ""


def _spoken(text: str, language: Language) -> tuple[str, ...]:
    """The words in small letters, without elisions (``n'est`` is ``est``)."""
    spoken: list[str] = []
    for word in words(text):
        head, mark, rest = word.text.lower().replace("’", "'").partition("'")
        spoken.append(rest if mark and rest and head in language.elisions else head + mark + rest)
    return tuple(spoken)


def _at_most(value: float, good: float, ok: float) -> Score:
    if value <= good:
        return 9
    return 6 if value <= ok else 3


def _advice(score: Score, said: str, advice: str) -> str:
    return f"{said}." if score == 9 else f"{said}: {advice}."


def _unless_good(score: Score, found: list[Sentence]) -> tuple[Place, ...]:
    return () if score == 9 else tuple(map(sentence_place, found))
