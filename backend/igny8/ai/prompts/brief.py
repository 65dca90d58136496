"""From an idea to a full brief."""

from __future__ import annotations

from pydantic import Field

from igny8.ai.port import Prompt
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.rules.brief import write_brief
from igny8.ai.prompts.types import Brief, Facts, IdeaDraft, KeywordFact, LinkFact, SiteFacts


class BriefFacts(Facts):
    """An idea, the keywords of its cluster, the site, and the existing pages that it may link to."""

    idea: IdeaDraft
    language: str = "en"
    keywords: tuple[KeywordFact, ...] = ()
    site: SiteFacts = SiteFacts()
    links: tuple[LinkFact, ...] = ()
    tone: str = ""
    word_count_min: int = Field(default=800, ge=100, le=10_000)
    word_count_max: int = Field(default=1_200, ge=100, le=12_000)


class BriefPrompt(Prompt[BriefFacts, Brief]):
    """A brief that a writer can work from without asking back."""

    name = "brief"
    facts_type = BriefFacts
    result_type = Brief

    def instructions(self, facts: BriefFacts) -> str:
        """Everything a brief must hold, and its limits."""
        low, high = facts.word_count_min, facts.word_count_max
        return "\n".join([
            "You are a content strategist. Write the brief for one page, from the idea given as data.",
            f"word_count_min is {low} and word_count_max is {high}; plan an outline that such a length can "
            f"carry: {max(3, low // 220)} to {max(4, high // 170)} H2 headings, H3 where they help.",
            "Keep the idea's intent, content type and target keyphrase. The keyphrase, or its words, stands "
            "in the H1, in the meta title near its start, once in the meta description, and in about half of "
            "the H2 and H3 headings - in natural wording, never mechanically.",
            "meta_title: at most 60 characters. meta_description: 121 to 156 characters, a sentence that "
            "says what the reader gets.",
            "Notes say what a section must answer and what has to be checked at the source. State no "
            "figures, prices or dates that the data does not hold: name them as things to verify.",
            "internal_links: only addresses from 'links', each at most once, under a fitting heading; none "
            "if none fits. faq: three to six real questions.",
            answer_in(facts.language) + " Set language to that tag.",
            RULE,
        ])  # fmt: skip

    def data(self, facts: BriefFacts) -> str:
        """The facts, fenced."""
        return fence(facts)

    def offline(self, facts: BriefFacts) -> Brief:
        """A brief by rules, its outline grouped from the cluster's real keywords."""
        return write_brief(
            facts.idea,
            keywords=facts.keywords,
            site=facts.site,
            links=facts.links,
            language=facts.language,
            tone=facts.tone or facts.site.tone,
            word_counts=(facts.word_count_min, facts.word_count_max),
        )

    def max_output_tokens(self, facts: BriefFacts) -> int:  # noqa: ARG002 - the same for all facts
        """A brief takes 1,500 to 3,000 tokens; scripts other than Latin take more."""
        return 8_000
