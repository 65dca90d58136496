"""What a forecast leans on: given items, else what earlier actions give, else what is waiting."""

from __future__ import annotations

from uuid import uuid4

import pytest

from igny8.automation.actions.support.forecasting import expected_items
from igny8.automation.runtime.action import Amount, ForecastScope


def expected(upstream: Amount | None, *, waiting: int, **params: object) -> Amount:
    outputs = {} if upstream is None else {"ids": upstream}
    return expected_items(params, "ids", ForecastScope(uuid4(), outputs), waiting=waiting)


@pytest.mark.parametrize(
    ("upstream", "waiting", "found"),
    [
        (None, 7, Amount(7, 7, 7)),
        (Amount(2, 3, 4), 7, Amount(2, 3, 4)),
        (Amount(0, 0, 0), 7, Amount(7, 7, 7)),
        (Amount(0, 3, 4), 7, Amount(0, 3, 7)),
        (Amount(0, 0, 4), 7, Amount(0, 7, 7)),
    ],
)
def test_an_earlier_output_that_comes_out_empty_is_passed_over_as_in_the_run(
    upstream: Amount | None, waiting: int, found: Amount
) -> None:
    assert expected(upstream, waiting=waiting) == found


def test_given_items_count_up_to_the_limit() -> None:
    assert expected(Amount(9, 9, 9), waiting=7, ids=["a", "b", "c"], limit=2) == Amount(2, 2, 2)
    assert expected(Amount(9, 9, 9), waiting=7, ids="{{ steps.a.b }}", limit=5) == Amount(0, 1, 5)
