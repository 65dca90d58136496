"""Random rules on the real runtime, with workers that die or freeze at random, lost wake-ups, random answers
and a cancel: the run ends as a simple model says, everything is paid for once, and nothing stays behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from igny8.automation.engine import JsonObject
from igny8.automation.engine.tests.flows import Story, flows, story
from igny8.automation.models import (
    FINISHED,
    Approval,
    Lane,
    LaneStatus,
    ScheduledTask,
    StepItem,
    StepRun,
)
from igny8.automation.runtime.dispatcher import dispatch_due
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.lifecycle import cancel_run
from igny8.automation.runtime.runner import carry_on, carry_on_lane
from igny8.automation.services.approvals import decide
from igny8.automation.services.rules import create_rule
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Crash
from igny8.automation.tests.dying import dying
from igny8.automation.tests.random_actions import PRICE, Witness, random_actions, with_params
from igny8.conftest import NOW
from igny8.core.clock import FixedClock
from igny8.core.models import DomainEvent, ItemClaim
from igny8.core.tenancy import account_scope
from igny8.credits.models import EntryKind, LedgerEntry
from igny8.credits.services import balance_of_account, grant, ledger_sums
from igny8.tenants.models import Account, Site

STATUS = {"done": "completed", "failed": "failed", "stopped": "skipped"}
MOST_DEATHS = 15
"""A step in which 20 workers died is given up."""
MOST_ROUNDS = 300
COMMITS = st.integers(0, 12)
LEASE_AND_MORE = 61


class Bench:
    """What is there once for all examples: the witness's class, and the broker."""

    def __init__(self, actions: Any, wakeups: Callable[[], list[str]]) -> None:
        self.actions = actions
        self.wakeups = wakeups


class RandomRun(RuleBasedStateMachine):
    """One run of one random rule."""

    bench: Bench
    run: ScheduledTask

    def __init__(self) -> None:
        super().__init__()
        self.rows = transaction.atomic()
        self.rows.__enter__()
        self.scope = account_scope(Account.objects.create(name="Random").pk)
        self.scope.__enter__()
        self.clock = FixedClock(NOW)
        self.witness = self.bench.actions.witness = Witness()
        self.bench.wakeups()
        self.deaths = self.freezes = 0
        self.rejected = self.cancelled = self.begun = False
        self.final: dict[str, Any] = {}

    @initialize(actions=flows(), may_reject=st.sampled_from([False, False, True]), may_cancel=st.booleans())
    def begin(self, actions: list[JsonObject], may_reject: bool, may_cancel: bool) -> None:
        grant(amount=100_000, reason="test", key="test")
        self.told: Story = story(actions, "actions")
        self.may_reject, self.may_cancel = may_reject, may_cancel
        site = Site.objects.create(name="S", url="https://s.example")
        values = {"name": "Random", "trigger": "manual", "actions": with_params(actions)}
        made = create_rule(site=site, values=values, by="alice", clock=self.clock)
        self.run = execute_by_hand(rule=made, context={"n": 5}, clock=self.clock)
        self.begun = True

    # -- what may happen -----------------------------------------------------------------------------------

    @rule(die_at=COMMITS, before=st.booleans(), freeze=st.booleans())
    def a_wake_up_of_the_run(self, die_at: int, before: bool, freeze: bool) -> None:
        self._dying(lambda: self._carry(self.run.pk), die_at, before, freeze)

    @rule(pick=st.integers(0, 99), die_at=COMMITS, before=st.booleans(), freeze=st.booleans())
    def a_wake_up_of_a_lane(self, pick: int, die_at: int, before: bool, freeze: bool) -> None:
        lanes = list(self.run.lanes.exclude(status=LaneStatus.DONE).order_by("path"))
        if lanes:
            lane = lanes[pick % len(lanes)].pk
            self._dying(lambda: self._carry(lane), die_at, before, freeze)

    @rule(backwards=st.booleans(), die_at=COMMITS, before=st.booleans())
    def the_dispatcher_wakes_what_is_due(self, backwards: bool, die_at: int, before: bool) -> None:
        self._dying(lambda: self._round(backwards), die_at, before, freeze=False)

    @rule(seconds=st.sampled_from([1, 6, 30, LEASE_AND_MORE]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule(reject=st.booleans(), die_at=st.integers(0, 2), before=st.booleans())
    def somebody_answers(self, reject: bool, die_at: int, before: bool) -> None:
        asked = Approval.objects.filter(run=self.run, status=Approval.Status.PENDING).order_by("path").first()
        if asked is not None:
            rejected = reject and self.may_reject
            decision = "reject" if rejected else "approve"
            self._dying(
                lambda: decide(asked, decision, by="alice", clock=self.clock), die_at, before, freeze=False
            )
            asked.refresh_from_db()
            self.rejected = self.rejected or asked.status == Approval.Status.REJECTED

    @precondition(lambda self: self.begun and self.may_cancel and self.deaths >= 1 and not self.cancelled)
    @rule()
    def somebody_cancels(self) -> None:
        self.run.refresh_from_db()
        if self.run.status not in FINISHED:
            cancel_run(self.run, by="alice", clock=self.clock)
            self.cancelled = True

    def _dying(self, do: Callable[[], object], die_at: int, before: bool, freeze: bool) -> None:
        """Do it in a process that dies at its so-manieth commit, or freezes for longer than its lease."""
        if freeze and die_at == 0:
            self.witness.meanwhile = self._others_go_on
        try:
            with dying(die_at if self.deaths < MOST_DEATHS else 0, before=before):
                do()
        except Crash:
            self.deaths += 1
        self.witness.meanwhile = None

    def _others_go_on(self) -> None:
        self.freezes += 1
        for _ in range(3):
            self.clock.advance(LEASE_AND_MORE)
            self._round(backwards=False)

    def _round(self, backwards: bool) -> None:
        """The dispatcher's look, and all that it wakes, each in a worker of its own."""
        dispatch_due(self.clock)
        woken = list(map(UUID, self.bench.wakeups()))
        for name in reversed(woken) if backwards else woken:
            self._carry(name)

    def _carry(self, name: UUID) -> None:
        keeper = Keeper(self.clock)
        carry = carry_on_lane if Lane.objects.filter(pk=name).exists() else carry_on
        carry(name, keeper=keeper, clock=self.clock)

    # -- what must hold ------------------------------------------------------------------------------------

    @invariant()
    def what_is_over_stays_as_it_is(self) -> None:
        if not self.begun:
            return
        over = StepRun.objects.filter(run=self.run, status__in=FINISHED)
        for path, *values in over.values_list("path", "status", "output", "credits", "error"):
            assert self.final.setdefault(path, values) == values, path
        assert self.witness.wrong == []

    @invariant()
    def the_ledger_adds_up(self) -> None:
        if self.begun:
            row = balance_of_account()
            assert (row.available, row.reserved) == ledger_sums()

    def teardown(self) -> None:
        try:
            if self.begun:
                self._finish()
                self._check()
        finally:
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.rows.__exit__(None, None, None)

    def _finish(self) -> None:
        """Nobody dies any more; all wake-ups come from the dispatcher alone."""
        for _ in range(MOST_ROUNDS):
            self.run.refresh_from_db()
            if self.run.status in FINISHED:
                return
            for asked in Approval.objects.filter(run=self.run, status=Approval.Status.PENDING):
                decide(asked, "approve", by="alice", clock=self.clock)
            self.clock.advance(LEASE_AND_MORE)
            self._round(backwards=False)
        raise AssertionError(f"the run does not end: {self.run.status}, {list(self.run.lanes.values())}")

    def _check(self) -> None:
        self.what_is_over_stays_as_it_is()
        self._check_money()
        self._check_nothing_is_left()
        self._check_outcome()
        assert self.told.may | self.told.must >= self.witness.steps
        for (path, key), times in self.witness.calls.items():
            assert times <= 1 + self.deaths + self.freezes, (path, key)

    def _check_money(self) -> None:
        items = StepItem.objects.filter(run=self.run).values_list("path", "key", "credits")
        wanted = {f"{self.run.pk}:{path}:{key}": credits for path, key, credits in items}
        settled = LedgerEntry.objects.filter(run_id=self.run.pk, kind=EntryKind.SETTLE)
        got = [(entry.key, entry.amount) for entry in settled]
        assert sorted(got) == sorted(wanted.items())
        assert set(wanted.values()) <= {PRICE}
        assert self.run.credits == sum(wanted.values())
        assert balance_of_account().reserved == 0
        assert balance_of_account().available == 100_000 - self.run.credits

    def _check_nothing_is_left(self) -> None:
        assert set(self.run.lanes.values_list("status", flat=True)) <= {LaneStatus.DONE}
        assert not StepRun.objects.filter(run=self.run).exclude(status__in=FINISHED).exists()
        assert not Approval.objects.filter(run=self.run, status=Approval.Status.PENDING).exists()
        assert not ItemClaim.objects.exists()
        assert DomainEvent.objects.filter(type="run.finished", object_id=self.run.pk).count() == 1

    def _check_outcome(self) -> None:
        wanted = {STATUS[end] for end in self.told.ends}
        if self.rejected or self.cancelled:
            wanted.add("cancelled")
        assert self.run.status in wanted, self.run.status_reason
        if self.run.status != "completed" or self.rejected:
            return
        done = {
            path for path, *_ in StepRun.objects.filter(run=self.run, status__in=FINISHED).values_list("path")
        }
        assert self.told.must <= done
        outputs = (self.run.result or {})["outputs"]
        for node_id, output in self.told.outputs.items():
            if node_id not in self.told.open:
                assert outputs[node_id]["at"] == output["at"]


@pytest.fixture
def bench(db: None, wakeups: Callable[[], list[str]]) -> Iterator[Bench]:
    with random_actions() as actions:
        yield Bench(actions, wakeups)


def _explore(bench: Bench, **values: Any) -> None:
    machine = type("Machine", (RandomRun,), {"bench": bench})
    health = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine, settings=settings(deadline=None, database=None, suppress_health_check=health, **values)
    )


def test_random_rules_under_random_crashes_end_as_the_model_says(bench: Bench) -> None:
    _explore(bench, max_examples=24, stateful_step_count=16, derandomize=True)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_many_random_rules_under_random_crashes_end_as_the_model_says(bench: Bench) -> None:
    _explore(bench, max_examples=400, stateful_step_count=30)
