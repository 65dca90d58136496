"""Numbers, durations, schedules and comparisons in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from igny8.automation.engine.conditions.evaluator import OPERATORS, compile_conditions
from igny8.automation.services.timeline.comparing import because, clause
from igny8.automation.services.timeline.schedules import schedule_words
from igny8.automation.services.timeline.words import (
    count,
    duration,
    ended,
    error_text,
    joined,
    moment,
    moment_of,
    number,
    shown,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.04, "0 s"),
        (0.5, "0.5 s"),
        (4, "4 s"),
        (9.97, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 minute"),
        (180, "3 minutes"),
        (3600, "1 hour"),
        (7500, "2 hours 5 minutes"),
        (90_061, "1 day 1 hour"),
        (86_400 * 3, "3 days"),
    ],
)
def test_durations_read_as_people_say_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1200, "1,200"), (0.5, "0.5"), (3.0, "3"), (1234567.891, "1,234,567.89"), (-5, "-5")]
)
def test_numbers_have_their_thousands(value: float, text: str) -> None:
    assert number(value) == text


def test_values_are_shown_short() -> None:
    assert shown(None) == "empty" and shown("") == "empty"
    assert shown(True) == "true" and shown(False) == "false"
    assert shown("draft") == "“draft”"
    assert shown("x" * 100) == f"“{'x' * 80}…”"
    assert shown([1, 2]) == "1 and 2" and shown([]) == "an empty list"
    assert shown(list(range(9))) == "0, 1, 2, 3, 4 and 4 more"
    assert shown({"a": 1}) == "an object of 1 field"


def test_moments_are_in_utc_and_nonsense_stays() -> None:
    assert moment(NOW) == "2026-03-02 09:00 UTC"
    assert moment_of("2026-03-02T10:00:05+01:00") == "2026-03-02 09:00:05 UTC"
    assert moment_of("2026-03-02T10:00:00") == "2026-03-02 10:00 UTC"
    assert moment_of("tomorrow") == "tomorrow" and moment_of(None) == ""


def test_small_words() -> None:
    assert count(1, "idea") == "1 idea" and count(1500, "idea") == "1,500 ideas"
    assert joined(["a"]) == "a" and joined([]) == "" and joined(["a", "b", "c"]) == "a, b and c"
    assert ended("Done") == "Done." and ended("Done!") == "Done!" and ended("") == ""
    assert error_text({"code": "boom", "message": "It broke."}) == "It broke"
    assert error_text({"code": "boom"}) == "boom" and error_text(None) == "unknown error"


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ({"cron": "0 9 * * 1", "timezone": "Europe/Berlin"}, "Mondays at 09:00 (Europe/Berlin)"),
        ({"cron": "30 7 * * *"}, "every day at 07:30 (UTC)"),
        ({"cron": "0 9 * * 1-5"}, "on weekdays at 09:00 (UTC)"),
        ({"cron": "0 9 * * MON,thu"}, "Mondays and Thursdays at 09:00 (UTC)"),
        ({"cron": "0 9 * * 7"}, "Sundays at 09:00 (UTC)"),
        ({"cron": "5 6 15 * *"}, "on day 15 of each month at 06:05 (UTC)"),
        ({"cron": "*/15 * * * *"}, "every 15 minutes (UTC)"),
        ({"cron": "* * * * *"}, "every minute (UTC)"),
        ({"cron": "10 * * * *"}, "every hour at minute 10 (UTC)"),
        ({"cron": "1,2 * * * *"}, "`1,2 * * * *` (UTC)"),
        ({"cron": "0 9 1 1 *"}, "`0 9 1 1 *` (UTC)"),
        ({"cron": "0 9 * * 9"}, "`0 9 * * 9` (UTC)"),
        ({"cron": "0 9 1 * 1"}, "`0 9 1 * 1` (UTC)"),
        ({"cron": "0 */2 * * *"}, "`0 */2 * * *` (UTC)"),
        ({"cron": "@daily"}, "`@daily` (UTC)"),
        ({"every": "15m"}, "every 15 minutes"),
        ({"every": "1d"}, "every day"),
        ({"every": "1h30m"}, "every 1h30m"),
    ],
)
def test_a_schedule_reads_as_people_say_it(spec: dict[str, Any], text: str) -> None:
    assert schedule_words(spec) == text


def explained(conditions: Any, context: dict[str, Any]) -> str:
    condition = compile_conditions(conditions)
    assert condition is not None
    return because(condition.explain(context, NOW).as_json())


WORDS = {"field": "word_count", "operator": "greater_than", "value": 1000}
DRAFT = {"field": "status", "operator": "equals", "value": "draft"}


@pytest.mark.parametrize(
    ("conditions", "context", "text"),
    [
        ([WORDS], {"word_count": 1200}, "word_count is 1,200, which is greater than 1,000"),
        ([WORDS], {"word_count": 800}, "word_count is 800, which is not greater than 1,000"),
        (
            [WORDS, DRAFT],
            {"word_count": 1200, "status": "draft"},
            "word_count is 1,200, which is greater than 1,000 and status is “draft”",
        ),
        ([WORDS, DRAFT], {"word_count": 1200, "status": "sent"}, "status is “sent”, which is not “draft”"),
        ({"any": [WORDS, DRAFT]}, {"word_count": 1, "status": "draft"}, "status is “draft”"),
        (
            {"any": [WORDS, DRAFT]},
            {"word_count": 1, "status": "sent"},
            "word_count is 1, which is not greater than 1,000 and status is “sent”, which is not “draft”",
        ),
        ({"not": DRAFT}, {"status": "sent"}, "status is “sent”, which is not “draft”"),
        ({"not": DRAFT}, {"status": "draft"}, "status is “draft”"),
        (
            [{"field": "n", "operator": "between", "value": [1, 5]}],
            {"n": 7},
            "n is 7, which is not between 1 and 5",
        ),
        ([{"field": "gone", "operator": "exists"}], {}, "gone does not exist"),
        (
            [{"field": "tags", "operator": "any_of", "value": ["a"]}],
            {"tags": ["b"]},
            "tags is “b”, which does not have any of “a”",
        ),
        (
            [{"field": "t", "operator": "not_contains", "value": "x"}],
            {"t": "xy"},
            "t is “xy”, which does contain “x”",
        ),
    ],
)
def test_what_settled_the_conditions_is_named(conditions: Any, context: dict[str, Any], text: str) -> None:
    assert explained(conditions, context) == text


def test_a_value_that_does_not_fit_says_so() -> None:
    assert "word_count could not be compared:" in explained([WORDS], {"word_count": "many"})
    assert because(None) == "" and because({}) == ""


def test_every_operator_has_words_for_both_results() -> None:
    for operator in OPERATORS:
        for result in (True, False):
            text = clause(
                {"path": "f", "operator": operator.name, "actual": 1, "expected": 2, "result": result}
            )
            assert text.startswith("f ") and "does not hold" not in text


def test_an_operator_of_another_version_is_still_told() -> None:
    one = {
        "path": "f",
        "operator": "smells_like",
        "actual": 1,
        "expected": 2,
        "result": False,
        "found": False,
    }
    assert clause(one) == "f is not there, which does not hold: smells like 2"
