"""Revising a text by the findings of the on-page checks, without changing facts."""

from __future__ import annotations

from typing import Literal

from igny8.ai.port import Prompt
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.rules.optimize import improve
from igny8.ai.prompts.types import Facts


class FindingFact(Facts):
    """One thing a check found: which check, what is wrong, where, and what would be right."""

    check: str
    message: str
    place: str = ""
    advice: str = ""


class OptimizeFacts(Facts):
    """The text in its format, its keyphrase and language, and what the checks found."""

    text: str
    format: Literal["markdown", "html"] = "markdown"
    keyphrase: str
    language: str = "en"
    title: str = ""
    findings: tuple[FindingFact, ...] = ()


class OptimizePrompt(Prompt[OptimizeFacts, str]):
    """The whole revised text, in the format it came in."""

    name = "optimize"
    facts_type = OptimizeFacts
    result_type = str

    def instructions(self, facts: OptimizeFacts) -> str:
        """Fix the findings; change no fact, link, image or table."""
        kind = "Markdown" if facts.format == "markdown" else "HTML (the body only)"
        return "\n".join([
            "Revise the text in the data so that the findings are resolved, and change as little as "
            "possible.",
            "Do not change facts: every figure, name, date, price, quote and claim stays as it is; add none. "
            "Keep every link, image and table, with their addresses, and the order of the sections.",
            "Do not shorten. Split long sentences and paragraphs, place the keyphrase where a finding asks "
            "for it, and reword headings naturally.",
            f"Answer with the whole revised text as {kind}, nothing before or after it, no code fence.",
            answer_in(facts.language),
            RULE,
        ])  # fmt: skip

    def data(self, facts: OptimizeFacts) -> str:
        """The facts, fenced."""
        return fence(facts)

    def offline(self, facts: OptimizeFacts) -> str:
        """The mechanical part: long paragraphs, headings and the first paragraph."""
        return improve(facts.text, keyphrase=facts.keyphrase, language=facts.language, kind=facts.format)

    def max_output_tokens(self, facts: OptimizeFacts) -> int:
        """The text again with room to grow: at worst one token a character."""
        return min(32_000, 1_500 + len(facts.text))
