"""What runs beside the task pool in every worker process: the keeper of leases and the dispatcher."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection

from igny8.automation.runtime.dispatcher import PERIOD_SECONDS, dispatch_due
from igny8.automation.runtime.fairness import Backlog
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.leases import OWNER
from igny8.automation.services.watchdog import PERIOD_SECONDS as WATCHDOG_SECONDS
from igny8.automation.services.watchdog import Watchdog
from igny8.automation.triggers.matching import handle_pending_events
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.health import beat_heart

log = logging.getLogger(__name__)
keeper = Keeper(SYSTEM_CLOCK)
backlog = Backlog(share=max(1, settings.IGNY8_WORKER_THREADS * 7 // 8))
_stop = threading.Event()
_HEARTBEAT_SECONDS = 5.0


def _end_process() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def start_machinery() -> None:
    """Start the threads; called once when the worker is ready."""
    _stop.clear()
    keeper.stopping.clear()
    _start("keeper", keeper.tick, keeper.period)
    _start("dispatcher", lambda: dispatch_due(SYSTEM_CLOCK), PERIOD_SECONDS)
    _start("events", lambda: handle_pending_events(SYSTEM_CLOCK), PERIOD_SECONDS)
    _start("watchdog", Watchdog(SYSTEM_CLOCK).look, WATCHDOG_SECONDS)
    _start("heartbeat", lambda: beat_heart(f"worker:{OWNER}", SYSTEM_CLOCK), _HEARTBEAT_SECONDS)


def stop_machinery() -> None:
    """Ask running steps to hand their runs back. The keeper goes on until the process ends."""
    keeper.stopping.set()
    _stop.set()


def _start(name: str, work: Callable[[], object], period: float) -> None:
    forever = name == "keeper"
    stop = threading.Event() if forever else _stop
    threading.Thread(target=repeat, args=(name, work, period, stop), name=name, daemon=True).start()


def repeat(
    name: str,
    work: Callable[[], object],
    period: float,
    stop: threading.Event,
    give_up: Callable[[], object] = _end_process,
) -> None:
    """Do ``work`` every ``period`` seconds until ``stop``; a database that is away is tried again next time.

    Any other failure is a bug. A worker without its keeper or dispatcher would look alive and be of no use,
    so ``give_up`` ends it, and it is started anew.
    """
    while not stop.is_set():
        try:
            work()
        except DatabaseError as error:
            log.warning("%s: the database did not answer: %s", name, error)
            connection.close()
        except Exception:
            log.exception("%s met a bug; this worker ends.", name)
            give_up()
            return
        stop.wait(period)
