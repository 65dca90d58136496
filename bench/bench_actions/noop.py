"""Does nothing: what is left is the price of a recorded step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

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


@register
class Noop(Action[ActionParams]):
    """A step without work."""

    type: ClassVar[str] = "bench_noop"
    name: ClassVar[str] = "Do nothing"
    description: ClassVar[str] = "For measurements"
    credits: ClassVar[str] = "0"
    instant: ClassVar[bool] = True
    params_model = ActionParams
    output_model = ActionOutput

    def run(self, params: ActionParams, step: StepContext) -> ActionOutput:
        return ActionOutput()

    def forecast(self, params: Mapping[str, Any], scope: ForecastScope) -> Forecast:
        return Forecast(Amount(), Amount())
