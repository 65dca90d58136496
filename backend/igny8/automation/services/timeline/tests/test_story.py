"""The story of a run, told from plain rows."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from igny8.automation.services.timeline import StepFacts, tell
from igny8.automation.services.timeline.facts import Line
from igny8.automation.services.timeline.story import TELLERS
from igny8.automation.services.timeline.teller import Teller
from igny8.automation.services.timeline.tests.support import (
    FAILED,
    HELD,
    OVERLOADED,
    at,
    run,
    step,
    texts,
    told,
)


def test_a_whole_run_reads_as_a_story() -> None:
    steps = [
        step("conditions", "conditions", name="Conditions", evaluation=HELD, finished_at=at(1)),
        step(input={"cluster_ids": list("abcde")}, output={"idea_ids": ["i"] * 15}, credits=75),
        step(
            "generate_content",
            "actions/1",
            name="Generate Content",
            note="Nothing to write.",
            started_at=at(13),
            finished_at=at(200),
        ),
    ]
    facts = run(
        trigger="schedule",
        schedule={"cron": "0 9 * * 1", "timezone": "Europe/Berlin"},
        finished_at=at(200),
        credits=75,
    )
    story = tell(facts, reversed(steps))
    assert texts(story) == [
        "Triggered by the schedule Mondays at 09:00 (Europe/Berlin).",
        "The conditions held: word_count is 1,200, which is greater than 1,000.",
        "Generate Ideas made 15 ideas from 5 clusters for 75 credits (12 s).",
        "3 minutes later: Generate Content: Nothing to write (3 minutes).",
        "The run was completed after 3 minutes for 75 credits.",
    ]
    assert [entry.after_seconds for entry in story] == [0, 1, 12, 187, 0]
    assert [entry.kind for entry in story] == ["trigger", "conditions", "step", "step", "end"]
    assert [entry.severity for entry in story] == ["info", "info", "success", "success", "success"]
    assert story[2].credits == 75 and story[2].path == "actions/0"


def test_the_same_rows_give_the_same_story() -> None:
    steps = [step(path=f"actions/{n}") for n in range(12)]
    assert tell(run(), steps) == tell(run(), steps[::-1])
    assert [entry.path for entry in tell(run(), steps)][1:-1] == [f"actions/{n}" for n in range(12)]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "Started by hand."),
        (
            {"note": "Started by hand while the rule was paused."},
            "Started by hand while the rule was paused.",
        ),
        ({"is_test": True}, "Test: Started by hand."),
        ({"cause": "Weekly"}, "Started by a run of “Weekly”."),
        ({"trigger": "webhook"}, "Triggered by a message to the webhook."),
        ({"trigger": "schedule"}, "Triggered by the schedule, which has been removed since."),
        ({"trigger": "event"}, "Triggered by the event that it listens to."),
        (
            {
                "trigger": "event",
                "event": {
                    "type": "content.updated",
                    "before": {"n": 900, "s": 1},
                    "after": {"n": 1200, "s": 1, "new": 2},
                },
                "cause": "Optimize",
            },
            "Triggered by the event content.updated (n changed from 900 to 1,200), "
            "which a run of “Optimize” caused.",
        ),
        ({"rerun_of": "r1", "rerun_from": "failed_step"}, "Repeats run r1 from the step that failed."),
        ({"rerun_of": "r1", "rerun_from": "actions/2"}, "Repeats run r1 from actions/2."),
    ],
)
def test_the_beginning_says_what_brought_it_about(values: dict[str, Any], text: str) -> None:
    assert tell(run(**values), [])[0].text == text


@pytest.mark.parametrize(
    ("values", "text", "kind", "severity"),
    [
        (
            {"reason": "Stopped by the rule"},
            "The run was completed after 20 s. Stopped by the rule.",
            "end",
            "success",
        ),
        (
            {"status": "failed", "error_code": "timeout", "error_message": "It took too long.", "credits": 5},
            "The run failed after 20 s for 5 credits: It took too long (timeout).",
            "end",
            "error",
        ),
        ({"status": "failed"}, "The run failed after 20 s: no reason was given.", "end", "error"),
        (
            {"status": "cancelled", "reason": "Cancelled by Ann."},
            "The run was cancelled after 20 s. Cancelled by Ann.",
            "end",
            "warning",
        ),
        (
            {"status": "skipped", "reason": "Conditions not met: x."},
            "The run ended without doing anything. Conditions not met: x.",
            "end",
            "info",
        ),
        (
            {"status": "skipped", "started_at": None, "reason": "Cooldown: it fired 3 minutes ago"},
            "The rule did not run: Cooldown: it fired 3 minutes ago.",
            "near_miss",
            "warning",
        ),
        (
            {"status": "skipped", "started_at": None},
            "The rule did not run: no reason was given.",
            "near_miss",
            "warning",
        ),
        (
            {"status": "pending", "started_at": None, "finished_at": None},
            "The run is to start at 2026-03-02 09:00 UTC.",
            "pending",
            "info",
        ),
    ],
)
def test_the_end_says_why(values: dict[str, Any], text: str, kind: str, severity: str) -> None:
    last = tell(run(**values), [])[-1]
    assert (last.text.removeprefix("20 s later: "), last.kind, last.severity) == (text, kind, severity)


def test_a_wish_to_cancel_and_notes_are_told() -> None:
    facts = run(
        status="running",
        finished_at=None,
        cancel_requested_at=at(5),
        reason="Cancelled by Ann.",
        note="The budget is at 90 %.",
    )
    assert texts(tell(facts, [])) == [
        "Started by hand.",
        "The budget is at 90 %.",
        "The run was to be cancelled. Cancelled by Ann.",
    ]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"output": {"idea_ids": ["a"]}, "items_done": 4}, "Generate Ideas made 1 idea from 4 items (12 s)."),
        (
            {"output": {"idea_ids": ["a"] * 4}, "items_done": 4, "credits": 60},
            "Generate Ideas made 4 ideas for 60 credits (12 s).",
        ),
        (
            {"input": {"content_ids": ["a", "b"]}, "output": {"image_ids": [], "content_ids": ["a", "b"]}},
            "Generate Ideas worked on 2 contents (12 s).",
        ),
        (
            {"output": {"idea_ids": [], "failed": [1, 2]}, "note": "Nothing."},
            "Generate Ideas: Nothing; 2 items failed (12 s).",
        ),
        (
            {"output": {"idea_ids": ["a"], "failed": [{"id": "x"}]}},
            "Generate Ideas made 1 idea (12 s); 1 item failed.",
        ),
        ({"items_done": 3, "credits": 30}, "Generate Ideas was done for 3 items, for 30 credits (12 s)."),
        ({"credits": 20}, "Generate Ideas was done for 20 credits (12 s)."),
        (
            {"output": {"idea_ids": ["a"] * 3, "…": {"bytes": 99, "lists": {"idea_ids": 1500}}}},
            "Generate Ideas made 1,500 ideas (12 s).",
        ),
        ({"name": ""}, "Generate ideas was done (12 s)."),
        (
            {"status": "running", "items_done": 3, "items_total": 5, "finished_at": None},
            "Generate Ideas is at work, 3 of 5 items done.",
        ),
        (
            {"status": "waiting", "finished_at": None, "resume_at": at(60)},
            "Generate Ideas waits until 2026-03-02 09:01 UTC.",
        ),
        (
            {"status": "cancelled", "items_done": 3, "items_total": 5, "credits": 45},
            "Generate Ideas was cancelled, 3 of 5 items done, for 45 credits.",
        ),
        ({"status": "skipped", "note": "status is sent"}, "Generate Ideas was skipped: status is sent."),
        (
            {
                "status": "skipped",
                "evaluation": {
                    **HELD,
                    "all": [{**HELD["all"][0], "result": False, "actual": 8}],
                    "result": False,
                },
            },
            "Generate Ideas was skipped: word_count is 8, which is not greater than 1,000.",
        ),  # type: ignore[index]
        ({"status": "failed", "error": FAILED}, "Generate Ideas failed: The provider is overloaded."),
        (
            {"status": "failed", "error": FAILED, "attempt": 3, "continued": True, "credits": 15},
            "Generate Ideas failed after 3 attempts: The provider is overloaded, for 15 credits; "
            "the run went on.",
        ),
        ({"status": "pending"}, None),
    ],
)
def test_what_an_action_did(values: dict[str, Any], text: str | None) -> None:
    assert told(step(**values)) == ([text] if text else [])


def attempt(number: int, begin: float, until: float | None) -> dict[str, Any]:
    return {
        "number": number,
        "at": at(begin).isoformat(),
        "until": at(until).isoformat() if until is not None else None,
        "error": FAILED,
        "credits": 0,
    }


def test_each_failed_attempt_is_told_with_the_pause_after_it() -> None:
    one = step(attempt=3, attempts=[attempt(1, 2, 6), attempt(2, 7, 7), attempt(3, 8, None)])
    assert told(one)[:3] == [
        "Generate Ideas: attempt 1 failed: The provider is overloaded; it was tried again after 4 s.",
        "Generate Ideas: attempt 2 failed: The provider is overloaded; it was tried again at once.",
        "Generate Ideas: attempt 3 failed: The provider is overloaded; it was tried again.",
    ]
    waiting = step(status="waiting", error=FAILED, attempts=[attempt(1, 2, 60)], finished_at=None)
    assert told(waiting) == [
        f"Generate Ideas: attempt 1 {OVERLOADED}; it is tried again at 2026-03-02 09:01 UTC."
    ]


def test_attempts_of_older_rows_are_told_as_far_as_is_known() -> None:
    one = step(status="waiting", error=FAILED, resume_at=at(60), finished_at=None)
    assert told(one) == [
        f"Generate Ideas: attempt 1 {OVERLOADED}. It is tried again at 2026-03-02 09:01 UTC."
    ]
    odd = step(attempts=[{"number": 1, "at": "yesterday"}])
    assert "Generate Ideas: attempt 1 failed: unknown error; it was tried again." in told(odd)


def test_a_worker_that_died_is_told() -> None:
    assert (
        told(step(crashes=1))[0]
        == "Generate Ideas: its worker died once; another one carried on where it was."
    )
    assert "died 2 times" in told(step(crashes=2))[0]


def test_what_was_reused_says_what_it_saved() -> None:
    old = step(
        reused=True, note="Reused, saved 50 credits. 5 ideas.", finished_at=at(-500), started_at=at(-510)
    )
    assert told(old) == ["Generate Ideas was taken over from the earlier run, which saved 50 credits."]
    free = step(reused=True, note="Reused.", finished_at=None)
    assert told(free) == ["Generate Ideas was taken over from the earlier run."]
    assert "made 1 idea" in told(step(reused=True, output={"idea_ids": ["a"]}))[0]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"status": "completed"}, "The conditions held."),
        ({"status": "skipped", "note": "x is 1"}, "The conditions did not hold: x is 1."),
        ({"status": "failed", "error": {"message": "no x"}}, "The conditions could not be decided: no x."),
        ({"status": "running"}, None),
    ],
)
def test_the_conditions(values: dict[str, Any], text: str | None) -> None:
    one = step("conditions", "conditions", name="Conditions", **values)
    assert told(one) == ([text] if text else [])


def test_a_kind_that_nobody_knows_is_told_like_an_action() -> None:
    assert told(step("teleport", name="Teleport", output={"page_ids": ["a"]})) == [
        "Teleport made 1 page (12 s)."
    ]


def test_a_kind_of_ones_own_is_told_by_its_own_teller() -> None:
    class TeleportTeller(Teller):
        type: ClassVar[str] = "teleport"

        def tell(self, step: StepFacts) -> list[Line]:
            return [Line(None, "Beamed up.", "teleport")]

    tellers = TELLERS.copy()
    tellers.register(TeleportTeller())
    assert [entry.text for entry in tell(run(), [step("teleport")], tellers) if entry.path] == ["Beamed up."]


def test_a_pause_is_told_before_what_came_after_it() -> None:
    late = step(started_at=at(3600), finished_at=at(3612))
    story = tell(run(finished_at=at(3700)), [late])
    assert story[1].text == "1 hour later: Generate Ideas was done (12 s)."
    assert story[2].text.startswith("1 minute later: The run was completed")
