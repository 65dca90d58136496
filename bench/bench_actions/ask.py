"""Asks the configured text model once, through the product's own door to the models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from igny8.ai.prompts.image_prompt import ImagePromptFacts, ImagePromptPrompt
from igny8.ai.services import ask
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    ActionParams,
    Amount,
    Forecast,
    ForecastScope,
    register,
)
from igny8.automation.runtime.step_context import StepContext

_FACTS = ImagePromptFacts(title="How to wait well", summary="Waiting takes time.", keyphrase="waiting")


@register
class Ask(Action[ActionParams]):
    """One question to the provider, whose answer is not used."""

    type: ClassVar[str] = "bench_ask"
    name: ClassVar[str] = "Ask the provider"
    description: ClassVar[str] = "For measurements"
    credits: ClassVar[str] = "0"
    params_model = ActionParams
    output_model = ActionOutput

    def run(self, params: ActionParams, step: StepContext) -> ActionOutput:
        ask(ImagePromptPrompt(), _FACTS)
        return ActionOutput()

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        return Forecast(Amount(), Amount())
