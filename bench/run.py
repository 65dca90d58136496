"""``make bench``: how fast runs start, how many a second, how many at once; both shapes in one table.

Results are kept in ``bench/results/``. Compare only inside one table: machines are noisy, so Celery's own
no-op over the same broker, and runs written by hand in plain SQL, stand beside ours. ``bench/triggers.py``
follows, which measures events and schedules.
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
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "e2e")]

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

import measure  # noqa: E402
import processes  # noqa: E402
from openai_server import Fault, OpenAIServer  # noqa: E402
from records import PostgresRecords, SqliteRecords  # noqa: E402
from services import services  # noqa: E402
from system import System  # noqa: E402

Figures = dict[str, dict[str, float]]
GROUPS = ("memory", "latency", "throughput", "waiting", "celery")
IDLE_SECONDS = 3
TARGETS = {
    ("latency", "p95_ms"): {"embedded": "≤ 150", "production": "≤ 50"},
    ("throughput", "ratio"): {"embedded": "–", "production": "≥ 0.23"},
    ("throughput", "burst_200_seconds"): {"embedded": "–", "production": "≤ 1.1"},
    ("waiting", "seconds"): {"embedded": "≤ 8", "production": "≤ 8"},
    ("waiting", "api_p95_ms"): {"embedded": "≤ 100", "production": "≤ 100"},
    ("crowd", "seconds"): {"embedded": "≤ 20", "production": "≤ 20"},
    ("memory", "pss_mb"): {"embedded": "≤ 400", "production": "–"},
}
LABELS = {
    ("latency", "p50_ms"): "webhook → first step, p50 (ms)",
    ("latency", "p95_ms"): "webhook → first step, p95 (ms)",
    ("throughput", "burst_200_seconds"): "200 webhooks at once until all runs are finished (s)",
    ("throughput", "http_runs_per_second"): "the same, runs/s",
    ("throughput", "accepted_per_second"): "webhooks accepted a second meanwhile",
    ("throughput", "web_cpu_ms_per_run"): "web CPU a webhook (ms)",
    ("throughput", "drained_runs_per_second"): "runs/s from a full queue (the worker alone)",
    ("throughput", "worker_cpu_ms_per_run"): "worker CPU a run (ms)",
    ("celery", "noop_per_second"): "Celery no-op on the same broker (tasks/s)",
    ("celery", "one_per_second"): "Celery + a run by hand, one SQL statement (tasks/s)",
    ("celery", "three_per_second"): "Celery + a run by hand, three SQL statements (tasks/s)",
    ("throughput", "ratio"): "runs from a full queue / Celery no-ops",
    ("waiting", "seconds"): "100 runs at once, each 5 s at a provider (s)",
    ("waiting", "api_p95_ms"): "API p95 while they wait (ms)",
    ("crowd", "seconds"): "1,000 such runs with two workers (s)",
    ("memory", "pss_mb"): "resident memory, idle, all processes (MB, proportional)",
}


def main(arguments: list[str]) -> int:
    """Measure the shapes asked for, print the table, keep the JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shape", choices=["embedded", "production", "both"], default="both")
    parser.add_argument("--runs", type=int, default=300, help="runs for the throughput")
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=GROUPS)
    parser.add_argument("--crowd", action="store_true", help="1,000 waiting runs with two workers, too")
    parser.add_argument("--no-triggers", action="store_true", help="leave bench/triggers.py out")
    options = parser.parse_args(arguments)
    shapes = ["embedded", "production"] if options.shape == "both" else [options.shape]
    found = {shape: _measure_shape(shape, options) for shape in shapes}
    _show(found)
    print(f"Kept in {_keep(found)}")
    if options.no_triggers or len(options.only) < len(GROUPS):
        return 0
    command = [sys.executable, str(HERE / "triggers.py"), "--shape", options.shape]
    return subprocess.run(command, check=False).returncode


def _measure_shape(shape: str, options: argparse.Namespace) -> Figures:
    with ExitStack() as stack:
        env = stack.enter_context(services()).environment() if shape == "production" else {}
        provider = stack.enter_context(OpenAIServer())
        provider.always = Fault(delay=5.0)
        system = stack.enter_context(System(env=env | _settings(provider.base_url)))
        records = PostgresRecords(env["DATABASE_URL"]) if env else SqliteRecords(system.database)
        found = _measure_system(system, records, options)
        if options.crowd:
            found["crowd"] = _crowd(system, measure.Bench.on(system, records))
        system.stop()
        if "celery" in options.only:
            found["celery"] = {
                f"{kind}_per_second": _celery(kind, env, 1000) for kind in ("noop", "one", "three")
            }
    if "throughput" in found and "celery" in found:
        drained = found["throughput"]["drained_runs_per_second"]
        found["throughput"]["ratio"] = drained / found["celery"]["noop_per_second"]
    return found


def _measure_system(system: System, records: Any, options: argparse.Namespace) -> Figures:
    time.sleep(IDLE_SECONDS)
    found: Figures = {"memory": measure.memory(system)}
    bench = measure.Bench.on(system, records)
    if "latency" in options.only:
        found["latency"] = measure.latency(bench, 100)
    if "throughput" in options.only:
        found["throughput"] = measure.throughput(bench, options.runs)
    if "waiting" in options.only:
        found["waiting"] = measure.waiting(bench, 100)
    return found


def _crowd(system: System, bench: measure.Bench) -> dict[str, float]:
    """A second worker beside the system's own."""
    [first] = system.pids("worker")
    command = Path(f"/proc/{first}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    environ = dict(
        entry.split("=", 1)
        for entry in Path(f"/proc/{first}/environ").read_text().split("\0")
        if "=" in entry
    )
    second = subprocess.Popen([part.decode() for part in command], env=environ)
    try:
        time.sleep(IDLE_SECONDS * 2)
        return measure.waiting(bench, 1000)
    finally:
        processes.kill(second.pid, 15)
        second.wait(20)


def _settings(provider_url: str) -> dict[str, str]:
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")])),
        "IGNY8_EXTRA_ACTIONS": "bench_actions",
        "IGNY8_AI_TEXT_PROVIDER": "openai",
        "IGNY8_AI_TEXT_BASE_URL": provider_url,
        "IGNY8_AI_TEXT_MODEL": "test-model",
    }


def _celery(kind: str, env: Mapping[str, str], count: int) -> float:
    """Tasks a second; in a process of its own, since Celery and Django are set up once a process."""
    with tempfile.TemporaryDirectory(prefix="igny8-bench-") as folder:
        variables = {**os.environ, **env, "IGNY8_DATA_DIR": folder, "IGNY8_BENCH_RESULT": f"{folder}/{kind}"}
        variables["IGNY8_BENCH_DATABASE"] = env.get("DATABASE_URL", f"{folder}/bench.sqlite3")
        command = [sys.executable, str(HERE / "celery_tasks.py"), kind, str(count)]
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=True, timeout=180)
    return float(json.loads(done.stdout.splitlines()[-1])["per_second"])


def _show(found: Mapping[str, Figures]) -> None:
    table = Table(title="IGNY8", title_justify="left")
    table.add_column("measured")
    for shape in found:
        table.add_column(shape, justify="right")
        table.add_column("target", justify="right")
    for (group, name), label in LABELS.items():
        cells = [
            cell
            for shape, figures in found.items()
            for cell in (
                _number(figures.get(group, {}).get(name)),
                TARGETS.get((group, name), {}).get(shape, ""),
            )
        ]
        table.add_row(label, *cells)
    Console(width=140).print(table)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _keep(found: Mapping[str, Figures]) -> Path:
    now = datetime.now(UTC)
    path = HERE / "results" / f"runs-{now:%Y%m%d-%H%M%S}.json"
    path.parent.mkdir(exist_ok=True)
    about: dict[str, Any] = {
        "at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "shapes": found,
    }
    path.write_text(json.dumps(about, indent=2) + "\n")
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
