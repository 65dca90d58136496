"""Runs the product as a user would: ``igny8 up`` on a free port with a data directory of its own."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

import processes
from api import Api, demo_details, wait_until

ROOT = Path(__file__).resolve().parents[1]
IGNY8 = ROOT / ".venv" / "bin" / "igny8"
NO_NETWORK = Path(__file__).resolve().parent / "no_network"
START_SECONDS = 90
STOP_SECONDS = 15
_OWN_PREFIXES = ("IGNY8_", "DATABASE_", "CELERY_", "DJANGO_", "PYTEST_", "PORT")


@dataclass(frozen=True, slots=True)
class Account:
    """A fresh account: its owner's login and token."""

    id: str
    email: str
    password: str = field(repr=False)
    token: str = field(repr=False)
    api: Api


class System:
    """A running installation.

    :param env: what is set beside the defaults, such as ``IGNY8_AI_TEXT_BASE_URL``.
    :param demo: whether the demo account is made.
    :param network: False refuses (and notes) every attempt to reach another machine.
    """

    def __init__(
        self,
        *,
        env: Mapping[str, str] | None = None,
        demo: bool = False,
        network: bool = True,
        data_dir: Path | None = None,
    ) -> None:
        self._own_dir = data_dir is None
        self.data_dir = data_dir or Path(tempfile.mkdtemp(prefix="igny8-e2e-"))
        self.port = processes.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._demo = demo
        self._env = _environment(self.data_dir, env or {}, network=network)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the processes said."""
        return self.data_dir.with_suffix(".log")

    @property
    def network_log(self) -> Path:
        """Attempts to reach other machines, one a line; missing when there were none."""
        return Path(self._env["IGNY8_E2E_NETWORK_LOG"])

    @property
    def database(self) -> Path:
        """The SQLite file of the embedded shape."""
        return self.data_dir / "igny8.sqlite3"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if kind is None:
            self.remove()

    def start(self) -> None:
        """Start it and wait until it says that it is healthy."""
        # It ends with the tests, even when those are killed.
        bound = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        command = [*bound, str(IGNY8), "--data-dir", str(self.data_dir), "up", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *(["--demo"] if self._demo else [])],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=self._env,
                start_new_session=True,
            )
        try:
            wait_until(self.is_healthy, seconds=START_SECONDS, what="a healthy system")
            if self._demo:
                wait_until(self._demo_is_written, seconds=5, what="demo.json with the address")
        except BaseException:
            self.abort()
            raise

    def is_healthy(self) -> bool:
        """Whether the health check answers 200; fails when the system has ended."""
        if self._process is None or self._process.poll() is not None:
            raise AssertionError(f"The system ended: {self.tail()}")
        try:
            return httpx.get(f"{self.url}/api/v1/health/", timeout=5, trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def _demo_is_written(self) -> bool:
        path = self.data_dir / "demo.json"
        return path.is_file() and str(self.port) in json.loads(path.read_text())["url"]

    def tail(self, characters: int = 3000) -> str:
        """The end of the log."""
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""

    @property
    def supervisor(self) -> int:
        """The id of the process that keeps the others running."""
        assert self._process is not None
        return self._process.pid

    def pids(self, kind: str) -> list[int]:
        """The processes of a kind: ``web``, ``worker`` or ``beat``."""
        return processes.of_kind(self.supervisor, kind)

    def kill(self, kind: str = "worker") -> int:
        """SIGKILL every process of a kind; how many there were."""
        return self.send(kind, signal.SIGKILL)

    def send(self, kind: str, number: signal.Signals) -> int:
        """Send a signal to every process of a kind; how many there were."""
        found = self.pids(kind)
        for pid in found:
            processes.kill(pid, number)
        return len(found)

    def interrupt(self, number: signal.Signals = signal.SIGINT) -> float:
        """Press Ctrl-C: everything must be gone in time, with exit code 0. :return: seconds that it took."""
        assert self._process is not None
        everyone = processes.tree(self._process.pid)
        started = time.monotonic()
        self._process.send_signal(number)
        code = self._process.wait(STOP_SECONDS)
        took = time.monotonic() - started
        self._process = None
        left = [processes.command_line(pid) for pid in everyone if processes.is_alive(pid)]
        assert not left, f"still alive after {number.name}: {left}"
        assert code == 0, f"exit code {code}: {self.tail()}"
        return took

    def stop(self) -> None:
        """Press Ctrl-C if it still runs."""
        if self._process is not None:
            try:
                self.interrupt()
            finally:
                self.abort()

    def abort(self) -> None:
        """End whatever is left by force."""
        if self._process is not None:
            for pid in processes.tree(self._process.pid):
                processes.kill(pid)
            self._process.wait(10)
            self._process = None

    def remove(self) -> None:
        """Remove what it wrote."""
        if self._own_dir:
            shutil.rmtree(self.data_dir, ignore_errors=True)
            self.log.unlink(missing_ok=True)

    def command(self, *arguments: str, seconds: float = 60) -> Any:
        """Run an ``igny8`` command on the same data directory; its JSON answer."""
        done = subprocess.run(
            [str(IGNY8), *arguments, "--json"],
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def account(self, *, credits: int = 10_000) -> Account:
        """Make a fresh account."""
        name = secrets.token_hex(4)
        email, password = f"{name}@example.com", secrets.token_hex(8)
        arguments = ["--name", name, "--email", email, "--password", password, "--credits", str(credits)]
        made = self.command("account", "create", *arguments)
        return Account(made["account_id"], email, password, made["token"], Api(self.url, made["token"]))

    def demo(self) -> dict[str, Any]:
        """What the demo wrote about itself."""
        return demo_details(self.data_dir)


def _environment(data_dir: Path, given: Mapping[str, str], *, network: bool) -> dict[str, str]:
    """Nothing of the product's variables comes from outside, but where the model is kept."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(_OWN_PREFIXES)}
    env |= {"IGNY8_DATA_DIR": str(data_dir), "PYTHONDONTWRITEBYTECODE": "1"}
    env["IGNY8_E2E_NETWORK_LOG"] = str(data_dir.with_suffix(".network"))
    if os.environ.get("IGNY8_MODEL_DIR"):
        env["IGNY8_MODEL_DIR"] = os.environ["IGNY8_MODEL_DIR"]
    if not network:
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(NO_NETWORK), env.get("PYTHONPATH", "")]))
    return env | dict(given)
