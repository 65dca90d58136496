"""What a run costs the database: a run of quick steps needs few statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from igny8.automation.models import StepRun
from igny8.automation.runtime.action import (
    Action,
    ActionOutput,
    Amount,
    Forecast,
    ForecastScope,
    PlainParams,
    register,
    unregister,
)
from igny8.automation.runtime.step_context import StepContext
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Worker
from igny8.core.clock import FixedClock


class _Output(ActionOutput):
    echo: str = ""


@pytest.fixture
def quick() -> Iterator[None]:
    class Quick(Action[PlainParams]):
        type: ClassVar[str] = "quick"
        name: ClassVar[str] = "Quick"
        description: ClassVar[str] = "Does nothing."
        credits: ClassVar[str] = "0"
        instant: ClassVar[bool] = True
        params_model = PlainParams
        output_model = _Output

        def run(self, params: PlainParams, step: StepContext) -> _Output:
            return _Output(echo=step.path)

        def forecast(self, params: Any, scope: ForecastScope) -> Forecast:
            return Forecast(Amount(), Amount())

    register(Quick)
    yield
    unregister("quick")


def test_a_run_of_three_quick_steps_takes_few_statements(
    quick: None, make_rule: Any, worker: Worker, clock: FixedClock
) -> None:
    steps = [{"id": f"s{number}", "type": "quick"} for number in range(3)]
    conditions = [{"field": "n", "operator": "greater_than", "value": 1}]
    rule = make_rule(steps, conditions=conditions, mode="parallel")
    worker.carry_on(execute_by_hand(rule=rule, context={"n": 2}, clock=clock))
    with CaptureQueriesContext(connection) as starting:
        run = execute_by_hand(rule=rule, context={"n": 2}, clock=clock)
    with CaptureQueriesContext(connection) as carrying:
        ended = worker.carry_on(run)
    queries = [*starting.captured_queries, *carrying.captured_queries]
    shown = "\n".join(query["sql"][:150] for query in queries)
    assert ended.status == "completed"
    assert StepRun.objects.filter(run=run).count() == 4
    assert len(starting.captured_queries) <= 4, shown
    assert len(carrying.captured_queries) <= 11, shown
