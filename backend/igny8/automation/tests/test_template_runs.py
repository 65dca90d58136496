"""Built-in templates at work: rules made from them do what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from igny8.automation.engine import build_context
from igny8.automation.models import Lane, ScheduledTask
from igny8.automation.runtime.runner import carry_on_lane
from igny8.automation.services.runs import create_run, execute_by_hand
from igny8.automation.services.templates import instantiate
from igny8.automation.tests.conftest import Worker
from igny8.content.services.announcing import CONTENTS
from igny8.core.clock import SYSTEM_CLOCK, FixedClock
from igny8.core.ids import new_id
from igny8.integrations.models import Publication
from igny8.tenants.models import Site
from igny8.testing.factories import ConnectionFactory, ContentFactory, WritingTaskFactory


@pytest.fixture
def made(site: Site, clock: FixedClock) -> Callable[..., Any]:
    ConnectionFactory.create(site=site, kind="preview")

    def made(template: str, **inputs: Any) -> Any:
        return instantiate(
            template_id=template, site=site, name="", inputs=inputs, by="me", clock=clock, is_active=True
        )

    return made


def paths(run: ScheduledTask) -> list[str]:
    assert run.status == "completed", (run.status, run.error_message)
    return [step.path for step in run.steps.exclude(status="skipped").order_by("order")]


def of_event(content: Any, before: dict[str, Any]) -> dict[str, Any]:
    after = CONTENTS.snapshot(content)
    event = {"type": "content.status_changed", "before": {**after, **before}, "after": after}
    return build_context(subject=after, event=event)


def test_what_is_good_enough_is_published(made: Any, site: Site, worker: Worker, clock: FixedClock) -> None:
    WritingTaskFactory.create(site=site)
    rule = made("quality-gate", min_score=0, notify_to="a@example.com")
    run = worker.finish(execute_by_hand(rule=rule, context={}, clock=clock))
    assert "actions/1/items/0/actions/1/branches/0/actions/0" in paths(run)
    assert Publication.objects.count() == 1


def test_what_stays_weak_is_told_of_and_stays_a_draft(
    made: Any, site: Site, worker: Worker, clock: FixedClock
) -> None:
    WritingTaskFactory.create(site=site)
    rule = made("quality-gate", min_score=100, notify_to="a@example.com")
    run = worker.finish(execute_by_hand(rule=rule, context={}, clock=clock))
    told = "actions/1/items/0/actions/1/else/1/else/0"
    assert told in paths(run)
    assert run.steps.get(path=told).input["to"] == "a@example.com"
    assert Publication.objects.count() == 0


def test_only_what_a_person_approves_is_published(
    made: Any, site: Site, worker: Worker, clock: FixedClock, api: Any
) -> None:
    clock.moment = SYSTEM_CLOCK.now()
    WritingTaskFactory.create_batch(2, site=site)
    rule = made("approve-before-publish", articles=2)
    run = worker.carry_on(execute_by_hand(rule=rule, context={}, clock=clock))
    assert run.status == "waiting"
    question = api().get("/automation/approvals/").data[0]
    first, second = [item["id"] for item in question["items"]]
    decision = {"decision": "approve", "items": {first: "approve", second: "reject"}}
    answer = api().post(f"/automation/approvals/{question['id']}/decide/", decision)
    assert answer.status == 200, answer.error
    run = worker.finish(run)
    assert paths(run)[-1] == "actions/4"
    assert [str(row.object_id) for row in Publication.objects.all()] == [first]


def test_what_is_set_to_approved_goes_live(made: Any, site: Site, worker: Worker, clock: FixedClock) -> None:
    content = ContentFactory.create(site=site, status="approved")
    rule = made("publish-on-approval", picture=False)
    context = of_event(content, {"status": "review"})
    run = create_run(rule=rule, trigger="event", context=context, clock=clock)
    assert paths(worker.finish(run)) == ["conditions", "actions/0", "actions/2"]
    again = create_run(rule=rule, trigger="event", context=of_event(content, {}), clock=clock)
    assert worker.finish(again).status == "skipped"


def test_one_content_that_fails_keeps_no_other_from_going_on(
    made: Any, site: Site, worker: Worker, clock: FixedClock
) -> None:
    contents = [str(ContentFactory.create(site=site).id), str(new_id())]
    rule = made("bulk-improve-and-publish", at_once=1)
    run = worker.finish(execute_by_hand(rule=rule, context={"content_ids": contents}, clock=clock))
    assert run.result is not None
    assert run.result["outputs"]["sum"] == {"done": 1, "failed": 1}
    assert Publication.objects.count() == 1


def test_pictures_and_search_go_side_by_side(
    made: Any, site: Site, worker: Worker, clock: FixedClock
) -> None:
    WritingTaskFactory.create(site=site)
    rule = made("illustrate-and-improve-at-once", articles=1)
    run = worker.carry_on(execute_by_hand(rule=rule, context={}, clock=clock))
    for lane in Lane.objects.filter(run=run):
        carry_on_lane(lane.id, keeper=worker.keeper, clock=clock)
    run = worker.finish(run)
    assert {"actions/1/branches/0/actions/0", "actions/1/branches/1/actions/0"} <= set(paths(run))
    assert Publication.objects.count() == 1
