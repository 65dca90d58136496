"""The measurements, each against a running system."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import httpx

import processes
from api import Api, wait_until
from records import Records, moment, plain, unfinished
from system import Account, System

BURST = 200
SENDERS = 8
TOKENS = 6
"""One token may ask 600 times a minute, so what goes through the API is spread over several."""
ADDRESSES = 2
"""One webhook address takes 600 messages a minute."""

NOOP = [{"id": f"n{number}", "type": "bench_noop"} for number in range(3)]
CONDITIONS = [
    {"field": "webhook.body.a", "operator": "equals", "value": 1},
    {"field": "webhook.body.b", "operator": "greater_than", "value": 1},
    {"field": "webhook.body.c", "operator": "contains", "value": "x"},
]
MESSAGE = {"a": 1, "b": 2, "c": "xyz"}


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

    def address(self, actions: list[dict[str, Any]], **values: Any) -> str:
        """The webhook address of such a rule; unsigned, as the rivals' are."""
        rule = self.rule(actions, trigger="webhook", webhook={"signed": False}, **values)
        found = self.account.api.get(f"/automation/rules/{rule}/webhook/")["url"]
        return f"{self.system.url}/hooks/{found.rstrip('/').rpartition('/')[2]}/"

    def settled(self, seconds: float = 120) -> None:
        """Wait until every run is over."""
        wait_until(
            lambda: unfinished(self.records) == 0, seconds=seconds, what="the end of all runs", pause=0.02
        )


def percentile(values: list[float], share: float) -> float:
    """The value below which that share lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def latency(bench: Bench, count: int) -> dict[str, float]:
    """From just before the message is sent to the first step's start, one run after another, in
    milliseconds."""
    address, sent = bench.address(NOOP, conditions=CONDITIONS), {}
    with httpx.Client(trust_env=False, timeout=60) as client:
        for _ in range(count):
            began = time.time()
            sent[plain(_send(client, address))] = began
            bench.settled(20)
    starts = bench.records.rows(
        "SELECT run_id, started_at AS at FROM automation_steprun WHERE path = 'actions/0'"
    )
    first = {plain(row["run_id"]): moment(row["at"]).timestamp() for row in starts}
    waits = [(first[run] - began) * 1000 for run, began in sent.items()]
    return {"p50_ms": percentile(waits, 0.5), "p95_ms": percentile(waits, 0.95), "runs": count}


def throughput(bench: Bench, count: int) -> dict[str, float]:
    """Runs of three conditions and three no-op steps: sent over HTTP, and worked off from a full queue."""
    addresses = [bench.address(NOOP, conditions=CONDITIONS) for _ in range(ADDRESSES)]
    _fire(addresses, 50)
    bench.settled()
    began = time.monotonic()
    cpu = _cpu(bench, "web")
    _fire(addresses, BURST)
    accepted = time.monotonic() - began
    bench.settled()
    took = time.monotonic() - began
    return {
        "accepted_per_second": BURST / accepted,
        "burst_200_seconds": took,
        "http_runs_per_second": BURST / took,
        "web_cpu_ms_per_run": (_cpu(bench, "web") - cpu) / BURST * 1000,
        **_drain(bench, addresses, count),
    }


def _drain(bench: Bench, addresses: Sequence[str], count: int) -> dict[str, float]:
    """Freeze the workers, fill the queue, and let them work it off: the worker's own speed."""
    frozen = bench.system.pids("worker")
    for pid in frozen:
        processes.kill(pid, signal.SIGSTOP)
    try:
        _fire(addresses, count)
        cpu = _cpu(bench, "worker")
    finally:
        for pid in frozen:
            processes.kill(pid, signal.SIGCONT)
    began = time.monotonic()
    bench.settled()
    took = time.monotonic() - began
    spent = _cpu(bench, "worker") - cpu
    return {"drained_runs_per_second": count / took, "worker_cpu_ms_per_run": spent / count * 1000}


def _fire(addresses: Sequence[str], count: int) -> None:
    """Send so many messages, from several senders at once."""
    with httpx.Client(trust_env=False, timeout=60) as client, ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(lambda number: _send(client, addresses[number % len(addresses)]), range(count)))


def _send(client: httpx.Client, address: str) -> str:
    answer = client.post(address, json=MESSAGE)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["data"]["scheduled_task_id"])


def waiting(bench: Bench, count: int) -> dict[str, float]:
    """So many runs at once that each wait on a provider, and the API's answers meanwhile.

    One run goes before, since the first question of a process loads the provider's client.
    """
    rule = bench.rule([{"id": "ask", "type": "bench_ask"}])
    bench.account.api.start(rule)
    bench.settled()
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        probe = pool.submit(_probe_api, bench, lambda: unfinished(bench.records) == 0)
        _start(bench, rule, count)
        bench.settled(300)
        took = time.monotonic() - began
        answers = probe.result(30)
    return {
        "seconds": took,
        "runs": count,
        "api_p95_ms": percentile(answers, 0.95),
        "api_calls": len(answers),
    }


def _start(bench: Bench, rule: str, count: int) -> None:
    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(lambda api: api.start(rule), _some(bench, count)))


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


def _cpu(bench: Bench, kind: str) -> float:
    """Seconds of CPU that the processes of a kind have taken."""
    ticks = os.sysconf("SC_CLK_TCK")
    fields = [processes.field(pid, index) for pid in bench.system.pids(kind) for index in (11, 12)]
    return sum(int(value or 0) for value in fields) / ticks
