#!/usr/bin/env python3
"""What a run costs in CPU time, in one process and one thread, and where it goes.

``python bench/hot_path.py`` starts runs of three conditions and three no-op steps, then carries them on, and
prints the milliseconds of CPU that each took; ``--profile 25`` adds the 25 functions that took most. The
database is thrown away; ``--shape production`` brings a PostgreSQL and a Redis of its own.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]

WARM_UP = 20
BATCHES = 5
CONDITIONS = [
    {"field": "a", "operator": "equals", "value": 1},
    {"field": "b", "operator": "greater_than", "value": 1},
    {"field": "c", "operator": "contains", "value": "x"},
]
RULE = {
    "name": "Bench",
    "trigger": "manual",
    "mode": "parallel",
    "max_runs": 1000,
    "conditions": CONDITIONS,
    "actions": [{"id": f"n{number}", "type": "bench_noop"} for number in range(3)],
}
CONTEXT = {"a": 1, "b": 2, "c": "xyz"}


def main(arguments: Sequence[str]) -> int:
    """Bring the services, and measure in a process of its own, whose environment names them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shape", choices=["embedded", "production"], default="embedded")
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--profile", type=int, default=0, metavar="LINES")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        _measure(options.runs, options.profile)
        return 0
    from services import services

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="igny8-bench-"))
        shape = options.shape == "production"
        env = stack.enter_context(services()).environment() if shape else {}
        variables = {**os.environ, **env, "IGNY8_DATA_DIR": folder, "IGNY8_EXTRA_ACTIONS": "bench_actions"}
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")]))
        command = [sys.executable, str(HERE / "hot_path.py"), "--measure", *arguments]
        return subprocess.run(command, env=variables, check=False, timeout=600).returncode


def _measure(runs: int, lines: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igny8.config.settings.base")
    import django

    django.setup()
    from django.core.management import call_command
    from igny8.core.tenancy import account_scope
    from igny8.tenants.models import Account

    call_command("migrate", verbosity=0)
    account = Account.objects.create(name="Bench")
    with account_scope(account.id):
        rule = _rule()
        _starts(rule, WARM_UP)
        started = _starts(rule, runs)
    _carries(WARM_UP)
    print(f"start a run      {started:6.2f} ms CPU")
    print(f"carry a run on   {_carries(runs):6.2f} ms CPU")
    if lines:
        with account_scope(account.id):
            _profiled("start", lambda: _starts(rule, runs), lines)
        _profiled("carry on", lambda: _carries(runs), lines)


def _rule() -> Any:
    from igny8.automation.services.rules import create_rule
    from igny8.core.clock import SYSTEM_CLOCK
    from igny8.tenants.models import Site

    site = Site.objects.create(name="Bench", url="https://bench.example")
    return create_rule(site=site, values=RULE, by="bench", clock=SYSTEM_CLOCK)


def _starts(rule: Any, count: int) -> float:
    from igny8.automation.services.runs import execute_by_hand
    from igny8.core.clock import SYSTEM_CLOCK

    return _best(
        lambda _number: execute_by_hand(rule=rule, context=dict(CONTEXT), clock=SYSTEM_CLOCK), range(count)
    )


def _carries(count: int) -> float:
    from igny8.automation.models import ScheduledTask
    from igny8.automation.runtime.keeper import Keeper
    from igny8.automation.runtime.runner import carry_on
    from igny8.core.clock import SYSTEM_CLOCK
    from igny8.core.tenancy import system_scope

    keeper = Keeper(SYSTEM_CLOCK)
    with system_scope():
        pending = ScheduledTask.objects.filter(status="pending").order_by("id")
        ids = list(pending.values_list("id", flat=True)[:count])
    assert len(ids) == count
    took = _best(lambda run_id: carry_on(run_id, keeper=keeper, clock=SYSTEM_CLOCK), ids)
    with system_scope():
        assert ScheduledTask.objects.filter(pk__in=ids, status="completed").count() == count
    return took


def _best(work: Callable[[Any], object], over: Iterable[Any]) -> float:
    """Milliseconds of this process's CPU for one, in the best of some batches: others share the machine."""
    everything = list(over)
    size = max(len(everything) // BATCHES, 1)
    return min(_spent(work, everything[at : at + size]) for at in range(0, size * BATCHES, size))


def _spent(work: Callable[[Any], object], batch: Sequence[Any]) -> float:
    begin = time.process_time()
    for one in batch:
        work(one)
    return (time.process_time() - begin) * 1_000 / len(batch)


def _profiled(title: str, work: Callable[[], object], lines: int) -> None:
    profile = cProfile.Profile()
    profile.runcall(work)
    print(f"\n== {title}")
    pstats.Stats(profile).sort_stats("tottime").print_stats(lines)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(lines * 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
