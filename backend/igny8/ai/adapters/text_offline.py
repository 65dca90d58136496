"""Answers by rules, for systems without a model: honest work, labelled as such."""

from __future__ import annotations

from igny8.ai.port import Completion, FactsT, Prompt, ResultT, Usage


class OfflineTextModel:
    """A text model that needs no network and no key. ``Completion.offline`` marks its texts as drafts."""

    provider = "offline"
    model = "rules"
    offline = True

    def complete(self, prompt: Prompt[FactsT, ResultT], facts: FactsT) -> Completion[ResultT]:
        """The prompt's own answer by rules; costs nothing and never fails on valid facts."""
        return Completion(
            result=prompt.offline(facts),
            provider=self.provider,
            model=self.model,
            usage=Usage(requests=0),
            offline=True,
        )
