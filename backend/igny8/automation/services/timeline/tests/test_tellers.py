"""What is said of each kind of step."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.services.timeline import tell
from igny8.automation.services.timeline.tests.support import (
    FAILED,
    HELD,
    OVERLOADED,
    UPDATED,
    at,
    run,
    step,
    told,
)


def test_the_way_of_a_branch_is_told_before_its_steps_and_its_failure_after_them() -> None:
    low = {**HELD, "all": [{**HELD["all"][0], "result": False, "actual": 8}], "result": False}  # type: ignore[index]
    gate = step(
        "branch",
        name="Branch",
        input={"taken": "branches/1"},
        evaluation={"branches": [low, HELD]},
        status="failed",
        error=FAILED,
    )
    inside = step(path="actions/0/branches/1/actions/0", status="failed", error=FAILED)
    story = [entry.text for entry in tell(run(), [inside, gate]) if entry.path]
    assert story == [
        "Option 2 of the branch was taken, because word_count is 1,200, which is greater than 1,000.",
        f"Generate Ideas {OVERLOADED}.",
        f"Branch {OVERLOADED}.",
    ]
    other = step(
        "branch",
        name="Quality gate",
        input={"taken": "else"},
        evaluation={"branches": [low]},
        status="running",
    )
    assert told(other) == [
        "No option of “Quality gate” applied, so its else was taken: "
        "word_count is 8, which is not greater than 1,000."
    ]
    open_ = step("branch", name="", input={"taken": "branches/0"}, evaluation={"branches": [None]})
    assert told(open_) == ["Option 1 of the branch was taken, because it has no conditions."]


def test_loops_and_parallel_branches() -> None:
    loop = step(
        "for_each",
        name="Each idea",
        input={"items": list("abc"), "concurrency": 2},
        output={"completed": 2, "failed": 1},
    )
    assert told(loop) == [
        "Each idea begins: 3 items, 2 at once.",
        "Each idea is through: 2 items done, 1 failed (12 s).",
    ]
    none = step("for_each", name="Each idea", input={"items": []}, output={})
    assert told(none) == ["Each idea begins: 0 items.", "Each idea had nothing to do."]
    parallel = step("parallel", name="Both", input={"branches": 1, "limit": 1}, output={"x": 1})
    assert told(parallel) == ["Both begins: 1 branch.", "Both is through (12 s)."]
    broken = step("for_each", name="Each", status="failed", error=FAILED, input={})
    assert told(broken) == ["Each failed: The provider is overloaded."]
    part = step("item", "actions/0/items/3", name="Item 4")
    assert told(part) == ["Item 4 is done (12 s)."]
    lane = step("lane", "actions/0/branches/1", name="Branch 2", output={"stopped": {"status": "completed"}})
    assert told(lane) == ["Branch 2 stopped the run (12 s)."]
    lost = step("item", "actions/0/items/3", name="Item 4", status="failed", error=FAILED)
    assert told(lost) == ["Item 4 failed: The provider is overloaded."]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"status": "waiting", "finished_at": None, "resume_at": at(60)},
            ["Pause: the run waits until 2026-03-02 09:01 UTC."],
        ),
        ({"status": "waiting", "finished_at": None}, ["Pause: the run waits for a signal."]),
        ({}, ["Pause: the run had waited for 12 s."]),
        (
            {"input": {**UPDATED, "timeout_seconds": 60}, "output": {"event": None, "timed_out": True}},
            [
                "Pause: the run waits for the event content.updated, for at most 1 minute.",
                "Pause: content.updated had not come after 12 s; the run went on.",
            ],
        ),
        (
            {"input": UPDATED, "output": {"event": {}, "timed_out": False}},
            [
                "Pause: the run waits for the event content.updated.",
                "Pause: content.updated came after 12 s.",
            ],
        ),
        ({"status": "failed", "error": FAILED}, ["Pause failed: The provider is overloaded."]),
    ],
)
def test_waits(values: dict[str, Any], expected: list[str]) -> None:
    assert told(step("wait", name="Pause", **values)) == expected


ASKED = "Asked for approval: “Publish?”; without an answer it lapses at 2026-03-04 09:00:01 UTC."
DEADLINE = {"title": "Publish?", "deadline_hours": 48}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"status": "waiting", "finished_at": None, "input": DEADLINE}, [ASKED]),
        (
            {"input": DEADLINE, "signal": {"decision": "approve", "by": "Ann", "note": "Nice"}},
            [ASKED, "Approved by Ann: Nice."],
        ),
        (
            {
                "input": {"message": "Ok?"},
                "output": {
                    "decision": "reject",
                    "approved_ids": ["a"],
                    "rejected_ids": ["b", "c"],
                    "by": "Bob",
                },
            },
            ["Asked for approval: “Ok?”.", "Rejected by Bob (1 of 3 items)."],
        ),
        ({"output": {"decision": "approve"}}, ["Asked for approval: “Check”.", "Approved."]),
        (
            {"input": DEADLINE, "output": {"decision": "lapse"}},
            [ASKED, "Nobody answered “Check” within 12 s."],
        ),
        (
            {"input": DEADLINE, "output": {"decision": "approve", "lapsed": True}},
            [ASKED, "Nobody answered “Check” within 12 s, which counts as approved."],
        ),
        (
            {"evaluation": {"approval": HELD}, "status": "waiting", "finished_at": None},
            ["Asked for approval, because word_count is 1,200, which is greater than 1,000: “Check”."],
        ),
        (
            {"output": {"decision": "not_needed"}},
            ["Check: no approval was needed: there was nothing to decide."],
        ),
        ({"status": "skipped", "note": "x"}, ["Check was skipped: x."]),
    ],
)
def test_approvals(values: dict[str, Any], expected: list[str]) -> None:
    assert told(step("approval", name="Check", **values)) == expected


def test_set_and_stop() -> None:
    assert told(step("set", name="Set", output={"n": 1200, "t": "x"})) == ["Set: n = 1,200 and t = “x”."]
    assert told(step("set", name="Set")) == ["Set: nothing was set."]
    assert told(step("set", name="Set", status="failed", error=FAILED)) == [
        "Set failed: The provider is overloaded."
    ]
    stop = step("stop", name="Stop", output={"status": "skipped", "reason": "Enough"})
    assert told(stop) == ["Stop: the rule ends the run here as skipped: Enough."]
    assert told(step("stop", name="Stop")) == ["Stop: the rule ends the run here as completed."]
    assert told(step("stop", name="Stop", status="failed", error=FAILED)) == [
        "Stop failed: The provider is overloaded."
    ]
