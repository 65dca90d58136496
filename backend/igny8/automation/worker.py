"""What runs beside the task pool in every worker process: the keeper of leases and the dispatcher."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, connection

from igny8.automation.runtime.dispatcher import PERIOD_SECONDS, dispatch_due
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.leases import OWNER
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.health import beat_heart

log = logging.getLogger(__name__)
keeper = Keeper(SYSTEM_CLOCK)
_stop = threading.Event()
_HEARTBEAT_SECONDS = 5.0


def start_machinery() -> None:
    """Start the threads; called once when the worker is ready."""
    _stop.clear()
    keeper.stopping.clear()
    _start("keeper", keeper.tick, keeper.period)
    _start("dispatcher", lambda: dispatch_due(SYSTEM_CLOCK), PERIOD_SECONDS)
    _start("heartbeat", lambda: beat_heart(f"worker:{OWNER}", SYSTEM_CLOCK), _HEARTBEAT_SECONDS)


def stop_machinery() -> None:
    """Ask running steps to hand their runs back. The keeper goes on until the process ends."""
    keeper.stopping.set()
    _stop.set()


def _start(name: str, work: Callable[[], object], period: float) -> None:
    threading.Thread(target=_repeat, args=(name, work, period), name=name, daemon=True).start()


def _repeat(name: str, work: Callable[[], object], period: float) -> None:
    """Do ``work`` every ``period`` seconds; a database that is away is tried again next time."""
    while name == "keeper" or not _stop.is_set():
        try:
            work()
        except DatabaseError as error:
            log.warning("%s: the database did not answer: %s", name, error)
            connection.close()
        _stop.wait(period) if name != "keeper" else threading.Event().wait(period)
