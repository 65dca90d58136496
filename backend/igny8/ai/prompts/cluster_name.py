"""A readable name for a cluster of keywords."""

from __future__ import annotations

from pydantic import Field

from igny8.ai.port import Prompt
from igny8.ai.prompts.fence import RULE, fence
from igny8.ai.prompts.languages import answer_in
from igny8.ai.prompts.rules.words import display_case
from igny8.ai.prompts.types import Facts, KeywordFact, Required, Result

SENT = 40  # keywords that are shown; the strongest say what a cluster is about


class ClusterNameFacts(Facts):
    """The keywords of the cluster, the strongest first."""

    keywords: tuple[KeywordFact, ...] = Field(min_length=1)
    language: str = "en"


class ClusterName(Result):
    """Two to five words."""

    name: Required


class ClusterNamePrompt(Prompt[ClusterNameFacts, ClusterName]):
    """What all keywords of the cluster have in common."""

    name = "cluster_name"
    facts_type = ClusterNameFacts
    result_type = ClusterName

    def instructions(self, facts: ClusterNameFacts) -> str:
        """Short, spelled correctly."""
        return "\n".join([
            "Name the topic that these search queries share: two to five words, spelled correctly, no "
            "quotes.",
            answer_in(facts.language),
            RULE,
        ])  # fmt: skip

    def data(self, facts: ClusterNameFacts) -> str:
        """The strongest keywords, fenced."""
        return fence(facts.model_copy(update={"keywords": facts.keywords[:SENT]}))

    def offline(self, facts: ClusterNameFacts) -> ClusterName:
        """The strongest keyword in readable spelling."""
        return ClusterName(name=display_case(facts.keywords[0].text))

    def max_output_tokens(self, facts: ClusterNameFacts) -> int:  # noqa: ARG002 - the same for all facts
        """A few words, with room for reasoning models."""
        return 1_000
