"""SIGTERM under load: all ends in time, nothing is lost, and the next start finishes what was begun."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from api import wait_until
from bystanders import Approver
from openai_server import Fault, OpenAIServer
from pipeline import LOOP_ACTIONS, make_pipeline, provider_env
from records import SqliteRecords, audit, unfinished
from system import STOP_SECONDS, System

RUNS = 6
UNDER_WAY = 12
"""So many provider calls were answered when the signal comes: writing is in full swing."""


@pytest.fixture
def system(provider: OpenAIServer) -> Iterator[System]:
    provider.always = Fault(delay=0.5)
    with System(env=provider_env(provider.base_url, IGNY8_LEASE_SECONDS="5")) as running:
        yield running


@pytest.mark.parametrize("whom", ["all", "worker"])
def test_sigterm_under_load_loses_nothing(system: System, provider: OpenAIServer, whom: str) -> None:
    account = system.account(credits=100_000)
    pipelines = [make_pipeline(account, actions=LOOP_ACTIONS) for _ in range(RUNS)]
    runs = [pipeline.api.start(pipeline.rule) for pipeline in pipelines]
    records = SqliteRecords(system.database)
    wait_until(lambda: len(provider.requests) >= UNDER_WAY, seconds=60, what="work in full swing")
    assert unfinished(records) == RUNS
    if whom == "all":
        assert system.interrupt(signal.SIGTERM) <= STOP_SECONDS
        held = records.rows("SELECT 1 FROM automation_scheduledtask WHERE lease_owner <> ''")
        assert held == [], "runs are handed back, so that the next worker need not wait for leases"
        system.start()
    else:
        (worker,) = system.pids("worker")
        system.send("worker", signal.SIGTERM)
        wait_until(lambda: worker not in system.pids("worker"), seconds=STOP_SECONDS, what="the worker's end")
    with Approver(system.url, account.token).at_work():
        wait_until(lambda: unfinished(records) == 0, seconds=180, what="the end of all runs")
    assert {account.api.run(run)["status"] for run in runs} == {"completed"}
    books = audit(records)
    assert books.problems == ()
    assert books.settlements == books.items
