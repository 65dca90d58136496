"""Keeps web, worker and beat running as one process tree.

A process that died is started again within a second, for ever; one that cannot even start is tried with a
growing pause of up to five seconds. Ctrl-C (or SIGTERM) ends all of them within 15 seconds.

It stays as long as the system runs and needs nothing of it, so once all is prepared the command becomes this
module alone (``become_supervisor``): same process, a fifth of the memory.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

from igny8.config.env import ConfigError

_LOOK_SECONDS = 0.2
_STARTED_AFTER_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 5.0
_PATIENCE_SECONDS = 12.0
_PR_SET_PDEATHSIG = 1


@contextmanager
def claim_data_dir() -> Iterator[None]:
    """Only one system at a time may work on a data directory; the claim outlives ``become_supervisor``."""
    from django.conf import settings

    path = Path(settings.DATA_DIR) / "igny8.lock"
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(
                f"IGNY8 is running on {settings.DATA_DIR} already: stop it, or set IGNY8_DATA_DIR."
            ) from error
        os.set_inheritable(lock.fileno(), True)
        yield


def port_is_free(host: str, port: int) -> None:
    """Fail with a sentence when somebody else listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(
                f"Port {port} on {host} cannot be used ({error.strerror}): set PORT."
            ) from error


@dataclass(slots=True)
class Child:
    """One process that is kept running."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = field(default=0.0)

    def keep(self, now: float) -> None:
        """Start it when it does not run and its pause is over."""
        if self.process and self.process.poll() is None:
            return
        if self.process:
            self._note_death(now, self.process.returncode)
        if now >= self.due:
            self.process = _start(self.command)
            self.started = now

    def _note_death(self, now: float, code: int) -> None:
        """One that ends by itself soon after its start cannot start; one that was killed can."""
        could_start = code < 0 or now - self.started > _STARTED_AFTER_SECONDS
        self.failures = 0 if could_start else self.failures + 1
        self.due = now + (min(0.5 * self.failures, _LONGEST_PAUSE_SECONDS) if self.failures > 1 else 0.0)
        print(f"igny8: {self.name} ended, starting it again.", file=sys.stderr)
        self.process = None

    def signal(self, number: int) -> None:
        """Send a signal to the process's whole group."""
        if self.process and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A process in a session of its own, so that Ctrl-C reaches the supervisor only."""
    return subprocess.Popen(  # noqa: S603 - our own programs
        command,
        start_new_session=True,
        env=_environment(),
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
    )


def _environment() -> dict[str, str]:
    """The children's environment, without Celery's advice to people who start it by hand as root."""
    quiet = "ignore:You're running the worker with superuser privileges"
    return {**os.environ, "PYTHONWARNINGS": quiet}


def _die_with_parent() -> None:
    """Ask Linux to end this child when the supervisor dies, however it dies; other systems cannot."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Runs its children until it is told to stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._stopping = False

    @classmethod
    def for_system(cls, *, host: str, port: int) -> Supervisor:
        """Web, worker and beat of the embedded shape."""
        python, scripts = sys.executable, Path(sys.executable).parent
        celery = [str(scripts / "celery"), "--quiet", "-A", "igny8.config.celery"]
        beat = [*celery[:-1], "igny8.config.beat"]
        web = [python, "-m", "uvicorn", "igny8.config.asgi:application", "--host", host, "--port", str(port)]
        quiet = ["--lifespan", "off", "--log-level", "warning", "--timeout-graceful-shutdown", "3"]
        return cls(
            [
                Child("web", [*web, *quiet]),
                Child(
                    "worker",
                    [*celery, "worker", "--loglevel", "WARNING", "--without-mingle", "--without-gossip"],
                ),
                Child("beat", [*beat, "beat", "--loglevel", "WARNING", "--pidfile", ""]),
            ]
        )

    def run(self, *, health_url: str, on_ready: Callable[[], None]) -> None:
        """Start everything, call ``on_ready`` once it is healthy, and stay until a signal comes."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        ready = False
        while not self._stopping:
            for child in self._children:
                child.keep(time.monotonic())
            if not ready and _is_healthy(health_url):
                ready = True
                on_ready()
            time.sleep(_LOOK_SECONDS)
        self._end()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _end(self) -> None:
        for child in self._children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        for child in self._children:
            if child.process:
                try:
                    child.process.wait(max(deadline - time.monotonic(), 0.1))
                except subprocess.TimeoutExpired:
                    child.signal(signal.SIGKILL)
                    child.process.wait()


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def become_supervisor(*, host: str, port: int, words: str, file: tuple[Path, Path] | None = None) -> NoReturn:
    """Go on as the supervisor of the system, in this process, without what it took to prepare it.

    :param words: what to say once everything is healthy.
    :param file: a file that is given its name then: (what it is called now, what it shall be called).
    """
    names = [str(path) for path in file or ()]
    reader, writer = os.pipe()
    os.write(writer, json.dumps({"host": host, "port": port, "words": words, "file": names}).encode())
    os.close(writer)
    os.set_inheritable(reader, True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "igny8.cli.supervisor", str(reader)])  # noqa: S606 - ourselves


def main(arguments: Sequence[str]) -> None:
    """What ``become_supervisor`` starts; the argument is the pipe that says what to do."""
    with os.fdopen(int(arguments[0])) as pipe:
        given = json.load(pipe)
    host, port = given["host"], given["port"]

    def ready() -> None:
        if given["file"]:
            Path(given["file"][0]).rename(given["file"][1])
        print(given["words"], end="", flush=True)

    supervisor = Supervisor.for_system(host=host, port=port)
    supervisor.run(health_url=f"http://{host}:{port}/api/v1/health/", on_ready=ready)


if __name__ == "__main__":
    main(sys.argv[1:])
