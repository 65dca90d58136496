"""The explanation of a run over the API: trace, story, whole outputs, arrows to older and newer runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from igny8.automation.models import AutomationRule, Lane, ScheduledTask
from igny8.automation.runtime.outputs import MARK, store_output
from igny8.automation.selectors import progress_of
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.services.timeline import reading, timeline_of
from igny8.automation.tests.conftest import Counter, Worker, item_error
from igny8.automation.tests.explain_support import past_run, past_step
from igny8.core.clock import FixedClock
from igny8.testing.api import ApiClient

RUNS = "/automation/scheduled-tasks/"
COUNT = {"id": "count", "type": "count", "params": {"items": ["a", "b"]}}
ENOUGH = {"field": "word_count", "operator": "greater_than", "value": 1000}
SHORT = {**ENOUGH, "operator": "less_than"}
Api = Callable[..., ApiClient]


@pytest.fixture
def rule(make_rule: Any, counter: Counter) -> AutomationRule:
    made: AutomationRule = make_rule([COUNT])
    return made


def test_a_run_is_told_from_its_start_to_its_end(
    api: Api, make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors["b"] = [item_error(retryable=True)]
    gate = {
        "id": "gate",
        "type": "branch",
        "branches": [
            {"conditions": [{**ENOUGH, "operator": "less_than"}], "actions": []},
            {"actions": [COUNT]},
        ],
    }
    rule = make_rule([gate], conditions=[ENOUGH])
    run = worker.finish(execute_by_hand(rule=rule, context={"word_count": 1200}, clock=clock))
    assert run.status == "completed"
    told = api().get(f"{RUNS}{run.id}/timeline/").data
    sentences = [entry["text"] for entry in told]
    assert sentences[:3] == [
        "Started by hand.",
        "The conditions held: word_count is 1,200, which is greater than 1,000.",
        "Option 2 of the branch was taken, because it has no conditions.",
    ]
    assert any("Count" in text and "2 items, for 20 credits" in text for text in sentences)
    assert any(
        "Count: attempt 1 failed: It did not work; it was tried again after" in text for text in sentences
    )
    assert sentences[-1].endswith("The run was completed after 1 minute for 20 credits.")
    counted = next(entry for entry in told if entry["kind"] == "step")
    assert counted == {
        "at": counted["at"],
        "after_seconds": counted["after_seconds"],
        "path": "actions/0/branches/1/actions/0",
        "text": counted["text"],
        "kind": "step",
        "credits": 20,
        "severity": "success",
    }


def test_a_failure_says_where_and_why(
    api: Api, rule: AutomationRule, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors |= {key: [item_error(retryable=False)] for key in "ab"}
    run = worker.finish(execute_by_hand(rule=rule, context={}, clock=clock))
    told = api().get(f"{RUNS}{run.id}/timeline/").data
    assert [entry["text"] for entry in told[1:]] == [
        "Count failed: It did not work.",
        "The run failed: It did not work (did_not_work).",
    ]
    assert told[-1]["path"] == "actions/0" and told[-1]["severity"] == "error"


def test_the_story_of_one_step_and_what_is_inside_of_it(
    api: Api, rule: AutomationRule, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_STEPS", 3)
    run = past_run(rule, clock.now())
    past_step(
        run,
        "actions/0",
        type="for_each",
        name="Each",
        input={"items": [1, 2]},
        output={"completed": 1, "failed": 1},
    )
    past_step(run, "actions/0/items/0/actions/0")
    past_step(run, "actions/0/items/0", type="item", name="Item 1")
    past_step(run, "actions/0/items/1", type="item", name="Item 2", status="failed", error={"message": "No."})
    past_step(run, "actions/01", name="Other")
    path = f"{RUNS}{run.id}/timeline/"
    told = [entry["text"] for entry in api().get(path).data]
    assert "Item 2 failed: No." in told and "Item 1 is done (5 s)." not in told
    inside = [entry["text"] for entry in api().get(path, under="actions/0/items/0").data]
    assert inside == ["Count was done (5 s).", "Item 1 is done (5 s)."]
    assert [entry.path for entry in timeline_of(run, "actions/01")] == ["actions/01"]


def test_a_story_names_the_schedule_the_event_and_the_cause(make_rule: Any, clock: FixedClock) -> None:
    rule = make_rule(
        [COUNT_FREE], trigger="schedule", schedules=[{"cron": "0 9 * * 1", "timezone": "Europe/Berlin"}]
    )
    due = past_run(rule, clock.now(), trigger="schedule", schedule=rule.schedules.get())
    assert timeline_of(due)[0].text == "Triggered by the schedule Mondays at 09:00 (Europe/Berlin)."
    event = {"type": "content.updated", "before": {"n": 1}, "after": {"n": 2}}
    caused = past_run(rule, clock.now(), trigger="event", caused_by=due.id, context={"event": event})
    assert timeline_of(caused)[0].text == (
        "Triggered by the event content.updated (n changed from 1 to 2), which a run of “A rule” caused."
    )
    again = past_run(rule, clock.now(), caused_by=due.id, rerun_of=due, metadata={"from": "failed_step"})
    assert timeline_of(again)[0].text == f"Repeats run {due.id} from the step that failed."


COUNT_FREE = {"id": "s", "type": "set", "params": {}}


def test_the_trace_is_in_the_order_of_the_rule(api: Api, rule: AutomationRule, clock: FixedClock) -> None:
    run = past_run(rule, clock.now())
    paths = [
        "conditions",
        "actions/0",
        "actions/2",
        "actions/10",
        "actions/10/items/2",
        "actions/10/items/11",
    ]
    for path in [*reversed(paths), "on_failure/0"]:
        past_step(run, path, status="failed" if path == "actions/2" else "completed")
    path = f"{RUNS}{run.id}/steps/"
    assert [row["path"] for row in api().get(path).data] == [*paths, "on_failure/0"]
    assert [row["path"] for row in api().get(path, under="actions/10").data] == paths[3:]
    assert [row["path"] for row in api().get(path, status="failed,running").data] == ["actions/2"]
    second = api().get(path, page=2, page_size=3)
    assert [row["path"] for row in second.data] == paths[3:6]
    assert second.pagination["count"] == 7
    refused = api().get(path, status="broken")
    assert (refused.status, list(refused.fields)) == (400, ["status"])


def test_a_large_output_is_given_whole_when_it_is_asked_for(
    api: Api, rule: AutomationRule, clock: FixedClock, other_account: Any
) -> None:
    run = past_run(rule, clock.now())
    whole = {"idea_ids": [f"idea-{number}" for number in range(3000)]}
    stub, size = store_output(run.id, "actions/0", whole)
    past_step(run, "actions/0", output=stub, output_bytes=size)
    past_step(run, "actions/1", output={"n": 1})
    row = api().get(f"{RUNS}{run.id}/steps/").data[0]
    assert row["output_bytes"] == size and row["output"][MARK]["lists"] == {"idea_ids": 3000}
    path = f"{RUNS}{run.id}/step-output/?path=actions"
    large = {"path": "actions/0", "output": whole, "output_bytes": size}
    assert api().get(f"{path}/0").data == large
    small = api().get(f"{path}/1").data
    assert small == {"path": "actions/1", "output": {"n": 1}, "output_bytes": None}
    assert api().get(f"{path}/9").status == 404
    assert list(api().get(f"{RUNS}{run.id}/step-output/").fields) == ["path"]
    assert api(account=other_account).get(f"{path}/0").status == 404


def test_failed_attempts_stand_in_the_trace(api: Api, rule: AutomationRule, clock: FixedClock) -> None:
    run = past_run(rule, clock.now())
    error = {"code": "timeout", "message": "Too slow.", "retryable": True}
    moment = clock.now().isoformat()
    past_step(
        run, attempt=2, attempts=[{"number": 1, "at": moment, "until": moment, "error": error, "credits": 0}]
    )
    row = api().get(f"{RUNS}{run.id}/steps/").data[0]
    assert row["attempts"][0]["error"]["code"] == "timeout" and row["attempt"] == 2


def test_a_run_knows_the_one_before_and_the_one_after(
    api: Api, make_rule: Any, rule: AutomationRule, clock: FixedClock
) -> None:
    first, second, third = (past_run(rule, clock.now() + timedelta(hours=n)) for n in range(3))
    past_run(make_rule([COUNT], name="Other"), clock.now() + timedelta(hours=1))

    def around(run: ScheduledTask) -> tuple[str | None, str | None]:
        data = api().get(f"{RUNS}{run.id}/").data
        return data["previous"], data["next"]

    assert around(first) == (None, str(second.id))
    assert around(second) == (str(first.id), str(third.id))
    assert around(third) == (str(second.id), None)


def test_the_progress_of_a_loop_shows_what_matters(rule: AutomationRule, clock: FixedClock) -> None:
    run = past_run(rule, clock.now(), status="running", finished_at=None)
    past_step(run, "actions/0", type="for_each", status="running", finished_at=None)
    past_step(run, "actions/0/items/0/actions/0")
    past_step(run, "actions/0/items/1/actions/0", status="running", finished_at=None)
    for number, status in enumerate(["done", "done", "running", "queued"]):
        Lane.objects.create(
            run=run,
            group="actions/0",
            group_limit=1,
            position=number,
            path=f"actions/0/items/{number}",
            status=status,
        )
    progress = progress_of(run, clock)
    assert [step["path"] for step in progress["steps"]] == ["actions/0", "actions/0/items/1/actions/0"]
    assert (progress["steps"][0]["items_done"], progress["steps"][0]["items_total"]) == (2, 4)
    assert progress["progress"] == 50


def test_the_story_of_somebody_elses_run_does_not_exist(
    api: Api, rule: AutomationRule, clock: FixedClock, other_account: Any
) -> None:
    run = past_run(rule, clock.now())
    assert api(account=other_account).get(f"{RUNS}{run.id}/timeline/").status == 404
