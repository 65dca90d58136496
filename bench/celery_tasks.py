"""Celery's own speed over the product's broker and settings: the yardstick of the same machine and minute.

``python celery_tasks.py KIND COUNT`` starts a worker with eight threads on a queue of its own, sends so many
messages to it and prints how many a second were worked off, sending not included. KIND is what a task does:
``noop``, or writes a run by hand in ``one`` SQL statement or in ``three`` (see ``raw_sql``). The environment
names broker and database, as for the product.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

QUEUE = "bench"
RESULT = "IGNY8_BENCH_RESULT"
DATABASE = "IGNY8_BENCH_DATABASE"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "igny8.config.settings.base")

from celery import Celery  # noqa: E402
from celery.signals import worker_ready  # noqa: E402
from igny8.config.celery import app as product  # noqa: E402

from raw_sql import make_tables, write_run  # noqa: E402

app = Celery("bench")
app.conf.update(
    {
        name: product.conf[name]
        for name in (
            "broker_url",
            "broker_transport_options",
            "task_ignore_result",
            "worker_prefetch_multiplier",
        )
    }
)
app.conf.update(
    task_default_queue=QUEUE,
    worker_pool="threads",
    worker_concurrency=8,
    broker_connection_retry_on_startup=True,
)
_done = 0
_lock = threading.Lock()


@app.task(name="bench.task")
def task(kind: str, total: int) -> None:
    """Do it and count; the last one writes down when it was done."""
    if kind != "noop":
        write_run(os.environ[DATABASE], kind)
    global _done  # noqa: PLW0603 - one process counts its own messages
    with _lock:
        _done += 1
        last = _done == total
    if last:
        Path(os.environ[RESULT]).with_suffix(".end").write_text(str(time.time()))


@worker_ready.connect
def _note_start(**_kwargs: object) -> None:
    Path(os.environ[RESULT]).with_suffix(".start").write_text(str(time.time()))


def measure(kind: str, count: int) -> dict[str, float]:
    """Send first, then start the worker: what is measured is how fast it works the queue off."""
    base = Path(os.environ[RESULT])
    if kind != "noop":
        make_tables(os.environ[DATABASE])
    sent = time.monotonic()
    for _ in range(count):
        task.delay(kind, count)
    sending = time.monotonic() - sent
    command = [str(Path(sys.executable).parent / "celery"), "-q", "-A", "celery_tasks", "worker"]
    options = ["--loglevel", "ERROR", "--without-mingle", "--without-gossip", "-Q", QUEUE]
    worker = subprocess.Popen(
        [*command, *options], cwd=Path(__file__).parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = _wait_for(base.with_suffix(".end"), 120)
    finally:
        worker.terminate()
        worker.wait(20)
    took = end - _wait_for(base.with_suffix(".start"), 1)
    return {"per_second": count / took, "sent_per_second": count / sending}


def _wait_for(path: Path, seconds: float) -> float:
    deadline = time.monotonic() + seconds
    while not path.exists() or not path.read_text():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path.name} was not written within {seconds} s")
        time.sleep(0.02)
    return float(path.read_text())


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
