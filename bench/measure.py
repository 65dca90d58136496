"""The measurements, each against a running system."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import processes
from api import Api, wait_until
from records import Records, moment, plain, unfinished
from system import Account, System

TOKENS = 12
"""One token may ask 600 times a minute, so the load is spread over several."""

NOOP = [{"id": f"n{number}", "type": "bench_noop"} for number in range(3)]
CONDITIONS = [
    {"field": "a", "operator": "equals", "value": 1},
    {"field": "b", "operator": "greater_than", "value": 1},
    {"field": "c", "operator": "contains", "value": "x"},
]
CONTEXT = {"a": 1, "b": 2, "c": "xyz"}


@dataclass(slots=True)
class Bench:
    """A system with an account, and what reads its database."""

    system: System
    account: Account
    records: Records
    clients: list[Api]
    site: str

    @classmethod
    def on(cls, system: System, records: Records) -> Bench:
        """Make the account and its tokens."""
        account = system.account(credits=100)
        site = account.api.post("/sites/", {"name": "Bench", "url": "https://bench.example"})["id"]
        made = [
            account.api.post("/account/tokens/", {"name": f"t{n}", "role": "owner"}) for n in range(TOKENS)
        ]
        return cls(system, account, records, [Api(system.url, token["token"]) for token in made], site)

    def rule(self, actions: list[dict[str, Any]], **values: Any) -> str:
        """A rule whose runs do not wait for each other."""
        body = {"name": "Bench", "site": self.site, "trigger": "manual", "mode": "parallel", "max_runs": 1000}
        return str(self.account.api.post("/automation/rules/", body | {"actions": actions} | values)["id"])

    def settled(self, seconds: float = 120) -> None:
        """Wait until every run is over."""
        wait_until(
            lambda: unfinished(self.records) == 0, seconds=seconds, what="the end of all runs", pause=0.05
        )


def percentile(values: list[float], share: float) -> float:
    """The value below which that share lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def latency(bench: Bench, count: int) -> dict[str, float]:
    """From just before the request to the first step's start, one run after another, in milliseconds."""
    rule = bench.rule(NOOP[:1])
    sent: dict[str, float] = {}
    for api in _some(bench, count):
        began = time.time()
        sent[plain(api.start(rule))] = began
        bench.settled(20)
    starts = bench.records.rows(
        "SELECT run_id, MIN(started_at) AS at FROM automation_steprun GROUP BY run_id"
    )
    first = {plain(row["run_id"]): moment(row["at"]).timestamp() for row in starts}
    waits = [(first[run] - began) * 1000 for run, began in sent.items()]
    return {"p50_ms": percentile(waits, 0.5), "p95_ms": percentile(waits, 0.95), "runs": count}


def throughput(bench: Bench, count: int) -> dict[str, float]:
    """Runs of three conditions and three no-op steps: fired over HTTP, and worked off from a full queue."""
    rule = bench.rule(NOOP, conditions=CONDITIONS)
    began = time.monotonic()
    _fire(bench, rule, count)
    bench.settled()
    over_http = count / (time.monotonic() - began)
    return {
        "http_runs_per_second": over_http,
        "burst_200_seconds": 200 / over_http,
        **_drain(bench, rule, count),
    }


def _drain(bench: Bench, rule: str, count: int) -> dict[str, float]:
    """Freeze the workers, fill the queue, and let them work it off: the worker's own speed."""
    frozen = bench.system.pids("worker")
    for pid in frozen:
        processes.kill(pid, signal.SIGSTOP)
    try:
        _fire(bench, rule, count)
        cpu = sum(_cpu_seconds(pid) for pid in frozen)
    finally:
        for pid in frozen:
            processes.kill(pid, signal.SIGCONT)
    began = time.monotonic()
    bench.settled()
    took = time.monotonic() - began
    spent = sum(_cpu_seconds(pid) for pid in frozen) - cpu
    return {"drained_runs_per_second": count / took, "worker_cpu_ms_per_run": spent / count * 1000}


def _fire(bench: Bench, rule: str, count: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda api: api.start(rule, CONTEXT), _some(bench, count)))


def waiting(bench: Bench, count: int) -> dict[str, float]:
    """So many runs at once that each wait on a provider, and the API's answers meanwhile."""
    rule = bench.rule([{"id": "ask", "type": "bench_ask"}])
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        probe = pool.submit(_probe_api, bench, lambda: unfinished(bench.records) == 0)
        _fire(bench, rule, count)
        bench.settled()
        took = time.monotonic() - began
        answers = probe.result(30)
    return {
        "seconds": took,
        "runs": count,
        "api_p95_ms": percentile(answers, 0.95),
        "api_calls": len(answers),
    }


def _probe_api(bench: Bench, over: Callable[[], bool]) -> list[float]:
    """Ask for the list of runs and of rules until the work is over; milliseconds of each answer."""
    took: list[float] = []
    paths = cycle(["/automation/rules/", "/automation/rules/execution-history/", "/credits/balance/"])
    for path in paths:
        began = time.monotonic()
        bench.account.api.get(path)
        took.append((time.monotonic() - began) * 1000)
        if len(took) > 20 and over():
            return took
        time.sleep(0.1)
    return took


def memory(system: System) -> dict[str, float]:
    """Megabytes of the whole process tree."""
    each = {
        "supervisor": [system.supervisor],
        **{kind: system.pids(kind) for kind in ("web", "worker", "beat")},
    }
    found = {name: sum(processes.memory(pid)["pss"] for pid in pids) / 1e6 for name, pids in each.items()}
    rss = sum(processes.memory(pid)["rss"] for pids in each.values() for pid in pids) / 1e6
    return {"pss_mb": sum(found.values()), "rss_mb": rss, **{f"{name}_mb": mb for name, mb in found.items()}}


def _some(bench: Bench, count: int) -> Iterator[Api]:
    for number, api in zip(range(count), cycle(bench.clients), strict=False):
        del number
        yield api


def _cpu_seconds(pid: int) -> float:
    ticks = os.sysconf("SC_CLK_TCK")
    return (int(processes.field(pid, 11) or 0) + int(processes.field(pid, 12) or 0)) / ticks
