"""From a cluster of keywords to ideas for pages."""

from __future__ import annotations

from pydantic import Field

from igny8.ai.port import Prompt
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.rules.ideas import draft_ideas
from igny8.ai.prompts.types import ClusterFacts, Facts, IdeaDraft, Result, SiteFacts


class IdeasFacts(Facts):
    """A cluster, the site it is for, titles that exist already, and how many ideas are wanted at most."""

    cluster: ClusterFacts
    site: SiteFacts = SiteFacts()
    existing_titles: tuple[str, ...] = ()
    count: int = Field(default=3, ge=1, le=20)


class IdeasResult(Result):
    """The ideas, the strongest first."""

    ideas: list[IdeaDraft] = Field(min_length=1)


class IdeasPrompt(Prompt[IdeasFacts, IdeasResult]):
    """Ideas only: the brief is a call of its own, so that duplicates never get a paid brief."""

    name = "ideas"
    facts_type = IdeasFacts
    result_type = IdeasResult

    def instructions(self, facts: IdeasFacts) -> str:
        """Ask for distinct ideas that together cover the cluster."""
        return "\n".join([
            "You plan content for a website. Propose ideas for pages that serve the searches of one cluster.",
            f"Give between 1 and {facts.count} ideas, the strongest first. Fewer is better than overlapping "
            "ones: two ideas must never compete for the same search.",
            "The first idea targets the head keyword. Every target_keyphrase is one of the cluster's "
            "keywords, spelled correctly (searchers misspell; a page must not).",
            "Spread the other keywords over the ideas as supporting_keywords; leave out what does not fit.",
            "A title is at most 60 characters, has its keyphrase near the start, and promises only what a "
            "page can keep. No clickbait, no year unless the keyword has one.",
            "Leave out ideas that repeat one of existing_titles.",
            answer_in(facts.cluster.language),
            RULE,
        ])  # fmt: skip

    def data(self, facts: IdeasFacts) -> str:
        """The facts, fenced."""
        return fence(facts)

    def offline(self, facts: IdeasFacts) -> IdeasResult:
        """Ideas by rules: the head keyword's page, then one for each strong facet of the cluster."""
        drafts = draft_ideas(facts.cluster, existing=facts.existing_titles, count=facts.count)
        return IdeasResult(ideas=drafts)

    def max_output_tokens(self, facts: IdeasFacts) -> int:
        """About 300 tokens an idea, with room for reasoning models."""
        return 2_000 + 500 * facts.count
