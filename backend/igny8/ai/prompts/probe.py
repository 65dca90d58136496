"""The smallest question there is, to see whether a provider answers."""

from __future__ import annotations

from igny8.ai.port import Prompt
from igny8.ai.prompts.types import Facts

READY = "ready"


class ProbeFacts(Facts):
    """There is nothing to know."""


class ProbePrompt(Prompt[ProbeFacts, str]):
    """Any answer that is not empty will do."""

    name = "probe"
    facts_type = ProbeFacts
    result_type = str

    def instructions(self, facts: ProbeFacts) -> str:  # noqa: ARG002 - the same for every prompt
        """What to say."""
        return f"Answer with the single word: {READY}"

    def data(self, facts: ProbeFacts) -> str:  # noqa: ARG002 - the same for every prompt
        """Nothing that anybody has written."""
        return "Are you there?"

    def offline(self, facts: ProbeFacts) -> str:  # noqa: ARG002 - the same for every prompt
        """The answer itself."""
        return READY

    def max_output_tokens(self, facts: ProbeFacts) -> int:  # noqa: ARG002 - the same for every prompt
        """Enough for a model that thinks before it answers."""
        return 500
