"""Causes and effects between runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.services import lineage as module
from igny8.automation.services.lineage import lineage_of
from igny8.automation.tests.explain_support import past_run
from igny8.core.clock import FixedClock
from igny8.testing.api import ApiClient

Make = Callable[..., ScheduledTask]


@pytest.fixture
def rule(make_rule: Any) -> AutomationRule:
    made: AutomationRule = make_rule([{"id": "s", "type": "set", "params": {}}])
    return made


@pytest.fixture
def run(rule: AutomationRule, clock: FixedClock) -> Make:
    def make(**values: Any) -> ScheduledTask:
        clock.advance(1)
        cause = values.pop("cause", None)
        return past_run(rule, clock.now(), caused_by=cause.id if cause else None, credits=10, **values)

    return make


def test_the_chain_goes_up_to_the_root_and_down_to_all_effects(run: Make) -> None:
    root = run(trigger="schedule")
    cause = run(cause=root, trigger="event", context={"event": {"type": "content.created"}})
    own = run(cause=cause)
    effects = [run(cause=own), run(cause=own, status="skipped", status_reason="Cooldown.")]
    deeper = run(cause=effects[0])
    run(cause=root)
    found = lineage_of(own)
    assert [(one.id, one.depth) for one in found.causes] == [(root.id, -2), (cause.id, -1)]
    assert [(one.id, one.depth) for one in found.effects] == [
        (effects[0].id, 1),
        (effects[1].id, 1),
        (deeper.id, 2),
    ]
    assert found.causes[1].event == "content.created" and found.effects[1].status_reason == "Cooldown."
    assert (found.credits, found.truncated) == (60, False)


def test_repeats_are_told_apart_from_effects(run: Make) -> None:
    own = run()
    again = run(cause=own, rerun_of=own)
    effect = run(cause=own)
    found = lineage_of(own)
    assert [one.id for one in found.effects] == [effect.id]
    assert [one.id for one in found.reruns] == [again.id]
    repeat = lineage_of(again)
    assert repeat.rerun_of and repeat.rerun_of.id == own.id
    assert repeat.causes == [] and repeat.run.caused_by is None
    assert repeat.credits == 20


def test_a_cause_that_is_deleted_ends_the_chain(run: Make) -> None:
    own = run()
    ScheduledTask.objects.filter(pk=own.pk).update(caused_by=uuid4())
    assert lineage_of(own).causes == []


def test_a_circle_in_broken_data_ends(run: Make) -> None:
    first = run()
    second = run(cause=first)
    ScheduledTask.objects.filter(pk=first.pk).update(caused_by=second.id)
    found = lineage_of(first)
    assert [one.id for one in found.causes] == [second.id]
    assert [one.id for one in found.effects] == [second.id]


def test_a_great_many_effects_are_cut(run: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_EFFECTS", 3)
    own = run()
    for _ in range(5):
        run(cause=own)
    found = lineage_of(own)
    assert len(found.effects) == 3 and found.truncated


def test_the_api_shows_the_chain(run: Make, api: Callable[..., ApiClient], other_account: Any) -> None:
    root = run()
    own = run(cause=root)
    path = f"/automation/scheduled-tasks/{own.id}/lineage/"
    data = api().get(path).data
    assert data["run"]["id"] == str(own.id) and data["run"]["rule_name"] == "A rule"
    assert [row["id"] for row in data["causes"]] == [str(root.id)]
    assert data["effects"] == [] and data["rerun_of"] is None and data["credits"] == 20
    assert data["run"]["caused_by"] == str(root.id)
    assert api(account=other_account).get(path).status == 404
