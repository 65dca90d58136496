"""Numbers of any locale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igny8.planning.importing import numbers


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        *(("1234", 1234), ("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("1\u00a0234", 1234)),
        *(("1\u202f234\u202f567", 1234567), ("1'234", 1234), ("1.234.567", 1234567), ("1,234.00", 1234)),
        *(("1.234,00", 1234), ("1234.0", 1234), (1234.0, 1234), (7, 7), ("1.2K", 1200), ("1,5 тыс.", 1500)),
        *(("2M", 2_000_000), ("3万", 30_000), ("٣٤", 34), ("１２", 12), ("0", 0), ("1e3", 1000)),
        *(("", None), ("-", None), ("—", None), ("N/A", None), ("nan", None), ("#N/A", None)),
    ],
)
def test_it_reads_whole_numbers(cell: str | float, count: int | None) -> None:
    assert numbers.parse_count(cell) == count


@pytest.mark.parametrize("cell", ["x", "1.5", "-3", "12 apples", "9" * 30, "1e99", "--5", -1, 1.5, "1,2,3,"])
def test_it_refuses_what_is_no_whole_number(cell: str | float) -> None:
    with pytest.raises(ValueError, match="must be"):
        numbers.parse_count(cell)


@pytest.mark.parametrize(
    ("cell", "volume"),
    [
        *(("10 – 100", (50, True)), ("1K – 10K", (5000, True)), ("100K-1M", (500_000, True))),
        *(("200-300", (250, True)), ("<10", (5, True)), ("0-10", (5, True)), ("> 1,000", (1000, True))),
        *(("10+", (10, True)), ("10 to 100", (50, True)), ("320", (320, False)), (320.0, (320, False))),
        *(("", (None, False)), ("-", (None, False)), ("–", (None, False)), ("1.000", (1000, False))),
    ],
)
def test_it_reads_volumes_and_ranges(cell: str | float, volume: tuple[int | None, bool]) -> None:
    assert numbers.parse_volume(cell) == volume


@pytest.mark.parametrize("cell", ["100 - 10", "a - b", "<x"])
def test_it_refuses_ranges_that_are_none(cell: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        numbers.parse_volume(cell)


@pytest.mark.parametrize(
    ("cell", "ratio"),
    [
        *(("4.17%", 0.0417), ("4,17 %", 0.0417), ("%4,17", 0.0417), ("0.0417", 0.0417), (0.0417, 0.0417)),
        *(("100%", 1.0), ("0%", 0.0), ("٤٫٥٪", 0.045), ("50", 0.5), ("", None), ("-", None)),
    ],
)
def test_it_reads_click_rates(cell: str | float, ratio: float | None) -> None:
    assert numbers.parse_ratio(cell) == ratio


def test_it_refuses_a_rate_over_everything() -> None:
    with pytest.raises(ValueError, match="from 0% to 100%"):
        numbers.parse_ratio("140%")


@pytest.mark.parametrize(
    ("cell", "difficulty"), [("", None), ("-", None), ("0", 0.0), ("45%", 45.0), ("12,5", 12.5), (33, 33.0)]
)
def test_an_empty_difficulty_is_unknown(cell: str | float, difficulty: float | None) -> None:
    assert numbers.parse_difficulty(cell) == difficulty


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("1.25", 1.25), ("$1,234.50", 1234.5), ("1.234,50 €", 1234.5), ("EUR 2", 2.0), ("1,234,567", 1234567.0)],
)
def test_it_reads_money(cell: str, amount: float) -> None:
    assert numbers.parse_money(cell) == amount


@pytest.mark.parametrize("cell", [float("inf"), float("nan"), "-2", "1e30"])
def test_it_refuses_amounts_that_are_none(cell: str | float) -> None:
    with pytest.raises(ValueError, match="must be"):
        numbers.parse_money(cell)


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers()))
def test_any_cell_is_a_number_unknown_or_a_sentence(cell: str | float) -> None:
    for parse in (numbers.parse_count, numbers.parse_volume, numbers.parse_difficulty, numbers.parse_ratio):
        said = ""
        try:
            parse(cell)
        except ValueError as error:
            said = str(error)
        assert said == "" or said.startswith("must be")
