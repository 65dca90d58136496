#!/usr/bin/env python3
"""How an event finds its rules among many, and how long a tick of the scheduler takes among many schedules.

``python bench/triggers.py`` measures both databases, each in a process of its own with a database that is
thrown away, prints a table, and keeps the figures in ``bench/results/``. ``--json`` prints them as JSON
instead. It ends with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]

Figures = dict[str, float]
REPEATS = 200
TICKS = 20
DUE = 100
TARGETS = {"match_10000_p95_ms": 5.0, "tick_p95_ms": 50.0}
LABELS = {
    "match_100_p50_ms": "an event finds its rule among 100, p50 (ms)",
    "match_1000_p50_ms": "the same among 1,000, p50 (ms)",
    "match_10000_p50_ms": "the same among 10,000, p50 (ms)",
    "match_10000_p95_ms": "the same among 10,000, p95 (ms)",
    "match_cpu_ms": "the same among 10,000, CPU of this process (ms)",
    "handle_p50_ms": "an event handled whole, its run written, among 10,000, p50 (ms)",
    "emit_unheard_p50_ms": "an event stored that nobody waits for, p50 (ms)",
    "insert_p50_ms": "a bare INSERT of such an event, p50 (ms)",
    "tick_p50_ms": "a tick, 100 due of 100,000 schedules, without their runs, p50 (ms)",
    "tick_p95_ms": "the same, p95 (ms)",
    "tick_cpu_ms": "the same, CPU of this process (ms)",
    "tick_with_runs_ms": "the same with their 100 runs written (ms)",
}


def main(arguments: Sequence[str]) -> int:
    """Measure the shapes asked for; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shape", choices=["embedded", "production", "both"], default="both")
    parser.add_argument("--rules", type=int, default=10_000, help="the largest number of rules")
    parser.add_argument("--schedules", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        print(json.dumps(measured(options.rules, options.schedules)))
        return 0
    shapes = ["embedded", "production"] if options.shape == "both" else [options.shape]
    found = {shape: _in_a_process(shape, options) for shape in shapes}
    if options.json:
        print(json.dumps(found))
    else:
        _show(found)
        print(f"Kept in {_keep(found, options)}")
    missed = [name for figures in found.values() for name, most in TARGETS.items() if figures[name] > most]
    return 1 if missed and options.rules >= 10_000 else 0


def _in_a_process(shape: str, options: argparse.Namespace) -> Figures:
    from services import services

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="igny8-bench-"))
        env = stack.enter_context(services()).environment() if shape == "production" else {}
        variables = {**os.environ, **env, "IGNY8_DATA_DIR": folder}
        sizes = ["--rules", str(options.rules), "--schedules", str(options.schedules)]
        command = [sys.executable, str(HERE / "triggers.py"), "--measure", *sizes]
        done = subprocess.run(
            command, env=variables, stdout=subprocess.PIPE, text=True, check=True, timeout=900
        )
    answer: Figures = json.loads(done.stdout.splitlines()[-1])
    return answer


def measured(rules: int, schedules: int) -> Figures:
    """All figures of the database that the environment names; it must be empty."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igny8.config.settings.base")
    import django

    django.setup()
    from django.core.management import call_command
    from igny8.core.tenancy import account_scope
    from igny8.tenants.models import Account

    call_command("migrate", verbosity=0)
    account = Account.objects.create(name="Bench")
    with account_scope(account.id):
        found = _events(rules)
        found |= _ticks(schedules)
    return found


def _events(most: int) -> Figures:
    from igny8.automation.models import EventSubscription
    from igny8.automation.services.events import listening_rules
    from igny8.automation.triggers.matching import handle_pending_events
    from igny8.core.clock import SYSTEM_CLOCK

    site, found, made = _site(), _unheard(_site()), 0
    _listening(site, 1, lambda _number: ("content.updated", "title", site.pk))
    sizes = [size for size in (100, 1_000, 10_000) if size <= most]
    for size in sizes:
        made = _fill(site, made, size - 1)
        _analyze()
        event = _event(site, handled=True)
        times = _timed(REPEATS, lambda event=event: list(listening_rules(event)))
        assert len(list(listening_rules(event))) == 1
        found |= {f"match_{size}_p50_ms": median(times), f"match_{size}_p95_ms": _p95(times)}
    assert EventSubscription.objects.count() == sizes[-1]
    found["match_cpu_ms"] = _cpu(REPEATS, lambda: list(listening_rules(event)))
    events = iter([_event(site, handled=False) for _ in range(REPEATS)])
    times = _timed(REPEATS, lambda: next(events) and handle_pending_events(SYSTEM_CLOCK, limit=1))
    return found | {"handle_p50_ms": median(times)}


def _unheard(site: Any) -> Figures:
    from igny8.core.events import emit
    from igny8.core.ids import new_id

    def store() -> None:
        emit("page.created", object_type="page", object_id=new_id(), site_id=site.pk, after={"title": "A"})

    emitted, bare = _timed(REPEATS, store), _timed(REPEATS, lambda: _event(site, handled=True))
    return {"emit_unheard_p50_ms": median(emitted), "insert_p50_ms": median(bare)}


def _event(site: Any, *, handled: bool) -> Any:
    from django.utils import timezone
    from igny8.core.ids import new_id
    from igny8.core.models import DomainEvent

    return DomainEvent.objects.create(
        type="content.updated",
        object_type="content",
        object_id=new_id(),
        site_id=site.pk,
        payload={"before": {"title": "A"}, "after": {"title": "B"}, "changed": ["title", "version"]},
        handled_at=timezone.now() if handled else None,
    )


def _site() -> Any:
    from igny8.core.ids import new_id
    from igny8.tenants.models import Site

    return Site.objects.create(name=str(new_id()), url="https://bench.example")


def _fill(site: Any, made: int, wanted: int) -> int:
    """Rules that do not match: another field, another site, another event, a third each."""
    elsewhere = _site().pk
    others = [
        ("content.updated", "seo_score", site.pk),
        ("content.updated", "title", elsewhere),
        ("cluster.created", "", site.pk),
    ]
    _listening(site, wanted - made, lambda number: others[number % 3])
    return wanted


def _listening(site: Any, count: int, spec: Callable[[int], tuple[str, str, Any]]) -> None:
    from igny8.automation.models import AutomationRule, EventSubscription, RuleVersion
    from igny8.automation.runtime.definitions import validated

    definition = validated({"trigger": "event", "event": {"type": "content.updated"}, "actions": []}).raw
    rules = [AutomationRule(site=site, name="R", trigger="event", mode="parallel") for _ in range(count)]
    AutomationRule.objects.bulk_create(rules, batch_size=1_000)
    RuleVersion.objects.bulk_create(
        [RuleVersion(rule=rule, number=1, definition=definition) for rule in rules], batch_size=1_000
    )
    EventSubscription.objects.bulk_create(
        [
            EventSubscription(rule=rule, event_type=event, field=name, site_id=site_id)
            for rule, (event, name, site_id) in zip(rules, map(spec, range(count)), strict=True)
        ],
        batch_size=1_000,
    )


def _ticks(total: int) -> Figures:
    from igny8.automation.models import AutomationRule, RuleSchedule, RuleVersion
    from igny8.automation.runtime.definitions import validated
    from igny8.automation.services.schedules import start_due, tick
    from igny8.core.clock import FixedClock

    now = datetime.now(UTC).replace(second=0, microsecond=0)
    raw = validated({"trigger": "schedule", "schedule": "* * * * *", "actions": []}).raw
    rule = AutomationRule.objects.create(site=_site(), name="R", trigger="schedule", mode="parallel")
    RuleVersion.objects.create(rule=rule, number=1, definition=raw)
    zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"]
    rows = [
        RuleSchedule(
            rule=rule,
            spec=raw["schedules"][0] | {"timezone": zones[n % 4]},
            next_due_at=now + timedelta(days=1, seconds=n % 80_000),
        )
        for n in range(total)
    ]
    RuleSchedule.objects.bulk_create(rows, batch_size=1_000)
    _analyze()
    ids, clock = [row.pk for row in rows[:: max(total // DUE, 1)]][:DUE], FixedClock(now)

    def make_due() -> None:
        clock.advance(60)
        RuleSchedule.objects.filter(pk__in=ids).update(next_due_at=clock.now())

    times = [_once(lambda: tick(clock, start=lambda _due, _clock: 1), make_due) for _ in range(TICKS)]
    cpu = [
        _once(lambda: tick(clock, start=lambda _due, _clock: 1), make_due, time.process_time)
        for _ in range(5)
    ]
    with_runs = [_once(lambda: tick(clock, start=start_due), make_due) for _ in range(3)]
    return {
        "tick_p50_ms": median(times),
        "tick_p95_ms": _p95(times),
        "tick_cpu_ms": median(cpu),
        "tick_with_runs_ms": median(with_runs),
    }


def _once(
    work: Callable[[], int], prepare: Callable[[], None], clock: Callable[[], float] = time.perf_counter
) -> float:
    prepare()
    begin = clock()
    done = work()
    assert done == DUE, done
    return (clock() - begin) * 1_000


def _cpu(count: int, work: Callable[[], object]) -> float:
    """This process's CPU time a call: what a machine that is busy with other things does not blur."""
    begin = time.process_time()
    for _ in range(count):
        work()
    return (time.process_time() - begin) / count * 1_000


def _analyze() -> None:
    """What the database does by itself sooner or later: look at how many rows there are of what."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _timed(count: int, work: Callable[[], object]) -> list[float]:
    return list(_times(count, work))


def _times(count: int, work: Callable[[], object]) -> Iterator[float]:
    work()
    for _ in range(count - 1):
        begin = time.perf_counter()
        work()
        yield (time.perf_counter() - begin) * 1_000


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _show(found: dict[str, Figures]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Triggers", title_justify="left")
    table.add_column("measured")
    for shape in found:
        table.add_column(shape, justify="right")
    table.add_column("target", justify="right")
    for name, label in LABELS.items():
        cells = [f"{figures[name]:.2f}" if name in figures else "–" for figures in found.values()]
        table.add_row(label, *cells, f"≤ {TARGETS[name]:.0f}" if name in TARGETS else "")
    Console(width=120).print(table)


def _keep(found: dict[str, Figures], options: argparse.Namespace) -> Path:
    now = datetime.now(UTC)
    path = HERE / "results" / f"triggers-{now:%Y%m%d-%H%M%S}.json"
    path.parent.mkdir(exist_ok=True)
    about = {
        "at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "rules": options.rules,
        "schedules": options.schedules,
        "shapes": found,
    }
    path.write_text(json.dumps(about, indent=2) + "\n")
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
